"""A feed's health: what the operator is told of it, once each."""

from datetime import datetime, timedelta
from typing import Final, Literal

from bot.cadence.rate import IMPLAUSIBLE, expected
from bot.model import FetchState

TOLD_AFTER: Final = 3
TOLD_AFTER_TIME: Final = timedelta(hours=1)
"""Most troubles are over by then, and nobody wants to hear of them."""
RECOVERED_AFTER: Final = 2
"""Good answers in a row: a server that comes and goes is not told at each turn."""
SILENT_AFTER: Final = timedelta(days=2)
"""A weekend passes without a word."""

News = Literal["failing", "recovered"]


def is_worth_telling(failures: int, since: datetime, now: datetime) -> bool:
    """Whether a trouble has lasted long enough."""
    return failures >= TOLD_AFTER and now - since >= TOLD_AFTER_TIME


def news(before: FetchState, after: FetchState) -> News | None:
    """What to tell of the poll that led from `before` to `after`."""
    if (before.told_at is None) == (after.told_at is None):
        return None
    return "failing" if after.told_at else "recovered"


def silent_for(state: FetchState, now: datetime) -> timedelta | None:
    """How long a feed that answers has brought nothing new, when that is unlike it; else None.

    By its rate at least seven entries should have come: with Poisson's law one silence in 1,100
    is so long by chance. And it lasts two days, as nobody publishes evenly.
    """
    if state.last_new_at is None or state.last_ok_at is None:
        return None
    looked = min(state.last_ok_at, now)
    silence = looked - state.last_new_at
    if silence < SILENT_AFTER or expected(state, state.last_new_at, looked) <= IMPLAUSIBLE:
        return None
    return silence
