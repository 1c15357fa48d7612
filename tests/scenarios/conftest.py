"""The whole house: a real database file, a real feed server and Bot API stand-in on loopback."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.botapi import StandIn
from tests.feed_server import FeedServer, feed_server
from tests.house_of import House


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    """A stand-in for Telegram; nothing may stray from the Bot API."""
    async with StandIn.serve() as running:
        yield running
    assert running.violations == []


@pytest.fixture
async def feeds() -> AsyncIterator[FeedServer]:
    """A feed server without any feed yet."""
    async with feed_server() as running:
        yield running


@pytest.fixture
def house(tmp_path: Path, standin: StandIn, feeds: FeedServer) -> House:
    """Settings and a watchlist file that lead to those two."""
    return House(tmp_path, standin, feeds, standin.add_channel("Veille", "veille"))
