"""Rules waiting for documents: an index of two levels.

Every rule is filed under two keys that any article it matches must hold, those that fewest rules
use. An article meets only rules both of whose keys it holds. The idea is Lucene's query tree
(Lucene Monitor, `TreeWeightor`) with a second level.

The first keys of most rules are rare: a few rules wait there, and trying the second key of each is
the fastest. Where many wait, they wait in a dictionary by second key.

One thread files and takes out, others may look up meanwhile: a look-up is made of single
operations on dictionaries of integers and on tuples, each of which sees all of a change or nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress, product
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
FEW: Final = 48
"""Rules under a first key; where there are more a dictionary is faster."""


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
        self._seconds: dict[int, tuple[int, ...]] = {}
        """Second keys by first key: all that has to be read of most rules."""
        self._few: dict[int, tuple[Clause, tuple[Leaf, ...]]] = {}
        """The same second keys, and the rule of each, by first key."""
        self._many: dict[int, dict[int, list[Leaf]]] = {}
        """Rules by second key, by first key."""
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
        for leaf in self._waiting(keys):
            if isinstance(leaf, int):
                sure.append(leaf)
            elif _holds(leaf, keys):
                (deep if leaf.deep else sure).append(leaf.rule)
        return Hits(sure, deep)

    def _waiting(self, keys: set[int]) -> list[Leaf]:
        """The rules both of whose keys are there."""
        seconds, few, many = self._seconds, self._few, self._many
        found: list[Leaf] = []
        for above in seconds.keys() & keys:
            if not keys.isdisjoint(seconds.get(above, ())):  # nothing: taken out a moment ago
                belows, leaves = few.get(above, _NONE)
                found += compress(leaves, map(keys.__contains__, belows))
        # Looked at in this order: what has become many in between is found here, too.
        for above in many.keys() & keys:
            waiting = many.get(above, _NOTHING)
            for below in waiting.keys() & keys:
                found += waiting.get(below, ())
        return found

    def _put(self, above: int, below: int, leaf: Leaf) -> None:
        many = self._many.get(above)
        if many is not None:
            many.setdefault(below, []).append(leaf)
            return
        belows, leaves = self._few.get(above, _NONE)
        if len(belows) < FEW:
            self._keep(above, (*belows, below), (*leaves, leaf))
            return
        many = {}
        for key, each in zip((*belows, below), (*leaves, leaf), strict=True):
            many.setdefault(key, []).append(each)
        self._many[above] = many
        del self._seconds[above], self._few[above]

    def _keep(self, above: int, belows: Clause, leaves: tuple[Leaf, ...]) -> None:
        self._few[above] = belows, leaves
        self._seconds[above] = belows

    def _take(self, above: int, below: int, rule: int) -> None:
        many = self._many.get(above)
        if many is None:
            self._take_of_few(above, below, rule)
            return
        left = [leaf for leaf in many[below] if _rule(leaf) != rule]
        if left:
            many[below] = left
        else:
            del many[below]
            if not many:
                del self._many[above]

    def _take_of_few(self, above: int, below: int, rule: int) -> None:
        belows, leaves = self._few[above]
        if len(leaves) == 1:
            del self._seconds[above], self._few[above]
            return
        gone = next(
            n for n, leaf in enumerate(leaves) if belows[n] == below and _rule(leaf) == rule
        )
        self._keep(above, belows[:gone] + belows[gone + 1 :], leaves[:gone] + leaves[gone + 1 :])


_NONE: Final[tuple[Clause, tuple[Leaf, ...]]] = ((), ())
_NOTHING: Final[dict[int, list[Leaf]]] = {}


def _rule(leaf: Leaf) -> int:
    return leaf if isinstance(leaf, int) else leaf.rule


def _holds(check: Check, keys: set[int]) -> bool:
    """Whether the keys fulfil what the two levels of the index have not checked."""
    _, every, choices, none, _ = check
    if not keys.issuperset(every) or (none and not keys.isdisjoint(none)):
        return False
    return not choices or all(not keys.isdisjoint(choice) for choice in choices)


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
