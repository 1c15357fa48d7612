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

from bot.expression import Span
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


class Piece(NamedTuple):
    """A word of a chunk, as written, and its place in the chunk."""

    text: str
    start: int
    end: int


class Joined(NamedTuple):
    """Words of a chunk that a hyphen or an apostrophe joins: how, the first and the last."""

    text: str
    first: int
    last: int


Parts = tuple[tuple[Piece, ...], tuple[Joined, ...]]
"""What a chunk is made of."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, read: the keys and places of its words, in order, and which of them were joined.

    Parallel sequences instead of one of `Token` because an article has hundreds of words and a
    rule looks at two or three of them.
    """

    texts: Sequence[str]
    """The words as written: what `Analyser.forms` wants."""
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
_LETTER: Final = rf"[^\W\d_{_UNSPACED}]"
_DOTTED: Final = (
    # After a single letter: what makes an acronym of it (U.S., O.T.A.N.); É may be decomposed.
    rf"(?:\.(?:(?<=(?<!\w){_LETTER}\.)|(?<=(?<!\w){_LETTER}[\u0300-\u036f]\.))"
    rf"{_LETTER}[\u0300-\u036f]?+(?![\w{_MARKS}]))++(?:\.(?!\w))?"
)
_RUN: Final = rf"{_INSIDE}++(?:{_DOTTED})?+"
_CHUNK: Final = re.compile(
    rf"\w++{_INSIDE}*+"
    # What may follow is looked at once: nothing does, nearly always.
    rf"(?:(?=[{_JOINERS}.+])(?:{_DOTTED})?+(?:[{_JOINERS}]{_RUN})*+(?:\+\+(?!\w))?+)?+"
)
"""Words and what joins them. Possessive throughout: there is nothing to try a second time."""
_WORD: Final = re.compile(
    rf"(?<![^\W\d_])[A-Za-z]\+\+(?!\w)"
    rf"|{_LETTER}[\u0300-\u036f]?+{_DOTTED}"
    rf"|[{_UNSPACED}][{_MARKS}]*+"
    rf"|\d[\d{ZERO_WIDTH}]*+"
    rf"|[^\W\d_ʼ{_UNSPACED}](?:[^\W\d_ʼ{_UNSPACED}]|[{_MARKS}{ZERO_WIDTH}])*+"
)
_APOSTROPHES: Final = frozenset(APOSTROPHES)
_S: Final = frozenset("sS")
_LONGEST_REMEMBERED: Final = 48
"""Characters: what is longer (an address, a line of Chinese) is hardly ever seen twice."""


def chunks(text: str) -> list[str]:
    """What `split` takes apart, in order: all that decides about a word lies in its own chunk."""
    return _CHUNK.findall(text)


def split(chunk: str) -> Parts:
    """The words of a chunk, without elided articles and the English possessive; and what joins."""
    return _remembered(chunk) if len(chunk) <= _LONGEST_REMEMBERED else _split(chunk)


def spans(text: str) -> Iterator[tuple[int, str]]:
    """Where each chunk begins, and the chunk: `chunks` with places."""
    for found in _CHUNK.finditer(text):
        yield found.start(), found.group()


def tokens(text: str) -> tuple[Token, ...]:
    """The words of `text` in order. Elided articles and the English possessive are none."""
    words = read(text)
    return tuple(
        Token(key, Span(start, end))
        for key, start, end in zip(words.keys, words.starts, words.ends, strict=True)
    )


def read(text: str) -> Reading:
    """The words and compounds of `text`, which may hold decomposed accents, joiners, anything."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    compounds: list[Compound] = []
    for offset, chunk in spans(text):
        pieces, joined = split(chunk)
        for whole, first, last in joined:
            compounds.append(Compound(fold(whole), len(words) + first, len(words) + last))
        for word, start, end in pieces:
            words.append(word)
            starts.append(offset + start)
            ends.append(offset + end)
    return Reading(words, [fold(word) for word in words], starts, ends, compounds)


@lru_cache(maxsize=8_192)
def _remembered(chunk: str) -> Parts:
    return _split(chunk)


def _split(chunk: str) -> Parts:
    if chunk.isascii() and chunk.isalpha():  # nearly all of them: one word
        return (Piece(chunk, 0, len(chunk)),), ()
    pieces = tuple(_pieces(chunk))
    return pieces, tuple(_joined(chunk, pieces))


def _pieces(chunk: str) -> Iterator[Piece]:
    for found in _WORD.finditer(chunk):
        word, (start, end) = found.group(), found.span()
        elided = chunk[end : end + 1] in _APOSTROPHES and plain(word) in ELIDED
        possessive = word in _S and end == len(chunk) and chunk[start - 1 : start] in _APOSTROPHES
        if fold(word) and not elided and not possessive:
            written = word.rstrip(ZERO_WIDTH)
            yield Piece(written, start, start + len(written))


def _joined(chunk: str, pieces: tuple[Piece, ...]) -> Iterator[Joined]:
    """Runs of words with one joiner in between."""
    first = 0
    for last, piece in enumerate(pieces):
        following = pieces[last + 1].start if last + 1 < len(pieces) else -1
        if following == piece.end + 1 and chunk[piece.end] in _JOINERS:
            continue
        if last > first:
            yield Joined(chunk[pieces[first].start : piece.end], first, last)
        first = last + 1
