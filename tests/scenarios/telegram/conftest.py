"""A Telegram with its flood limits, and an office that delivers to it."""

from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import pytest

from bot.demo.botapi import StandIn
from bot.demo.botapi.flood import Limits
from tests.fixed_clock import FixedClock
from tests.newsroom import Newsroom
from tests.telegram_office import At, TelegramOffice
from tests.telegram_posts import place


@pytest.fixture
def clock() -> FixedClock:
    """Time moves only when somebody waits."""
    return FixedClock()


@pytest.fixture
async def standin(clock: FixedClock) -> AsyncIterator[StandIn]:
    """Telegram, with its flood limits; nothing may stray from the Bot API."""
    async with StandIn.serve(clock=clock, limits=Limits()) as standin:
        yield standin
    assert standin.violations == []


@pytest.fixture
def chat(standin: StandIn) -> int:
    """A channel in which the bot may post, and not edit what others write."""
    return standin.add_channel("Veille", "veille")


@pytest.fixture
def at(tmp_path: Path, standin: StandIn, clock: FixedClock) -> At:
    """Opens an office that delivers to the places it is given."""
    return partial(TelegramOffice.at, tmp_path, standin, clock)


@pytest.fixture
async def office(at: At, chat: int) -> AsyncIterator[TelegramOffice]:
    """Delivers to that channel."""
    async with at(place(chat)) as office:
        yield office


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    """Finds stories, on the database that the office delivers from."""
    opened = Newsroom(tmp_path)
    with opened.database:
        yield opened


@pytest.fixture
async def telegram(newsroom: Newsroom) -> AsyncIterator[StandIn]:
    """By the newsroom's clock."""
    async with StandIn.serve(clock=newsroom.clock) as standin:
        yield standin
    assert standin.violations == []
