"""What a source writes everywhere: menus, « Abonnez-vous », « - Le Phare » after each title.

Kept for each source are the pairs of words of its last items, in two halves of 25. A pair that more
than 30 % of them hold is boilerplate: it is left out before two articles are compared.
"""

from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, Self

from bot.model import Entry
from bot.story.terms import pairs, terms

HALF: Final = 25
"""Items: the last 25 to 50 count."""
SHARE: Final = 0.3
"""Of the items that hold a pair: with more, it is boilerplate."""
FEWEST: Final = 8
"""Items: of fewer nothing can be said."""
RUN: Final = 3
"""Such pairs in a row: a name that half of a source's articles hold is none."""
_EDGE: Final = 128
"""Pairs at the beginning and at the end of a text: boilerplate stands there."""
_LOW: Final = 0xFFFF_FFFF


class Boilerplate:
    """What the items of one source have in common."""

    def __init__(self) -> None:
        self._before: dict[int, int] = {}
        self._items_before = 0
        self._now: dict[int, int] = {}
        self._items = 0

    def add(self, entry: Entry) -> None:
        """Take note of one more item of the source."""
        found = [pair & _LOW for pair in pairs(terms(entry.text, entry.lang))]
        if len(found) > 2 * _EDGE:
            found = found[:_EDGE] + found[-_EDGE:]
        found += [pair & _LOW for pair in pairs(terms(entry.title, entry.lang))]
        for pair in set(found):
            self._now[pair] = self._now.get(pair, 0) + 1
        self._items += 1
        if self._items == HALF:
            # A pair that stood in one item only cannot become boilerplate by it.
            self._before = {pair: count for pair, count in self._now.items() if count > 1}
            self._items_before, self._items, self._now = HALF, 0, {}

    def without(self, found: Sequence[int]) -> list[int]:
        """The terms that are not part of boilerplate."""
        fewest = self._fewest()
        if fewest is None:
            return list(found)
        before, now = self._before, self._now
        usual = [
            before.get(pair & _LOW, 0) + now.get(pair & _LOW, 0) > fewest for pair in pairs(found)
        ]
        dropped: set[int] = set()
        for start, length in _runs(usual):
            if length >= RUN:
                dropped.update(range(start, start + length + 1))
        return [term for at, term in enumerate(found) if at not in dropped]

    def _fewest(self) -> float | None:
        """What a pair's count has to exceed; None while too few items are known."""
        items = self._items_before + self._items
        return SHARE * items if items >= FEWEST else None

    def to_bytes(self) -> bytes:
        """Eight bytes a pair; `from_bytes` reads them."""
        numbers = array("I", (self._items_before, self._items, len(self._before), len(self._now)))
        for counts in (self._before, self._now):
            numbers.extend(counts.keys())
            numbers.extend(counts.values())
        return numbers.tobytes()

    @classmethod
    def from_bytes(cls, packed: bytes) -> Self:
        """What `to_bytes` gave; of no bytes an empty one.

        Raises:
            ValueError: These are other bytes.
        """
        found = cls()
        if not packed:
            return found
        numbers = array("I")
        numbers.frombytes(packed)
        if len(numbers) < 4 or len(numbers) != 4 + 2 * (numbers[2] + numbers[3]):
            raise ValueError("not the boilerplate of a source")
        found._items_before, found._items = numbers[0], numbers[1]
        before, rest = numbers[4 : 4 + 2 * numbers[2]], numbers[4 + 2 * numbers[2] :]
        found._before = _unpacked(before)
        found._now = _unpacked(rest)
        return found


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where each run of true ones starts, and its length."""
    at = 0
    for flag, run in groupby(flags):
        length = sum(1 for _ in run)
        if flag:
            yield at, length
        at += length


def _unpacked(numbers: "array[int]") -> dict[int, int]:
    half = len(numbers) // 2
    return dict(zip(numbers[:half], numbers[half:], strict=True))
