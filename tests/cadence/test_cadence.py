"""When to look at a feed again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import cadence
from bot.i18n import Text
from bot.model import FailureKind, Fetched, FetchFailure, FetchState, NotModified
from tests.fixed_clock import NOON

URL = "https://phare.example/rss"
EVERY = timedelta(minutes=15)
DAY = timedelta(hours=24)
STATE = FetchState(1, URL, etag='"a"', last_modified="monday")
FAILING = FetchState(
    1, URL, failures=7, failing_since=NOON - DAY, failure=FailureKind.DNS, last_ok_at=NOON - DAY
)


def _fetched(url: str = URL, **headers: str) -> Fetched:
    return Fetched(url, 200, _named(headers), b"<rss/>", NOON)


def _same(**headers: str) -> NotModified:
    return NotModified(URL, _named(headers), NOON)


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _failure(
    kind: FailureKind = FailureKind.SERVER, retry: timedelta | None = None
) -> FetchFailure:
    words = Text(en="no", fr="non")
    asked = {"retry-after": str(int(retry.total_seconds()))} if retry is not None else {}
    return FetchFailure(kind, words, words, headers=asked)


def _after(
    state: FetchState,
    outcome: Fetched | NotModified | FetchFailure,
    every: timedelta = EVERY,
    jitter: float = -1,
) -> FetchState:
    look = cadence.Look(outcome, None, 0, NOON)
    return cadence.after(state, look, cadence.Pace(every), jitter)


def _wait(
    outcome: Fetched | NotModified | FetchFailure,
    state: FetchState = STATE,
    every: timedelta = EVERY,
    jitter: float = -1,
) -> timedelta:
    after = _after(state, outcome, every, jitter)
    assert after.next_poll_at is not None
    return after.next_poll_at - NOON


@pytest.mark.parametrize(
    ("jitter", "minutes"), [(-1, 100), (0, 105), (1, 110)], ids=["least", "mean", "most"]
)
def test_jitter(jitter: float, minutes: int) -> None:
    """Polls spread by up to a tenth of the interval, only later than wanted."""
    every = timedelta(minutes=100)
    assert _wait(_same(), every=every, jitter=jitter) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({}, 15),
        ({"cache_control": "max-age=60"}, 15),
        ({"cache_control": "max-age=3600"}, 60),
        ({"cache_control": "public, Max-Age = 3600"}, 60),
        ({"cache_control": 'max-age="3600"'}, 60),
        ({"cache_control": "s-maxage=7200, private"}, 15),
        ({"cache_control": "max-age=-1"}, 15),
        ({"cache_control": "max-age=999999999999999"}, 24 * 60),
        ({"cache_control": "no-cache"}, 15),
        ({"expires": "Mon, 02 Mar 2026 13:00:00 GMT", "date": "Mon, 02 Mar 2026 12:00:00 GMT"}, 60),
        ({"expires": "Mon, 02 Mar 2026 11:00:00 GMT", "date": "Mon, 02 Mar 2026 12:00:00 GMT"}, 15),
        ({"expires": "Mon, 02 Mar 2099 12:00:00 GMT", "date": "Mon, 02 Mar 2026 12:00:00 GMT"},
         24 * 60),
        ({"expires": "Mon, 02 Mar 2026 13:00:00", "date": "Mon, 02 Mar 2026 12:00:00 -0000"}, 60),
        ({"expires": "0", "date": "Mon, 02 Mar 2026 12:00:00 GMT"}, 15),
        ({"expires": "Mon, 02 Mar 2099 12:00:00 GMT", "date": "today"}, 15),
        ({"expires": "Mon, 02 Mar 2099 12:00:00 GMT"}, 15),
        ({"cache_control": "max-age=0", "expires": "Mon, 02 Mar 2099 12:00:00 GMT",
          "date": "Mon, 02 Mar 2026 12:00:00 GMT"}, 15),
    ],
)  # fmt: skip
@pytest.mark.parametrize("answer", [_fetched, _same])
def test_wishes(
    answer: Callable[..., Fetched | NotModified], headers: dict[str, str], minutes: int
) -> None:
    """The longer of our interval and what the server wants, which counts for a day at most."""
    assert _wait(answer(**headers)) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("failures", "kind", "minutes"),
    [
        (0, FailureKind.SERVER, 15),
        (1, FailureKind.DNS, 15),
        (2, FailureKind.TIMEOUT, 30),
        (3, FailureKind.HTML, 60),
        (4, FailureKind.NOT_FOUND, 120),
        (5, FailureKind.FORBIDDEN, 240),
        (6, FailureKind.PARSE_TIMEOUT, 360),
        (1000, FailureKind.CONNECT, 360),
        (0, FailureKind.BUSY, 30),
        (1, FailureKind.BUSY, 60),
        (9, FailureKind.BUSY, 360),
        (0, FailureKind.GONE, 24 * 60),
        (50, FailureKind.GONE, 24 * 60),
    ],
)
def test_backoff(failures: int, kind: FailureKind, minutes: int) -> None:
    """The first failures cost nothing, then it doubles to six hours; 429 at once; 410 a day."""
    state = FetchState(1, URL, failures=failures)
    assert _wait(_failure(kind), state) == timedelta(minutes=minutes)


def test_rare_feed_fails() -> None:
    """A feed that is looked at twice a day is not asked more often because it fails."""
    assert _wait(_failure(), every=timedelta(hours=12)) == timedelta(hours=12)


@pytest.mark.parametrize(
    ("retry", "expected"),
    [
        (timedelta(seconds=1), timedelta(minutes=30)),
        (timedelta(hours=2), timedelta(hours=2)),
        (timedelta(days=9), DAY),
    ],
)
def test_retry_after(retry: timedelta, expected: timedelta) -> None:
    """What a busy server asks for, when that is longer, and a day at most."""
    assert _wait(_failure(FailureKind.BUSY, retry)) == expected


@pytest.mark.parametrize(
    ("outcome", "validators"),
    [
        (_fetched(etag='"b"', last_modified="tuesday"), ('"b"', "tuesday")),
        (_fetched(etag='"b"'), ('"b"', None)),
        (_fetched(), (None, None)),
        (_fetched("https://other.example/", etag='"b"', last_modified="tuesday"), (None, None)),
        (_same(), ('"a"', "monday")),
        (_same(etag='"b"'), ('"b"', "monday")),
        (_same(last_modified="tuesday"), ('"a"', "tuesday")),
        (_failure(), ('"a"', "monday")),
    ],
)
def test_validators(
    outcome: Fetched | NotModified | FetchFailure, validators: tuple[str | None, str | None]
) -> None:
    """A 200 replaces both, a 304 those it carries, a failure none; not those of other addresses."""
    after = _after(STATE, outcome, EVERY, 0)
    assert (after.etag, after.last_modified) == validators


@pytest.mark.parametrize("outcome", [_fetched(), _same()])
def test_recovery(outcome: Fetched | NotModified) -> None:
    """One good answer, and all is as it was before the trouble."""
    after = _after(FAILING, outcome, EVERY, -1)
    assert (after.failures, after.failing_since, after.failure) == (0, None, None)
    assert (after.last_ok_at, after.last_polled_at) == (NOON, NOON)
    assert after.next_poll_at == NOON + EVERY


def test_failing() -> None:
    """Failures are counted from the first one on; what was good stays known."""
    look = cadence.Look(_failure(), None, 0, NOON - EVERY)
    first = cadence.after(STATE, look, cadence.Pace(EVERY), 0)
    second = _after(first, _failure(FailureKind.DNS), EVERY, 0)
    assert (second.failures, second.failure) == (2, FailureKind.DNS)
    assert second.failing_since == NOON - EVERY
    assert (second.last_polled_at, second.last_ok_at) == (NOON, STATE.last_ok_at)


@given(
    state=st.builds(FetchState, st.just(1), st.just(URL), failures=st.integers(0, 10**6)),
    outcome=st.builds(
        _failure, st.sampled_from(FailureKind), st.none() | st.timedeltas(min_value=timedelta(0))
    )
    | st.builds(lambda value: _same(cache_control=f"max-age={value}"), st.integers(0))
    | st.builds(lambda value: _fetched(expires=value, date=value), st.text()),
    every=st.timedeltas(timedelta(seconds=1), DAY),
    jitter=st.floats(-1, 1),
)
def test_bounds(
    state: FetchState,
    outcome: Fetched | NotModified | FetchFailure,
    every: timedelta,
    jitter: float,
) -> None:
    """Never before the interval, never later than a day and its tenth, whatever comes."""
    assert every <= _wait(outcome, state, every, jitter) <= DAY * 1.1


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("120", 120),
        (" 120 ", 120),
        ("0", 0),
        ("99999999999999999999", 86_400),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("soon", None),
        ("Mon, 02 Mar 2026 12:01:00 GMT", 60),
        ("Mon, 02 Mar 2026 12:01:00", 60),
        ("Mon, 02 Mar 2026 13:01:00 +0100", 60),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 0),
        ("Mon, 02 Mar 2099 12:00:00 GMT", 86_400),
        ("Mon, 99 Mar 2026 12:00:00 GMT", None),
        ("Mon, 02 Mar 99999 12:00:00 GMT", None),
    ],
)
def test_reading_retry_after(value: str | None, seconds: int | None) -> None:
    """Seconds or a date, at most a day; nonsense says nothing."""
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert cadence.retry_after(value, NOON) == expected
