"""Pages of articles: how they are asked for, where they lead, what comes instead."""

import asyncio
import gzip
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.fetch import HttpFetcher
from bot.fetch.articles import SHORT, instead_of_an_article, leads_on, may_be_page
from bot.fetch.client import PAGES_REST
from bot.fetch.exchange import MOST_OF_PAGE
from bot.model import FailureKind, Fetched, FetchFailure, FetchState, Postponed, Source
from tests.asking import MANNERS, FakeResolver
from tests.fixed_clock import FixedClock
from tests.raw_server import RawServer, Talk, answer

HTML = "text/html; charset=utf-8"
ARTICLE = b"<!doctype html><html><body><p>Des drones au port</p></body></html>"
URL = "https://phare.example/a"
PASSWORD = '<form><input type="password"></form>'


@pytest.fixture
async def hurried() -> AsyncIterator[HttpFetcher]:
    """A fetcher that waits half a second for a page."""
    manners = replace(MANNERS, page_timeout=timedelta(seconds=0.5))
    async with HttpFetcher(manners, FixedClock()) as opened:
        yield opened


async def fetched(fetcher: HttpFetcher, url: str) -> Fetched:
    """A page that comes."""
    page = await fetcher.page(url)
    assert isinstance(page, Fetched), page
    return page


async def refused(fetcher: HttpFetcher, url: str) -> FailureKind:
    """Why a page does not come."""
    failure = await fetcher.page(url)
    assert isinstance(failure, FetchFailure), failure
    assert "feed" not in failure.text.en or failure.kind is FailureKind.TOO_LARGE
    return failure.kind


def html(title: str = "", body: str = "") -> bytes:
    """A page."""
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}".encode()


# ── one request ──────────────────────────────────────────────────────────────────────────────


async def test_request(hurried: HttpFetcher, server: RawServer) -> None:
    """As a reader of pages, without any condition, with the operator's address."""
    page = await fetched(hurried, server.at("/a", answer(ARTICLE, Content_Type=HTML)))
    assert (page.url, page.status, page.body) == (server.url + "/a", 200, ARTICLE)
    assert str(server.sent("Accept")).startswith("text/html")
    assert server.sent("User-Agent") == MANNERS.user_agent
    assert server.sent("If-None-Match") is None
    assert server.sent("Cookie") is None


async def test_gzip(hurried: HttpFetcher, server: RawServer) -> None:
    """Compressed pages are unpacked."""
    reply = answer(gzip.compress(ARTICLE), Content_Type=HTML, Content_Encoding="gzip")
    assert (await fetched(hurried, server.at("/a", reply))).body == ARTICLE


async def test_charset_is_left_to_the_reader(hurried: HttpFetcher, server: RawServer) -> None:
    """Bytes come as they are, and so does what is said of them."""
    page = await fetched(
        hurried, server.at("/a", answer("é".encode("cp1252"), Content_Type="text/html"))
    )
    assert (page.body, page.headers["content-type"]) == (b"\xe9", "text/html")


@pytest.mark.parametrize("kind", ["application/pdf", "application/json", "video/mp4"])
async def test_of_other_types_nothing_is_taken(
    hurried: HttpFetcher, server: RawServer, kind: str
) -> None:
    """The headers tell enough."""
    url = server.at("/a", answer(b"x" * 3 * MOST_OF_PAGE, Content_Type=kind))
    page = await fetched(hurried, url)
    assert (page.body, page.headers["content-type"]) == (b"", kind)


@pytest.mark.parametrize(
    ("kind", "may"),
    [("text/html", True), ("TEXT/HTML;x=y", True), ("", True), ("application/xhtml+xml", True),
     ("text/plain", False), ("image/png", False)],
)  # fmt: skip
def test_types(kind: str, may: bool) -> None:
    """What says nothing may be a page."""
    assert may_be_page({"content-type": kind} if kind else {}) is may


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("404 Not Found", FailureKind.NOT_FOUND),
        ("403 Forbidden", FailureKind.FORBIDDEN),
        ("503 Busy", FailureKind.BUSY),
        ("500 Broken", FailureKind.SERVER),
    ],
)
async def test_statuses(
    hurried: HttpFetcher, server: RawServer, status: str, kind: FailureKind
) -> None:
    """A status that brings no page."""
    assert await refused(hurried, server.at("/a", answer(status=status))) is kind


# ── limits ───────────────────────────────────────────────────────────────────────────────────


