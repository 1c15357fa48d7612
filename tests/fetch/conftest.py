"""A real server on loopback, and the fetcher that asks it."""

from collections.abc import AsyncIterator

import pytest

from bot.fetch import HttpFetcher
from tests.asking import MANNERS
from tests.fixed_clock import FixedClock
from tests.raw_server import RawServer, raw_server


@pytest.fixture
async def server() -> AsyncIterator[RawServer]:
    """A server that says what the test wants."""
    async with raw_server() as served:
        yield served


@pytest.fixture
async def fetcher() -> AsyncIterator[HttpFetcher]:
    """A fetcher that may ask this machine, and waits half a second at most."""
    async with HttpFetcher(MANNERS, FixedClock()) as opened:
        yield opened
