"""Looking up hosts; nobody is asked."""

import asyncio
import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp.abc import ResolveResult

from bot.fetch import HttpFetcher
from bot.fetch.names import HastyResolver
from bot.model import FailureKind, NotModified
from tests.asking import MANNERS, FakeResolver, ask, refused
from tests.fixed_clock import FixedClock
from tests.lasting_server import lasting_server


class CountingResolver(FakeResolver):
    """Notes every question."""

    asked = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """As the other, one more."""
        self.asked += 1
        return await super().resolve(host, port, family)


class SilentResolver(FakeResolver):
    """Never answers."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Wait for ever."""
        await asyncio.Event().wait()
        return []


class BrokenResolver(FakeResolver):
    """Says that it cannot say."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Fail for now."""
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


async def test_gives_up() -> None:
    """A resolver that is cut off does not take the whole time of a fetch."""
    with pytest.raises(socket.gaierror) as caught:
        await HastyResolver(SilentResolver({}), 0.01).resolve("phare.example")
    assert caught.value.errno == socket.EAI_AGAIN


@pytest.mark.parametrize("resolver", [SilentResolver({}), BrokenResolver({})])
async def test_no_dns_is_told(resolver: FakeResolver) -> None:
    """That names cannot be looked up is another trouble than a name that does not exist."""
    manners = replace(MANNERS, timeout=timedelta(seconds=0.3))
    async with HttpFetcher(manners, FixedClock(), resolver) as fetcher:
        failure = await refused(fetcher, "http://phare.example/")
    assert failure.kind is FailureKind.DNS
    assert "at the moment" in failure.text.en


async def test_unknown_name_is_told() -> None:
    """A name that does not exist."""
    async with HttpFetcher(MANNERS, FixedClock(), FakeResolver({})) as fetcher:
        failure = await refused(fetcher, "http://phare.example/")
    assert failure.kind is FailureKind.DNS
    assert "not known" in failure.text.en


async def test_looked_up_once() -> None:
    """Feeds of a host that come one after the other need one look-up, though connections close."""
    resolver = CountingResolver({"phare.example": ["127.0.0.1"]})
    async with lasting_server() as server, HttpFetcher(MANNERS, FixedClock(), resolver) as fetcher:
        for number in range(5):
            server.answers[f"/{number}"] = b"HTTP/1.1 304 N\r\nConnection: close\r\n\r\n"
            url = f"http://phare.example:{server.port}/{number}"
            assert isinstance(await ask(fetcher, url, etag='"a"'), NotModified)
    assert resolver.asked == 1
