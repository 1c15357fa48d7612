"""One document: a feed's bytes in, its entries out. Pure, and never raises for bad input."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final
from xml.sax import SAXException

import feedparser

from bot.i18n import Text
from bot.model import Entry, FailureKind, Fetched, FetchFailure, ParsedFeed, Source
from bot.parse.entry import read_entry

MOST_ENTRIES: Final = 2000
"""Of one document; feeds have some dozens."""

_HTML: Final = re.compile(rb"<\s*(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
_FEED: Final = re.compile(rb"<\s*(?:[a-z]+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_LOOKED_AT: Final = 4000
"""Bytes in which a document says what it is."""


def parse(fetched: Fetched, source: Source) -> ParsedFeed | FetchFailure:
    """The entries of a document in its order, cleaned; or why there is no feed in it."""
    if not fetched.body.strip():
        return _not_a_feed(Text(en="The answer is empty.", fr="La réponse est vide."))
    if _is_page(fetched.body):
        return _PAGE
    # Bytes only: a string would be opened if it looked like a path or an address.
    document: Mapping[str, Any] = feedparser.parse(
        io.BytesIO(fetched.body),
        response_headers={**fetched.headers, "content-location": fetched.url},
        sanitize_html=False,  # the text is taken out of the markup anyway
        resolve_relative_uris=False,
    )
    if not document.get("entries") and (not document.get("version") or _is_broken(document)):
        return _unreadable(document)
    return _read(document, fetched, source)


def _is_page(body: bytes) -> bool:
    start = body[:_LOOKED_AT]
    return bool(_HTML.search(start)) and not _FEED.search(start)


def _read(document: Mapping[str, Any], fetched: Fetched, source: Source) -> ParsedFeed:
    feed = document.get("feed", {})
    raw = document.get("entries", [])
    warnings = list(_warnings(document, len(raw)))
    lang = source.lang or _language(feed.get("language"))
    read = [read_entry(item, fetched, lang) for item in raw[:MOST_ENTRIES]]
    entries = tuple(_distinct(entry for entry in read if entry))
    if len(entries) < len(read):
        warnings.append(_dropped(len(read) - len(entries)))
    return ParsedFeed(str(feed.get("title", ""))[:500], entries, tuple(warnings))


def _distinct(entries: Iterator[Entry]) -> Iterator[Entry]:
    """A GUID that the document repeats gets the entry's address added; true repeats are dropped."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        known = seen.get(entry.identity)
        if known and known.canonical_url != entry.canonical_url:
            entry = _with_address(entry)  # noqa: PLW2901 - the same entry, told apart
        if entry.identity not in seen:
            seen[entry.identity] = entry
            yield entry


def _with_address(entry: Entry) -> Entry:
    return replace(entry, identity=f"{entry.identity} {entry.canonical_url}")


def _language(value: object) -> str | None:
    """``fr-FR`` and ``FR`` are ``fr``."""
    code = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", str(value or "").strip())
    return code[0].lower() if code else None


def _warnings(document: Mapping[str, Any], count: int) -> Iterator[Text]:
    if document.get("bozo"):
        detail = type(document.get("bozo_exception")).__name__
        yield Text(
            en=f"The document is not well-formed ({detail}); what could be read was kept.",
            fr=f"Le document est mal formé ({detail}) ; ce qui était lisible est gardé.",
        )
    if count > MOST_ENTRIES:
        yield Text(
            en=f"{count} items; only the first {MOST_ENTRIES} were read.",
            fr=f"{count} articles ; seuls les {MOST_ENTRIES} premiers ont été lus.",
        )


def _dropped(count: int) -> Text:
    return Text(
        en=f"{count} empty or repeated items were left out.",
        fr=f"{count} articles vides ou répétés ont été écartés.",
    )


def _is_broken(document: Mapping[str, Any]) -> bool:
    """Whether the XML itself is, rather than what it says of its charset or content type."""
    return isinstance(document.get("bozo_exception"), SAXException)


def _unreadable(document: Mapping[str, Any]) -> FetchFailure:
    error = document.get("bozo_exception")
    line = getattr(error, "getLineNumber", lambda: None)()
    where = Text(en=f" (line {line})", fr=f" (ligne {line})") if line else Text("", "")
    return FetchFailure(
        FailureKind.BROKEN_FEED,
        Text(
            en=f"The document is broken; nothing in it could be read{where.en}.",
            fr=f"Le document est cassé ; rien n'y est lisible{where.fr}.",
        ),
        Text(
            en="Tell the publisher; Vigie reads it again when it is mended.",
            fr="Prévenez l'éditeur ; Vigie le relira quand il sera réparé.",
        ),
    )


def _not_a_feed(text: Text) -> FetchFailure:
    hint = Text(
        en="Check the address in feeds.yaml: it should be that of an RSS or Atom feed.",
        fr="Vérifiez l'adresse dans feeds.yaml : ce doit être celle d'un flux RSS ou Atom.",
    )
    return FetchFailure(FailureKind.NOT_A_FEED, text, hint)


_PAGE: Final = FetchFailure(
    FailureKind.HTML,
    Text(
        en="A web page came instead of a feed: the site's own address, a login or a consent page.",
        fr="Une page web est venue à la place d'un flux : l'adresse du site, une page de connexion "
        "ou de consentement.",
    ),
    Text(
        en="Look on the site for its RSS link, and put that address into feeds.yaml.",
        fr="Cherchez le lien RSS du site, et mettez cette adresse dans feeds.yaml.",
    ),
)
