"""One item of a feed: from what feedparser read to a clean `Entry`."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from bot.model import Entry, Fetched
from bot.parse.dates import read_date
from bot.parse.pictures import picture
from bot.text.content import content_hash
from bot.text.html import plain_text, plain_title
from bot.text.language import language
from bot.text.urls import absolute, canonical_url

EARLIEST: Final = datetime(1995, 1, 1, tzinfo=UTC)
"""Before the first feeds; an earlier date is a mistake."""
TITLE_WORDS: Final = 12
"""Of the text, where the item has no title."""
LONGEST_TEXT: Final = 200_000
"""Characters kept of a text."""
_MONTH_FIRST: Final = frozenset({"en", "en-us"})
"""Languages of which 3/2/2026 is the second of March."""
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
"""Numeric entities can write what neither UTF-8 nor a database can."""


class Languages(NamedTuple):
    """What is said of the language of a feed's entries."""

    declared: str | None
    """By the person, beside the source."""
    of_feed: str | None
    """By the feed."""


def read_entry(item: Mapping[str, Any], fetched: Fetched, languages: Languages) -> Entry | None:
    """A clean entry; None for an item with neither words nor address.

    Its date is the feed's: it may lie ahead.
    """
    url = _url(item, fetched.url)
    title = plain_title(_string(item.get("title")))
    text = _text(item, title)[:LONGEST_TEXT]
    if not (url or title or text):
        return None
    canonical = canonical_url(url)
    return Entry(
        identity=_identity(item, canonical, title, text),
        url=url,
        canonical_url=canonical,
        title=title or _first_words(text),
        text=text,
        content_hash=content_hash(title, text),
        lang=language(
            languages.declared,
            _string(item.get("language")) or languages.of_feed,
            f"{title}\n{text}",
        ),
        author=plain_title(_string(item.get("author")))[:200],
        published_at=_published(item, languages),
        image_url=picture(item, _bodies(item), url or fetched.url),
    )


def _string(value: object) -> str:
    return _UNSTORABLE.sub("", value) if isinstance(value, str) else ""


def _url(item: Mapping[str, Any], base: str) -> str:
    """The item's link; a GUID serves only when it is itself an absolute address.

    feedparser gives a GUID for a link where there is none, and says so; unless the feed says
    ``isPermaLink="false"``.
    """
    link, guid = _string(item.get("link")).strip(), _string(item.get("id")).strip()
    is_guid = item.get("guidislink")
    if link and not (is_guid and link == guid):
        return absolute(link, base)
    return "" if is_guid is False else absolute(guid, "")


def _text(item: Mapping[str, Any], title: str) -> str:
    """The longest text that the item gives, without the title where that is repeated first."""
    text = max((plain_text(markup) for markup in _bodies(item)), key=len, default="")
    first, _, rest = text.partition("\n\n")
    return rest if title and first.casefold() == title.casefold() else text


def _bodies(item: Mapping[str, Any]) -> Iterator[str]:
    yield _string(item.get("summary"))
    for content in item.get("content") or ():
        if isinstance(content, Mapping):
            yield _string(content.get("value"))


def _identity(item: Mapping[str, Any], canonical: str, title: str, text: str) -> str:
    """The GUID, else the address, else what is written."""
    guid = _string(item.get("id")).strip()
    if guid:
        return guid[:2000]
    if canonical:
        return canonical
    return hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()


def _first_words(text: str) -> str:
    words = text.split()
    start = " ".join(words[:TITLE_WORDS])[:200]
    return f"{start} …" if len(words) > TITLE_WORDS else start


def _published(item: Mapping[str, Any], languages: Languages) -> datetime | None:
    """When it was published or else updated; None when the feed does not say or cannot be right."""
    said = (languages.of_feed or languages.declared or "").lower().replace("_", "-")
    for name in ("published", "updated"):
        # As a plain mapping: feedparser's own look-up answers for the other date, and warns.
        written = _string(dict.get(item, name)) if isinstance(item, dict) else ""
        moment = read_date(written, month_first=said in _MONTH_FIRST)
        if moment and moment >= EARLIEST:
            return moment
    return None
