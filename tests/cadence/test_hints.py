"""What documents say of how often they want to be read."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import cadence
from bot.cadence import hints
from bot.model import Hints, ParsedFeed
from tests.fixed_clock import NOON
from tests.looking import DAY, HOUR, MINUTE, STATE, after, failure, fetched, unmodified

HINTS = st.builds(
    Hints,
    ttl=st.none() | st.timedeltas(),
    update_period=st.none() | st.timedeltas(),
    skip_hours=st.frozensets(st.integers(0, 23)),
    skip_days=st.frozensets(st.integers(0, 6)),
)


@pytest.mark.parametrize(
    ("told", "minutes"),
    [
        (Hints(), 0),
        (Hints(ttl=10 * MINUTE), 10),
        (Hints(ttl=60 * MINUTE), 15),
        (Hints(update_period=DAY), 15),
        (Hints(ttl=5 * MINUTE, update_period=12 * MINUTE), 12),
        (Hints(ttl=-DAY), 0),
    ],
)
def test_line_7_advice_counts_up_to_a_quarter_of_an_hour(told: Hints, minutes: int) -> None:
    """`ttl` and `sy:` are honoured, the longer of them, and never make news old."""
    look = cadence.Look(fetched(), ParsedFeed("", (), hints=told), 0, NOON)
    kept = cadence.after(STATE, look, cadence.Pace(MINUTE), -1)
    assert kept.next_poll_at == NOON + max(minutes, 1) * MINUTE
    assert kept.not_before == (NOON + minutes * MINUTE if minutes else None)


@pytest.mark.parametrize(
    ("told", "moment", "expected"),
    [
        (Hints(), NOON, NOON),
        (Hints(skip_hours=frozenset({11, 13})), NOON, NOON),
        (Hints(skip_hours=frozenset({12})), NOON + MINUTE, NOON + HOUR),
        (Hints(skip_hours=frozenset({12, 13, 15})), NOON + MINUTE, NOON + 2 * HOUR),
        (Hints(skip_hours=frozenset({12, *range(13, 24), 0})), NOON, NOON + 13 * HOUR),
        (Hints(skip_hours=frozenset(range(24))), NOON, NOON),
        (Hints(skip_hours=frozenset(range(24)) - {11}), NOON, NOON + 23 * HOUR),
        (Hints(skip_days=frozenset({0})), NOON, NOON + 12 * HOUR),
        (Hints(skip_days=frozenset({0, 1})), NOON, NOON + 36 * HOUR),
        (Hints(skip_days=frozenset(range(7))), NOON, NOON),
        (Hints(skip_days=frozenset({0}), skip_hours=frozenset({0, 1})), NOON, NOON + 14 * HOUR),
        (Hints(skip_days=frozenset({0, 2}), skip_hours=frozenset(range(1, 24))), NOON,
         NOON + 12 * HOUR),
    ],
)  # fmt: skip
def test_line_7_skipped_stretches_are_left_out(
    told: Hints, moment: datetime, expected: datetime
) -> None:
    """A moment in a skipped stretch moves to its end; who skips everything skips nothing."""
    assert hints.awake(told, moment) == expected


def test_line_7_skipped_hours_hold_after_every_answer() -> None:
    """Noon and one o'clock are left out after a 304 and a failure too, by hand as well."""
    state = replace(STATE, hints=Hints(skip_hours=frozenset({12, 13})))
    for outcome in (unmodified(), failure()):
        kept = after(state, outcome)
        assert kept.next_poll_at is not None
        assert kept.next_poll_at >= NOON + 2 * HOUR
        assert cadence.earliest(kept, NOON) == NOON + 2 * HOUR


def test_line_7_a_skipped_weekend_is_looked_into_once_a_day() -> None:
    """No wish counts for more than a day."""
    kept = after(replace(STATE, hints=Hints(skip_days=frozenset({0, 1, 2}))), unmodified())
    assert kept.next_poll_at == NOON + DAY


@given(told=HINTS, ahead=st.timedeltas(timedelta(0), timedelta(days=400)))
def test_nobody_sleeps_for_ever(told: Hints, ahead: timedelta) -> None:
    """Whatever a document skips, an awake moment comes within eight days, and it is awake."""
    moment = NOON + ahead
    woken = hints.awake(told, moment)
    assert moment <= woken <= moment + timedelta(days=8)
    assert len(told.skip_hours) == 24 or woken.hour not in told.skip_hours
    assert len(told.skip_days) == 7 or woken.weekday() not in told.skip_days
    assert timedelta(0) <= hints.advised(told) <= hints.ADVISORY
