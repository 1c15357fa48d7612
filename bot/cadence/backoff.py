"""How much longer to wait after failures, by what can be hoped for."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bot.cadence.caching import retry_after
from bot.cadence.pace import CEILING, FLOOR, LONGEST_WISH
from bot.model import FailureKind, FetchFailure, FetchState


class Severity(NamedTuple):
    """What a failure means for the next poll."""

    factor: int
    """By which the wait grows with each failure in a row."""
    free: int
    """Failures in a row that cost nothing."""
    ceiling: timedelta
    """The longest wait, unless a person wants a longer one anyway."""


SOFT: Final = Severity(factor=2, free=2, ceiling=CEILING)
"""Passes by itself, mostly."""
TEMPORARY: Final = Severity(factor=2, free=0, ceiling=CEILING)
"""The server or the document has trouble, which its owner sees too."""
HARD: Final = Severity(factor=4, free=0, ceiling=LONGEST_WISH)
"""A person has to do something, here or there; the feed lives on nevertheless."""
_BY_KIND: Final = {
    FailureKind.TIMEOUT: SOFT,
    FailureKind.CONNECT: SOFT,
    FailureKind.DNS: SOFT,
    FailureKind.BROKEN_TRANSFER: SOFT,
    FailureKind.BUSY: TEMPORARY,
    FailureKind.SERVER: TEMPORARY,
    FailureKind.BROKEN_FEED: TEMPORARY,
    FailureKind.PARSE_TIMEOUT: TEMPORARY,
}
_MOST_GROWTH: Final = 14
"""Failures in a row: by then every wait is at its ceiling."""


def severity(kind: FailureKind) -> Severity:
    """What a failure of that kind means."""
    return _BY_KIND.get(kind, HARD)


def backed_off(wait: timedelta, failures: int, kind: FailureKind) -> timedelta:
    """How long to wait instead of `wait`, after that many failures in a row, this one included."""
    means = severity(kind)
    times = min(max(failures - means.free, 0), _MOST_GROWTH)
    grown: timedelta = min(wait, LONGEST_WISH) * means.factor**times
    return max(wait, min(grown, means.ceiling))


def host_pause(failure: FetchFailure, state: FetchState, now: datetime) -> datetime | None:
    """Until when the whole host is to be left alone: a busy server speaks for all of its feeds.

    Args:
        failure: What came.
        state: Of the feed, before it.
        now: When it came.
    """
    if failure.kind is not FailureKind.BUSY:
        return None
    asked = retry_after(failure.headers, now)
    return now + (asked or backed_off(FLOOR, state.failures + 1, failure.kind))
