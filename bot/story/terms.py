"""The terms of a text: its telling words, each as a number of 64 bits.

A term is the beginning of a word, blind to case and accents: six letters tell « manifestants » from
« manifeste » badly, but « annexion » and « annexer » are one, which is worth more (see
docs/decisions/018). In scripts without spaces it is two characters that follow each other. Stop
words are none. The number is the same in every process and every release, since the database keeps
it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise, zip_longest
from typing import Final

from bot.story.stopwords import STOPWORDS, USUAL
from bot.text.folding import fold
from bot.text.inflection import without_case_ending
from bot.text.prefixes import without_article
from bot.text.words import Piece, chunks, split

LONGEST_READ: Final = 24_000
"""Characters of a text that are looked at: some 4,000 words, more than a dispatch has."""
STEM: Final = 6
"""Letters of a word that count."""
STEM_OF_COMPOUNDS: Final = 10
"""In languages that write « Bundesverfassungsgericht »."""
_COMPOUNDING: Final = frozenset(("da", "de", "et", "fi", "hu", "is", "nb", "nl", "nn", "no", "sv"))
_LONGEST_REMEMBERED: Final = 48
_MASK: Final = 0xFFFF_FFFF_FFFF_FFFF
_UNSPACED: Final = re.compile(
    # Thai, Lao, Burmese, Khmer; kana; Chinese characters: `bot.text.words` makes a word of each.
    "[\u0e00-\u0eff\u1000-\u103f\u1780-\u17d3\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_NONE: Final[frozenset[str]] = frozenset()


def terms(text: str, lang: str | None) -> list[int]:
    """The terms of the first 24,000 characters, in order, with repeats; unsigned."""
    found: list[int] = []
    for chunk in chunks(text[:LONGEST_READ]):
        found += _of_chunk(chunk, lang) if len(chunk) <= _LONGEST_REMEMBERED else _made(chunk, lang)
    return found


def pairs(found: Sequence[int]) -> list[int]:
    """Each two terms that follow each other, as one number of 64 bits, unsigned."""
    return [_mixed((one * 0x9E3779B97F4A7C15 + other) & _MASK) for one, other in pairwise(found)]


def key(folded: str, lang: str | None) -> str:
    """What makes two words the same term, of the word's key (`bot.text.folding.fold`)."""
    if folded.isdigit():
        return folded
    length = STEM_OF_COMPOUNDS if lang in _COMPOUNDING else STEM
    if folded.isascii():
        return folded[:length]
    for stem in without_case_ending(folded, lang or ""):
        return stem[: STEM + 1]
    return without_article(folded)[:length]


def hashed(word: str) -> int:
    """64 bits of BLAKE2b, unsigned."""
    return int.from_bytes(blake2b(word.encode(errors="replace"), digest_size=8).digest(), "little")


def _mixed(number: int) -> int:
    """The finaliser of a multiplicative hash: every bit of the input moves every bit."""
    number = ((number ^ number >> 32) * 0xD6E8FEB86659FD93) & _MASK
    return number ^ number >> 32


@lru_cache(maxsize=32_768)
def _of_chunk(chunk: str, lang: str | None) -> tuple[int, ...]:
    return _made(chunk, lang)


def _made(chunk: str, lang: str | None) -> tuple[int, ...]:
    stop = USUAL if lang is None else STOPWORDS.get(lang, _NONE)
    keys = map(fold, _words(split(chunk)[0]))
    return tuple(hashed(key(each, lang)) for each in keys if each not in stop)


def _words(pieces: Sequence[Piece]) -> Iterator[str]:
    """The pieces as written; characters that touch (中国人) in twos (中国 国人)."""
    if len(pieces) == 1:
        yield pieces[0].text
        return
    for piece, after in zip_longest(pieces, pieces[1:]):
        if not _unspaced(piece):
            yield piece.text
        elif after and after.start == piece.end and _unspaced(after):
            yield piece.text + after.text


def _unspaced(piece: Piece) -> bool:
    return _UNSPACED.match(piece.text) is not None
