"""Redirects, walked by hand."""

import pytest

from bot.fetch import HttpFetcher
from bot.model import FailureKind, Fetched
from tests.asking import ask, refused
from tests.raw_server import RawServer, answer


def _to(target: str, status: str = "302 Found") -> bytes:
    return answer(status=status, Location=target)


@pytest.mark.parametrize("status", ["301 A", "302 B", "303 C", "307 D", "308 E"])
async def test_followed(fetcher: HttpFetcher, server: RawServer, status: str) -> None:
    """Every kind is followed, and the answer bears the final address."""
    final = server.at("/final", answer(b"<rss/>"))
    outcome = await ask(fetcher, server.at("/rss", _to("/final", status)))
    assert isinstance(outcome, Fetched)
    assert outcome.url == final


async def test_relative(fetcher: HttpFetcher, server: RawServer) -> None:
    """A location is seen from the address that gave it."""
    final = server.at("/a/c?d=1", answer(b"<rss/>"))
    outcome = await ask(fetcher, server.at("/a/b", _to("c?d=1")))
    assert isinstance(outcome, Fetched)
    assert outcome.url == final


@pytest.mark.parametrize("path", [b"/caf\xc3\xa9", b"/caf\xe9"], ids=["utf-8", "latin-1"])
async def test_bytes_in_a_location(fetcher: HttpFetcher, server: RawServer, path: bytes) -> None:
    """Letters that should have been escaped are escaped byte by byte."""
    escaped = "/" + "".join(f"%{b:02X}" if b > 127 else chr(b) for b in path[1:])
    final = server.at(escaped, answer(b"<rss/>"))
    outcome = await ask(fetcher, server.at("/rss", _to("/X").replace(b"/X", path)))
    assert isinstance(outcome, Fetched)
    assert outcome.url == final


async def test_validators_stay_behind(fetcher: HttpFetcher, server: RawServer) -> None:
    """ETag and Last-Modified go to the feed's own address and to no other."""
    server.at("/final", answer(b"<rss/>"))
    await ask(fetcher, server.at("/rss", _to("/final")), etag='"a"', last_modified="monday")
    assert [server.sent("If-None-Match", request) for request in (0, 1)] == ['"a"', None]
    assert [server.sent("If-Modified-Since", request) for request in (0, 1)] == ["monday", None]


async def test_five_are_enough(fetcher: HttpFetcher, server: RawServer) -> None:
    """The fifth is followed, the sixth is not."""
    for step in range(6):
        server.at(f"/{step}", _to(f"/{step + 1}"))
    server.at("/6", answer(b"<rss/>"))
    assert isinstance(await ask(fetcher, server.url + "/1"), Fetched)
    assert (await refused(fetcher, server.url + "/0")).kind is FailureKind.REDIRECTS


async def test_loop(fetcher: HttpFetcher, server: RawServer) -> None:
    """A circle ends as well."""
    failure = await refused(fetcher, server.at("/rss", _to("/rss")))
    assert failure.kind is FailureKind.REDIRECTS
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    "target",
    ["ftp://phare.example/rss", "file:///etc/passwd", "http://[", "http://:80/", "javascript:1"],
)
async def test_to_nowhere(fetcher: HttpFetcher, server: RawServer, target: str) -> None:
    """What is not http(s) with a host is not followed."""
    assert (await refused(fetcher, server.at("/rss", _to(target)))).kind is FailureKind.ADDRESS


async def test_without_location(fetcher: HttpFetcher, server: RawServer) -> None:
    """A redirect that leads nowhere is a strange status."""
    failure = await refused(fetcher, server.at("/rss", answer(status="302 Found")))
    assert (failure.kind, failure.status) == (FailureKind.STATUS, 302)
