"""With what to ask: conditions, unless the 304s that they bring cannot be true."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from bot import cadence
from bot.model import FetchState
from tests.fixed_clock import NOON
from tests.looking import DAY, HOUR, STATE, after, failure, fetched, unmodified

BUSY = replace(STATE, rate=24.0, unmodified_since=NOON - 10 * HOUR, last_ok_at=NOON)
"""An entry an hour, and ten hours of 304."""


def _is_unconditional(state: FetchState) -> bool:
    return (state.etag, state.last_modified, state.validated_url) == (None, None, None)


def test_line_6_an_implausible_streak_is_asked_without_conditions() -> None:
    """Ten entries should have come: the document is fetched whole, and read whatever it is."""
    asked = cadence.before(BUSY, NOON)
    assert _is_unconditional(asked)
    assert (asked.body_hash, asked.refreshed_at) == (None, NOON)
    assert asked.seen == BUSY.seen, "what is known of it need not be read again"


@pytest.mark.parametrize(
    "state",
    [
        STATE,
        replace(BUSY, unmodified_since=NOON - 3 * HOUR),
        replace(BUSY, rate=2.0),
        replace(BUSY, rate=None),
        replace(BUSY, refreshed_at=NOON - 23 * HOUR),
    ],
    ids=["no streak", "short", "seldom anything", "unknown", "asked today"],
)
def test_line_6_all_others_are_asked_with_conditions(state: FetchState) -> None:
    """Nothing is dropped where 304 may well be true, or was put to the test today."""
    assert cadence.before(state, NOON) is state


def test_line_6_at_most_once_a_day() -> None:
    """Asked every hour, a server that always says 304 gives its document once a day."""
    state, asked = replace(STATE, rate=48.0), []
    for hour in range(6 * 24):
        now = NOON + hour * HOUR
        asking = cadence.before(state, now)
        if _is_unconditional(asking):
            asked.append(now)
            state = after(asking, fetched(etag='"a"'), at=now)
        else:
            state = after(asking, unmodified(), at=now)
    assert 1 <= len(asked) <= 6
    assert all(later - sooner >= DAY for sooner, later in pairwise(asked))


def test_a_fading_rate_does_not_hide_the_silence() -> None:
    """The rate fades in the very silence that is to be judged; the judgement is not fooled."""
    state, now = replace(STATE, rate=4.0), NOON
    while cadence.before(state, now) is state:
        state, now = after(state, unmodified(), at=now), now + HOUR
        assert now < NOON + 3 * DAY, "seven entries take 42 hours"
    assert now > NOON + 40 * HOUR


@pytest.mark.parametrize("since", [None, NOON - DAY])
def test_streaks_of_304(since: datetime | None) -> None:
    """A streak begins with its first 304, outlives failures, and ends with a document."""
    state = replace(STATE, unmodified_since=since)
    assert after(state, unmodified()).unmodified_since == (since or NOON)
    assert after(state, failure()).unmodified_since == since
    assert after(state, fetched()).unmodified_since is None


def test_clocks_that_jump_do_no_harm() -> None:
    """A streak that begins in the future, or a century ago, gives an answer."""
    for since in (NOON + 100 * DAY, NOON - timedelta(days=36_500)):
        state = replace(BUSY, unmodified_since=since)
        assert _is_unconditional(cadence.before(state, NOON)) == (since < NOON)
