"""How good groups are, against groups that people made."""

from collections.abc import Hashable, Iterable, Mapping, Set
from itertools import combinations
from typing import NamedTuple

Pair = frozenset[int]


class Score(NamedTuple):
    """Precision, recall, and both in one."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)


def b_cubed(made: Mapping[int, Hashable], true: Mapping[int, Hashable]) -> Score:
    """B³ (Bagga & Baldwin 1998): for each item, how much of its group is right, averaged."""
    mine, theirs = _groups(made), _groups(true)
    precision = recall = 0.0
    for item in true:
        one, other = mine[made[item]], theirs[true[item]]
        precision += len(one & other) / len(one)
        recall += len(one & other) / len(other)
    return Score(precision / len(true), recall / len(true))


def pairs(groups: Mapping[int, Hashable], without: Set[Pair] = frozenset()) -> set[Pair]:
    """Every two items of one group, but for those in `without`."""
    together = (combinations(sorted(items), 2) for items in _groups(groups).values())
    return {frozenset(pair) for found in together for pair in found} - without


def pairwise(made: Set[Pair], true: Set[Pair]) -> Score:
    """How many of the pairs that were made are true, and how many of the true ones were made."""
    right = len(made & true)
    return Score(right / max(len(made), 1), right / max(len(true), 1))


def agreement(one: Set[Pair], other: Set[Pair]) -> float:
    """The share of the pairs in either that are in both."""
    return len(one & other) / max(len(one | other), 1)


def _groups(labels: Mapping[int, Hashable]) -> dict[Hashable, set[int]]:
    groups: dict[Hashable, set[int]] = {}
    for item, label in labels.items():
        groups.setdefault(label, set()).add(item)
    return groups


def mean(values: Iterable[float]) -> float:
    """The arithmetic mean."""
    found = list(values)
    return sum(found) / len(found)
