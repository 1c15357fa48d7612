"""Whatever goes wrong with a feed is a value with words, and the next feed is not concerned."""

import asyncio
import errno
import gzip
import socket
import struct
import tracemalloc
import zlib
from datetime import timedelta

import aiohttp
import pytest

from bot.fetch import HttpFetcher
from bot.fetch.trouble import Progress, of_exception
from bot.model import FailureKind, Fetched
from tests.asking import MANNERS, FakeResolver, ask, refused
from tests.fixed_clock import FixedClock
from tests.raw_server import RawServer, Talk, answer, silence

CUT_OFF = gzip.compress(b"<rss/>", mtime=0)[:-9]
CHALLENGE = b"<title>Just a moment...</title>"


async def _drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while True:
        writer.write(b"<")
        await writer.drain()
        await asyncio.sleep(0.02)


async def _reset(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss>")
    await writer.drain()
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def _endless(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b" " * 65536)
        await writer.drain()


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (silence, FailureKind.TIMEOUT),
        (_drip, FailureKind.TIMEOUT),
        (_reset, FailureKind.BROKEN_TRANSFER),
        (_endless, FailureKind.TOO_LARGE),
        (b"", FailureKind.BROKEN_TRANSFER),
        (b"220 mail.example ESMTP\r\n", FailureKind.BROKEN_TRANSFER),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\n", FailureKind.BROKEN_TRANSFER),
        (answer(b"<rss/>", Content_Length="1000"), FailureKind.BROKEN_TRANSFER),
        (answer(b"<rss/>", Content_Length="-1"), FailureKind.BROKEN_TRANSFER),
        (answer(b"<rss/>", Content_Length="six"), FailureKind.BROKEN_TRANSFER),
        (answer(b" " * 1_000_001), FailureKind.TOO_LARGE),
        (answer(b"<rss/>", Content_Encoding="gzip"), FailureKind.BROKEN_TRANSFER),
        (answer(b"<rss/>", Content_Encoding="br"), FailureKind.BROKEN_TRANSFER),
        (answer(b"<rss/>", Content_Encoding="gzip, br"), FailureKind.BROKEN_TRANSFER),
        (answer(CUT_OFF, Content_Encoding="gzip"), FailureKind.BROKEN_TRANSFER),
        (answer(status="204 No Content"), FailureKind.STATUS),
        (answer(status="400 Bad Request"), FailureKind.STATUS),
        (answer(status="401 Unauthorized"), FailureKind.LOGIN),
        (answer(status="402 Payment Required"), FailureKind.PAYWALL),
        (answer(status="403 Forbidden"), FailureKind.FORBIDDEN),
        (answer(status="404 Not Found"), FailureKind.NOT_FOUND),
        (answer(status="410 Gone"), FailureKind.GONE),
        (answer(status="429 Too Many Requests"), FailureKind.BUSY),
        (answer(status="451 Unavailable For Legal Reasons"), FailureKind.FORBIDDEN),
        (answer(status="500 Internal Server Error"), FailureKind.SERVER),
        (answer(status="503 Service Unavailable"), FailureKind.BUSY),
        (answer(status="522 Timed Out"), FailureKind.SERVER),
    ],
)  # fmt: skip
async def test_kinds(
    fetcher: HttpFetcher, server: RawServer, reply: bytes | Talk, kind: FailureKind
) -> None:
    """Every trouble has its kind and its words, and the fetcher goes on."""
    failure = await refused(fetcher, server.at("/rss", reply))
    assert failure.kind is kind
    assert all((failure.text.en, failure.text.fr, failure.hint.en, failure.hint.fr))
    assert isinstance(await ask(fetcher, server.at("/other", answer(b"<rss/>"))), Fetched)


async def test_largest(fetcher: HttpFetcher, server: RawServer) -> None:
    """A document of exactly the limit is taken."""
    outcome = await ask(fetcher, server.at("/rss", answer(b" " * 1_000_000)))
    assert isinstance(outcome, Fetched)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_bomb(fetcher: HttpFetcher, server: RawServer, encoding: str) -> None:
    """100 MB in 100 KB cost no more memory than a feed of the greatest size."""
    url = server.at("/rss", answer(_zeros(100, encoding), Content_Encoding=encoding))
    tracemalloc.start()
    try:
        failure = await refused(fetcher, url)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert failure.kind is FailureKind.TOO_LARGE
    assert peak < 5 * MANNERS.max_bytes


