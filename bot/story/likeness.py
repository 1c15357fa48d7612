"""How alike two articles are: by their texts, and by what they are about. Pure numbers."""

import math
from collections.abc import Callable, Set
from typing import Final, NamedTuple

from bot.story.sketch import Outline

Weigh = Callable[[int], float]
"""How much a term tells: `bot.story.weights.Weights.weight`."""


class Overlap(NamedTuple):
    """How much two texts have in common, counted in pairs of telling words."""

    shared: int
    one: int
    """Pairs of the one."""
    other: int
    """Pairs of the other."""

    @property
    def jaccard(self) -> float:
        """The share of all their pairs that both have, 0 to 1."""
        return self.shared / max(self.one + self.other - self.shared, 1)

    @property
    def containment(self) -> float:
        """The share of the shorter one's pairs that stand in the longer one too, 0 to 1."""
        return self.shared / max(min(self.one, self.other), 1)


TEXT: Final = 1.5
MOST_TEXT: Final = 0.25
"""How much it adds to the likeness of subjects that the texts have passages in common, and up to
which share of the shorter one."""
TITLES: Final = 0.4
"""And that what the one's title says stands at the beginning of the other."""


class Likeness(NamedTuple):
    """How two articles compare."""

    overlap: Overlap
    cosine: float
    """Of what they are about, 0 to 1."""
    coverage: float
    """How much of each one's title stands in the title and the beginning of the other, 0 to 1."""

    @property
    def score(self) -> float:
        """All of it in one figure, 0 to 1.775: tellings of an event share its names and quotes."""
        text = min(self.overlap.containment, MOST_TEXT)
        return self.cosine + TEXT * text + TITLES * self.coverage


def likeness(one: Outline, other: Outline, weigh: Weigh, ignored: Set[int]) -> Likeness:
    """Compare two articles; terms in `ignored` do not count for what they are about."""
    coverage = (_covered(one, other, weigh, ignored) + _covered(other, one, weigh, ignored)) / 2
    return Likeness(overlap(one, other), cosine(one, other, weigh, ignored), coverage)


def _covered(one: Outline, other: Outline, weigh: Weigh, ignored: Set[int]) -> float:
    title = set(one.title) - ignored
    whole = sum(map(weigh, title))
    return sum(weigh(term) for term in title if term in other.lead) / whole if whole else 0.0


def overlap(one: Outline, other: Outline) -> Overlap:
    """Of the texts."""
    shared = len(one.shingles & other.shingles)
    return Overlap(shared, len(one.shingles), len(other.shingles))


def cosine(one: Outline, other: Outline, weigh: Weigh, ignored: Set[int] = frozenset()) -> float:
    """How much two articles are about the same, 0 to 1; terms in `ignored` do not count."""
    dot = sum(
        one.lead[term] * other.lead[term] * weigh(term) ** 2
        for term in one.lead.keys() & other.lead.keys() - ignored
    )
    if not dot:
        return 0.0
    return dot / (_norm(one, weigh, ignored) * _norm(other, weigh, ignored))


def _norm(outline: Outline, weigh: Weigh, ignored: Set[int]) -> float:
    return math.sqrt(
        sum(
            (count * weigh(term)) ** 2
            for term, count in outline.lead.items()
            if term not in ignored
        )
    )
