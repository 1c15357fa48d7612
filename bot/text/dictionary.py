"""Dictionaries of word forms: which word « arrêtées » is a form of.

The data are simplemma's (MIT; 54 languages), a front-coded list of forms, compressed. simplemma
itself makes a dict of it: 24 MB for French, 139 MB for Russian. Here an entry is one number of
eight bytes, 48 bits that tell the form and 16 that tell how its lemma differs, in one sorted array:
2 MB for French, 11 MB for Russian, and a look-up is a binary search. 48 bits are enough: a word
that is in no dictionary has one chance in two hundred million to be taken for one that is.
"""

import lzma
import zlib
from array import array
from binascii import crc_hqx
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec
from typing import Final, NamedTuple
from zlib import crc32

LARGEST: Final = 1_500_000
"""Entries; the dictionaries that hold more (Polish, Turkish) would take 30 MB."""
_MAGIC: Final = b"SMFC1\x00"
_AS_BEFORE: Final = 254
_WHOLE: Final = 255
_PART_BITS: Final = 12
"""A look-up begins in the right one of 4,096 parts: six steps instead of eighteen."""
_MOST_EDITS: Final = 1 << 16
_SHAPE: Final = array("Q", [0x56_69_67_69_65_00_00_01]).tobytes()
"""Begins what `Dictionary.export` writes; another order of bytes, or another version, differs."""


class Edit(NamedTuple):
    """How a lemma differs from its form, both in UTF-8: what is cut off, and what is put there."""

    cut: int
    put: bytes


class Dictionary:
    """The lemmas of one language."""

    def __init__(self, entries: "array[int]", edits: tuple[Edit, ...], stamp: bytes) -> None:
        self._entries = entries
        self._edits = edits
        self._stamp = stamp
        firsts = (part << 64 - _PART_BITS for part in range(1 << _PART_BITS))
        self._parts = array("I", (bisect_left(entries, first) for first in firsts))
        self._parts.append(len(entries))

    def __len__(self) -> int:
        return len(self._entries)

    def lemma(self, word: str) -> str | None:
        """The word of which `word` is a form, spelt exactly so; None when it is not listed."""
        form = word.encode(errors="replace")
        checksum = crc32(form)
        sought = checksum << 32 | crc_hqx(form, 0) << 16
        part = checksum >> 32 - _PART_BITS
        place = bisect_left(self._entries, sought, self._parts[part], self._parts[part + 1])
        entry = self._entries[place] if place < len(self._entries) else 0
        if entry ^ sought >= _MOST_EDITS:
            return None
        cut, put = self._edits[entry & 0xFFFF]
        return (form[: len(form) - cut] + put).decode(errors="replace") if cut or put else word

    def has(self, lemma: str) -> bool:
        """Whether `lemma` is listed as the lemma of itself."""
        return self.lemma(lemma) == lemma

    def export(self) -> bytes:
        """All of it, compressed, for `adopt`."""
        edits = b"\n".join(b"%d %s" % edit for edit in self._edits)
        head = len(edits).to_bytes(4, "big") + edits
        return self._stamp + zlib.compress(head + self._entries.tobytes(), 1)


def adopt(lang: str, exported: bytes) -> Dictionary | None:
    """What `Dictionary.export` wrote, in a fraction of the time of `read`.

    None when it is damaged, or was made by another version or from other data.
    """
    stamp = _stamp(_packed(lang) or b"")
    if not exported.startswith(stamp):
        return None
    try:
        raw = zlib.decompress(exported[len(stamp) :])
        size = int.from_bytes(raw[:4], "big")
        lines = (line.split(b" ", 1) for line in raw[4 : 4 + size].split(b"\n"))
        edits = tuple(Edit(int(cut), put) for cut, put in lines)
        entries = array("Q", raw[4 + size :])
    except (zlib.error, ValueError):
        return None
    return Dictionary(entries, edits, stamp)


@cache  # as large as there are languages: nobody reads one twice
def read(lang: str) -> Dictionary | None:
    """The dictionary of a language of two letters, 0.3 s for French; None when there is none."""
    packed = _packed(lang)
    data = lzma.decompress(packed) if packed else b""
    if not data.startswith(_MAGIC) or _length(data, len(_MAGIC))[0] > LARGEST:
        return None
    codes: dict[tuple[int, bytes], int] = {}
    # Sorted in 256 parts: as one list of numbers it would take forty times the room for a moment.
    parts = [array("Q") for _ in range(256)]
    for form, cut, put in _records(data):
        checksum = crc32(form)
        code = codes.setdefault((cut, put), len(codes))
        parts[checksum >> 24].append(checksum << 32 | crc_hqx(form, 0) << 16 | code)
    entries = array("Q")
    for part in parts:
        entries.extend(sorted(part))
    return Dictionary(entries, tuple(Edit(*edit) for edit in codes), _stamp(packed or b""))


def _stamp(packed: bytes) -> bytes:
    """What tells a version of ours and of simplemma's data."""
    return _SHAPE + crc32(packed).to_bytes(4, "big")


def _packed(lang: str) -> bytes | None:
    """The file as simplemma ships it, read without importing simplemma, which takes 8 MB."""
    spec = find_spec("simplemma")
    if not (spec and isinstance(spec.loader, SourceFileLoader) and spec.submodule_search_locations):
        return None
    if not (len(lang) == 2 and lang.isalpha()):
        return None
    try:
        return spec.loader.get_data(
            f"{spec.submodule_search_locations[0]}/strategies/dictionaries/data/{lang}.plzma"
        )
    except FileNotFoundError:
        return None


def _records(data: bytes) -> Iterator[tuple[bytes, int, bytes]]:
    """The forms of a front-coded list; of each how much to cut and what to put for its lemma.

    A record has what its form adds to the one before, then its lemma: an edit, or a word of its
    own, or the lemma of the record before. The format is that of
    `simplemma.strategies.dictionaries.frontcode`, version 1.
    """
    _, at = _length(data, len(_MAGIC))
    form = lemma = b""
    while at < len(data):
        shared, size = data[at], data[at + 1]
        at += 2
        if (shared | size) & 0x80:  # never in French, for one word in English
            shared, at = _length(data, at - 2)
            size, at = _length(data, at)
        form = form[:shared] + data[at : at + size]
        cut = data[at + size]
        at += size + 1
        if cut != _AS_BEFORE:
            size, at = _length(data, at) if data[at] & 0x80 else (data[at], at + 1)
            put = data[at : at + size]
            at += size
            lemma = put if cut == _WHOLE else form[: len(form) - cut] + put
        if cut >= _AS_BEFORE:
            kept = min(len(form), len(lemma))
            while form[:kept] != lemma[:kept]:
                kept -= 1
            yield form, len(form) - kept, lemma[kept:]
        else:
            yield form, cut, put


def _length(data: bytes, at: int) -> tuple[int, int]:
    """The number that begins at `at`, in groups of seven bits, and where the next thing begins."""
    value = shift = 0
    while data[at] & 0x80:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
    return value | data[at] << shift, at + 1
