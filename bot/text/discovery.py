"""Where a web page has its feeds: what it says itself, then where feeds usually are. Pure."""

import html
import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from bot.text.html import plain_title
from bot.text.urls import absolute, canonical_url

MOST: Final = 1_000_000
"""Characters of a page that are read: links to feeds stand in its head."""
MOST_LINKS: Final = 20
"""Some portals link hundreds; nobody chooses from more."""
MOST_GUESSES: Final = 7
"""With the page itself, eight requests."""
LONGEST_TITLE: Final = 100
TYPES: Final = {
    "application/rss+xml": "RSS",
    "application/atom+xml": "Atom",
    "application/feed+json": "JSON Feed",
    "application/rdf+xml": "RSS 1.0",
}
_USUAL: Final = ("feed", "rss", "rss.xml", "atom.xml", "feed.xml", "index.xml")
_BLOGGER: Final = "feeds/posts/default"
_TAG: Final = re.compile(r"<(link|base)\s(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^<>\"']++)*+>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"([a-zA-Z-]+)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++))")
_COMMENTS: Final = re.compile(r"comment|kommentar|comentario", re.IGNORECASE)


class FeedLink(NamedTuple):
    """A feed that a page names."""

    url: str
    title: str
    kind: str
    """``RSS``, ``Atom`` …"""


def feed_links(markup: str, url: str) -> tuple[FeedLink, ...]:
    """The feeds that the page at `url` names, in its order; those of comments come last.

    By ``<link rel="alternate" type="…">``, seen from the page's ``<base>`` (RSS Autodiscovery;
    HTML, section 4.6.7.1).
    """
    distinct: dict[str, FeedLink] = {}
    for link in _links(markup[:MOST], url):
        distinct.setdefault(canonical_url(link.url), link)
    found = sorted(distinct.values(), key=_is_of_comments)
    return tuple(found[:MOST_LINKS])


def _links(markup: str, url: str) -> Iterator[FeedLink]:
    base = url
    for tag in _TAG.finditer(markup):
        said = _attributes(tag[0])
        if tag[1].lower() == "base":
            base = absolute(said.get("href", ""), url) or url
            continue
        kind = TYPES.get(said.get("type", "").partition(";")[0].strip().lower())
        is_alternate = not {"alternate", "feed"}.isdisjoint(said.get("rel", "").lower().split())
        address = absolute(said.get("href", ""), base)
        if kind and is_alternate and address:
            yield FeedLink(address, plain_title(said.get("title", ""))[:LONGEST_TITLE], kind)


def _attributes(tag: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(tag):
        found.setdefault(name.lower(), html.unescape("".join(values)).strip())
    return found


def _is_of_comments(link: FeedLink) -> bool:
    return bool(_COMMENTS.search(link.title) or _COMMENTS.search(urlsplit(link.url).path))


def usual_places(url: str) -> tuple[str, ...]:
    """Where the site of a page may have its feed: below the page first, then at the top."""
    parts = urlsplit(url)
    top = f"{parts.scheme}://{parts.netloc}/"
    path = parts.path.strip("/")
    last = path.rpartition("/")[2]
    below = f"{top}{path}/" if path and "." not in last else ""
    if (parts.hostname or "").endswith((".blogspot.com", ".blogger.com")):
        guesses = [top + _BLOGGER]
    else:
        guesses = [*(below + name for name in _USUAL[:2] if below)]
        guesses += [top + name for name in (*_USUAL, _BLOGGER)]
    return tuple(dict.fromkeys(guesses))[:MOST_GUESSES]
