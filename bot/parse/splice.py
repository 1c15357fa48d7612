"""Items that were read before are cut out of a document: reading one costs a millisecond. Pure.

What remains are the document's own bytes, untouched. Where anything looks odd, all of it remains.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final, NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

MOST_ITEMS: Final = 2000
"""Of one document; feeds have some dozens."""
HASH_SIZE: Final = 8
"""Bytes. Two of a feed's 2,000 items share a hash in one of ten million million feeds."""
_VERSION: Final = b"vigie items 1"
"""To be raised when items come to be read differently: then all of them are read again."""

# What matters in a document that is known to be well-formed: no other ``<`` is in there. Every
# repetition is possessive, so that no document takes longer than its length asks for.
_OPAQUE: Final = (
    rb"<!--(?:[^-]++|-(?!->))*+"
    rb"|<!\[CDATA\[(?:[^]]++|](?!]>))*+"
    rb"|<\?(?:[^?]++|\?(?!>))*+"
)
_NO_ITEM: Final = rb"[^<]*+(?:(?:" + _OPAQUE + rb"|<(?!/?+(?:item|entry)[\s/>]))[^<]*+)*+"
_ITEM_TAG: Final = re.compile(
    _NO_ITEM + rb"(?P<tag><(?P<end>/?+)(?:item|entry)(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>)"
)
"""The next one, whatever stands before."""
_TAG: Final = rb"<(?:[^\s<>/:!?=]++:)?+"
_CONTENT: Final = rb"(?:\s[^>]*+)?+>([^<]*+(?:<!\[CDATA\[(?:[^]]++|](?!]>))*+)?+)"
_GUID: Final = re.compile(_TAG + rb"(?:guid|id|identifier)" + _CONTENT, re.IGNORECASE)
_LINK: Final = re.compile(_TAG + rb"link" + _CONTENT, re.IGNORECASE)
_HREF: Final = re.compile(_TAG + rb"link\s[^>]*?href\s*=\s*[\"']([^\"']*+)", re.IGNORECASE)
_ABOUT: Final = re.compile(rb"\A[^>]*?[\s:]about\s*=\s*[\"']([^\"']*+)", re.IGNORECASE)
_SOURCE: Final = re.compile(rb"<(source)[\s>].*?</\1\s*>", re.IGNORECASE | re.DOTALL)
"""Of an Atom entry: the feed where it was first, with that feed's id."""
_CONTEXT: Final = re.compile(rb"[\s:](?:base|lang)\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)
"""Attributes that items inherit, as feedparser knows them."""
_HEAD: Final = 4000
"""Bytes in which a document tells them."""
_FEW: Final = 10
"""Names that are looked for in an item before its own are read."""


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
    most: int
    """Items that are looked at; those beyond are cut out, known or not."""
    whole: Whole | None = None
    """Why nothing could be cut out; None when it could."""
    seen: bytes = b""
    """Hashes of its items, in the order of the document."""
    kept: int = 0
    """How many items are left in it, when it could be cut."""
    count: int = 0
    """How many there were, cut out or not."""


def splice(document: bytes, seen: bytes, most: int = MOST_ITEMS) -> Spliced:
    """The document, in UTF-8 whatever it declares, without the items whose hash is in `seen`.

    Known items that share a GUID with a new one, or without GUIDs a link, stay: the two are told
    apart only side by side.
    """
    found = _oddity(document) or _items(document)
    if isinstance(found, Whole):
        return Spliced(document, most, found)
    items, beyond = found[:most], found[most:]
    hashes, known = list(_hashes(document, items)), _known(seen)
    old = _old(document, items, [hashed in known for hashed in hashes]) if known else []
    rest = _without(document, old + beyond)
    return Spliced(rest, most, None, b"".join(hashes), len(items) - len(old), len(found))


def _known(seen: bytes) -> frozenset[bytes]:
    return frozenset(seen[n : n + HASH_SIZE] for n in range(0, len(seen), HASH_SIZE))


def _old(document: bytes, items: Sequence[Item], is_known: Sequence[bool]) -> list[Item]:
    """The known items that have nothing in common with a new one."""
    old = [item for item, known in zip(items, is_known, strict=True) if known]
    new = [item for item, known in zip(items, is_known, strict=True) if not known]
    names = {name for item in new for name in _names(document, item)}
    return [item for item in old if not _shares(document, item, names)]


def _shares(document: bytes, item: Item, names: Set[bytes]) -> bool:
    """Whether one of the names is the item's."""
    if len(names) <= _FEW and not any(
        document.find(name, item.start, item.end) >= 0 for name in names
    ):
        return False  # quicker than to read its names
    return not names.isdisjoint(_names(document, item))


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
    begun, at = -1, 0
    while tag := _ITEM_TAG.match(document, at):
        start, at = tag.span("tag")
        if not tag["end"]:
            if begun >= 0:
                return Whole.NESTED
            begun = start
        if tag["end"] or document.startswith(b"/>", at - 2):
            items.append(Item(begun, at))
            begun = -1
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
    names = _GUID.findall(written) + _ABOUT.findall(written)
    if not names:
        names = _LINK.findall(written) + _HREF.findall(written)
    return {name.replace(b"<![CDATA[", b"").strip() for name in names} - {b""}


def _without(document: bytes, dropped: Sequence[Item]) -> bytes:
    starts = (0, *(item.end for item in dropped))
    ends = (*(item.start for item in dropped), len(document))
    return b"".join(document[a:b] for a, b in zip(starts, ends, strict=True))
