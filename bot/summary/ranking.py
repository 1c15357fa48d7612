"""How much each sentence tells, and which few tell the most together. Pure."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

K1: Final = 1.2
B: Final = 0.75
"""Robertson & Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009."""
DIVERSITY: Final = 0.4
"""How much likeness to what is chosen already counts against a sentence (Carbonell & Goldstein,
The Use of MMR, 1998)."""

WEIGHTS: Final = {"terms": 1.4, "title": 1.0, "centre": 0.5, "position": 0.9}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be shown."""

    position: int
    """Among all sentences of the article."""
    length: int
    """In characters."""
    keys: tuple[str, ...]
    """Of its words."""
    terms: frozenset[str]
    """Of the rules that it shows."""


def scores(candidates: Sequence[Candidate], title: Sequence[str], terms: int) -> list[float]:
    """The worth of each candidate.

    Args:
        candidates: In reading order.
        title: Keys of the title's words.
        terms: How many terms of the rules the article shows in all.
    """
    if not candidates:
        return []
    frequency = Counter(key for one in candidates for key in set(one.keys))
    idf = {key: _idf(len(candidates), count) for key, count in frequency.items()}
    average = sum(len(one.keys) for one in candidates) / len(candidates) or 1.0
    centre = Counter(key for one in candidates for key in one.keys)
    parts = {
        "terms": [len(one.terms) / max(terms, 1) for one in candidates],
        "title": _normal([_bm25(one, set(title), idf, average) for one in candidates]),
        "centre": _normal([_cosine(Counter(one.keys), centre, idf) for one in candidates]),
        "position": [1.0 / (1.0 + one.position / 2) for one in candidates],
    }
    return [
        sum(WEIGHTS[name] * values[index] for name, values in parts.items())
        for index in range(len(candidates))
    ]


def choose(
    candidates: Sequence[Candidate],
    worth: Sequence[float],
    fits: Callable[[Sequence[Candidate]], bool],
) -> list[int]:
    """Indices of the chosen, in reading order: the best, then each the best beside those.

    `fits` says whether a choice can still be shown.
    """
    chosen: list[int] = []
    left = set(range(len(candidates)))
    while left:
        best = max(left, key=lambda index: (_marginal(index, chosen, candidates, worth), -index))
        left.remove(best)
        if fits([candidates[index] for index in (*chosen, best)]):
            chosen.append(best)
    return sorted(chosen)


def _marginal(
    index: int, chosen: Sequence[int], candidates: Sequence[Candidate], worth: Sequence[float]
) -> float:
    """What a sentence adds: new terms count in full, likeness is subtracted."""
    one = candidates[index]
    shown = {term for other in chosen for term in candidates[other].terms}
    repeated = len(one.terms & shown) / max(len(one.terms), 1) * 0.5 if one.terms else 0.0
    likeness = max((_jaccard(one.keys, candidates[other].keys) for other in chosen), default=0.0)
    return worth[index] - DIVERSITY * likeness - repeated


def _idf(total: int, count: int) -> float:
    return math.log(1 + (total - count + 0.5) / (count + 0.5))


def _bm25(one: Candidate, query: set[str], idf: dict[str, float], average: float) -> float:
    counts = Counter(key for key in one.keys if key in query)
    norm = K1 * (1 - B + B * len(one.keys) / average)
    return sum(idf[key] * count * (K1 + 1) / (count + norm) for key, count in counts.items())


def _cosine(one: Counter[str], other: Counter[str], idf: dict[str, float]) -> float:
    dot = sum(count * other[key] * idf[key] ** 2 for key, count in one.items())
    size = math.sqrt(sum((count * idf[key]) ** 2 for key, count in one.items()))
    return dot / size if size else 0.0


def _jaccard(one: Sequence[str], other: Sequence[str]) -> float:
    first, second = set(one), set(other)
    return len(first & second) / len(first | second) if first or second else 0.0


def _normal(values: list[float]) -> list[float]:
    most = max(values, default=0.0)
    return [value / most if most else 0.0 for value in values]
