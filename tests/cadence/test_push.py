"""Feeds whose hub pushes."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot import cadence
from bot.model import FailureKind, ParsedFeed
from tests.fixed_clock import NOON
from tests.looking import (
    DAY,
    EVERY,
    HOUR,
    MINUTE,
    NOTHING,
    STATE,
    after,
    entry,
    failure,
    fetched,
    unmodified,
)

PUSHED = replace(STATE, hub="https://hub.example/", topic=STATE.url, pushed_until=NOON + 5 * DAY)


@pytest.mark.parametrize(
    ("until", "waited"),
    [
        (None, EVERY),
        (NOON - MINUTE, EVERY),
        (NOON, EVERY),
        (NOON + 5 * DAY, 6 * HOUR),
        (NOON + 2 * HOUR, 2 * HOUR),
        (NOON + MINUTE, EVERY),
    ],
)
def test_line_17_polls_are_a_slow_back_up(until: datetime | None, waited: timedelta) -> None:
    """Every six hours while pushes are promised, and at once when the promise ends."""
    state = replace(PUSHED, pushed_until=until)
    assert after(state, unmodified()).next_poll_at == NOON + waited
    soft = after(state, failure(FailureKind.TIMEOUT))
    assert soft.next_poll_at == NOON + waited


@pytest.mark.parametrize(
    ("dates", "new", "is_trusted"),
    [
        ([], 0, True),
        ([NOON - HOUR], 0, True),
        ([NOON - HOUR], 1, False),
        ([None], 1, False),
        ([NOON - MINUTE], 1, True),
        ([NOON - MINUTE, NOON - HOUR], 1, True),
        ([NOON - MINUTE, NOON - HOUR], 2, False),
    ],
    ids=["none", "changed", "old", "undated", "just out", "just out, one changed", "one old"],
)
def test_line_17_a_push_that_did_not_come_is_distrusted(
    dates: list[datetime | None], new: int, *, is_trusted: bool
) -> None:
    """A poll that finds new entries ends the trust, unless they may still be on their way."""
    found = ParsedFeed("", tuple(map(entry, dates)), hub=PUSHED.hub, topic=PUSHED.topic)
    kept = after(PUSHED, fetched(), found, new)
    assert kept.pushed_until == (PUSHED.pushed_until if is_trusted else None)
    assert kept.next_poll_at == NOON + (6 * HOUR if is_trusted else EVERY)


def test_the_hub_is_known_from_the_document() -> None:
    """A document that no longer names a hub has none; without a document nothing changes."""
    assert after(PUSHED, unmodified()).hub == PUSHED.hub
    assert after(PUSHED, fetched()).hub == PUSHED.hub
    kept = after(PUSHED, fetched(), NOTHING)
    assert (kept.hub, kept.topic) == (None, None)


def test_pushes_keep_the_rate() -> None:
    """Of a feed with an entry an hour by push alone, polls learn the same as without."""
    state, now = PUSHED, NOON
    for _ in range(10):
        for _ in range(6):
            now += HOUR
            state = cadence.pushed(state, 1, now)
            assert state.last_new_at == now
        state = after(state, unmodified(), at=now)
    assert state.rate == pytest.approx(24, rel=0.1)


def test_an_empty_push_changes_nothing() -> None:
    """Hubs repeat themselves."""
    assert cadence.pushed(PUSHED, 0, NOON) is PUSHED
    assert cadence.pushed(replace(PUSHED, rate=None), 1, NOON).rate is not None
