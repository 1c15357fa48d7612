"""How often a feed brings something new, and the interval that follows from it.

After K. C. Sia, J. Cho and H.-K. Cho, "Efficient Monitoring Algorithm for Fast News Alerts",
IEEE TKDE 19 (7), 2007: with a given number of polls, the mean delay of all entries is least when a
feed with λ entries a day is polled every c / √λ.
"""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.cadence.pace import JITTER, Pace
from bot.model import Entry, FetchState

MEMORY: Final = timedelta(days=3)
"""What came so long ago counts 1/e of what comes now."""
UNKNOWN: Final = 12.0
"""Entries a day that a feed without dates is taken to have at first."""
FIRST_AT_MOST: Final = 200.0
"""Entries a day by the first document: some date all their entries "now"."""
IMPLAUSIBLE: Final = 7.0
"""Entries that should have come: that none did happens by chance once in 1,100 times (e^-7)."""
_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)


def interval(rate: float | None, pace: Pace) -> timedelta:
    """How long to wait between two polls of a feed with `rate` new entries a day.

    Within floor and ceiling even after the jitter, which there would else be cut off and leave
    feeds in step.
    """
    if pace.every is not None:
        return pace.every
    shortest = pace.floor.total_seconds() / (1 - JITTER)
    longest = pace.ceiling.total_seconds() / (1 + JITTER)
    rate = UNKNOWN if rate is None else rate
    wanted = pace.c * _DAY.total_seconds() / math.sqrt(rate) if rate > 0 else longest
    return timedelta(seconds=min(max(wanted, shortest), longest))


def present(rate: float | None, last_new_at: datetime | None, now: datetime) -> float | None:
    """`rate` as it is just now: half as much again after something new, half of it in silence.

    News comes in bursts and sleeps at night. What e to the minus the entries missed since adds is
    a half on average whenever a feed is evenly busy: over time nothing is added.
    """
    if rate is None or last_new_at is None:
        return rate
    return rate * (0.5 + math.exp(-rate * max((now - last_new_at) / _DAY, 0.0)))


def first(entries: Sequence[Entry], now: datetime) -> float:
    """Entries a day, from the dates of a feed's first document.

    The younger half of them over its age: one old entry that stays on top, and one dated tomorrow,
    change nothing.
    """
    ages = sorted(now - entry.published_at for entry in entries if entry.published_at)
    if not ages:
        return UNKNOWN
    half = (len(ages) + 1) // 2
    return min(half / (max(ages[half - 1], _HOUR) / _DAY), FIRST_AT_MOST)


def learned(rate: float, new: int, since: datetime, now: datetime) -> float:
    """`rate` after a poll that found `new` entries, the one before having been at `since`.

    An exponentially weighted mean over time, whatever the distances between polls.
    """
    passed = max(now - since, timedelta(seconds=1))
    kept = math.exp(-(passed / MEMORY))
    return rate * kept + new / (passed / _DAY) * (1 - kept)


def pushed(rate: float | None, new: int) -> float:
    """`rate` after `new` entries that came between two polls, which count them as none."""
    return (UNKNOWN if rate is None else rate) + new / (MEMORY / _DAY)


def expected(state: FetchState, since: datetime | None, until: datetime) -> float:
    """Entries that should have come from `since` on, at the rate that the feed had then.

    The present rate has faded in polls without anything new: that is undone first.
    """
    if since is None or state.rate is None or state.last_ok_at is None:
        return 0.0
    faded = min(max((state.last_ok_at - since) / MEMORY, 0), 300)
    return state.rate * math.exp(faded) * ((until - since) / _DAY)
