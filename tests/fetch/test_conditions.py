"""Conditional requests and moves: conformance lines 1, 4, 10 and 16."""

import pytest

from bot.fetch import HttpFetcher
from bot.model import Fetched, FetchFailure, FetchState, NotModified, Postponed, Source
from tests.raw_server import RawServer, answer

UNCHANGED = answer(status="304 Not Modified")
DOCUMENT = answer(b"<rss/>")


def _to(target: str, status: int = 302) -> bytes:
    return answer(status=f"{status} There", Location=target)


async def _fetch(
    fetcher: HttpFetcher, state: FetchState
) -> Fetched | NotModified | FetchFailure | Postponed:
    return await fetcher.fetch(Source("Le Phare", state.url), state)


def _conditions(server: RawServer) -> list[str | None]:
    """What each request carried as If-None-Match, in order."""
    return [server.sent("If-None-Match", number) for number in range(len(server.requests))]


async def test_validators_of_a_redirected_feed(fetcher: HttpFetcher, server: RawServer) -> None:
    """Conformance 4: the final address gave them, so it gets them, and the first one does not."""
    final = server.at("/final", UNCHANGED)
    url = server.at("/rss", _to("/final"))
    outcome = await _fetch(
        fetcher, FetchState(1, url, etag='"a"', last_modified="monday", validated_url=final)
    )
    assert isinstance(outcome, NotModified)
    assert outcome.url == final
    assert _conditions(server) == [None, '"a"']
    assert [server.sent("If-Modified-Since", n) for n in (0, 1)] == [None, "monday"]


async def test_redirect_that_leads_elsewhere_now(fetcher: HttpFetcher, server: RawServer) -> None:
    """Conformance 4: an address that never gave them is asked without conditions."""
    url = server.at("/rss", _to("/third"))
    server.at("/third", DOCUMENT)
    state = FetchState(1, url, etag='"a"', validated_url=server.url + "/second")
    assert isinstance(await _fetch(fetcher, state), Fetched)
    assert _conditions(server) == [None, None]


async def test_redirect_no_more(fetcher: HttpFetcher, server: RawServer) -> None:
    """Conformance 4: what a former target gave is not sent to the feed's own address."""
    url = server.at("/rss", DOCUMENT)
    state = FetchState(1, url, etag='"a"', validated_url=server.url + "/former")
    assert isinstance(await _fetch(fetcher, state), Fetched)
    assert _conditions(server) == [None]


async def test_move_forgets_what_the_former_address_gave(
    fetcher: HttpFetcher, server: RawServer
) -> None:
    """Conformance 4: validators of feeds.yaml's address do not go to the new one."""
    new = server.at("/new", DOCUMENT)
    old = server.url + "/old"
    state = FetchState(1, old, moved_to=new, etag='"a"', validated_url=old)
    assert isinstance(await _fetch(fetcher, state), Fetched)
    assert _conditions(server) == [None]


async def test_same_address_without_difference(fetcher: HttpFetcher, server: RawServer) -> None:
    """Conformance 1: nothing is known, nothing is sent."""
    await _fetch(fetcher, FetchState(1, server.at("/rss", DOCUMENT)))
    names = ("If-None-Match", "If-Modified-Since", "A-IM")
    assert [server.sent(name) for name in names] == [None, None, None]


@pytest.mark.parametrize(
    ("etag", "last_modified", "sent"),
    [('"a"', None, "feed"), ('"a"', "monday", "feed"), (None, "monday", None)],
)
async def test_difference_is_asked_for(
    fetcher: HttpFetcher,
    server: RawServer,
    etag: str | None,
    last_modified: str | None,
    sent: str | None,
) -> None:
    """Conformance 16: ``A-IM: feed`` goes with If-None-Match only."""
    url = server.at("/rss", UNCHANGED)
    await _fetch(fetcher, FetchState(1, url, etag=etag, last_modified=last_modified))
    assert server.sent("A-IM") == sent