async def _endless(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        writer.write(b"<p>drones</p>" * 1000)
        await writer.drain()


async def _drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    "reply",
    [
        answer(b" " * 5_000_000, Content_Type=HTML),
        answer(gzip.compress(bytes(50_000_000)), Content_Type=HTML, Content_Encoding="gzip"),
        _endless,
    ],
    ids=["5 MB", "bomb", "endless"],
)
async def test_too_large(fetcher: HttpFetcher, server: RawServer, reply: bytes | Talk) -> None:
    """Two megabytes, however they come."""
    assert await refused(fetcher, server.at("/a", reply)) is FailureKind.TOO_LARGE


async def test_too_slow(hurried: HttpFetcher, server: RawServer) -> None:
    """Whatever trickles in, the deadline stands."""
    began = time.monotonic()
    assert await refused(hurried, server.at("/a", _drip)) is FailureKind.TIMEOUT
    assert time.monotonic() - began < 3


async def test_redirects_share_the_time(hurried: HttpFetcher, server: RawServer) -> None:
    """Five slow addresses are not five times as slow."""

    async def slow(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.2)
        writer.write(answer(status="302 Found", Location="/a"))
        await writer.drain()

    began = time.monotonic()
    assert await refused(hurried, server.at("/a", slow)) is FailureKind.TIMEOUT
    assert time.monotonic() - began < 3


async def test_private_address(server: RawServer) -> None:
    """The guard of feeds stands before pages too, behind a redirect as well."""
    hosts = FakeResolver({"phare.example": ["10.0.0.1"]})
    manners = replace(MANNERS, allow_private_hosts=False)
    async with HttpFetcher(manners, FixedClock(), hosts) as fetcher:
        assert await refused(fetcher, "http://phare.example/a") is FailureKind.ADDRESS
        assert await refused(fetcher, "http://phare.example:22/a") is FailureKind.ADDRESS
        assert await refused(fetcher, "file:///etc/passwd") is FailureKind.ADDRESS
        assert await refused(fetcher, server.at("/a", answer(ARTICLE))) is FailureKind.ADDRESS
    assert server.requests == []


