"""One document: a feed's bytes in, its entries out. Pure, and never raises for bad input."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.i18n import Text, counted
from bot.model import (
    Entry,
    Fetched,
    FetchFailure,
    ParsedFeed,
    Source,
)
from bot.parse.charset import decode
from bot.parse.entry import Languages, read_entry
from bot.parse.failures import EMPTY, NO_FEED, PAGE, broken
from bot.parse.hints import read_hints, read_hub
from bot.parse.json_feed import is_json, read_json_feed
from bot.parse.splice import MOST_ITEMS, Spliced
from bot.parse.xml_feed import ITEM, error_line, legal, read_xml_feed
from bot.text.html import plain_title

LONGEST_TITLE: Final = 500
"""Characters kept of the feed's own title."""
AHEAD: Final = timedelta(minutes=10)
"""By which clocks may differ; a later date is a mistake, or an announcement: this one is shown."""
MUCH_AHEAD: Final = timedelta(days=1)
"""By which no clock and no time zone differs: such a date is told."""

_NOTHING: Final = bytes(range(0x21))
_HTML: Final = re.compile(rb"<\s*(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
_FEED: Final = re.compile(rb"<\s*(?:[a-z]+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_ROOT_END: Final = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_LOOKED_AT: Final = 4000
"""Bytes in which a document says what it is."""


def parse(
    fetched: Fetched, source: Source, seen: bytes = b"", most: int = MOST_ITEMS
) -> ParsedFeed | FetchFailure:
    """The entries of a document in its order, cleaned; or why there is no feed in it.

    Args:
        fetched: The document.
        source: Where it comes from.
        seen: Items that it knows are not read again: see `splice`.
        most: Items that are looked at.
    """
    text = (
        decode(fetched.body, fetched.headers.get("content-type", ""))
        .strip()
        .encode(errors="replace")
    )
    if not text.strip(_NOTHING):
        return EMPTY
    if is_json(text):
        return _of_json(text, most, fetched, source)
    if _is_page(text):
        return PAGE
    try:
        document, spliced = read_xml_feed(text, seen, most)
    except Exception as error:  # boundary: what a document does to feedparser is that document's
        return broken(Text(en=f" ({type(error).__name__})", fr=f" ({type(error).__name__})"))
    if not document.get("entries") and not spliced.seen and _says_nothing(document, text):
        return _unreadable(document)
    return _read(document, spliced, fetched, source)


def _of_json(text: bytes, most: int, fetched: Fetched, source: Source) -> ParsedFeed | FetchFailure:
    """Nothing is cut out of it: JSON is read in no time."""
    found = read_json_feed(text)
    if isinstance(found, FetchFailure):
        return found
    return _read(found, Spliced(b"", most, count=len(found["entries"])), fetched, source)


def _is_page(text: bytes) -> bool:
    start = legal(text[:_LOOKED_AT])
    return bool(_HTML.search(start)) and not _FEED.search(start)


def _read(
    document: Mapping[str, Any], spliced: Spliced, fetched: Fetched, source: Source
) -> ParsedFeed:
    feed = document.get("feed", {})
    raw = document.get("entries", [])
    warnings = [_NOT_WELL_FORMED] if document.get("bozo") else []
    of_feed = feed.get("language")
    languages = Languages(source.lang, of_feed if isinstance(of_feed, str) else None)
    read = [read_entry(item, fetched, languages) for item in raw[: spliced.most]]
    now = fetched.fetched_at
    entries = _distinct([_in_time(entry, now + AHEAD) for entry in read if entry])
    if ahead := sum(_is_later(entry, now + MUCH_AHEAD) for entry in read if entry):
        warnings.append(_ahead(ahead))
    if len(entries) < len(read):
        warnings.append(_dropped(len(read) - len(entries)))
    if spliced.count > spliced.most:
        warnings.append(_too_many(spliced.count, spliced.most))
    title = plain_title(str(feed.get("title", "")))[:LONGEST_TITLE]
    hub = read_hub(feed, fetched.headers)
    return ParsedFeed(
        title,
        entries,
        tuple(warnings),
        spliced.seen,
        hints=read_hints(feed, _frame(spliced.document)),
        hub=hub.url,
        topic=hub.topic,
    )


def _frame(text: bytes) -> bytes:
    """The document without what stands between its first item and its last."""
    first = ITEM.search(text)
    if not first:
        return text
    return text[: first.start()] + text[text.rfind(b"</" + first[1]) :]


def _distinct(entries: list[Entry]) -> tuple[Entry, ...]:
    """Without repeats; entries that share a GUID get what tells them apart added.

    All of them, whatever their order: in a feed with one GUID for everything each new entry would
    otherwise take the identity of a known one.
    """
    bearers: dict[str, set[str]] = {}
    for entry in entries:
        bearers.setdefault(entry.identity, set()).add(_own(entry))
    distinct: dict[str, Entry] = {}
    for entry in entries:
        shared = len(bearers[entry.identity]) > 1
        identity = f"{entry.identity} {_own(entry)}" if shared else entry.identity
        distinct.setdefault(identity, replace(entry, identity=identity))
    return tuple(distinct.values())


def _is_later(entry: Entry, than: datetime) -> bool:
    return entry.published_at is not None and entry.published_at > than


def _in_time(entry: Entry, latest: datetime) -> Entry:
    return replace(entry, published_at=latest) if _is_later(entry, latest) else entry


def _own(entry: Entry) -> str:
    return entry.canonical_url or entry.title


_NOT_WELL_FORMED: Final = Text(
    en="The document is not well-formed; what could be read was kept.",
    fr="Le document est mal formé ; ce qui était lisible est gardé.",
)


def _too_many(count: int, most: int) -> Text:
    return Text(
        en=f"{count} items; only the first {most} were read.",
        fr=f"{count} articles ; seuls les {most} premiers ont été lus.",
    )


def _ahead(count: int) -> Text:
    en, fr = (
        counted(count, "article is dated", "articles are dated", "en"),
        counted(count, "article est daté", "articles sont datés", "fr"),
    )
    return Text(
        en=f"{en} in the future; the time of reading is shown instead.",
        fr=f"{fr} du futur ; l'heure de lecture est affichée à la place.",
    )


def _dropped(count: int) -> Text:
    return Text(
        en=f"{count} empty or repeated items were left out.",
        fr=f"{count} articles vides ou répétés ont été écartés.",
    )


def _says_nothing(document: Mapping[str, Any], text: bytes) -> bool:
    """Rather than that there is no article at the moment."""
    is_quiet = _ROOT_END.search(text[-_LOOKED_AT:]) and not ITEM.search(text)
    return not document.get("version") or (error_line(document) is not None and not is_quiet)


def _unreadable(document: Mapping[str, Any]) -> FetchFailure:
    if not document.get("version"):
        return NO_FEED
    line = error_line(document)
    return broken(Text(en=f" (line {line})", fr=f" (ligne {line})"))
