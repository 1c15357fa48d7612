"""How often to look, and the one moment that comes of an interval and a server's wishes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.cadence import hints
from bot.model import FetchState, Hints

FLOOR: Final = timedelta(minutes=5)
"""No feed is asked more often, unless a person says so in feeds.yaml."""
CEILING: Final = timedelta(hours=6)
"""Every healthy feed is asked this often."""
LONGEST_WISH: Final = timedelta(hours=24)
"""What a server asks for counts for a day at most: many mean their pictures, not their feed."""
JITTER: Final = 0.1
"""Part of the interval by which polls spread, so that they never all begin together."""
LATEST: Final = timedelta(minutes=15)
"""By which polls spread after a moment that many feeds share, such as the end of an hour."""
NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""When a feed that is gone for good is polled: by hand only."""
DEFAULT_C: Final = 0.04
"""See `Pace.c`: about 96 polls a day for a feed with 15 entries a day."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often to look, as the operator and the person who named the source want it."""

    every: timedelta | None = None
    """The person's own word on this source: wins over what its rate says."""
    c: float = DEFAULT_C
    """Interval in days at one new entry a day, see `bot.cadence.rate`; `spend` gives it."""
    floor: timedelta = FLOOR
    ceiling: timedelta = CEILING

    def spread(self, jitter: float) -> float:
        """What to multiply an interval by; never a shorter one than a person has said."""
        return 1 + JITTER * (jitter if self.every is None else (jitter + 1) / 2)


def next_poll(now: datetime, wait: timedelta, not_before: datetime | None, told: Hints) -> datetime:
    """The moment that `wait` leads to, or the first one after it that the feed allows.

    Args:
        now: When the last poll ended.
        wait: Our own interval, spread already.
        not_before: The server's wish.
        told: What the document says of hours and days to leave out.
    """
    due = now + wait
    allowed = hints.awake(told, max(due, not_before or due))
    return max(due, min(allowed, now + LONGEST_WISH))


def scattered(due: datetime, own: datetime, jitter: float) -> datetime:
    """`due`, a little later when it is not our `own` choice: others have the same wishes."""
    if due <= own:
        return due
    return due + min((due - own) * JITTER, LATEST) * ((jitter + 1) / 2)


def earliest(state: FetchState, now: datetime) -> datetime:
    """When a person who asks for it now may have the feed polled; `now` for at once.

    The server's wishes and the floor hold for everybody.
    """
    rested = state.last_polled_at + FLOOR if state.last_polled_at else now
    return max(now, rested, state.not_before or now)
