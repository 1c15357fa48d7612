"""ROUGE-1, -2 and -L as F1 in percent (Lin, 2004), with a tokenizer that keeps accented letters.

The `rouge-score` package deletes them, which flatters and hurts French at random.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple


class Rouge(NamedTuple):
    """Three figures in percent."""

    one: float
    two: float
    longest: float


def rouge(reference: str, candidate: str) -> Rouge:
    """How much of the reference's words, pairs of words and order the candidate holds."""
    wanted, given = _words(reference), _words(candidate)
    return Rouge(
        _overlap(Counter(wanted), Counter(given)),
        _overlap(Counter(pairwise(wanted)), Counter(pairwise(given))),
        _f1(_common_subsequence(wanted, given), len(wanted), len(given)),
    )


def mean(figures: Sequence[Rouge]) -> Rouge:
    """The mean of each of the three."""
    return Rouge(*(sum(column) / len(figures) for column in zip(*figures, strict=True)))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _overlap(wanted: Counter[Any], given: Counter[Any]) -> float:
    return _f1((wanted & given).total(), wanted.total(), given.total())


def _f1(common: int, wanted: int, given: int) -> float:
    return 200.0 * common / (wanted + given) if wanted + given else 0.0


def _common_subsequence(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest one."""
    row = [0] * (len(other) + 1)
    for word in one:
        above = row
        row = [0]
        for index, each in enumerate(other):
            row.append(above[index] + 1 if each == word else max(row[index], above[index + 1]))
    return row[-1]
