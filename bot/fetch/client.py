"""The HTTP client: whom to ask, when, and how often; redirects walked by hand."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Self

import aiohttp
from aiohttp.abc import AbstractResolver

from bot.fetch import diagnosis, trouble
from bot.fetch.address import Address, read
from bot.fetch.decoding import ACCEPTED
from bot.fetch.exchange import Exchange, Redirect
from bot.fetch.guard import guarded_socket
from bot.fetch.headers import rest_asked
from bot.fetch.lanes import Lanes
from bot.fetch.manners import Manners
from bot.fetch.names import HastyResolver
from bot.model import (
    FailureKind,
    Fetched,
    FetchFailure,
    FetchState,
    NotModified,
    Postponed,
    Source,
)
from bot.ports import Clock

MOST_REDIRECTS: Final = 5
CONCURRENCY: Final = 100
"""Requests under way, to all hosts together."""
PART: Final = 3
"""Of the time of a fetch, a third may go into looking up a name, a third into connecting."""
DNS_KEPT: Final = 300
"""Seconds for which an address is known: the feeds of a host come in turn."""
LONGEST_HEADER: Final = 32 * 1024
"""Bytes; policies of 10 KB are met with."""
MOST_HEADERS: Final = 128
ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, "
    "application/rdf+xml;q=0.9, application/json;q=0.8, application/xml;q=0.8, "
    "text/xml;q=0.7, */*;q=0.5"
)
PAGES_REST: Final = timedelta(hours=1)
"""For the pages of a host that does not want programs to read them, or asks for fewer requests."""
_UNWANTED: Final = frozenset({FailureKind.BUSY, FailureKind.FORBIDDEN, FailureKind.WALL})
_PERMANENT: Final = frozenset({301, 308})


@dataclass(slots=True)
class _Walk:
    """A fetch on its way from redirect to redirect."""

    state: FetchState
    url: str
    left: float
    """Seconds."""
    moved_to: str | None = None
    is_permanent: bool = True
    """All redirects so far are."""
    is_page: bool = False
    """Of an article, and not a feed."""

    def follow(self, redirect: Redirect) -> None:
        """Go where it leads.

        What is insecure now does not stay so for ever: a permanent redirect from https to http is
        followed, and not remembered.
        """
        is_downgrade = self.url.startswith("https:") and redirect.to.startswith("http:")
        self.is_permanent &= redirect.status in _PERMANENT and not is_downgrade
        self.url = redirect.to
        if self.is_permanent:
            self.moved_to = redirect.to

    @property
    def conditions(self) -> dict[str, str]:
        """What the server gave last time, byte for byte, for the address that gave it.

        Only who knows a version can be given the difference (RFC 3229).
        """
        state = self.state
        if self.url != (state.validated_url or state.address):
            return {}
        given: dict[str, str] = {}
        if state.etag:
            given = {"If-None-Match": state.etag, "A-IM": "feed"}
        if state.last_modified:
            given["If-Modified-Since"] = state.last_modified
        return given


class HttpFetcher:
    """Fetches feeds and articles' pages; an async context manager.

    Implements `bot.ports.Fetcher`, `HubClient` and `PageFetcher`.
    """

    def __init__(
        self,
        manners: Manners,
        clock: Clock,
        resolver: AbstractResolver | None = None,
        concurrency: int = CONCURRENCY,
    ) -> None:
        """Nothing is requested yet.

        Args:
            manners: How to ask.
            clock: For the hosts' turns, and for what is told of an answer.
            resolver: Another way to look up names.
            concurrency: Requests under way at most; who waits for a host's turn does not count.
        """
        self._manners = manners
        self._clock = clock
        self._resolver = resolver
        self._seconds = manners.timeout.total_seconds()
        self._lanes = Lanes(clock, manners.pause, manners.patience)
        self._free = asyncio.Semaphore(concurrency)
        self._exchange: Exchange | None = None

    async def __aenter__(self) -> Self:
        """Open the connection pool."""
        part = self._seconds / PART
        connector = aiohttp.TCPConnector(
            resolver=HastyResolver(self._resolver or aiohttp.DefaultResolver(), part),
            limit=0,  # see `concurrency`
            ttl_dns_cache=DNS_KEPT,
            ssl=ssl.create_default_context(),
            socket_factory=guarded_socket(allow_private=self._manners.allow_private_hosts),
        )
        session = aiohttp.ClientSession(
            connector=connector,
            headers={
                "User-Agent": self._manners.user_agent,
                "Accept": ACCEPT,
                "Accept-Encoding": ACCEPTED,
            },
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=part),
            max_line_size=LONGEST_HEADER,
            max_field_size=LONGEST_HEADER,
            max_headers=MOST_HEADERS,
        )
        self._exchange = Exchange(session, self._manners.max_bytes, self._clock)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close it."""
        if self._exchange:
            await self._exchange.close()

    def pause_host(self, host: str, until: datetime) -> None:
        """Leave a host alone: its feeds are postponed meanwhile, each to a time of its own."""
        self._lanes.close(host, until)

    async def fetch(
        self,
        source: Source,  # noqa: ARG002 - the port's; where to ask is in the state
        state: FetchState,
    ) -> Fetched | NotModified | FetchFailure | Postponed:
        """One conditional request, redirects followed. Waiting for the host's turn is not timed."""
        walk = _Walk(state, state.address, self._seconds)
        for _ in range(MOST_REDIRECTS + 1):
            address = read(walk.url)
            if not address or not (self._manners.allow_private_hosts or address.has_usual_port):
                return trouble.BAD_ADDRESS
            answer = await self._in_turn(address, walk)
            if not isinstance(answer, Redirect):
                return _with_move(answer, walk.moved_to)
            walk.follow(answer)
        return diagnosis.too_many_redirects(MOST_REDIRECTS)

    async def page(self, url: str) -> Fetched | FetchFailure | Postponed:
        """The web page of an article: 2 MB within 5 s; redirects followed, in pages as well.

        It never keeps the host's feeds waiting: it has its turn between them, or none.
        """
        seconds = self._manners.page_timeout.total_seconds()
        walk = _Walk(FetchState(0, url), url, seconds, is_page=True)
        for _ in range(MOST_REDIRECTS + 1):
            address = read(walk.url)
            if not address or not (self._manners.allow_private_hosts or address.has_usual_port):
                return trouble.BAD_ADDRESS
            answer = await self._between_feeds(address, walk)
            if not isinstance(answer, Redirect):
                return answer
            walk.follow(answer)
        return diagnosis.too_many_redirects(MOST_REDIRECTS)

    async def post(self, url: str, fields: Mapping[str, str]) -> FetchFailure | None:
        """Send a form, as to a WebSub hub; None when it was accepted. Nothing is followed.

        The guard, the limits and the deadline are those of feeds.
        """
        address = read(url)
        if not address or not (self._manners.allow_private_hosts or address.has_usual_port):
            return trouble.BAD_ADDRESS
        assert self._exchange is not None, "use the fetcher as a context manager"
        progress = trouble.Progress()
        async with self._free:
            try:
                async with asyncio.timeout(self._seconds):
                    return await self._exchange.post(address.url, fields)
            except (aiohttp.ClientError, OSError, UnicodeError) as error:
                return trouble.of_exception(error, self._manners.timeout, progress)

    async def _in_turn(
        self, address: Address, walk: _Walk
    ) -> Fetched | NotModified | FetchFailure | Postponed | Redirect:
        """Ask when the host may be asked; its place is given back before the next host's."""
        if address.is_here:
            return await self._ask(address.url, walk)
        lane = await self._lanes.enter(address.host, walk.state.feed_id)
        if isinstance(lane, datetime):
            return Postponed(lane)
        left = walk.left
        try:
            answer = await self._ask(address.url, walk)
        finally:
            self._lanes.leave(lane, left - walk.left)
        self._heed(address.host, answer)
        return answer

    async def _between_feeds(
        self, address: Address, walk: _Walk
    ) -> Fetched | FetchFailure | Postponed | Redirect:
        """Ask for a page when no feed of the host waits."""
        if address.is_here:
            return _unconditional(await self._ask(address.url, walk))
        lane = await self._lanes.enter_with_page(address.host)
        if lane is None:
            return Postponed(self._clock.now())
        try:
            answer = _unconditional(await self._ask(address.url, walk))
        finally:
            self._lanes.leave_with_page(lane)
        if isinstance(answer, FetchFailure) and answer.kind in _UNWANTED:
            asked = rest_asked(answer.headers, self._clock.now()) or timedelta(0)
            self._lanes.close_to_pages(address.host, max(PAGES_REST, asked))
        return answer

    async def _ask(self, url: str, walk: _Walk) -> Fetched | NotModified | FetchFailure | Redirect:
        assert self._exchange is not None, "use the fetcher as a context manager"
        progress, loop = trouble.Progress(), asyncio.get_running_loop()
        whole = self._manners.page_timeout if walk.is_page else self._manners.timeout
        async with self._free:
            began = loop.time()
            try:
                async with asyncio.timeout(walk.left):
                    if walk.is_page:
                        return await self._exchange.page(url, progress)
                    return await self._exchange.get(url, walk.conditions, progress)
            except (aiohttp.ClientError, OSError, UnicodeError) as error:
                return trouble.of_exception(error, whole, progress)
            finally:
                walk.left -= loop.time() - began

    def _heed(self, host: str, answer: object) -> None:
        """A server that has too much to do speaks for all the feeds of its host."""
        if isinstance(answer, FetchFailure):
            if answer.kind is FailureKind.BUSY:
                self._lanes.refused(host, rest_asked(answer.headers, self._clock.now()))
        else:
            self._lanes.welcomed(host)


def _with_move(
    answer: Fetched | NotModified | FetchFailure | Postponed, moved_to: str | None
) -> Fetched | NotModified | FetchFailure | Postponed:
    if moved_to and isinstance(answer, Fetched | NotModified):
        return replace(answer, moved_to=moved_to)
    return answer


def _unconditional(
    answer: Fetched | NotModified | FetchFailure | Redirect,
) -> Fetched | FetchFailure | Redirect:
    assert not isinstance(answer, NotModified), "a page is asked for without conditions"
    return answer
