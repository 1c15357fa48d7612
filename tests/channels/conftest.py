"""A stand-in for Telegram, and Vigie's channel that talks to it."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram.sender import TelegramChannel
from bot.demo.botapi import StandIn
from tests.fixed_clock import FixedClock
from tests.telegram_posts import channel_to


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """PTB gives durations as such, as it does for a running Vigie; undone afterwards."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def clock() -> FixedClock:
    """Time moves only when somebody waits."""
    return FixedClock()


@pytest.fixture
async def standin(clock: FixedClock) -> AsyncIterator[StandIn]:
    """A stand-in on the loopback interface; afterwards, nothing may have strayed from the API."""
    async with StandIn.serve(clock=clock) as standin:
        yield standin
    assert standin.violations == []


@pytest.fixture
async def channel(standin: StandIn, clock: FixedClock) -> AsyncIterator[TelegramChannel]:
    """Vigie's channel, without an operations chat."""
    async with channel_to(standin, clock) as channel:
        yield channel


@pytest.fixture
def chat(standin: StandIn) -> int:
    """A channel in which the bot may post and not edit what others write."""
    return standin.add_channel("Veille", "veille")