def _zeros(megabytes: int, encoding: str) -> bytes:
    window = zlib.MAX_WBITS + (16 if encoding == "gzip" else 0)
    squeeze = zlib.compressobj(wbits=window)
    return b"".join(squeeze.compress(bytes(10**6)) for _ in range(megabytes)) + squeeze.flush()


@pytest.mark.parametrize(
    ("page", "headers", "wall"),
    [
        (CHALLENGE, {}, "Cloudflare"),
        (gzip.compress(CHALLENGE, mtime=0), {"Content_Encoding": "gzip"}, "Cloudflare"),
        (b"", {"CF_Mitigated": "challenge"}, "Cloudflare"),
        (b"<p>Cloudflare</p>", {"Server": "cloudflare"}, "Cloudflare"),
        (b"", {"X_DataDome": "protected"}, "DataDome"),
        (b"<p>No</p>", {"Server": "cloudflare"}, "The server refuses access"),
        (b"?", {"Content_Encoding": "br"}, "The server refuses access"),
        (b"?", {"Content_Encoding": "gzip"}, "The server refuses access"),
        (CHALLENGE, {"Content_Length": "9999"}, "Cloudflare"),
        (CHALLENGE + bytes(100_000), {}, "Cloudflare"),
    ],
)
async def test_walls(
    fetcher: HttpFetcher, server: RawServer, page: bytes, headers: dict[str, str], wall: str
) -> None:
    """Who keeps robots out is named, even when the page is compressed, cut off or endless."""
    url = server.at("/rss", answer(page, "403 Forbidden", **headers))
    failure = await refused(fetcher, url)
    is_named = not wall.startswith("The server")
    assert failure.kind is (FailureKind.WALL if is_named else FailureKind.FORBIDDEN)
    assert failure.status == 403
    assert failure.text.en.startswith(wall)


async def test_nobody_listens(fetcher: HttpFetcher) -> None:
    """A closed port is a server that does not answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert (await refused(fetcher, f"http://127.0.0.1:{port}/")).kind is FailureKind.CONNECT


async def test_unknown_name() -> None:
    """A host that DNS does not know."""
    async with HttpFetcher(MANNERS, FixedClock(), FakeResolver({})) as fetcher:
        assert (await refused(fetcher, "http://phare.example/")).kind is FailureKind.DNS


@pytest.mark.parametrize(
    "url", ["", "rss", "ftp://phare.example/", "http://", "http://[", "http://phare.example:99999/",
            "http://ph are.example/", "http://a..b/", f"http://{'a' * 70}.example/"],
)  # fmt: skip
async def test_no_address(fetcher: HttpFetcher, url: str) -> None:
    """What is no address is refused in words, never by an exception."""
    assert (await refused(fetcher, url)).kind in {FailureKind.ADDRESS, FailureKind.DNS}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (aiohttp.ConnectionTimeoutError("…"), "does not react"),
        (TimeoutError(), "did not answer in 30 s"),
        (ConnectionResetError(errno.ECONNRESET, "…"), "broke off"),
        (aiohttp.ServerDisconnectedError(), "without an answer"),
        (aiohttp.ClientPayloadError(), "cut off or garbled"),
    ],
)
def test_words_of_connections(error: aiohttp.ClientError | OSError, words: str) -> None:
    """Where a connection fails, it is told at which step."""
    assert words in of_exception(error, timedelta(seconds=30), Progress()).text.en


async def test_server_that_does_not_react(fetcher: HttpFetcher) -> None:
    """A connection that nobody takes is given up before the whole time is over, and told so."""
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        others = [socket.socket() for _ in range(4)]
        for other in others:  # they fill the queue
            other.setblocking(False)
            other.connect_ex(deaf.getsockname())
        failure = await refused(fetcher, f"http://127.0.0.1:{deaf.getsockname()[1]}/")
        for other in others:
            other.close()
    assert failure.kind is FailureKind.TIMEOUT
    assert "does not react" in failure.text.en


async def test_refused_connection_is_told(fetcher: HttpFetcher) -> None:
    """That nothing listens is another trouble than that nothing reacts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    failure = await refused(fetcher, f"http://127.0.0.1:{port}/")
    assert failure.kind is FailureKind.CONNECT
    assert "refuses the connection" in failure.text.en
