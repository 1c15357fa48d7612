"""An XML document as feedparser reads it, without what is known, and mended where it is broken.

Pure.
"""

import io
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final
from xml.sax import SAXParseException

import feedparser
from feedparser.api import PREFERRED_XML_PARSERS

from bot.parse.mending import mended, parts
from bot.parse.splice import Spliced, Whole, splice

ITEM: Final = re.compile(rb"<(item|entry)[\s>]")
"""How an item begins."""

_ILLEGAL: Final = bytes({*range(0x20)} - {9, 10, 13})
_ILLEGAL_BEYOND_ASCII: Final = ("\ufffe".encode(), "\uffff".encode())
"""Characters that no XML may have (XML 1.0, section 2.2) and some has."""
_REFERENCE: Final = re.compile(rb"&#(?:[xX]0*([0-9a-fA-F]{1,8})|0*([0-9]{1,10}));?")
_BLANKS: Final = frozenset({9, 10, 13})
_CHARACTERS: Final = (range(0x20, 0xD800), range(0xE000, 0xFFFE), range(0x10000, 0x110000))
_DECLARATION: Final = b"<?xml version='1.0'?>"
_WORTH_FINDING: Final = ("title", "link", "id", "published", "updated", "summary")


def read_xml_feed(text: bytes, seen: bytes, most: int) -> tuple[Mapping[str, Any], Spliced]:
    """What feedparser reads in the items that are not in `seen`, and what was cut out.

    A document that is broken says so (``bozo``), mended or not.
    """
    try:
        return _read(text, seen, most)
    except Exception as error:  # boundary: feedparser fails over one item; the others are well
        document = _item_by_item(text, most)
        if not document["entries"]:
            raise error from None
        return document, Spliced(text, most, Whole.BROKEN)


def _read(text: bytes, seen: bytes, most: int) -> tuple[Mapping[str, Any], Spliced]:
    spliced = splice(text, seen, most)
    if spliced.whole and (without := legal(text)) != text:
        text, spliced = without, splice(without, seen, most)
    if spliced.whole is Whole.BROKEN:
        return _broken(text, seen, most)
    if not spliced.whole:
        document = _document(spliced.document)
        if len(document["entries"]) == spliced.kept:
            return document, spliced
        # Feedparser sees other items than `splice`, whose cuts nobody should trust then.
        spliced = Spliced(text, most, Whole.COUNT)
    short, count = _shortened(text, most)
    return _document(short), replace(spliced, count=count)


def _broken(text: bytes, seen: bytes, most: int) -> tuple[Mapping[str, Any], Spliced]:
    """Mended, most documents are as good as any other; of the rest, whatever yields more."""
    short, count = _shortened(text, most)
    whole = mended(short)
    spliced = splice(whole, seen, most)
    if not spliced.whole:
        document = _document(spliced.document)
        if len(document["entries"]) == spliced.kept:
            return {**document, "bozo": True}, replace(spliced, count=count)
    document = _document(short)
    better = max(_document(whole), document, key=_found) if whole != short else document
    said = {name: document[name] for name in ("bozo", "bozo_exception") if name in document}
    return {**better, **said}, Spliced(short, most, Whole.BROKEN, count=count)


def _item_by_item(text: bytes, most: int) -> Mapping[str, Any]:
    """Each item as if it were the only one; those that feedparser fails over are left out."""
    short, _ = _shortened(legal(text), most)
    head, *items = parts(mended(short))
    entries: list[Mapping[str, Any]] = []
    document: Mapping[str, Any] = {}
    for item in items:
        with suppress(Exception):  # boundary: as above
            document = _document(head + item)
            entries += document["entries"]
    return {**document, "entries": entries, "bozo": True}


def _found(document: Mapping[str, Any]) -> int:
    """How much feedparser found in the items."""
    items = document.get("entries", ())
    return sum(bool(item.get(name)) for item in items for name in _WORTH_FINDING)


def error_line(document: Mapping[str, Any]) -> int | None:
    """Where the XML itself is broken, rather than something said in it; None when it is not."""
    error = document.get("bozo_exception")
    return error.getLineNumber() if isinstance(error, SAXParseException) else None


def legal(text: bytes) -> bytes:
    """Without characters that break a document."""
    text = text.translate(None, _ILLEGAL)
    for character in _ILLEGAL_BEYOND_ASCII:
        text = text.replace(character, b"")
    return _REFERENCE.sub(_legal_reference, text).strip()


def _legal_reference(reference: re.Match[bytes]) -> bytes:
    """A numeric reference, or nothing where feedparser would choke on its character."""
    hexadecimal, decimal = reference.groups()
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    is_character = code in _BLANKS or any(code in characters for characters in _CHARACTERS)
    return reference[0] if is_character else b""


def _document(text: bytes) -> Mapping[str, Any]:
    # feedparser would put a declaration on a line of its own, and count that line.
    declared = text if text.startswith(b"<?xml") else _DECLARATION + text
    PREFERRED_XML_PARSERS.clear()  # expat only; to look for others takes as long as an item
    # Bytes only: a string would be opened if it looked like a path or an address. No address of
    # the feed: GUIDs would be seen from it, and change with it.
    document: Mapping[str, Any] = feedparser.parse(
        io.BytesIO(declared),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,  # the text is taken out of the markup anyway
        resolve_relative_uris=False,
    )
    return document


def _shortened(text: bytes, most: int) -> tuple[bytes, int]:
    """Without the items beyond the limit, as far as one can tell, and how many there were.

    feedparser takes a millisecond per item.
    """
    starts = list(ITEM.finditer(text))
    if len(starts) <= most:
        return text, len(starts)
    end = b"</" + starts[0][1] + b">"
    cut = starts[most].start()
    return text[:cut] + text[cut:].rpartition(end)[2], len(starts)
