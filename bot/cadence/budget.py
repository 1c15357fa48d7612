"""One knob for all feeds: how many polls a day a feed gets on average."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.cadence.pace import Pace
from bot.cadence.rate import UNKNOWN, interval

STEPS: Final = 16
"""Buckets per doubling of the rate: within one, intervals differ by 2 %."""
HALVINGS: Final = 40
_DAY: Final = timedelta(days=1)
_SLOWEST: Final = 1e-3
"""Entries a day: below, a feed is at the ceiling in any budget."""


def spend(rates: Iterable[float | None], polls_per_day: float, pace: Pace | None = None) -> float:
    """The `c` with which feeds of these rates get `polls_per_day` on average.

    Args:
        rates: New entries a day, one per feed; None for feeds not read yet.
        polls_per_day: Mean over all feeds. Beyond what floor and ceiling allow, all are there.
        pace: Gives floor and ceiling.
    """
    bounds = replace(pace or Pace(), every=None)
    buckets = Counter(map(_bucket, rates)) or Counter([_bucket(None)])
    low, high = -20.0, 20.0  # of log2 c: beyond both all feeds are at floor or ceiling
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _polls(buckets, replace(bounds, c=2**middle)) > polls_per_day:
            low = middle
        else:
            high = middle
    return float(2**high)


def _bucket(rate: float | None) -> int:
    return round(STEPS * math.log2(max(UNKNOWN if rate is None else rate, _SLOWEST)))


def _polls(buckets: Mapping[int, int], pace: Pace) -> float:
    """Polls a day, mean over all feeds."""
    polls = sum(count * (_DAY / interval(2 ** (b / STEPS), pace)) for b, count in buckets.items())
    return polls / sum(buckets.values())
