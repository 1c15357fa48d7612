"""A polite poller, seen from the server: conformance lines 9 and 12."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.fetch import HttpFetcher, manners_of
from bot.model import Fetched, FetchFailure, FetchState, NotModified, Postponed, Source
from bot.settings import read_settings
from tests.asking import MANNERS, FakeResolver
from tests.fixed_clock import NOON, FixedClock
from tests.lasting_server import LastingServer, lasting_server
from tests.raw_server import answer

HOSTS = FakeResolver({"a.example": ["127.0.0.1"], "b.example": ["127.0.0.1"]})
UNHURRIED = replace(MANNERS, timeout=timedelta(seconds=20))


@pytest.fixture
async def server() -> AsyncIterator[LastingServer]:
    """A server that keeps connections."""
    async with lasting_server() as served:
        yield served


async def _poll(
    fetcher: HttpFetcher, server: LastingServer, number: int, host: str = "a.example"
) -> Fetched | NotModified | FetchFailure | Postponed:
    url = f"http://{host}:{server.port}/{number}"
    return await fetcher.fetch(Source("Le Phare", url), FetchState(number, url, etag='"a"'))


async def test_feeds_of_a_host_share_a_connection(server: LastingServer) -> None:
    """Conformance 12: twenty feeds one after the other, one connection."""
    async with HttpFetcher(UNHURRIED, FixedClock(), HOSTS) as fetcher:
        for number in range(20):
            assert isinstance(await _poll(fetcher, server, number), NotModified)
    assert (server.connections, len(server.requests)) == (1, 20)


@pytest.mark.parametrize("status", ["301 Moved", "404 Not Found", "500 Broken"])
async def test_connection_outlives_short_refusals(server: LastingServer, status: str) -> None:
    """A short page that nobody wants is read all the same, to keep the connection."""
    page = answer(b"x" * 5000, status, Connection="keep-alive", Location="/1")
    server.answers["/0"] = page
    async with HttpFetcher(UNHURRIED, FixedClock(), HOSTS) as fetcher:
        for number in (0, 1, 0, 1):
            await _poll(fetcher, server, number)
    assert server.connections == 1


async def test_two_at_a_time_and_pauses(server: LastingServer) -> None:
    """Conformance 12: a crowd of feeds of one host is asked two by two, each half a second apart.

    Two connections are all that it takes.
    """
    server.slowness = 0.005
    clock = FixedClock()
    async with HttpFetcher(UNHURRIED, clock, HOSTS) as fetcher:
        polls = [_poll(fetcher, server, number) for number in range(20)]
        answers = await asyncio.gather(*polls)
    assert {type(one) for one in answers} == {NotModified}
    assert server.most_in_flight <= 2
    assert server.connections <= 2
    assert (clock.now() - NOON).total_seconds() >= 19 * MANNERS.pause


async def test_crowded_host_does_not_delay_others(server: LastingServer) -> None:
    """Of a host with a thousand feeds most are put off at once; another host is asked meanwhile."""
    server.slowness = 0.005
    async with HttpFetcher(UNHURRIED, FixedClock(), HOSTS) as fetcher:
        crowd = [asyncio.create_task(_poll(fetcher, server, number)) for number in range(1000)]
        done, _ = await asyncio.wait(crowd, timeout=0)
        while len(done) < 900:
            done, _ = await asyncio.wait(crowd, timeout=0.01)
        assert isinstance(await _poll(fetcher, server, 1, "b.example"), NotModified)
        answers = await asyncio.gather(*crowd)
    later = [one.until for one in answers if isinstance(one, Postponed)]
    assert len(set(later)) == len(later) > 900
    assert min(b - a for a, b in pairwise(later)) >= timedelta(seconds=0.499)


@pytest.mark.parametrize("status", ["429 Too Many", "503 Busy"])
@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [("120", 120), ("Mon, 02 Mar 2026 12:02:00 GMT", 120), ("", 60), ("soon", 60), ("0", 60)],
)
async def test_busy_host_is_left_alone(
    server: LastingServer, status: str, retry_after: str, seconds: int
) -> None:
    """Conformance 9: after 429 or 503 no feed of the host is asked for as long as it wants."""
    server.answers["/0"] = answer(status=status, Retry_After=retry_after)
    async with HttpFetcher(UNHURRIED, FixedClock(), HOSTS) as fetcher:
        assert isinstance(await _poll(fetcher, server, 0), FetchFailure)
        told = [await _poll(fetcher, server, number) for number in (1, 2)]
        assert isinstance(await _poll(fetcher, server, 3, "b.example"), NotModified)
    waits = [(one.until - NOON).total_seconds() for one in told if isinstance(one, Postponed)]
    assert server.requests == ["/0", "/3"]
    assert seconds <= waits[0] < seconds * 1.11 + 1
    assert waits[1] - waits[0] == pytest.approx(MANNERS.pause, abs=0.001)


async def test_rest_doubles_and_ends(server: LastingServer) -> None:
    """Conformance 9: a host that stays busy rests longer each time, until it answers."""
    server.answers["/0"] = answer(status="429 Too Many")
    clock, rests = FixedClock(), []
    async with HttpFetcher(UNHURRIED, clock, HOSTS) as fetcher:
        for turn in range(4):
            if turn == 3:
                assert isinstance(await _poll(fetcher, server, 1), NotModified)
            assert isinstance(await _poll(fetcher, server, 0), FetchFailure)
            told = await _poll(fetcher, server, 0)
            assert isinstance(told, Postponed)
            rests.append((told.until - clock.now()).total_seconds())
            clock.advance(rests[-1] + 1)
    assert rests == pytest.approx([63, 126, 252, 63], rel=0.06)


async def test_pause_host(server: LastingServer) -> None:
    """A host is left alone from outside as well, and asked again afterwards."""
    clock, until = FixedClock(), NOON + timedelta(minutes=10)
    async with HttpFetcher(UNHURRIED, clock, HOSTS) as fetcher:
        fetcher.pause_host("a.example", until)
        assert await _poll(fetcher, server, 1) == Postponed(until)
        clock.advance(600)
        assert isinstance(await _poll(fetcher, server, 1), NotModified)


async def test_concurrency(server: LastingServer) -> None:
    """The requests of all hosts together are limited; who waits for a turn does not count."""
    server.slowness = 0.005
    resolver = FakeResolver({f"h{number}.example": ["127.0.0.1"] for number in range(30)})
    async with HttpFetcher(UNHURRIED, FixedClock(), resolver, concurrency=7) as fetcher:
        await asyncio.gather(*[_poll(fetcher, server, n, f"h{n}.example") for n in range(30)])
    assert (server.most_in_flight, len(server.requests)) == (7, 30)


async def test_redirects_wait_for_each_host(server: LastingServer) -> None:
    """A redirect takes its turn at the next host and has given back the first one's by then.

    Feeds that lead from host to host and back cannot block each other.
    """
    for number in range(40):
        other = "b" if number % 2 else "a"
        target = f"http://{other}.example:{server.port}/end"
        server.answers[f"/{number}"] = answer(
            status="302 Found", Connection="keep-alive", Location=target
        )
    async with HttpFetcher(UNHURRIED, FixedClock(), HOSTS) as fetcher:
        polls = [
            _poll(fetcher, server, number, "a.example" if number % 2 else "b.example")
            for number in range(40)
        ]
        answers = await asyncio.wait_for(asyncio.gather(*polls), 10)
    # The end is not conditional, so its 304 is a failure: what counts is that all got there.
    assert {type(one) for one in answers} <= {FetchFailure, Postponed}
    assert server.most_in_flight <= 4
    assert server.requests.count("/end") > 10


async def test_host_of_a_redirect_is_left_alone(server: LastingServer) -> None:
    """When the second host is busy it is that one which rests."""
    server.answers["/0"] = answer(
        status="302 Found", Location=f"http://b.example:{server.port}/busy"
    )
    server.answers["/busy"] = answer(status="503 Busy", Retry_After="60")
    async with HttpFetcher(UNHURRIED, FixedClock(), HOSTS) as fetcher:
        assert isinstance(await _poll(fetcher, server, 0), FetchFailure)
        assert isinstance(await _poll(fetcher, server, 1, "b.example"), Postponed)
        assert isinstance(await _poll(fetcher, server, 1, "a.example"), NotModified)
        assert isinstance(await _poll(fetcher, server, 0), Postponed)


def test_as_the_operator_wants_it() -> None:
    """Limits are the settings'; the server's log tells whom to write to, where that is known."""
    told = {
        "VIGIE_FETCH_TIMEOUT": "10s",
        "VIGIE_FETCH_MAX_BYTES": "5 MB",
        "VIGIE_CONTACT": "redaction@example.org",
        "VIGIE_ALLOW_PRIVATE_HOSTS": "yes",
    }
    settings = read_settings(told, env_file=None)
    manners = manners_of(settings)
    assert manners.timeout == timedelta(seconds=10)
    assert manners.max_bytes == settings.fetch_max_bytes < 6 * 1024**2
    assert manners.allow_private_hosts
    assert manners.user_agent.endswith(" (news feed reader; redaction@example.org)")
    assert manners_of(read_settings({}, env_file=None)).user_agent.endswith(" (news feed reader)")
