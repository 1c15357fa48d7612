"""Items that were read before are cut out of a document: reading one costs a millisecond. Pure.

What remains are the document's own bytes, untouched. Where anything looks odd, all of it remains.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from html import unescape
from typing import Final, NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

HASH_SIZE: Final = 8
"""Bytes. Two of a feed's 2,000 items share a hash in one of ten million million feeds."""
_VERSION: Final = b"vigie items 1"
"""To be raised when items come to be read differently: then all of them are read again."""

# What matters in a document that is known to be well-formed: no other ``<`` is in there. Every
# repetition is possessive, so that no document takes longer than its length asks for.
_PREFIX: Final = rb"(?:[^\s<>/:!?=]++:)?+"
_REST: Final = rb"""(?=[\s/>])(?:[^>"']++|"[^"]*+"|'[^']*+')*+>"""
_TOKEN: Final = re.compile(
    rb"<(?:(?P<end>/)?+" + _PREFIX + rb"(?P<item>item|entry)" + _REST + rb"|!--(?:[^-]++|-(?!->))*+"
    rb"|!\[CDATA\[(?:[^]]++|](?!]>))*+"
    rb"|\?(?:[^?]++|\?(?!>))*+)",
    re.IGNORECASE,
)
_CONTENT: Final = rb"(?:\s[^>]*+)?+>([^<]*+(?:<!\[CDATA\[(?:[^]]++|](?!]>))*+)?+)"
_GUID: Final = re.compile(rb"<" + _PREFIX + rb"(?:guid|id|identifier)" + _CONTENT, re.IGNORECASE)
_LINK: Final = re.compile(rb"<" + _PREFIX + rb"link" + _CONTENT, re.IGNORECASE)
_ABOUT: Final = re.compile(rb"\A[^>]*?[\s:]about\s*=\s*[\"']([^\"']*+)", re.IGNORECASE)
_HREF: Final = re.compile(
    rb"<" + _PREFIX + rb"link\s[^>]*?href\s*=\s*[\"']([^\"']*+)", re.IGNORECASE
)
_SOURCE: Final = re.compile(
    rb"<(" + _PREFIX + rb"source)[\s>].*?</\1\s*>", re.IGNORECASE | re.DOTALL
)
"""Of an Atom entry: where it was first; tells of another feed."""
_CONTEXT: Final = re.compile(rb"[\s:](?:base|lang)\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)
"""Attributes that items inherit, as feedparser knows them."""
_HEAD: Final = 4000
"""Bytes in which a document tells them."""


class Whole(StrEnum):
    """Why nothing can be cut out of a document."""

    BROKEN = "not well-formed"
    ENTITIES = "declares entities, or uses unknown ones"
    NESTED = "an item inside another one"
    NO_ITEMS = "no items"
    COUNT = "the parser sees other items"


class Item(NamedTuple):
    """Where an item is."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spliced:
    """A document without the items that are known."""

    document: bytes
    whole: Whole | None = None
    """Why nothing could be cut out; None when it could."""
    seen: bytes = b""
    """Hashes of all items, in the order of the document."""
    kept: int = 0
    """How many items it still has, when it could be cut."""


def splice(document: bytes, seen: bytes) -> Spliced:
    """The document, in UTF-8 whatever it declares, without the items whose hash is in `seen`.

    Known items that share a GUID with a new one, or without GUIDs a link, stay: the two are told
    apart only side by side.
    """
    items = _oddity(document) or _items(document)
    if isinstance(items, Whole):
        return Spliced(document, items)
    hashes = list(_hashes(document, items))
    known = {seen[n : n + HASH_SIZE] for n in range(0, len(seen), HASH_SIZE)}
    old = [item for item, hashed in zip(items, hashes, strict=True) if hashed in known]
    if old and len(old) < len(items):
        new = [item for item, hashed in zip(items, hashes, strict=True) if hashed not in known]
        names = {name for item in new for name in _names(document, item)}
        old = [item for item in old if names.isdisjoint(_names(document, item))]
    return Spliced(_without(document, old), None, b"".join(hashes), len(items) - len(old))


class _OddError(Exception):
    """Ends the reading."""


def _oddity(document: bytes) -> Whole | None:
    """Whether its items can be told apart by their tags alone."""
    parser = ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _doctype
    parser.SkippedEntityHandler = _unknown_entity
    try:
        parser.Parse(document, True)  # noqa: FBT003 - expat's way to say that this is all
    except ExpatError:
        return Whole.BROKEN
    except _OddError:
        return Whole.ENTITIES
    return None


def _doctype(_: str, __: str | None, ___: str | None, has_declarations: int) -> None:
    if has_declarations:
        raise _OddError


def _unknown_entity(_: str, __: bool) -> None:  # noqa: FBT001 - as expat calls it
    raise _OddError


def _items(document: bytes) -> list[Item] | Whole:
    items: list[Item] = []
    start = -1
    for token in _TOKEN.finditer(document):
        is_end, is_item = token.group("end", "item")
        if not is_item:
            continue
        if not is_end:
            if start >= 0:
                return Whole.NESTED
            start = token.start()
        if is_end or document.startswith(b"/>", token.end() - 2):
            items.append(Item(start, token.end()))
            start = -1
    return items or Whole.NO_ITEMS


def _hashes(document: bytes, items: Sequence[Item]) -> Iterator[bytes]:
    context = b"".join(_CONTEXT.findall(document, 0, min(items[0].start, _HEAD)))
    begun = sha256(_VERSION + context)
    view = memoryview(document)
    for item in items:
        running = begun.copy()
        running.update(view[item.start : item.end])
        yield running.digest()[:HASH_SIZE]


def _names(document: bytes, item: Item) -> set[bytes]:
    """What may become the item's GUID, and perhaps more; without one, its links."""
    written = document[item.start : item.end]
    if b"source" in written:
        written = _SOURCE.sub(b"", written)
    names = _GUID.findall(written)
    names += _ABOUT.findall(written)
    if not names:
        names = _LINK.findall(written) + _HREF.findall(written)
    return {_plain(name) for name in names} - {b""}


def _plain(text: bytes) -> bytes:
    if b"&" in text:
        text = unescape(text.decode(errors="replace")).encode(errors="replace")
    return text.replace(b"<![CDATA[", b"").strip()


def _without(document: bytes, dropped: Sequence[Item]) -> bytes:
    starts = (0, *(item.end for item in dropped))
    ends = (*(item.start for item in dropped), len(document))
    return b"".join(document[a:b] for a, b in zip(starts, ends, strict=True))