async def test_redirect_into_the_network(
    server: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked by a page or by a header, it is refused: here only the server counts as public."""
    monkeypatch.setattr("bot.fetch.guard.is_public", lambda address: address == "127.0.0.1")
    hosts = FakeResolver({"phare.example": ["127.0.0.1"], "inside.example": ["10.0.0.1"]})
    port = int(server.url.rpartition(":")[2])
    monkeypatch.setattr("bot.fetch.address.PORTS", {port, 80})
    inside = "http://inside.example/admin"
    server.at("/header", answer(status="302 Found", Location=inside))
    page = f'<meta http-equiv="refresh" content="0;url={inside}">'.encode()
    server.at("/page", answer(page, Content_Type=HTML))
    manners = replace(MANNERS, allow_private_hosts=False)
    async with HttpFetcher(manners, FixedClock(), hosts) as fetcher:
        for path in ("header", "page"):
            url = f"http://phare.example:{port}/{path}"
            assert await refused(fetcher, url) is FailureKind.ADDRESS


# ── where a page leads ───────────────────────────────────────────────────────────────────────


async def test_redirects(hurried: HttpFetcher, server: RawServer) -> None:
    """Followed by hand, in headers and in pages."""
    server.at("/a", answer(status="301 Moved", Location="/b"))
    page = b'<html><head><meta http-equiv="refresh" content="0; url=/c?x=1&amp;y=2"></head></html>'
    server.at("/b", answer(page, Content_Type=HTML))
    server.at("/c?x=1&y=2", answer(ARTICLE, Content_Type=HTML))
    assert (await fetched(hurried, server.url + "/a")).url == server.url + "/c?x=1&y=2"


async def test_in_circles(hurried: HttpFetcher, server: RawServer) -> None:
    """A page that leads to itself does not go on for ever."""
    page = b"<meta http-equiv=refresh content='0;/a'>"
    assert (
        await refused(hurried, server.at("/a", answer(page, Content_Type=HTML)))
        is FailureKind.REDIRECTS
    )
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    ("page", "target"),
    [
        ('<meta http-equiv="refresh" content="0;url=/b">', "https://phare.example/b"),
        ("<META HTTP-EQUIV=Refresh CONTENT='1; URL=\"/b\"'>", "https://phare.example/b"),
        ('<meta content="0;/b" http-equiv="refresh">', "https://phare.example/b"),
        ('<meta http-equiv="refresh" content="0.5, url=b">', "https://phare.example/b"),
        ('<meta http-equiv="refresh" content="300;url=/b">', ""),
        ('<meta http-equiv="refresh" content="300">', ""),
        ('<noscript><meta http-equiv="refresh" content="0;url=/b"></noscript>', ""),
        ('<!-- <meta http-equiv="refresh" content="0;url=/b"> -->', ""),
        ('<meta http-equiv="refresh" content="0;url=http://[">', ""),
        ("<p>refresh 0;url=/b</p>", ""),
        ("", ""),
    ],
)
def test_leads_on(page: str, target: str) -> None:
    """At once, for all, and for good: not what reloads a page or is meant for old browsers."""
    assert leads_on(URL, page.encode()) == target


def test_long_pages_lead_nowhere() -> None:
    """Who has so much to say is no signpost."""
    page = b'<meta http-equiv="refresh" content="0;url=/b">' + b" " * SHORT
    assert leads_on(URL, page) == ""


@pytest.mark.parametrize(
    "piece", ["<meta ", "<!--", "<noscript", "content='0;", "<meta http-equiv="]
)
def test_leads_on_takes_linear_time(piece: str) -> None:
    """Whatever a short page is made of."""
    began = time.process_time()
    leads_on(URL, (piece * SHORT).encode()[:SHORT])
    assert time.process_time() - began < 0.5


# ── what comes instead ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("url", "page", "kind"),
    [
        (URL, html("Just a moment..."), FailureKind.WALL),
        (URL, html(body='<script src="https://geo.captcha-delivery.com/c.js">'), FailureKind.WALL),
        (URL, html("Avant d’accéder à Yahoo"), FailureKind.CONSENT),
        ("https://consent.phare.example/?to=a", html("Le Phare"), FailureKind.CONSENT),
        (URL, html("Connexion – Le Phare", PASSWORD), FailureKind.LOGIN),
        ("https://phare.example/login?to=a", html("Le Phare", PASSWORD), FailureKind.LOGIN),
        (URL, html("Subscribe to read | Harbour Post"), FailureKind.PAYWALL),
        (URL, html(body='<script src="//www.hugedomains.com/x.js">'), FailureKind.HTML),
        (URL, ARTICLE, None),
        (URL, b"", None),
        (URL, html("Connexion Internet : la panne se prolonge", PASSWORD), None),
        (URL, html("Cookies : la CNIL sévit"), None),
        (URL, html("Le port réservé aux abonnés ?"), None),
        (URL, html("Une école à vendre: the domain is for sale"), None),
        ("https://phare.example/connexion/des-drones", html("Des drones"), None),
    ],
)
def test_instead(url: str, page: bytes, kind: FailureKind | None) -> None:
    """Walls, consents, logins and sales are told; articles about them are articles."""
    failure = instead_of_an_article(url, {}, page)
    assert (failure.kind if failure else None) is kind


async def test_consent_behind_a_redirect(hurried: HttpFetcher, server: RawServer) -> None:
    """It is told by where it leads."""
    server.at("/a", answer(status="302 Found", Location="/consent"))
    page = html("Votre consentement")
    server.at("/consent", answer(page, Content_Type=HTML))
    assert await refused(hurried, server.url + "/a") is FailureKind.CONSENT


# ── manners ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", ["403 Forbidden", "429 Too Many Requests"])
async def test_refused_pages_leave_the_feeds_alone(server: RawServer, status: str) -> None:
    """A host that wants no pages is not asked for more for an hour; its feeds are polled on."""
    clock, hosts = FixedClock(), FakeResolver({"a.example": ["127.0.0.1"]})
    host = f"http://a.example:{server.url.rpartition(':')[2]}"
    server.at("/a", answer(status=status))
    server.at("/b", answer(ARTICLE, Content_Type=HTML))
    server.at("/rss", answer(b"<rss/>"))
    async with HttpFetcher(MANNERS, clock, hosts) as fetcher:
        assert isinstance(await fetcher.page(f"{host}/a"), FetchFailure)
        assert isinstance(await fetcher.page(f"{host}/b"), Postponed)
        state = FetchState(1, f"{host}/rss")
        assert isinstance(await fetcher.fetch(Source("A", state.url), state), Fetched)
        clock.advance(PAGES_REST.total_seconds() + 1)
        assert isinstance(await fetcher.page(f"{host}/b"), Fetched)


async def test_missing_pages_close_nothing(server: RawServer) -> None:
    """That one article is gone says nothing of the others."""
    hosts = FakeResolver({"a.example": ["127.0.0.1"]})
    host = f"http://a.example:{server.url.rpartition(':')[2]}"
    server.at("/b", answer(ARTICLE, Content_Type=HTML))
    async with HttpFetcher(MANNERS, FixedClock(), hosts) as fetcher:
        assert isinstance(await fetcher.page(f"{host}/a"), FetchFailure)
        assert isinstance(await fetcher.page(f"{host}/b"), Fetched)
