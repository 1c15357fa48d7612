"""Feeds whose hub pushes: polls are a back-up then, and tell whether the hub keeps its word."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.cadence.rate import pushed as pushed_rate
from bot.model import FetchState, ParsedFeed

BACK_UP: Final = timedelta(hours=6)
"""Between two polls meanwhile, as between those of the idlest feed: more often would ask a server
for what it sends anyway, more seldom would find out too late that its pushes have stopped."""
UNDER_WAY: Final = timedelta(minutes=5)
"""What is younger may still be on its way from the publisher through the hub."""


def slowed(wait: timedelta, pushed_until: datetime | None, now: datetime) -> timedelta:
    """The wait while pushes are promised: the back-up's, yet no longer than the promise."""
    if pushed_until is None or pushed_until <= now:
        return wait
    return max(wait, min(BACK_UP, pushed_until - now))


def trusted_until(
    state: FetchState, parsed: ParsedFeed | None, new: int, now: datetime
) -> datetime | None:
    """`pushed_until` after a poll; None when the poll found what a push should have brought."""
    if state.pushed_until is None or parsed is None or new == 0:
        return state.pushed_until
    dates = [entry.published_at for entry in parsed.entries if entry.published_at]
    fresh = sum(now - date < UNDER_WAY for date in dates)
    return state.pushed_until if new <= fresh else None


def pushed(state: FetchState, new: int, now: datetime) -> FetchState:
    """The state to remember after a push that brought `new` entries; the next poll stays."""
    if new == 0:
        return state
    return replace(state, rate=pushed_rate(state.rate, new), last_new_at=now)
