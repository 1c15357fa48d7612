"""The moment of the next poll: never early, never all at once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot import cadence
from bot.cadence.pace import Pace
from bot.model import FetchState
from tests.fixed_clock import NOON
from tests.looking import DATE, DAY, HOUR, MINUTE, STATE, URL, after, failure, fetched, unmodified


@pytest.mark.parametrize(
    ("jitter", "minutes"), [(-1, 100), (0, 105), (1, 110)], ids=["least", "mean", "most"]
)
def test_a_persons_interval_is_never_shortened(jitter: float, minutes: int) -> None:
    """Polls spread by up to a tenth of the interval, only later than a person has said."""
    assert Pace(100 * MINUTE).spread(100 * MINUTE, jitter) == minutes * MINUTE


@pytest.mark.parametrize(("jitter", "minutes"), [(-1, 90), (0, 100), (1, 110)])
def test_our_own_interval_spreads_to_both_sides(jitter: float, minutes: int) -> None:
    """The mean is what the budget allows."""
    assert Pace().spread(100 * MINUTE, jitter) == minutes * MINUTE


def test_line_15_polls_spread_after_a_common_moment() -> None:
    """A thousand feeds with one server's Expires at one o'clock do not all come at 13:00."""
    one = fetched(expires="Mon, 02 Mar 2026 13:00:00 GMT", date=DATE)
    look = cadence.Look(one, None, 0, NOON)
    busy = replace(STATE, rate=500.0)
    due = [
        cadence.after(busy, look, Pace(), number / 500 - 1).next_poll_at for number in range(1000)
    ]
    moments = [moment for moment in due if moment is not None]
    assert min(moments) == NOON + HOUR, "never before"
    assert max(moments) <= NOON + HOUR + 15 * MINUTE
    assert len({moment.replace(microsecond=0) for moment in moments}) > 300


def test_line_15_feeds_begun_together_do_not_stay_together() -> None:
    """After a few polls, feeds that began in one second are minutes apart."""
    first, second = STATE, STATE
    for _ in range(5):
        first, second = (
            cadence.after(
                state, cadence.Look(unmodified(), None, 0, state.next_poll_at or NOON), Pace(), way
            )
            for state, way in ((first, -0.5), (second, 0.5))
        )
    assert first.next_poll_at is not None
    assert second.next_poll_at is not None
    assert second.next_poll_at - first.next_poll_at > 2 * MINUTE


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (FetchState(1, URL), NOON),
        (replace(STATE, last_polled_at=NOON - HOUR), NOON),
        (replace(STATE, last_polled_at=NOON - 2 * MINUTE), NOON + 3 * MINUTE),
        (replace(STATE, not_before=NOON + HOUR), NOON + HOUR),
        (replace(STATE, not_before=NOON - HOUR), NOON),
        (replace(STATE, next_poll_at=NOON + HOUR), NOON),
        (replace(STATE, next_poll_at=cadence.NEVER), NOON),
    ],
    ids=["new", "rested", "just polled", "asked to wait", "waited", "not due", "gone"],
)
def test_line_8_by_hand_only_the_floor_and_the_server_bind(
    state: FetchState, expected: datetime
) -> None:
    """A person may poll before our own time, and never sooner than the floor or the wish."""
    assert cadence.earliest(state, NOON) == expected


def test_line_8_a_restart_finds_the_time_in_the_state() -> None:
    """When to poll next is a moment in what is stored: no start, however soon, brings it nearer."""
    state = after(STATE, failure(retry_after="7200"))
    assert state.next_poll_at == state.not_before == NOON + 2 * HOUR
    for minutes in (0, 1, 60):
        assert cadence.before(state, NOON + minutes * MINUTE) is state


def test_longer_intervals_than_a_day_are_a_persons_right() -> None:
    """Every third day stays every third day; the server's day is no limit for it."""
    look = cadence.Look(unmodified(cache_control="max-age=999999"), None, 0, NOON)
    kept = cadence.after(STATE, look, Pace(3 * DAY), 1)
    assert kept.next_poll_at == NOON + 3 * DAY
    assert kept.not_before == NOON + timedelta(hours=24)
