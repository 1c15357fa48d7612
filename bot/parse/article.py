"""The article behind an entry: from the bytes of its page to an `Article`. Pure.

A page that answers is not yet the article: it may be the site's front page, a wall, a menu without
text, or another article. What does not resemble what the feed says of the entry is refused.
"""

from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Final
from urllib.parse import urlsplit

from bot.model import Article, Entry, Fetched, Missing, NoArticle
from bot.parse.article_missing import missing
from bot.parse.article_text import Body, body_of
from bot.parse.charset import decode, with_charset
from bot.parse.entry import EARLIEST
from bot.text.facts import Facts, read_facts
from bot.text.language import code, detected
from bot.text.sites import site_of
from bot.text.urls import absolute, canonical_url
from bot.text.words import read

SHORTEST: Final = 200
"""Characters; less is a teaser, or no article."""
AHEAD: Final = timedelta(minutes=10)
"""That a publisher's clock may be fast."""
SURE: Final = 0.34
"""The share of the entry's words that its own address has to hold."""
DOUBTFUL: Final = 0.6
"""The same of another address, to which the entry's leads. Of 3,000 French articles 98 % hold a
third in their text alone; of pairs that came at about the same time 4 % hold six in ten."""
SLUG: Final = 0.5
"""The share of the title's words in another site's address that make it the original's,"""
SLUG_WORDS: Final = 3
"""and how many there are of them at least."""
_TYPES: Final = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "")
_START: Final = 4096
"""Bytes in which a page says its charset, and that it is one."""
_FRONT: Final = frozenset({"", "/index.html", "/index.htm", "/index.php", "/home", "/accueil"})
_NO_PICTURE: Final = ("logo", "placeholder", "default", "fallback", "favicon", ".svg", "blank.")
"""In the addresses of what a site shows for want of a picture."""


def extract(page: Fetched, entry: Entry) -> Article | NoArticle:
    """The article that `entry` leads to, in the page that came; or why it is not there."""
    content_type = page.headers.get("content-type", "")
    start = page.body[:_START]
    if content_type.partition(";")[0].strip().lower() not in _TYPES or not _is_markup(start):
        return missing(Missing.NOT_HTML)
    if _is_front(page.url):  # also where the feed gives it: it holds every title, and no article
        return missing(Missing.HOME)
    markup = decode(page.body, with_charset(content_type, start)).replace("\0", "")
    facts = read_facts(markup)
    if facts.is_reserved or "nosnippet" in page.headers.get("x-robots-tag", "").lower():
        return missing(Missing.RESERVED)
    body = body_of(markup, facts.titles)
    is_closed = facts.is_for_subscribers or body.is_cut
    if len(body.text) < SHORTEST:
        return missing(Missing.PAYWALL if is_closed else Missing.SHORT)
    is_own = canonical_url(page.url) == entry.canonical_url
    if _likeness(entry, facts, body) < (SURE if is_own else DOUBTFUL):
        return missing(Missing.OTHER)
    return _article(page, facts, body, _title(entry, facts))


def _article(page: Fetched, facts: Facts, body: Body, title: str) -> Article:
    latest = page.fetched_at + AHEAD
    return Article(
        title=title,
        text=body.text,
        canonical_url=_canonical(page.url, facts, title),
        lang=detected(f"{title}\n{body.text}") or code(facts.lang),
        author=facts.author,
        published_at=_moment(facts.published, latest),
        modified_at=_moment(facts.modified, latest),
        image_url=_image(facts.image, page.url),
        is_paywalled=facts.is_for_subscribers or body.is_cut,
    )


def _is_markup(start: bytes) -> bool:
    return not start.strip() or (b"<" in start and b"\0\0\0" not in start)


def _is_front(url: str) -> bool:
    """Whether an address is that of a whole site, or of its front page in a language."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/").lower()
    is_language = len(path) == 3 and code(path[1:]) is not None
    return (path in _FRONT or is_language) and not parts.query


# ── is it the article at all? ────────────────────────────────────────────────────────────────


def _likeness(entry: Entry, facts: Facts, body: Body) -> float:
    """The share of the title's or the text's words that the page holds, whichever is larger."""
    there = _words("\n".join((*facts.titles, facts.description, body.text)))
    wanted = [words for text in (entry.title, entry.text) if (words := _words(text))]
    return max((_share(words, there) for words in wanted), default=1.0)


def _share(wanted: set[str], there: set[str]) -> float:
    """The part of what is wanted that is there."""
    return len(wanted & there) / len(wanted) if wanted else 0.0


def _words(text: str) -> set[str]:
    """Those of four letters and more; all where there are none, as in Chinese."""
    keys = set(read(text).keys)
    return {key for key in keys if len(key) >= 4} or keys


# ── what it says of itself, as far as that can be believed ───────────────────────────────────


def _canonical(url: str, facts: Facts, title: str) -> str:
    """The address that the page names as its own, if that is one of an article; else `url`.

    Templates name the front page or a section. Another site's address counts only when it has
    the words of the title: a syndicated article leads back to its original so.
    """
    named = [found for written in facts.canonical if (found := absolute(written, url))]
    here = urlsplit(url).path.rstrip("/")
    for each in named:
        path = urlsplit(each).path.rstrip("/")
        if _is_front(each) or here.startswith(f"{path}/"):
            continue
        if site_of(each) == site_of(url) or _is_of(title, path):
            return canonical_url(each)
    return canonical_url(url)


def _is_of(title: str, path: str) -> bool:
    """Whether the address of an article is made from this title."""
    words, slug = _words(title), _words(path)
    return len(words & slug) >= max(SLUG_WORDS, SLUG * len(words))


def _title(entry: Entry, facts: Facts) -> str:
    """Of all that the page calls its article, what comes nearest to the feed's title."""
    wanted = _words(entry.title)
    return max(facts.titles, key=lambda title: _share(wanted, _words(title)), default="")


def _moment(written: str, latest: datetime) -> datetime | None:
    """An ISO 8601 date with its time and zone; of others nobody knows what they mean."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    if moment.tzinfo is None or "T" not in written.upper().replace(" ", "T"):
        return None
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        return None
    return moment if EARLIEST <= moment <= latest else None


def _image(written: str, base: str) -> str:
    found = absolute(unescape(written), base) if written else ""
    path = urlsplit(found).path.lower()
    return "" if any(mark in path for mark in _NO_PICTURE) else found
