"""How often to look, and the one moment that comes of an interval and the feed's wishes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from bot.cadence.hints import advised, awake
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
DEFAULT_C: Final = 0.033
"""See `Pace.c`: 96 polls a day on average over feeds as different as in `benchmarks/cadence.py`."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often to look, as the operator and the person who named the source want it."""

    every: timedelta | None = None
    """The person's own word on this source: wins over what its rate says."""
    c: float = DEFAULT_C
    """Days between two polls at one new entry a day, see `bot.cadence.rate`; `spend` gives it."""
    floor: timedelta = FLOOR
    ceiling: timedelta = CEILING

    def spread(self, wait: timedelta, jitter: float) -> timedelta:
        """`wait`, a little shorter or longer; never shorter than a person has said."""
        part = jitter if self.every is None else (jitter + 1) / 2
        return min(wait * (1 + JITTER * part), max(wait, LONGEST_WISH))


class Wishes(NamedTuple):
    """What a feed wants, after a poll."""

    told: Hints
    """By the document."""
    not_before: datetime | None
    """Until when it wants to be left alone; a day at most."""


def wishes(wish: timedelta, told: Hints, now: datetime) -> Wishes:
    """Of the server, in its headers, and of the document, after a poll at `now`."""
    allowed = awake(told, now + max(wish, advised(told)))
    return Wishes(told, min(allowed, now + LONGEST_WISH) if allowed > now else None)


def next_poll(due: datetime, wishes: Wishes, now: datetime, jitter: float) -> datetime:
    """The moment to poll: `due`, or the first later one that the feed allows.

    A little later still when that is not our own choice: others have the same wishes.
    """
    latest = max(due, now + LONGEST_WISH)
    allowed = min(awake(wishes.told, max(due, wishes.not_before or due)), latest)
    if allowed <= due:
        return due
    return min(allowed + min((allowed - due) * JITTER, LATEST) * ((jitter + 1) / 2), latest)


def earliest(state: FetchState, now: datetime) -> datetime:
    """When a person who asks for it now may have the feed polled; `now` for at once.

    The feed's wishes and the floor hold for everybody.
    """
    rested = state.last_polled_at + FLOOR if state.last_polled_at else now
    return max(now, rested, state.not_before or now)
