"""How much longer to wait after failures, by what can be hoped for."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from bot.cadence.caching import retry_after
from bot.cadence.pace import CEILING, FLOOR, LONGEST_WISH
from bot.model import FailureKind, FetchFailure, FetchState


class Severity(Enum):
    """What a failure means for the next poll: factor per failure, failures for free, ceiling."""

    SOFT = (2, 2, CEILING)
    """Passes by itself, mostly: the first two cost nothing."""
    TEMPORARY = (2, 0, CEILING)
    """The server, or the document, has trouble that others see too."""
    HARD = (4, 0, LONGEST_WISH)
    """A person has to do something, here or there; it lives on nevertheless."""
    FINAL = (1, 0, LONGEST_WISH)
    """The publisher says that there is nothing to ask for any more."""

    @property
    def factor(self) -> int:
        """By which the wait grows with each failure in a row."""
        return self.value[0]

    @property
    def free(self) -> int:
        """Failures in a row that cost nothing."""
        return self.value[1]

    @property
    def ceiling(self) -> timedelta:
        """The longest wait, unless a person wants a longer one anyway."""
        return self.value[2]


_SEVERITIES: Final = {
    FailureKind.TIMEOUT: Severity.SOFT,
    FailureKind.CONNECT: Severity.SOFT,
    FailureKind.DNS: Severity.SOFT,
    FailureKind.BROKEN_TRANSFER: Severity.SOFT,
    FailureKind.BUSY: Severity.TEMPORARY,
    FailureKind.SERVER: Severity.TEMPORARY,
    FailureKind.BROKEN_FEED: Severity.TEMPORARY,
    FailureKind.PARSE_TIMEOUT: Severity.TEMPORARY,
    FailureKind.GONE: Severity.FINAL,
}
_MOST_GROWTH: Final = 16


def severity(kind: FailureKind) -> Severity:
    """What a failure of that kind means."""
    return _SEVERITIES.get(kind, Severity.HARD)


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
