"""The words of a text, each with its key and its place.

What counts as one word here is what nobody writes otherwise: an apostrophe, a hyphen and the border
between letters and digits all end a word, so ``COVID-19``, ``covid19`` and ``covid 19`` are the
same two words, and ``drone`` is found in ``drone-tueur``. What a hyphen held together is told
besides, as a `Compound`, so that ``sousmarin`` is found in ``sous-marin``. In scripts that are
written without spaces each character is a word. All of it takes linear time.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from bot.model import Span
from bot.text.folding import APOSTROPHES, ELIDED, HYPHENS, ZERO_WIDTH, fold, plain


class Token(NamedTuple):
    """A word: the key under which it is compared, and its place in the original text."""

    key: str
    span: Span


class Compound(NamedTuple):
    """Words joined by hyphens or apostrophes: the key of all in one, the first and the last."""

    key: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, read: the keys and places of its words, in order, and which of them were joined.

    Three parallel sequences instead of one of `Token` because an article has hundreds of words
    and a rule looks at two or three of them.
    """

    keys: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    compounds: Sequence[Compound]


_MARKS: Final = (
    "".join(
        # What hangs on a letter and `\w` leaves out: decomposed accents, Indic and Thai vowels.
        chr(code)
        for code in chain(range(0x300, 0x1E00), range(0x20D0, 0x20F1), range(0xA66F, 0xABEE))
        if unicodedata.category(chr(code)) in {"Mn", "Mc"}
    )
    + "\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"
)
_UNSPACED: Final = (
    # Thai, Lao, Burmese, Khmer; kana; Chinese characters.
    "\u0e00-\u0e4f\u0e80-\u0ecf\u1000-\u103f\u1780-\u17d3\u3005-\u3007\u3040-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_JOINERS: Final = f"{HYPHENS}{APOSTROPHES}"
_INSIDE: Final = rf"[\w{_MARKS}{ZERO_WIDTH}]"
_CHUNK: Final = re.compile(rf"{_INSIDE}++(?:[{_JOINERS}]{_INSIDE}++)*+(?:\+\+(?!\w))?")
"""Words and what joins them. Possessive throughout: there is nothing to try a second time."""
_WORD: Final = re.compile(
    rf"(?<![^\W\d_])[A-Za-z]\+\+(?!\w)"
    rf"|[{_UNSPACED}][{_MARKS}]*+"
    rf"|\d[\d{ZERO_WIDTH}]*+"
    rf"|[^\W\d_ʼ{_UNSPACED}](?:[^\W\d_ʼ{_UNSPACED}]|[{_MARKS}{ZERO_WIDTH}])*+"
)
_LONGEST_REMEMBERED: Final = 48
"""Characters: what is longer (an address, a line of Chinese) is hardly ever seen twice."""


def tokens(text: str) -> tuple[Token, ...]:
    """The words of `text` in order. Elided articles and the English possessive are none."""
    words = read(text)
    return tuple(
        Token(key, Span(start, end))
        for key, start, end in zip(words.keys, words.starts, words.ends, strict=True)
    )


def read(text: str) -> Reading:
    """The words and compounds of `text`, which may hold decomposed accents, joiners, anything."""
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    compounds: list[Compound] = []
    for chunk in _CHUNK.finditer(text):
        piece = chunk.group()
        words, joined = _remembered(piece) if len(piece) <= _LONGEST_REMEMBERED else _split(piece)
        offset = chunk.start()
        for key, first, last in joined:
            compounds.append(Compound(key, len(keys) + first, len(keys) + last))
        for key, start, end in words:
            keys.append(key)
            starts.append(offset + start)
            ends.append(offset + end)
    return Reading(keys, starts, ends, compounds)


_Part = tuple[str, int, int]
_Parts = tuple[tuple[_Part, ...], tuple[_Part, ...]]
"""Words as key, start, end; compounds as key, first, last."""


@lru_cache(maxsize=32_768)
def _remembered(chunk: str) -> _Parts:
    return _split(chunk)


def _split(chunk: str) -> _Parts:
    words = tuple(_words(chunk))
    return words, tuple(_compounds(chunk, words))


def _words(chunk: str) -> Iterator[_Part]:
    for found in _WORD.finditer(chunk):
        word, start, end = found.group(), found.start(), found.end()
        before, after = chunk[max(start - 1, 0) : start], chunk[end : end + 1]
        elided = after and after in APOSTROPHES and plain(word) in ELIDED
        possessive = before and before in APOSTROPHES and not after and word in {"s", "S"}
        key = fold(word)
        if key and not elided and not possessive:
            yield key, start, end - len(word) + len(word.rstrip(ZERO_WIDTH))


def _compounds(chunk: str, words: tuple[_Part, ...]) -> Iterator[_Part]:
    """Runs of words with one joiner in between."""
    first = 0
    for last, (_, _, end) in enumerate(words):
        following = words[last + 1][1] if last + 1 < len(words) else -1
        if following == end + 1 and chunk[end] in _JOINERS:
            continue
        if last > first:
            yield fold(chunk[words[first][1] : end]), first, last
        first = last + 1
