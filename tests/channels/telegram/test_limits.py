"""Counting over time."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.limits import Bucket, Window
from tests.fixed_clock import NOON
from tests.samples import later

SECOND = timedelta(seconds=1)
WAITS = st.lists(st.integers(0, 3000), max_size=60)


def test_a_window_frees_a_place_when_its_oldest_event_leaves() -> None:
    """The third of three within a second has to wait for the first to be a second old."""
    window = Window(SECOND)
    window.add(NOON)
    assert window.free_at(2) <= NOON
    window.add(later(seconds=0.4))
    assert window.free_at(2) == later(seconds=1)
    assert window.free_at(3) <= NOON


def test_a_postponed_event_counts_from_then() -> None:
    """What was counted at its start can be counted at its end instead."""
    window = Window(SECOND)
    window.add(NOON)
    window.postpone_last(later(seconds=5))
    assert window.free_at(1) == later(seconds=6)


@given(WAITS, st.integers(1, 5))
def test_a_window_is_never_overfull(waits: list[int], limit: int) -> None:
    """Whoever waits until it is free never has more events in any stretch than allowed."""
    window = Window(SECOND)
    now, times = NOON, []
    for wait in waits:
        now = max(now + timedelta(milliseconds=wait), window.free_at(limit))
        window.add(now)
        times.append(now)
    pairs = zip(times, times[limit:], strict=False)
    assert all(second - first >= SECOND for first, second in pairs)


@given(WAITS, st.integers(1, 5))
def test_a_bucket_never_overflows(waits: list[int], burst: int) -> None:
    """In any stretch there is at most the burst, and one more per interval."""
    bucket = Bucket(SECOND, burst)
    now, times = NOON, []
    for wait in waits:
        now = max(now + timedelta(milliseconds=wait), bucket.free_at())
        bucket.add(now)
        times.append(now)
    for number, first in enumerate(times):
        for further, then in enumerate(times[number:], 1):
            assert further <= burst + (then - first) / SECOND
