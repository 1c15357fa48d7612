"""The operator's one knob: polls per day."""

import math
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import cadence


def _polls(rates: list[float | None], c: float) -> float:
    """Polls a day, mean over all feeds."""
    pace = cadence.Pace(c=c)
    each = [timedelta(days=1) / cadence.interval(rate, pace) for rate in rates]
    return sum(each) / len(each)


@pytest.mark.parametrize("budget", [10, 48, 96, 200])
@pytest.mark.parametrize("sigma", [0.0, 1.5, 3.0])
def test_the_budget_is_spent(budget: float, sigma: float) -> None:
    """However different the feeds, the mean is what the operator wants, to a fiftieth."""
    random = Random(1)
    rates: list[float | None] = [random.lognormvariate(math.log(6), sigma) for _ in range(5000)]
    rates += [None, 0.0]
    assert _polls(rates, cadence.spend(rates, budget)) == pytest.approx(budget, rel=0.02)


@pytest.mark.parametrize(("budget", "minutes"), [(0, 327), (1, 327), (10_000, 5.6), (1e9, 5.6)])
def test_impossible_budgets_end_at_floor_and_ceiling(budget: float, minutes: float) -> None:
    """What cannot be spent, or is not there, leaves every feed at its limit."""
    pace = cadence.Pace(c=cadence.spend([0.01, 1.0, 1000.0, None], budget))
    for rate in (0.01, 1000.0, None):
        minute = timedelta(minutes=1)
        assert cadence.interval(rate, pace) / minute == pytest.approx(minutes, abs=0.5)


def test_no_feeds_yet() -> None:
    """An empty list of feeds has a pace: that of a feed of which nothing is known."""
    assert _polls([None], cadence.spend([], 96)) == pytest.approx(96, rel=0.02)


@given(rates=st.lists(st.none() | st.floats(0, 1e12), max_size=50), budget=st.floats(0, 1e6))
def test_any_rates_give_a_pace(rates: list[float | None], budget: float) -> None:
    """The answer is always a number to work with."""
    assert 0 < cadence.spend(rates, budget) < math.inf
