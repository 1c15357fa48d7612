"""What is kept of an article to compare it with others, a few kilobytes.

Of its text: the pairs of telling words, all of them in 32 bits to measure how alike two texts are,
and the 32 smallest of 64 bits to find what may be alike (bottom-k, Broder 1997). Of its beginning:
the terms, with how often they stand there, to see whether it is about the same.
"""

import heapq
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Self

from bot.model import Entry, Sketch
from bot.story.boilerplate import Boilerplate
from bot.story.terms import pairs, terms
from bot.story.weights import Weights

NEAR: Final = 32
"""Keys of the text."""
TOPICS: Final = 24
"""Keys of the subject."""
LEAD: Final = 60
"""Words of the text that tell what it is about."""
TITLE: Final = 2
"""Times that a word of the title counts."""
_SHORT: Final = 12
"""Pairs of words: a text with fewer is compared together with its title."""
_LOW: Final = 0xFFFF_FFFF
_HIGHEST: Final = 0x7FFF_FFFF_FFFF_FFFF
_NOTHING: Final = Boilerplate()


@dataclass(frozen=True, slots=True)
class Outline:
    """A sketch, unpacked."""

    shingles: frozenset[int] = frozenset()
    """Pairs of telling words, 32 bits each."""
    title: tuple[int, ...] = ()
    """Terms of the title, 32 bits each."""
    lead: dict[int, int] = field(default_factory=dict)
    """How often each term stands in the title (twice as much) and the beginning."""

    @classmethod
    def of(cls, packed: bytes) -> Self:
        """What `sketch` packed; of no bytes the outline of nothing.

        Raises:
            ValueError: These are other bytes.
        """
        if not packed:
            return cls()
        numbers = array("I")
        numbers.frombytes(packed)
        shingles, titles, leads = numbers[:3]
        if len(numbers) != 3 + shingles + titles + 2 * leads:
            raise ValueError("not a sketch")
        at = 3 + shingles
        title, rest = numbers[at : at + titles], numbers[at + titles :]
        return cls(
            frozenset(numbers[3:at]),
            tuple(title),
            dict(zip(rest[:leads], rest[leads:], strict=True)),
        )


def sketch(entry: Entry, weights: Weights, boilerplate: Boilerplate = _NOTHING) -> Sketch:
    """The sketch of an article, without what its source writes under everything."""
    title = boilerplate.without(terms(entry.title, entry.lang))
    text = boilerplate.without(terms(entry.text, entry.lang))
    body = pairs(text)
    if len(body) < _SHORT:
        body = pairs([*title, *text])
    lead = _lead(title, text)
    return Sketch(
        tuple(map(_signed, heapq.nsmallest(NEAR, set(body)))),
        tuple(map(_signed, _telling(lead, weights))),
        _packed({pair & _LOW for pair in body}, title, lead),
    )


def weighed(entry: Entry) -> set[int]:
    """The terms of an article that `Weights` count: of its title and its beginning."""
    found = terms(entry.title, entry.lang) + terms(_beginning(entry.text), entry.lang)[:LEAD]
    return {term & _LOW for term in found}


def short(number: int) -> int:
    """A term or a pair in 32 bits, as sketches and weights have it."""
    return number & _LOW


def _beginning(text: str) -> str:
    return text[: LEAD * 30]


def _lead(title: Sequence[int], text: Sequence[int]) -> Counter[int]:
    counts = Counter(text[:LEAD])
    for term in title:
        counts[term] += TITLE
    return counts


def _telling(lead: Counter[int], weights: Weights) -> list[int]:
    """The terms that tell most of the subject."""
    worth = {term: count * weights.weight(term & _LOW) for term, count in lead.items()}
    return heapq.nsmallest(TOPICS, worth, key=lambda term: (-worth[term], term))


def _signed(number: int) -> int:
    """As the database keeps it: BIGINT."""
    return number if number <= _HIGHEST else number - (1 << 64)


def _packed(shingles: Iterable[int], title: Sequence[int], lead: Counter[int]) -> bytes:
    body = sorted(shingles)
    numbers = array("I", (len(body), len(title), len(lead), *body))
    numbers.extend(term & _LOW for term in title)
    numbers.extend(term & _LOW for term in lead)
    numbers.extend(lead.values())
    return numbers.tobytes()
