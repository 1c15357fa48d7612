"""Failures: how long to wait after them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import cadence
from bot.cadence.backoff import backed_off
from bot.model import FailureKind
from tests.fixed_clock import NOON
from tests.looking import DAY, HOUR, MINUTE, STATE, URL, after, failure, unmodified, wait


@pytest.mark.parametrize(
    ("failures", "kind", "minutes"),
    [
        (0, FailureKind.TIMEOUT, 15),
        (1, FailureKind.DNS, 15),
        (2, FailureKind.TIMEOUT, 30),
        (5, FailureKind.BROKEN_TRANSFER, 240),
        (6, FailureKind.CONNECT, 360),
        (1000, FailureKind.CONNECT, 360),
        (0, FailureKind.SERVER, 30),
        (1, FailureKind.BROKEN_FEED, 60),
        (6, FailureKind.PARSE_TIMEOUT, 360),
        (0, FailureKind.BUSY, 30),
        (1, FailureKind.BUSY, 60),
        (9, FailureKind.BUSY, 360),
        (0, FailureKind.NOT_FOUND, 60),
        (1, FailureKind.FORBIDDEN, 240),
        (2, FailureKind.HTML, 960),
        (3, FailureKind.TLS, 1440),
        (1000, FailureKind.NOT_A_FEED, 1440),
    ],
)
def test_line_11_failures_back_off_and_live(failures: int, kind: FailureKind, minutes: int) -> None:
    """Soft ones cost nothing twice, servers in trouble double, what is wrong quadruples."""
    assert wait(replace(STATE, failures=failures), failure(kind)) == timedelta(minutes=minutes)


@pytest.mark.parametrize("failures", [0, 50])
def test_line_11_gone_stops(failures: int) -> None:
    """A feed that is gone for good is never due again, and is told at once."""
    before = replace(STATE, failures=failures)
    gone = after(before, failure(FailureKind.GONE, retry_after="60"))
    assert gone.next_poll_at == cadence.NEVER
    assert cadence.news(before, gone) == "failing"
    assert after(gone, unmodified()).next_poll_at == NOON + 15 * MINUTE, "a person had it asked"


def test_rare_feeds_are_not_asked_more_often_because_they_fail() -> None:
    """Twice a day stays twice a day."""
    look = cadence.Look(failure(FailureKind.SERVER), None, 0, NOON)
    failed = cadence.after(STATE, look, cadence.Pace(12 * HOUR), -1)
    assert failed.next_poll_at == NOON + 12 * HOUR


@pytest.mark.parametrize(
    ("retry", "expected"),
    [("1", 30 * MINUTE), ("7200", 2 * HOUR), ("864000", DAY), ("soon", 30 * MINUTE)],
)
def test_line_9_retry_after_or_doubling(retry: str, expected: timedelta) -> None:
    """What a busy server asks for, when that is longer than the doubled wait; a day at most."""
    assert wait(STATE, failure(FailureKind.BUSY, retry_after=retry)) == expected


@pytest.mark.parametrize(
    ("kind", "retry", "failures", "pause"),
    [
        (FailureKind.BUSY, "120", 0, 2 * MINUTE),
        (FailureKind.BUSY, "", 0, 10 * MINUTE),
        (FailureKind.BUSY, "soon", 2, 40 * MINUTE),
        (FailureKind.BUSY, "", 99, 6 * HOUR),
        (FailureKind.SERVER, "120", 0, None),
        (FailureKind.NOT_FOUND, "", 0, None),
    ],
)
def test_line_9_a_busy_server_speaks_for_its_host(
    kind: FailureKind, retry: str, failures: int, pause: timedelta | None
) -> None:
    """Only 429 and 503 concern the whole host: for as long as they say, else doubling."""
    state = replace(STATE, failures=failures)
    until = cadence.host_pause(failure(kind, retry_after=retry), state, NOON)
    assert until == (None if pause is None else NOON + pause)


def test_line_9_polls_of_a_busy_host_spread() -> None:
    """Feeds that were sent away together do not come back together."""
    look = cadence.Look(failure(FailureKind.BUSY, retry_after="3600"), None, 0, NOON)
    due = [cadence.after(STATE, look, cadence.Pace(), jitter).next_poll_at for jitter in (-1, 0, 1)]
    assert due[0] == NOON + HOUR
    assert len(set(due)) == 3


def test_failures_are_counted_and_forgotten() -> None:
    """They count from the first one on; what was good stays known; one good answer ends it."""
    first = after(STATE, failure(), at=NOON - HOUR)
    second = after(first, failure(FailureKind.DNS))
    assert (second.failures, second.failure) == (2, FailureKind.DNS)
    assert second.failing_since == NOON - HOUR
    assert (second.last_polled_at, second.last_ok_at) == (NOON, STATE.last_ok_at)
    assert (second.etag, second.body_hash, second.rate) == ('"a"', STATE.body_hash, STATE.rate)
    well = after(second, unmodified(URL))
    assert (well.failures, well.failing_since, well.failure) == (0, None, None)
    assert (well.last_ok_at, well.last_polled_at) == (NOON, NOON)


@given(
    wait=st.timedeltas(timedelta(seconds=1), 2 * DAY),
    failures=st.integers(1, 10**6),
    kind=st.sampled_from(FailureKind),
)
def test_backing_off_grows_and_ends(wait: timedelta, failures: int, kind: FailureKind) -> None:
    """One more failure never shortens the wait, which a day bounds, or a person's own interval."""
    now, then = (backed_off(wait, count, kind) for count in (failures, failures + 1))
    assert wait <= now <= then <= max(wait, DAY)
