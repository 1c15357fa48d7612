"""How often feeds bring something new, and how often they are asked for it."""

import math
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import cadence
from bot.cadence import rate
from bot.cadence.pace import JITTER
from bot.model import ParsedFeed
from tests.fixed_clock import NOON
from tests.looking import DAY, HOUR, MINUTE, STATE, after, entry, fetched

RATES = st.floats(0, 1e9)
PACES = st.builds(cadence.Pace, c=st.floats(1e-6, 1e6))


def test_interval_is_c_through_the_root_of_the_rate() -> None:
    """A feed with four times as much is asked twice as often; a person's word wins."""
    pace = cadence.Pace(c=0.05)
    assert cadence.interval(4.0, pace) == timedelta(days=0.025)
    assert cadence.interval(16.0, pace) == timedelta(days=0.0125)
    assert cadence.interval(16.0, replace(pace, every=7 * HOUR)) == 7 * HOUR


@given(slow=RATES, fast=RATES, pace=PACES)
def test_intervals_keep_to_floor_and_ceiling(slow: float, fast: float, pace: cadence.Pace) -> None:
    """Whatever the rate and the budget, jitter included; who brings more never waits longer."""
    slow, fast = sorted((slow, fast))
    longer, shorter = cadence.interval(slow, pace), cadence.interval(fast, pace)
    assert longer >= shorter
    rounding = timedelta(microseconds=2)
    assert shorter * (1 - JITTER) >= cadence.FLOOR - rounding
    assert longer * (1 + JITTER) <= cadence.CEILING + rounding


@pytest.mark.parametrize(
    ("ages", "expected"),
    [
        ([], rate.UNKNOWN),
        ([None, None], rate.UNKNOWN),
        ([2 * HOUR * n for n in range(1, 21)], 12),
        ([2 * HOUR * n for n in range(1, 20)] + [400 * DAY], 12),
        ([-DAY] + [2 * HOUR * n for n in range(2, 21)], 12),
        ([None, 12 * HOUR], 2),
        ([365 * DAY * n for n in range(1, 11)], 1 / 365),
        ([timedelta(0)] * 6, 72),
        ([timedelta(0)] * 500, rate.FIRST_AT_MOST),
    ],
    ids=["none", "undated", "even", "one pinned", "one of tomorrow", "one", "dead", "now", "all"],
)
def test_first_estimate(ages: list[timedelta | None], expected: float) -> None:
    """The dates of the first document tell the rate, whatever one odd entry says."""
    entries = tuple(entry(None if age is None else NOON - age) for age in ages)
    assert rate.first(entries, NOON) == pytest.approx(expected)
    fresh = replace(STATE, rate=None, last_ok_at=None)
    assert after(fresh, fetched(), ParsedFeed("", entries), len(ages)).rate == pytest.approx(
        expected
    )


def test_nothing_read_is_nothing_learned() -> None:
    """A feed that has not been read yet has no rate."""
    assert after(replace(STATE, rate=None), fetched()).rate is None


def test_rates_are_learned_from_uneven_polls() -> None:
    """The mean is found to a fifth whatever the distances between polls, and then followed."""
    random, now, known = Random(7), NOON, 1.0
    for wanted in (30.0, 5.0):
        seen = []
        for _ in range(3000):
            waited = timedelta(minutes=random.choice((5, 20, 60)))
            expected = wanted * (waited / DAY)
            new = sum(random.random() < expected / 10 for _ in range(10))
            known = rate.learned(known, new, now, now + waited)
            now += waited
            seen.append(known)
        assert sum(seen[1500:]) / 1500 == pytest.approx(wanted, rel=0.2)


@given(known=RATES, new=st.integers(0, 10**6), passed=st.timedeltas())
def test_rates_stay_rates(known: float, new: int, passed: timedelta) -> None:
    """No poll, not even by a clock that runs backwards, makes a rate negative or endless."""
    try:
        later = NOON + passed
    except OverflowError:
        return
    learned = rate.learned(known, new, NOON, later)
    assert 0 <= learned < math.inf


@pytest.mark.parametrize(
    ("hours", "factor"), [(None, 1), (0, 1.5), (1, 0.5 + math.exp(-1)), (24, 0.5), (-5, 1.5)]
)
def test_news_comes_in_bursts(hours: int | None, factor: float) -> None:
    """A feed is taken to be busier after something new, and idler in silence."""
    last = None if hours is None else NOON - hours * HOUR
    assert rate.present(24.0, last, NOON) == pytest.approx(24.0 * factor, abs=1e-6)
    assert rate.present(None, last, NOON) is None


def test_silence_is_polled_less() -> None:
    """The next poll of a feed that has just brought something comes sooner than in its night."""
    lively, idle = (
        cadence.after(
            replace(STATE, last_new_at=NOON - since),
            cadence.Look(fetched(), None, 0, NOON),
            cadence.Pace(),
            0,
        ).next_poll_at
        for since in (MINUTE, DAY)
    )
    assert lively is not None
    assert idle is not None
    assert lively < idle
