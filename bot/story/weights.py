"""How much a term tells: the rarer it was in the last thirty days, the more (a rolling IDF).

The freshness of these counts is the largest single effect on stories: with last year's, « Covid »
would tell as much as the name of a village. Counts are kept by day and added up, so that what is
older drops out whole.
"""

import heapq
import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final, Self

MOST_A_DAY: Final = 65_536
"""Terms kept of a day, the most frequent: one left out counts as rare, which it is."""
MOST: Final = 262_144
"""Terms kept of all days: 2 MB."""
DAYS: Final = 30
"""How far back to add up."""
PRESUMED: Final = 4_000
"""Documents that are counted before any came: a day's news tell little of what is rare, and the
same threshold has to hold on the first day and on the thirtieth."""


class DayCounts:
    """In how many documents of one day and one language each term stood."""

    def __init__(self, documents: int = 0, counts: dict[int, int] | None = None) -> None:
        self.documents = documents
        self.counts = counts or {}

    def add(self, terms: Iterable[int]) -> None:
        """Count one document with these terms (see `weighed`)."""
        counts = self.counts
        for term in set(terms):
            counts[term] = counts.get(term, 0) + 1
        self.documents += 1
        if len(counts) > 2 * MOST_A_DAY:
            self.counts = _commonest(counts, MOST_A_DAY)

    def __add__(self, other: Self) -> "DayCounts":
        """What two processes counted, in one."""
        return _sum((self, other), MOST_A_DAY)

    def to_bytes(self) -> bytes:
        """Eight bytes a term and eight more, the same for the same counts."""
        kept = _commonest(self.counts, MOST_A_DAY)
        numbers = array("I", (self.documents, len(kept), *sorted(kept)))
        numbers.extend(kept[term] for term in sorted(kept))
        return numbers.tobytes()

    @classmethod
    def from_bytes(cls, packed: bytes) -> Self:
        """What `to_bytes` gave.

        Raises:
            ValueError: These are other bytes.
        """
        numbers = array("I")
        numbers.frombytes(packed)
        if len(numbers) < 2 or len(numbers) != 2 + 2 * numbers[1]:
            raise ValueError("not the counts of a day")
        size = numbers[1]
        keys, values = numbers[2 : 2 + size], numbers[2 + size :]
        return cls(numbers[0], dict(zip(keys, values, strict=True)))


class Weights:
    """What each term of one language weighs, by the days that were added up and those since."""

    def __init__(self, days: Iterable[DayCounts] = ()) -> None:
        whole = _sum(days, MOST)
        self._before = whole.documents
        self._terms = array("I", sorted(whole.counts))
        self._counts = array("I", (whole.counts[term] for term in self._terms))
        self._since = DayCounts()

    @property
    def documents(self) -> int:
        """How many have been counted."""
        return self._before + self._since.documents

    def add(self, terms: Iterable[int]) -> None:
        """Count one more document: from the next on its terms weigh less."""
        self._since.add(terms)

    def weight(self, term: int) -> float:
        """The inverse document frequency, as a logarithm; above 0."""
        return math.log((self.documents + PRESUMED) / (self.count(term) + 1))

    def count(self, term: int) -> int:
        """In how many documents the term stood; 0 for one that is not kept."""
        found = self._since.counts.get(term, 0)
        at = bisect_left(self._terms, term)
        if at < len(self._terms) and self._terms[at] == term:
            found += self._counts[at]
        return found


def _sum(days: Iterable[DayCounts], most: int) -> DayCounts:
    total = DayCounts()
    counts = total.counts
    for day in days:
        total.documents += day.documents
        for term, count in day.counts.items():
            counts[term] = counts.get(term, 0) + count
    total.counts = _commonest(counts, most)
    return total


def _commonest(counts: dict[int, int], most: int) -> dict[int, int]:
    """The most frequent terms; of equally frequent ones those with the lower numbers."""
    if len(counts) <= most:
        return counts
    best = heapq.nsmallest(most, counts.items(), key=lambda item: (-item[1], item[0]))
    return dict(best)
