"""What is sent, and what comes back, over real HTTP."""

import asyncio
import gzip

import pytest

from bot.fetch import HttpFetcher
from bot.model import FailureKind, Fetched, FetchState, NotModified, Source
from tests.asking import MANNERS, FakeResolver, ask, refused
from tests.fixed_clock import NOON, FixedClock
from tests.raw_server import RawServer, answer

BODY = b"<rss/>"


async def test_200(fetcher: HttpFetcher, server: RawServer) -> None:
    """A document comes back as it was sent, with its headers in lower case and the time."""
    url = server.at("/rss", answer(BODY, ETag='W/"a"'))
    outcome = await ask(fetcher, url)
    assert isinstance(outcome, Fetched)
    assert (outcome.url, outcome.status, outcome.body) == (url, 200, BODY)
    assert (outcome.headers["etag"], outcome.fetched_at) == ('W/"a"', NOON)


async def test_says_who_asks(fetcher: HttpFetcher, server: RawServer) -> None:
    """Only what can be decoded is asked for, under a stable name, without cookies or origin."""
    url = server.at("/rss", answer(BODY, Set_Cookie="visitor=7"))
    await ask(fetcher, url)
    await ask(fetcher, url)
    assert server.sent("User-Agent") == MANNERS.user_agent
    assert server.sent("Accept-Encoding") == "gzip, deflate, br, zstd"
    assert "application/rss+xml" in (server.sent("Accept") or "")
    assert [server.sent(name) for name in ("Cookie", "Referer", "If-None-Match")] == [None] * 3


@pytest.mark.parametrize(
    ("etag", "last_modified"),
    [
        ('"a b"', "Mon, 02 Mar 2026 11:00:00 GMT"),
        ("not-even-quoted,;", "yesterday at noon"),
        ('W/"été"', None),
        (None, "Mon, 2 Mar 2026 11:00:00 +0100"),
    ],
)
async def test_validators_go_back_byte_for_byte(
    fetcher: HttpFetcher, server: RawServer, etag: str | None, last_modified: str | None
) -> None:
    """ETag and Last-Modified are never read or put right; what is not known is not invented."""
    url = server.at("/rss", answer(status="304 Not Modified"))
    assert isinstance(await ask(fetcher, url, etag, last_modified), NotModified)
    sent = [server.sent(name) for name in ("If-None-Match", "If-Modified-Since")]
    assert sent == [etag and etag.encode().decode("latin-1"), last_modified]


async def test_304_tells_its_headers(fetcher: HttpFetcher, server: RawServer) -> None:
    """A 304 may carry new validators, which are handed on."""
    url = server.at("/rss", answer(status="304 Not Modified", ETag='"b"'))
    outcome = await ask(fetcher, url, etag='"a"')
    assert isinstance(outcome, NotModified)
    assert (outcome.url, outcome.headers["etag"], outcome.fetched_at) == (url, '"b"', NOON)


async def test_304_that_nobody_asked_for(fetcher: HttpFetcher, server: RawServer) -> None:
    """Without validators "not modified" says nothing: a feed never read would stay unread."""
    failure = await refused(fetcher, server.at("/rss", answer(status="304 Not Modified")))
    assert (failure.kind, failure.status) == (FailureKind.STATUS, 304)


async def test_headers_beyond_utf8(fetcher: HttpFetcher, server: RawServer) -> None:
    """UTF-8 is kept; a value in another charset is left out, as nothing could store it."""
    raw = answer(BODY, Server="serveur d'été").replace(b"\r\n\r\n", b'\r\nETag: "\xe9"\r\n\r\n')
    outcome = await ask(fetcher, server.at("/rss", raw))
    assert isinstance(outcome, Fetched)
    assert outcome.headers["server"] == "serveur d'été"
    assert "etag" not in outcome.headers


async def test_cache_control_on_two_lines(fetcher: HttpFetcher, server: RawServer) -> None:
    """Several Cache-Control are one."""
    raw = answer(BODY, Cache_Control="max-age=60").replace(
        b"\r\n\r\n", b"\r\ncache-control: private\r\n\r\n"
    )
    outcome = await ask(fetcher, server.at("/rss", raw))
    assert isinstance(outcome, Fetched)
    assert outcome.headers["cache-control"] == "max-age=60, private"


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.0 200 OK\r\n\r\n" + BODY,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<rs\r\n3\r\ns/>\r\n0\r\n\r\n",
        answer(BODY, Content_Length="6", Content_Encoding="identity"),
        answer(gzip.compress(BODY, mtime=0), Content_Encoding="gzip"),
    ],
    ids=["1.0 until the end", "chunked", "identity", "gzip"],
)
async def test_ways_to_send_a_body(fetcher: HttpFetcher, server: RawServer, raw: bytes) -> None:
    """However the body comes, it is the same."""
    outcome = await ask(fetcher, server.at("/rss", raw))
    assert isinstance(outcome, Fetched)
    assert outcome.body == BODY


async def test_empty_body(fetcher: HttpFetcher, server: RawServer) -> None:
    """Nothing is a body too, even where it claims to be compressed: the parser says what to do."""
    for raw in (answer(), answer(Content_Encoding="gzip")):
        outcome = await ask(fetcher, server.at("/rss", raw))
        assert isinstance(outcome, Fetched)
        assert outcome.body == b""


async def test_two_at_a_time(server: RawServer) -> None:
    """A host has two requests in flight at most; a third one waits for its turn."""
    release, begun = asyncio.Event(), asyncio.Semaphore(0)

    async def when_released(writer: asyncio.StreamWriter) -> None:
        begun.release()
        await release.wait()
        writer.write(answer(BODY))

    port = server.at("/rss", when_released).rpartition(":")[2]
    resolver = FakeResolver({"phare.example": ["127.0.0.1"]})
    url = f"http://phare.example:{port}"
    async with HttpFetcher(MANNERS, FixedClock(), resolver) as fetcher:
        polls = [asyncio.create_task(ask(fetcher, url)) for _ in range(3)]
        await begun.acquire()
        await begun.acquire()
        await asyncio.sleep(0.05)
        assert len(server.requests) == 2
        release.set()
        assert {type(outcome) for outcome in await asyncio.gather(*polls)} == {Fetched}


async def test_this_machine_has_no_lane(server: RawServer) -> None:
    """Feeds on the operator's own machine are asked at once."""
    clock = FixedClock()
    async with HttpFetcher(MANNERS, clock) as fetcher:
        await asyncio.gather(*[ask(fetcher, server.at("/rss", answer(BODY))) for _ in range(5)])
    assert clock.now() == NOON


async def test_asks_where_the_feed_has_moved(fetcher: HttpFetcher, server: RawServer) -> None:
    """Once a move is remembered, the new address is asked and the one of feeds.yaml is not."""
    new = server.at("/new", answer(BODY))
    state = FetchState(1, server.url + "/old", moved_to=new, etag='"a"')
    outcome = await fetcher.fetch(Source("Le Phare", state.url), state)
    assert isinstance(outcome, Fetched)
    assert outcome.url == new
    assert server.sent("If-None-Match") == '"a"'


async def test_retry_after(fetcher: HttpFetcher, server: RawServer) -> None:
    """What a busy server asks for is handed on."""
    url = server.at("/rss", answer(status="429 Too Many Requests", Retry_After="120"))
    failure = await refused(fetcher, url)
    assert (failure.kind, failure.headers["retry-after"]) == (FailureKind.BUSY, "120")
