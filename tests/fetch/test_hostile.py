"""Servers that mean harm, over the wire: bounded in time and memory, and told."""

import asyncio
import time
import tracemalloc
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import brotli
import pytest

from bot.fetch import HttpFetcher
from bot.model import FailureKind, Fetched, FetchFailure
from tests.asking import MANNERS, ask, refused
from tests.compressing import zstd
from tests.fixed_clock import FixedClock
from tests.raw_server import RawServer, Talk, answer

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
MUCH = 100_000_000


@pytest.fixture
async def patient() -> AsyncIterator[HttpFetcher]:
    """A fetcher with time, so that another limit has to hold."""
    manners = replace(MANNERS, timeout=timedelta(seconds=20))
    async with HttpFetcher(manners, FixedClock()) as opened:
        yield opened


async def _send(writer: asyncio.StreamWriter, start: bytes, again: bytes, total: int) -> None:
    writer.write(start)
    for _ in range(total // len(again)):
        writer.write(again)
        await writer.drain()


async def _declared(writer: asyncio.StreamWriter) -> None:
    start = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % MUCH
    await _send(writer, start, bytes(65536), MUCH)


async def _undeclared(writer: asyncio.StreamWriter) -> None:
    await _send(writer, b"HTTP/1.0 200 OK\r\n\r\n", bytes(65536), MUCH)


async def _in_chunks(writer: asyncio.StreamWriter) -> None:
    await _send(writer, CHUNKED, b"10000\r\n" + bytes(65536) + b"\r\n", MUCH)


async def _in_crumbs(writer: asyncio.StreamWriter) -> None:
    await _send(writer, CHUNKED, b"1\r\n \r\n" * 10_000, MUCH)


async def _headers(writer: asyncio.StreamWriter) -> None:
    await _send(writer, b"HTTP/1.1 200 OK\r\n", b"X-Flood: %b\r\n" % (b"x" * 1000), MUCH)


async def _header_names(writer: asyncio.StreamWriter) -> None:
    await _send(writer, b"HTTP/1.1 200 OK\r\n", b"a:\r\n" * 10_000, MUCH)


async def _header_without_end(writer: asyncio.StreamWriter) -> None:
    await _send(writer, b"HTTP/1.1 200 OK\r\nX: ", b"x" * 65536, MUCH)


async def _size_without_end(writer: asyncio.StreamWriter) -> None:
    await _send(writer, CHUNKED + b"1;", b"x" * 65536, MUCH)


async def _trailers(writer: asyncio.StreamWriter) -> None:
    await _send(writer, CHUNKED + b"0\r\n", b"X: %b\r\n" % (b"x" * 1000), MUCH)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (_declared, FailureKind.TOO_LARGE),
        (_undeclared, FailureKind.TOO_LARGE),
        (_in_chunks, FailureKind.TOO_LARGE),
        (_headers, FailureKind.BROKEN_TRANSFER),
        (_header_names, FailureKind.BROKEN_TRANSFER),
        (_header_without_end, FailureKind.BROKEN_TRANSFER),
        (_size_without_end, FailureKind.BROKEN_TRANSFER),
        (_trailers, FailureKind.BROKEN_TRANSFER),
    ],
)
async def test_floods(
    patient: HttpFetcher, server: RawServer, reply: Talk, kind: FailureKind
) -> None:
    """100 MB of anything cost a few MB of memory and end early."""
    url = server.at("/rss", reply)
    tracemalloc.start()
    try:
        failure = await refused(patient, url)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert failure.kind is kind
    assert peak < 6 * MANNERS.max_bytes


async def test_crumbs(server: RawServer) -> None:
    """Chunks of one byte cost time, and count like any others."""
    manners = replace(MANNERS, timeout=timedelta(seconds=20), max_bytes=100_000)
    async with HttpFetcher(manners, FixedClock()) as fetcher:
        failure = await refused(fetcher, server.at("/rss", _in_crumbs))
    assert failure.kind is FailureKind.TOO_LARGE


@pytest.mark.parametrize("encoding", ["br", "zstd"])
async def test_bombs(patient: HttpFetcher, server: RawServer, encoding: str) -> None:
    """A small answer that stands for 100 MB ends at the limit."""
    body = zstd(bytes(MUCH)) if encoding == "zstd" else brotli.compress(bytes(MUCH), quality=1)
    failure = await refused(patient, server.at("/rss", answer(body, Content_Encoding=encoding)))
    assert failure.kind is FailureKind.TOO_LARGE


