"""A stand-in for each test, and a bot that talks to it."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.demo.botapi import StandIn
from tests.fixed_clock import FixedClock
from tests.talking_bot import talking


@pytest.fixture
def clock() -> FixedClock:
    """The stand-in's time, which moves only when somebody waits."""
    return FixedClock()


@pytest.fixture
async def standin(clock: FixedClock) -> AsyncIterator[StandIn]:
    """A stand-in on the loopback interface; afterwards, nothing may have strayed from the API."""
    async with StandIn.serve(clock=clock) as standin:
        yield standin
    assert standin.violations == []


@pytest.fixture
async def bot(standin: StandIn) -> AsyncIterator[Bot]:
    """python-telegram-bot, pointed at the stand-in."""
    async with talking(standin) as bot:
        yield bot


@pytest.fixture(autouse=True)
def durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library tells durations as such, not as numbers."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
