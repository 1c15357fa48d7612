"""Rules waiting for documents: an index of two levels.

Every rule is filed under two keys that any article it matches must hold, those that fewest rules
use: ``index[first][second]``. An article meets only rules both of whose keys it holds. The idea is
Lucene's query tree (Lucene Monitor, `TreeWeightor`) with a second level.

One thread files and takes out, others may look up meanwhile: a look-up is made of single
operations on dictionaries of integers, each of which sees all of a change or nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Final, NamedTuple

FAN_OUT: Final = 64
"""Places in the index for one rule at most; one with more choices is filed under one level."""

Clause = tuple[int, ...]
"""Keys, of which one at least must be in the article."""


class Check(NamedTuple):
    """A rule of which more than its two keys has to be checked."""

    rule: int
    every: Clause
    """All of them must be there."""
    any: tuple[Clause, ...]
    none: Clause
    deep: bool
    """Whether the keys do not decide: places have to be looked at."""


Leaf = int | Check
"""A rule's number alone when its two keys decide."""


class Plan(NamedTuple):
    """What the keys of an article tell about a rule."""

    clauses: Sequence[Clause]
    none: Clause
    deep: bool


class Hits(NamedTuple):
    """Numbers of rules, without order; one may come twice."""

    sure: list[int]
    deep: list[int]
    """Those of which the places have to be looked at."""


class Index:
    """Rules by the keys they need."""

    def __init__(self) -> None:
        self._leaves: dict[int, dict[int, Leaf | list[Leaf]]] = {}
        self._filed: dict[int, tuple[Clause, Clause]] = {}

    def add(self, rule: int, plan: Plan, uses: Mapping[int, int]) -> None:
        """File a rule; `uses` tells how many rules need a key."""
        first, second, rest = _cheapest(plan.clauses, uses)
        leaf = _leaf(rule, rest, plan)
        self._filed[rule] = (first, second)
        for above, below in _places(first, second):
            self._put(above, below, leaf)

    def remove(self, rule: int) -> None:
        """Take a rule out."""
        for above, below in _places(*self._filed.pop(rule)):
            self._take(above, below, rule)

    def hits(self, keys: set[int]) -> Hits:
        """The rules that an article with these keys fulfils, surely or perhaps."""
        sure: list[int] = []
        deep: list[int] = []
        leaves = self._leaves
        for above in leaves.keys() & keys:
            below = leaves.get(above)
            if below is None:  # taken out a moment ago
                continue
            for key in below.keys() & keys:
                found = below.get(key)
                if found is None:
                    continue
                for leaf in found if isinstance(found, list) else (found,):
                    if isinstance(leaf, int):
                        sure.append(leaf)
                    elif _holds(leaf, keys):
                        (deep if leaf.deep else sure).append(leaf.rule)
        return Hits(sure, deep)

    def _put(self, above: int, below: int, leaf: Leaf) -> None:
        leaves = self._leaves.setdefault(above, {})
        there = leaves.get(below)
        if there is None:
            leaves[below] = leaf
        elif isinstance(there, list):
            there.append(leaf)
        else:
            leaves[below] = [there, leaf]

    def _take(self, above: int, below: int, rule: int) -> None:
        leaves = self._leaves[above]
        there = leaves[below]
        left = [leaf for leaf in there if _rule(leaf) != rule] if isinstance(there, list) else []
        if len(left) > 1:
            leaves[below] = left
        elif left:
            leaves[below] = left[0]
        elif len(leaves) > 1:
            del leaves[below]
        else:
            del self._leaves[above]


def _rule(leaf: Leaf) -> int:
    return leaf if isinstance(leaf, int) else leaf.rule


def _holds(check: Check, keys: set[int]) -> bool:
    """Whether the keys fulfil what the two levels of the index have not checked."""
    return (
        keys.issuperset(check.every)
        and keys.isdisjoint(check.none)
        and all(not keys.isdisjoint(clause) for clause in check.any)
    )


def _leaf(rule: int, rest: Sequence[Clause], plan: Plan) -> Leaf:
    if not rest and not plan.none and not plan.deep:
        return rule
    every = tuple(clause[0] for clause in rest if len(clause) == 1)
    choices = tuple(clause for clause in rest if len(clause) > 1)
    return Check(rule, every, choices, plan.none, plan.deep)


def _cheapest(
    clauses: Sequence[Clause], uses: Mapping[int, int]
) -> tuple[Clause, Clause, Sequence[Clause]]:
    """The clauses for the two levels, and the others; the second may be missing."""

    def cost(clause: Clause) -> int:
        return uses[clause[0]] if len(clause) == 1 else sum(map(uses.__getitem__, clause))

    first, *others = sorted(clauses, key=cost)
    if others and len(first) * len(others[0]) <= FAN_OUT:
        return first, others[0], others[1:]
    return first, (), others


def _places(first: Clause, second: Clause) -> Iterable[tuple[int, int]]:
    return product(first, second) if second else zip(first, first, strict=True)