async def _continue(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
        await writer.drain()
        await asyncio.sleep(0.001)


async def _drip_headers(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X: y\r\n")
        await writer.drain()
        await asyncio.sleep(0.02)


async def _drip_chunks(writer: asyncio.StreamWriter) -> None:
    writer.write(CHUNKED)
    while True:
        writer.write(b"1\r\n \r\n")
        await writer.drain()
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (_continue, "did not answer"),
        (_drip_headers, "did not answer"),
        (_drip_chunks, "too slowly"),
    ],
)
async def test_drips(fetcher: HttpFetcher, server: RawServer, reply: Talk, words: str) -> None:
    """Whatever trickles in, the deadline stands, and it is told what was late."""
    began = time.monotonic()
    failure = await refused(fetcher, server.at("/rss", reply))
    assert failure.kind is FailureKind.TIMEOUT
    assert words in failure.text.en
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "raw",
    [
        CHUNKED + b"zz\r\nabc\r\n0\r\n\r\n",
        CHUNKED + b"-1\r\nabc\r\n0\r\n\r\n",
        CHUNKED + b"ffffffffffffffffffff\r\nabc\r\n0\r\n\r\n",
        CHUNKED + b"5\r\nabc\r\n0\r\n\r\n",
        CHUNKED + b"3\r\nabc",
        answer(b"<rss/>", Transfer_Encoding="chunked"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nContent-Length: 7\r\n\r\n<rss/>",
        b"HTTP/9.9 200 OK\r\n\r\n<rss/>",
        b"HTTP/1.1 20x OK\r\n\r\n<rss/>",
        b"HTTP/1.1 99999 OK\r\n\r\n<rss/>",
        b"<rss><channel/></rss>",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\0" * 5000,
        b"HTTP/1.1 200 OK\r\nBad Header\r\n\r\n<rss/>",
        b"HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n<rss/>",
    ],
)
async def test_garbage(fetcher: HttpFetcher, server: RawServer, raw: bytes) -> None:
    """What is no HTTP is told, in both languages, and stops nobody."""
    failure = await refused(fetcher, server.at("/rss", raw))
    assert failure.kind is FailureKind.BROKEN_TRANSFER
    assert failure.text.en != failure.text.fr
    assert isinstance(await ask(fetcher, server.at("/other", answer(b"<rss/>"))), Fetched)


async def test_length_that_is_too_short(fetcher: HttpFetcher, server: RawServer) -> None:
    """A body that is longer than it says is no HTTP, and what follows is nobody's answer."""
    url = server.at("/rss", answer(b"<rss/>garbage", Content_Length="6", Connection="keep-alive"))
    assert (await refused(fetcher, url)).kind is FailureKind.BROKEN_TRANSFER
    assert isinstance(await ask(fetcher, server.at("/other", answer(b"<rss/>"))), Fetched)


async def test_answer_smuggled_behind_another(fetcher: HttpFetcher, server: RawServer) -> None:
    """A second answer that nobody asked for is never taken for that of the next feed."""
    smuggled = answer(b"<evil/>")
    raw = answer(b"<rss/>", Connection="keep-alive") + smuggled
    assert isinstance(await ask(fetcher, server.at("/a", raw)), Fetched)
    outcome = await ask(fetcher, server.at("/b", answer(b"<rss/>")))
    assert isinstance(outcome, Fetched)
    assert outcome.body == b"<rss/>"


async def test_redirect_with_a_body_without_end(patient: HttpFetcher, server: RawServer) -> None:
    """The page of a redirect is not waited for."""

    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 302 F\r\nLocation: /end\r\nTransfer-Encoding: chunked\r\n\r\n")
        await asyncio.Event().wait()

    server.at("/end", answer(b"<rss/>"))
    url = server.at("/rss", endless)
    assert isinstance(await asyncio.wait_for(ask(patient, url), 5), Fetched)


async def test_locations_without_end(patient: HttpFetcher, server: RawServer) -> None:
    """Addresses that grow with each redirect end as well."""

    async def grow(writer: asyncio.StreamWriter) -> None:
        path = server.requests[-1].split()[1].decode()
        server.at(path * 2, grow)
        writer.write(answer(status="301 M", Location=path * 2))

    outcome = await ask(patient, server.at("/" + "a" * 200, grow))
    assert isinstance(outcome, FetchFailure)
    assert outcome.kind in {FailureKind.REDIRECTS, FailureKind.ADDRESS}
