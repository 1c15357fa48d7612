"""How many newsrooms tell a story in their own words.

Two hundred sites that print one dispatch are one telling; so are the nine feeds of one outlet.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.story.likeness import Overlap
from bot.story.place import nearly_equal
from bot.story.sketch import Outline

MOST_COMPARED: Final = 64
"""Independent texts of one story that a further one is compared with: more change nothing."""


@dataclass(frozen=True, slots=True)
class Telling:
    """An article of a story."""

    outlet: str
    """Its publisher: see `bot.story.families.outlet`."""
    sketch: bytes
    """`bot.model.Sketch.packed`; empty when there is none."""
    content_hash: str = ""


class _Counted:
    """The texts that were counted, and where each pair of words stands among them.

    Looked up pair by pair and not text by text: those that share nothing cost nothing.
    """

    def __init__(self) -> None:
        self._hashes: set[str] = set()
        self._sizes: list[int] = []
        self._places: dict[int, list[int]] = {}

    def has_copy(self, shingles: frozenset[int], content_hash: str) -> bool:
        """Whether one of them is a version of this text."""
        if content_hash and content_hash in self._hashes:
            return True
        shared = Counter(at for pair in shingles for at in self._places.get(pair, ()))
        return any(
            nearly_equal(Overlap(count, len(shingles), self._sizes[at]))
            for at, count in shared.items()
        )

    def add(self, shingles: frozenset[int], content_hash: str) -> None:
        """Remember one more, while there is room."""
        if len(self._sizes) == MOST_COMPARED:
            return
        if content_hash:
            self._hashes.add(content_hash)
        for pair in shingles:
            self._places.setdefault(pair, []).append(len(self._sizes))
        self._sizes.append(len(shingles))


def independent(tellings: Iterable[Telling], enough: int | None = None) -> int:
    """How many of the articles, oldest first, were written by different outlets on their own.

    An article counts unless its outlet has been counted, or its text is nearly that of an article
    that was. Without a sketch only outlet and content hash tell. It stops at `enough`.
    """
    outlets: set[str] = set()
    counted = _Counted()
    for telling in tellings:
        if len(outlets) == enough:
            break
        if telling.outlet in outlets:
            continue
        shingles = Outline.of(telling.sketch).shingles
        if not counted.has_copy(shingles, telling.content_hash):
            outlets.add(telling.outlet)
            counted.add(shingles, telling.content_hash)
    return len(outlets)
