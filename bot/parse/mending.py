"""A broken document, item by item: what one item leaves open is closed before the next. Pure.

feedparser reads on after an error, but an element, a CDATA section or a comment without an end
takes in everything behind it; and it writes R&D as R&D; with a semicolon.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

_CDATA: Final = rb"<!\[CDATA\["
_WHOLE_CDATA: Final = (
    _CDATA + rb"[^]<]*+(?:(?:](?!]>)|<(?!!\[CDATA\[|/(?:item|entry)\s*+>))[^]<]*+)*+]]>"
)
_WHOLE_COMMENT: Final = rb"<!--[^<-]*+(?:(?:-(?!->)|<(?!!--|/(?:item|entry)\s*+>))[^<-]*+)*+-->"
_START: Final = re.compile(
    _WHOLE_CDATA + rb"|" + _WHOLE_COMMENT + rb"|(?P<item><(?:item|entry)(?=[\s>]))", re.IGNORECASE
)
_FIELDS: Final = (
    rb"title|link|guid|id|description|summary|content|content:encoded|pubDate|published|updated|"
    rb"dc:date|author|category|comments"
)
_FIELD: Final = re.compile(
    _WHOLE_CDATA + rb"|<(?P<end>/?)(?P<name>" + _FIELDS + rb"|item|entry)(?:\s[^<>]*)?(?<!/)>",
    re.IGNORECASE,
)
_FIELD_END: Final = re.compile(rb"</(?:" + _FIELDS + rb"|item|entry)\s*>", re.IGNORECASE)
_OPEN_CDATA: Final = re.compile(
    _WHOLE_CDATA + rb"|(?P<start>" + _CDATA + rb")(?P<text>(?:(?!" + _CDATA + rb").)*+)", re.DOTALL
)
_OPEN_COMMENT: Final = re.compile(
    _WHOLE_CDATA + rb"|" + _WHOLE_COMMENT + rb"|(?P<start><!--)", re.IGNORECASE
)
_BARE_AMPERSAND: Final = re.compile(
    _WHOLE_CDATA + rb"|" + _WHOLE_COMMENT + rb"|(?P<bare>&)(?!(?:#\d|#x[\da-f]|[a-z])\w*+;)",
    re.IGNORECASE,
)
_OPEN_INSTRUCTION: Final = re.compile(rb"<\?(?!xml)(?=[^?<>]*(?:<|\Z))", re.IGNORECASE)


def mended(text: bytes) -> bytes:
    """The document with everything closed that ends with its item; itself when nothing was open."""
    return b"".join(_closed(part) for part in parts(text))


def parts(text: bytes) -> Iterator[bytes]:
    """What stands before the first item, and each item with what comes behind it."""
    starts = [found.start() for found in _START.finditer(text) if found["item"]]
    borders = [0, *starts, len(text)]
    for start, end in pairwise(borders):
        yield text[start:end]


def _closed(part: bytes) -> bytes:
    part = _OPEN_INSTRUCTION.sub(b"&lt;?", part)
    part = _OPEN_COMMENT.sub(lambda found: b"" if found["start"] else found[0], part)
    part = _with_ends(_OPEN_CDATA.sub(_with_cdata_end, part))
    return _BARE_AMPERSAND.sub(lambda found: b"&amp;" if found["bare"] else found[0], part)


def _with_cdata_end(found: re.Match[bytes]) -> bytes:
    """Where its element ends, or else its item."""
    if not found["start"]:
        return found[0]
    end = _FIELD_END.search(found["text"])
    at = end.start() if end else len(found["text"])
    return found["start"] + found["text"][:at] + b"]]>" + found["text"][at:]


def _with_ends(part: bytes) -> bytes:
    """An element without an end ends where the next one begins, or the item ends."""
    tags = [found for found in _FIELD.finditer(part) if found["name"]]
    surplus = Counter[bytes]()
    for tag in tags:
        surplus[tag["name"].lower()] += -1 if tag["end"] else 1
    lacking = {name for name, count in surplus.items() if count > 0}
    return b"".join(_pieces(part, tags, lacking - {b"item", b"entry"})) if lacking else part


def _pieces(part: bytes, tags: list[re.Match[bytes]], lacking: set[bytes]) -> Iterator[bytes]:
    begun, at = b"", 0
    for tag in tags:
        name = tag["name"].lower()
        if begun and (not tag["end"] or name in {b"item", b"entry"}):
            yield part[at : tag.start()] + b"</" + begun + b">"
            begun, at = b"", tag.start()
        if tag["end"] and name == begun:
            begun = b""
        elif not tag["end"] and name in lacking:
            begun = tag["name"]
    yield part[at:]
    if begun:
        yield b"</" + begun + b">"
