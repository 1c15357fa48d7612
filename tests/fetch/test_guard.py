"""No feed reaches into the operator's own network. Nothing here opens a socket to the outside."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest
import uvloop

from bot.fetch import HttpFetcher, Manners
from bot.fetch.guard import is_public
from bot.model import FailureKind, Fetched
from tests.asking import MANNERS, FakeResolver, ask, refused
from tests.fixed_clock import FixedClock
from tests.raw_server import answer, raw_server

GUARDED = Manners(user_agent="Vigie/1")

PRIVATE = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.1.2.3", "169.254.169.254",
    "172.16.0.1", "192.0.0.8", "192.0.0.170", "192.0.2.1", "192.88.99.1", "192.168.1.1",
    "198.18.0.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1",
    "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:2::1", "2001:db8::1",
    "2002:a00:1::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
    "", "phare.example", "2130706433", "0x7f.1",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "2a00:1450:4007::1", "::ffff:1.1.1.1"]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What sockets were asked for in the guard: none is made."""
    asked: list[tuple[Any, ...]] = []

    def refuse(**arguments: Any) -> socket.socket:
        asked.append(tuple(arguments.values()))
        raise ConnectionRefusedError

    monkeypatch.setattr("bot.fetch.guard.socket", SimpleNamespace(socket=refuse))
    return asked


@pytest.mark.parametrize("address", PRIVATE)
def test_private(address: str) -> None:
    """Private, special, reserved, disguised or no numeric address at all."""
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    """Addresses of the public internet."""
    assert is_public(address)


@pytest.mark.parametrize("address", [one for one in PRIVATE[:37] if "%" not in one])
async def test_names_of_private_hosts(address: str, opened: list[tuple[Any, ...]]) -> None:
    """A name that leads there is refused before there is a socket."""
    resolver = FakeResolver({"phare.example": [address]})
    async with HttpFetcher(GUARDED, FixedClock(), resolver) as fetcher:
        failure = await refused(fetcher, "http://phare.example/rss")
    assert failure.kind is FailureKind.ADDRESS
    assert address in failure.text.en
    assert opened == []


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "169.254.169.254",
     "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "127.1", "0"],
)  # fmt: skip
async def test_written_addresses(host: str, opened: list[tuple[Any, ...]]) -> None:
    """An address written in the URL, in whatever base, is refused as well (the real resolver)."""
    async with HttpFetcher(GUARDED, FixedClock()) as fetcher:
        failure = await refused(fetcher, f"http://{host}/rss")
    assert failure.kind is FailureKind.ADDRESS
    assert opened == []


async def test_several_private_addresses(opened: list[tuple[Any, ...]]) -> None:
    """Happy eyeballs try them all; the person is still told what is wrong."""
    resolver = FakeResolver({"phare.example": ["10.0.0.1", "fd12::1", "192.168.1.1"]})
    async with HttpFetcher(GUARDED, FixedClock(), resolver) as fetcher:
        failure = await refused(fetcher, "http://phare.example/rss")
    assert failure.kind is FailureKind.ADDRESS
    assert opened == []


async def test_public_beside_private(opened: list[tuple[Any, ...]]) -> None:
    """Of a host with both, only the public address is tried."""
    resolver = FakeResolver({"phare.example": ["fd12::1", "1.1.1.1"]})
    async with HttpFetcher(GUARDED, FixedClock(), resolver) as fetcher:
        failure = await refused(fetcher, "http://phare.example/rss")
    assert failure.kind is FailureKind.CONNECT
    assert {family for family, *_ in opened} == {socket.AF_INET}


@pytest.mark.parametrize("port", [22, 25, 6379, 5432])
async def test_ports(port: int, opened: list[tuple[Any, ...]]) -> None:
    """Ports of other services are not asked."""
    resolver = FakeResolver({"phare.example": ["1.1.1.1"]})
    async with HttpFetcher(GUARDED, FixedClock(), resolver) as fetcher:
        failure = await refused(fetcher, f"http://phare.example:{port}/rss")
    assert failure.kind is FailureKind.ADDRESS
    assert opened == []


async def test_redirect_to_a_private_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard stands at every redirect: here only the first address counts as public."""
    monkeypatch.setattr("bot.fetch.guard.is_public", lambda address: address == "127.0.0.1")
    resolver = FakeResolver({"phare.example": ["127.0.0.1"], "inside.example": ["10.0.0.1"]})
    async with raw_server() as server, HttpFetcher(GUARDED, FixedClock(), resolver) as fetcher:
        port = int(server.url.rpartition(":")[2])
        monkeypatch.setattr("bot.fetch.address.PORTS", {port, 80})
        server.at("/rss", answer(status="302 Found", Location="http://inside.example/admin"))
        failure = await refused(fetcher, f"http://phare.example:{port}/rss")
    assert failure.kind is FailureKind.ADDRESS
    assert "10.0.0.1" in failure.text.en


async def _guarded() -> None:
    resolver = FakeResolver({"phare.example": ["10.0.0.1", "fd12::1"]})
    async with HttpFetcher(GUARDED, FixedClock(), resolver) as fetcher:
        failure = await refused(fetcher, "http://phare.example/rss")
    assert failure.kind is FailureKind.ADDRESS


async def _open() -> None:
    resolver = FakeResolver({"phare.example": ["::1", "127.0.0.1"]})
    async with raw_server() as server, HttpFetcher(MANNERS, FixedClock(), resolver) as fetcher:
        port = server.at("/rss", answer(b"<rss/>")).rpartition(":")[2]
        assert isinstance(await ask(fetcher, f"http://phare.example:{port}"), Fetched)


@pytest.mark.parametrize("scenario", [_guarded, _open])
def test_on_uvloop(scenario: Callable[[], Awaitable[None]]) -> None:
    """The guard stands on uvloop too, and opens sockets there, with happy eyeballs."""

    async def run() -> None:
        assert isinstance(asyncio.get_running_loop(), uvloop.Loop)
        await scenario()

    uvloop.run(run())
