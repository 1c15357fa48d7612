"""The words that rules use: all that has to be noticed in an article."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.match.patterns import STAR, Pattern, pattern, terms
from bot.model import Expression, Term

HEAD: Final = 3
"""Characters of a key that folding leaves alone: enough to know which prefixes may fit."""
SHORTEST_PAIR: Final = 6


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms of some rules, analysed once, and the keys to notice."""

    patterns: Mapping[Term, Pattern]
    keys: frozenset[str]
    """Of whole words."""
    pairs: frozenset[str]
    """Those of them that two words of a text may make together."""
    prefixes: Mapping[str, tuple[str, ...]]
    """By their first three characters, or fewer when they are shorter."""


def vocabulary(expressions: Iterable[Expression]) -> Vocabulary:
    """The vocabulary of some rules."""
    patterns = {term: pattern(term) for each in expressions for term in terms(each)}
    used = {key for each in patterns.values() for key in each.keys}
    keys = frozenset(key for key in used if not key.endswith(STAR))
    pairs = frozenset(key for key in keys if len(key) >= SHORTEST_PAIR and key.isalpha())
    return Vocabulary(patterns, keys, pairs, _by_head(used - keys))


def _by_head(starred: Iterable[str]) -> dict[str, tuple[str, ...]]:
    heads: dict[str, tuple[str, ...]] = {}
    for prefix in sorted(key.removesuffix(STAR) for key in starred):
        heads[prefix[:HEAD]] = (*heads.get(prefix[:HEAD], ()), prefix)
    return heads
