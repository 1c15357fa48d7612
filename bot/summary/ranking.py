"""How much each sentence tells, and which few tell the most together. Pure."""

import math
import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Final

from bot.text.folding import fold

K1: Final = 1.2
B: Final = 0.75
"""Robertson & Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009."""
DIVERSITY: Final = 2.0
"""How much likeness to what is chosen already counts against a sentence (Carbonell & Goldstein,
The Use of MMR, 1998)."""

REPETITION: Final = 0.5
"""How much it counts that all terms of a sentence are shown already."""

WORTH_ADDING: Final = 1.0
"""What is worth less is left out even where there is room."""

WEIGHTS: Final = {
    "terms": 1.4, "title": 1.0, "position": 1.6, "dependence": -0.8, "length": -0.6,
    "day": 0.2,
}  # fmt: skip
"""Chosen on one half of OrangeSum's validation articles and confirmed on the other; likeness to
the article as a whole (its centroid) added nothing there."""
HALF_LIFE: Final = 12
"""The position at which a sentence is worth half as much as the first."""
LENGTH_FREE: Final = 35
"""Words that cost nothing."""
LENGTH_SHORT: Final = 8
"""Words: fewer tell little."""

_DAYS: Final = frozenset(
    fold(day)
    for day in re.findall(
        r"\w+",
        """
        lundi mardi mercredi jeudi vendredi samedi dimanche
        Monday Tuesday Wednesday Thursday Friday Saturday Sunday
        Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag
        miércoles jueves viernes sábado domingo
        lunedì martedì mercoledì giovedì venerdì sabato domenica
        понедельник вторник среду четверг пятницу субботу воскресенье
        الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد
        """,
    )
)
"""What has a day is what happened; the rest is what is thought of it, and what was before.

Spanish Monday and Tuesday have the keys of the French moon and of the planet Mars.
"""

_VOICE: Final = re.compile(
    r"^[\"«“„‘]|\b(?:je|nous|vous|I|we|we're|I'm|our|my|your|you)\b|\bj['’]", re.IGNORECASE
)
"""Somebody speaks: the reader asks who."""
_CONTINUES: Final = re.compile(
    r"(?:Mais|Et|Or|Car|Puis|Enfin|En effet|En outre|De plus|Par ailleurs|Toutefois|Cependant|"
    r"Pourtant|But|And|So|Yet|However|Meanwhile|Also|Then)\b"
)
"""The beginning goes on with what was said before."""
_POINTS_BACK: Final = re.compile(
    r"(?:Ils?|Elles?|On|Ce(?:la|ci|lui|lle|ux|lles|tte|t|s)?|Tel(?:le|s|les)?|Ainsi|"
    r"Selon (?:lui|elle)|He|She|They|It|This|These|Those|That)\b|C['’]"
)
"""The beginning points at the sentence before."""


_ASKS: Final = re.compile(r"[?؟？](?:\s?[»”\"])?$")
"""Nothing is told."""
_REMARK: Final = re.compile(
    r"(?:Une?|Des)\s\w+\s\w+[ée]e?s?\spar\s(?!.*\b(?:est|sont|a|ont|était|avait|va|doit)\b)"
)
"""« Un avis partagé par le maire. » is no sentence, and says nothing without the one before."""


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
    dependence: float = 0.0
    """See `dependence`."""


def dependence(sentence: str) -> float:
    """How much a sentence needs its neighbours: 0 not at all, 1 a lot."""
    needs_more = (
        _VOICE.search(sentence)
        or _CONTINUES.match(sentence)
        or _REMARK.match(sentence)
        or _ASKS.search(sentence)
    )
    if needs_more:
        return 1.0
    return 0.15 if _POINTS_BACK.match(sentence) else 0.0


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
    parts = {
        "terms": [len(one.terms) / max(terms, 1) for one in candidates],
        "title": _normal([_bm25(one, set(title), idf, average) for one in candidates]),
        "position": [1.0 / (1.0 + one.position / HALF_LIFE) for one in candidates],
        "dependence": [one.dependence for one in candidates],
        "day": [float(not _DAYS.isdisjoint(one.keys)) for one in candidates],
        "length": [_awkward_length(len(one.keys)) for one in candidates],
    }
    return [
        sum(WEIGHTS[name] * values[index] for name, values in parts.items())
        for index in range(len(candidates))
    ]


def choose(
    candidates: Sequence[Candidate], worth: Sequence[float], *, most: int, budget: int
) -> list[int]:
    """Indices of the chosen, in reading order: the best, then each the best beside those.

    At most `most`, and at most `budget` characters with a space between two; nothing that adds
    little.
    """
    words = [frozenset(one.keys) for one in candidates]
    likeness = [0.0] * len(candidates)
    left = {index for index, one in enumerate(candidates) if one.length <= budget}
    shown: set[str] = set()
    chosen: list[int] = []
    while left and len(chosen) < most:
        adds = {
            index: worth[index]
            - DIVERSITY * likeness[index]
            - REPETITION * _share(candidates[index].terms, shown)
            for index in left
        }
        best = max(left, key=lambda index: (adds[index], -index))
        if chosen and adds[best] < WORTH_ADDING:
            break
        chosen.append(best)
        budget -= candidates[best].length + 1
        shown |= candidates[best].terms
        left = {index for index in left - {best} if candidates[index].length <= budget}
        for index in left:
            likeness[index] = max(likeness[index], _jaccard(words[index], words[best]))
    return sorted(chosen)


def _share(terms: Set[str], shown: Set[str]) -> float:
    return len(terms & shown) / len(terms) if terms else 0.0


def _idf(total: int, count: int) -> float:
    return math.log(1 + (total - count + 0.5) / (count + 0.5))


def _bm25(one: Candidate, query: Set[str], idf: dict[str, float], average: float) -> float:
    counts = Counter(key for key in one.keys if key in query)
    norm = K1 * (1 - B + B * len(one.keys) / average)
    return sum(idf[key] * count * (K1 + 1) / (count + norm) for key, count in counts.items())


def _awkward_length(words: int) -> float:
    """How far a sentence is too short or too long to be read at a glance."""
    return 1.0 if words < LENGTH_SHORT else max(0, words - LENGTH_FREE) / 20


def _jaccard(one: Set[str], other: Set[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


def _normal(values: list[float]) -> list[float]:
    most = max(values, default=0.0)
    return [value / most if most else 0.0 for value in values]
