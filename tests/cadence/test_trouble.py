"""A feed's health: what is told of it, and when."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import cadence
from bot.cadence.rate import MEMORY
from bot.model import FailureKind, FetchFailure, FetchState, NotModified
from tests.fixed_clock import NOON
from tests.looking import DAY, HOUR, MINUTE, STATE, after, failure, unmodified

WORDS: dict[str, FetchFailure | NotModified] = {
    "x": failure(),
    ".": unmodified(),
    "g": failure(FailureKind.GONE),
}


def _told(polls: str, apart: timedelta = HOUR) -> dict[int, str]:
    """What is told after which poll of a feed that fails (x), is gone (g) or answers (.)."""
    state, told = STATE, {}
    for number, poll in enumerate(polls):
        later = after(state, WORDS[poll], at=NOON + number * apart)
        if news := cadence.news(state, later):
            told[number] = str(news)
        state = later
    return told


@pytest.mark.parametrize(
    ("polls", "told"),
    [
        ("....", {}),
        ("xx..", {}),
        ("xxxxxx", {2: "failing"}),
        ("xxx.", {2: "failing"}),
        ("xxx..", {2: "failing", 4: "recovered"}),
        ("xxx.x.x.x..", {2: "failing", 10: "recovered"}),
        ("xxx...xxx..", {2: "failing", 4: "recovered", 8: "failing", 10: "recovered"}),
        ("xx.xx.xx.", {}),
        ("g", {0: "failing"}),
        ("gg..", {0: "failing", 3: "recovered"}),
    ],
)
def test_troubles_are_told_once(polls: str, told: dict[int, str]) -> None:
    """After three failures, once; its end after two good answers, once; a 410 at once."""
    assert _told(polls) == told


def test_short_troubles_are_not_told() -> None:
    """Three failures within minutes are nothing; an hour of them is."""
    assert _told("x" * 10, apart=5 * MINUTE) == {}
    assert _told("x" * 20, apart=5 * MINUTE) == {12: "failing"}


def test_the_moment_is_kept() -> None:
    """When it was told stays known until the end, which begins all anew."""
    state = replace(STATE, failures=2, failing_since=NOON - DAY)
    told = after(state, failure())
    assert told.told_at == NOON
    assert after(told, failure(), at=NOON + HOUR).told_at == NOON
    better = after(told, unmodified(), at=NOON + HOUR)
    assert (better.told_at, better.successes) == (NOON, 1)
    well = after(better, unmodified(), at=NOON + 2 * HOUR)
    assert (well.told_at, well.successes) == (None, 0)
    assert after(well, unmodified(), at=NOON + 3 * HOUR).successes == 0


def _silent(rate: float, silence: timedelta) -> FetchState:
    """A feed that had so many entries a day and has answered 304 ever since."""
    state = replace(STATE, rate=rate, last_new_at=NOON, last_ok_at=NOON)
    for hour in range(1, int(silence / HOUR) + 1):
        state = after(state, unmodified(), at=NOON + hour * HOUR)
    return state


@pytest.mark.parametrize(
    ("rate", "silence", "is_told"),
    [
        (100.0, DAY, False),
        (100.0, 2 * DAY, True),
        (4.0, 40 * HOUR, False),
        (4.0, 2 * DAY, True),
        (1.0, 6 * DAY, False),
        (1.0, 8 * DAY, True),
        (0.1, 60 * DAY, False),
        (0.1, 71 * DAY, True),
    ],
)
def test_unusual_silences_are_told(rate: float, silence: timedelta, *, is_told: bool) -> None:
    """When seven entries should have come at its old rate, and after two days at least."""
    now = NOON + silence
    assert cadence.silent_for(_silent(rate, silence), now) == (silence if is_told else None)


def test_a_feed_that_fails_is_not_called_silent() -> None:
    """Silence is what good answers say: the last one counts, however long ago it was."""
    state = replace(STATE, rate=24.0, last_new_at=NOON - 4 * DAY, last_ok_at=NOON - 3 * DAY)
    assert cadence.silent_for(state, NOON) is None
    assert cadence.silent_for(replace(state, last_new_at=None), NOON) is None
    assert cadence.silent_for(replace(state, last_ok_at=None), NOON) is None


def test_silence_for_ages_is_still_silence() -> None:
    """A rate that has faded to nothing, and beyond what a number holds, gives an answer."""
    ages = replace(STATE, rate=24.0, last_new_at=NOON - 9999 * DAY, last_ok_at=NOON)
    assert cadence.silent_for(ages, NOON) == 9999 * DAY
    assert cadence.silent_for(replace(ages, rate=0.0), NOON) is None
    assert MEMORY < 9999 * DAY