async def test_226(fetcher: HttpFetcher, server: RawServer) -> None:
    """Conformance 16: the new entries only are a document too, and told as what they are."""
    url = server.at("/rss", answer(b"<rss/>", "226 IM Used", IM="feed", ETag='"b"'))
    outcome = await _fetch(fetcher, FetchState(1, url, etag='"a"'))
    assert isinstance(outcome, Fetched)
    assert (outcome.status, outcome.body, outcome.headers["etag"]) == (226, b"<rss/>", '"b"')


@pytest.mark.parametrize(
    ("path", "moved_to"),
    [
        ((301,), 1),
        ((308,), 1),
        ((301, 308, 301), 3),
        ((301, 302), 1),
        ((301, 302, 301), 1),
        ((302,), None),
        ((303, 301), None),
        ((307, 308), None),
        ((), None),
    ],
)
@pytest.mark.parametrize("end", [DOCUMENT, UNCHANGED], ids=["200", "304"])
async def test_moves(
    fetcher: HttpFetcher,
    server: RawServer,
    path: tuple[int, ...],
    moved_to: int | None,
    end: bytes,
) -> None:
    """Conformance 10: where the leading permanent redirects lead; temporary ones end the run."""
    for step, status in enumerate(path):
        server.at(f"/{step}", _to(f"/{step + 1}", status))
    final = server.at(f"/{len(path)}", end)
    state = FetchState(1, server.url + "/0", etag='"a"', validated_url=final)
    outcome = await _fetch(fetcher, state)
    assert isinstance(outcome, Fetched | NotModified)
    expected = None if moved_to is None else f"{server.url}/{moved_to}"
    assert (outcome.url, outcome.moved_to) == (final, expected)


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
async def test_nowhere(fetcher: HttpFetcher, server: RawServer, status: int) -> None:
    """A redirect without Location is told as such, with its headers."""
    url = server.at("/rss", answer(status=f"{status} There", Retry_After="7"))
    failure = await _fetch(fetcher, FetchState(1, url))
    assert isinstance(failure, FetchFailure)
    assert (failure.status, failure.headers["retry-after"]) == (status, "7")
    assert "does not say where" in failure.text.en


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 500, 503])
async def test_headers_of_failures(fetcher: HttpFetcher, server: RawServer, status: int) -> None:
    """What a server says along with a refusal is handed on: it may tell when to come back."""
    url = server.at("/rss", answer(b"No", f"{status} No", Cache_Control="max-age=60"))
    failure = await _fetch(fetcher, FetchState(1, url))
    assert isinstance(failure, FetchFailure)
    assert (failure.status, failure.headers["cache-control"]) == (status, "max-age=60")


async def test_stable_and_anonymous(fetcher: HttpFetcher, server: RawServer) -> None:
    """Conformance 14: the same name each time; nothing follows the reader about."""
    final = server.at("/final", answer(b"<rss/>", Set_Cookie="a=b"))
    url = server.at("/rss", answer(status="302 There", Location=final, Set_Cookie="a=b"))
    for _ in range(2):
        await _fetch(fetcher, FetchState(1, url))
    every = range(len(server.requests))
    assert {server.sent("User-Agent", n) for n in every} == {"Vigie/1 (+https://phare.example/)"}
    for name in ("Cookie", "Referer", "From", "X-Requested-With"):
        assert {server.sent(name, n) for n in every} == {None}
    assert [request.split()[1] for request in server.requests] == [b"/rss", b"/final"] * 2


async def test_asks_for_feeds(fetcher: HttpFetcher, server: RawServer) -> None:
    """Conformance 13: every kind of feed is welcome, whatever else a server has too."""
    await _fetch(fetcher, FetchState(1, server.at("/rss", DOCUMENT)))
    accepted = server.sent("Accept") or ""
    for kind in ("application/atom+xml", "application/rss+xml", "application/feed+json", "*/*"):
        assert kind in accepted
    assert server.sent("Accept-Encoding") == "gzip, deflate, br, zstd"
