"""How alike two articles are: by their texts, and by what they are about. Pure numbers."""

import math
from functools import cache, partial
from typing import Final, NamedTuple

from bot.story.sketch import Outline
from bot.story.weights import Weights


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
    terms: int
    """What titles and beginnings have in common, in terms."""

    @property
    def score(self) -> float:
        """All of it in one figure, 0 to 1.775: tellings of an event share its names and quotes."""
        text = min(self.overlap.containment, MOST_TEXT)
        return self.cosine + TEXT * text + TITLES * self.coverage


def overlap(one: Outline, other: Outline) -> Overlap:
    """Of the texts."""
    shared = len(one.shingles & other.shingles)
    return Overlap(shared, len(one.shingles), len(other.shingles))


class Measure:
    """Compares one article with others, with the weights of the moment."""

    def __init__(self, outline: Outline, weights: Weights) -> None:
        self._outline = outline
        self._weigh = cache(weights.weight)  # the others say much the same
        self._own_norm = cache(partial(self._norm, outline))

    def likeness(self, other: Outline, ignored: frozenset[int] = frozenset()) -> Likeness:
        """How the other one compares; terms in `ignored` do not count for what it is about."""
        one = self._outline
        coverage = (self._covered(one, other, ignored) + self._covered(other, one, ignored)) / 2
        shared = len(one.lead.keys() & other.lead.keys() - ignored)
        return Likeness(overlap(one, other), self._cosine(other, ignored), coverage, shared)

    def _cosine(self, other: Outline, ignored: frozenset[int]) -> float:
        own, its = self._outline.lead, other.lead
        dot = sum(
            own[term] * its[term] * self._weigh(term) ** 2
            for term in own.keys() & its.keys() - ignored
        )
        return dot / (self._own_norm(ignored) * self._norm(other, ignored)) if dot else 0.0

    def _norm(self, outline: Outline, ignored: frozenset[int]) -> float:
        counts, weigh = outline.lead, self._weigh
        return math.hypot(*[counts[term] * weigh(term) for term in counts.keys() - ignored])

    def _covered(self, one: Outline, other: Outline, ignored: frozenset[int]) -> float:
        """How much of the one's title the other says at its beginning."""
        title = set(one.title) - ignored
        whole = sum(map(self._weigh, title))
        said = title & other.lead.keys()
        return sum(map(self._weigh, said)) / whole if whole and said else 0.0
