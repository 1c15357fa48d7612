"""The HTTP client: conditional requests, limits, redirects walked by hand, guarded addresses."""

import asyncio
import ssl
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Self
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver

from bot.fetch import diagnosis
from bot.fetch.decoding import ACCEPTED, Decoder, TooLargeError, UndecodableError
from bot.fetch.guard import PORTS, guarded_socket
from bot.fetch.headers import location, readable
from bot.fetch.lanes import Lanes
from bot.model import Fetched, FetchFailure, FetchState, NotModified, Source
from bot.ports import Clock
from bot.text.urls import is_this_machine, is_web_url

MOST_REDIRECTS: Final = 5
PAUSE: Final = 0.5
"""Seconds between the beginnings of two requests to a host."""
CHUNK: Final = 64 * 1024
ERROR_BODY: Final = 20_000
"""Bytes of an error page that are read, to recognise who sends it."""
ERROR_PATIENCE: Final = 3.0
"""Seconds to wait for it."""
ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.7, */*;q=0.5"
)
_REDIRECTS: Final = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True)
class Manners:
    """How to ask, and how much to take."""

    user_agent: str
    """Who asks: with an address where the operator can be reached."""
    timeout: timedelta = timedelta(seconds=30)
    """For the whole of a fetch, redirects and body included."""
    max_bytes: int = 10 * 1024**2
    """Of the decoded body."""
    allow_private_hosts: bool = False
    """Opens the guard, for feeds of the operator's own network."""
    pause: float = PAUSE
    """Seconds between the beginnings of two requests to a host."""


class HttpFetcher:
    """Fetches feeds; an async context manager. Implements `bot.ports.Fetcher`."""

    def __init__(
        self, manners: Manners, clock: Clock, resolver: AbstractResolver | None = None
    ) -> None:
        """Nothing is requested yet; `resolver` is another way to look up names."""
        self._headers = {
            "User-Agent": manners.user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": ACCEPTED,
        }
        self._timeout = manners.timeout
        self._max_bytes = manners.max_bytes
        self._allow_private = manners.allow_private_hosts
        self._clock = clock
        self._resolver = resolver
        self._lanes = Lanes(clock, manners.pause)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open the connection pool."""
        connector = aiohttp.TCPConnector(
            resolver=self._resolver,
            limit=0,  # how many polls run at a time is decided elsewhere
            ttl_dns_cache=60,
            ssl=ssl.create_default_context(),
            socket_factory=guarded_socket(allow_private=self._allow_private),
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            headers=self._headers,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=None),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close it."""
        if self._session:
            await self._session.close()

    async def fetch(
        self, source: Source, state: FetchState
    ) -> Fetched | NotModified | FetchFailure:
        """One conditional request, redirects followed. Waiting for the host's turn is not timed."""
        if not self._is_allowed(source.url):
            return diagnosis.BAD_ADDRESS
        host = urlsplit(source.url).hostname or ""
        lane = nullcontext() if is_this_machine(source.url) else self._lanes.enter(host)
        try:
            async with lane, asyncio.timeout(self._timeout.total_seconds()):
                return await self._follow(source.url, state)
        except (aiohttp.ClientError, OSError, UnicodeError) as error:
            return diagnosis.of_exception(error, self._timeout)

    async def _follow(self, url: str, state: FetchState) -> Fetched | NotModified | FetchFailure:
        for _ in range(MOST_REDIRECTS + 1):
            answer = await self._request(url, _conditions(state) if url == state.url else {})
            if not isinstance(answer, str):
                return answer
            url = answer
            if not self._is_allowed(url):
                return diagnosis.BAD_ADDRESS
        return diagnosis.too_many_redirects(MOST_REDIRECTS)

    def _is_allowed(self, url: str) -> bool:
        if not is_web_url(url):
            return False
        return self._allow_private or urlsplit(url).port in {None, *PORTS}

    async def _request(
        self, url: str, conditions: Mapping[str, str]
    ) -> Fetched | NotModified | FetchFailure | str:
        """One request; a redirect gives the address that it leads to."""
        assert self._session is not None, "use the fetcher as a context manager"
        async with self._session.get(url, headers=conditions, allow_redirects=False) as response:
            if response.status in _REDIRECTS and "Location" in response.headers:
                return location(response.headers["Location"], url)
            headers = readable(response.headers.items())
            # Whoever was not asked for changes has nothing to compare with.
            if response.status == 304 and conditions:
                return NotModified(url, headers, self._clock.now())
            if response.status != 200:
                return await self._refusal(response, headers)
            return await self._body(response, headers, url)

    async def _refusal(
        self, response: aiohttp.ClientResponse, headers: Mapping[str, str]
    ) -> FetchFailure:
        walled = response.status in diagnosis.WALLED
        start = await _start_of(response, headers) if walled else b""
        return diagnosis.of_status(response.status, headers, start)

    async def _body(
        self, response: aiohttp.ClientResponse, headers: Mapping[str, str], url: str
    ) -> Fetched | FetchFailure:
        try:
            decoder = Decoder(headers.get("content-encoding", ""), self._max_bytes)
            async for chunk in response.content.iter_chunked(CHUNK):
                decoder.feed(chunk)
            body = decoder.body()
        except TooLargeError:
            return diagnosis.too_large(self._max_bytes)
        except UndecodableError:
            return diagnosis.broken_body()
        return Fetched(url, response.status, headers, body, self._clock.now())


async def _start_of(response: aiohttp.ClientResponse, headers: Mapping[str, str]) -> bytes:
    """The beginning of an error page, or nothing: the status alone tells enough."""
    try:
        decoder = Decoder(headers.get("content-encoding", ""), ERROR_BODY)
    except UndecodableError:
        return b""
    with suppress(aiohttp.ClientError, OSError, TooLargeError, UndecodableError):
        async with asyncio.timeout(ERROR_PATIENCE):
            async for chunk in response.content.iter_chunked(CHUNK):
                decoder.feed(chunk)
    return decoder.so_far()


def _conditions(state: FetchState) -> dict[str, str]:
    """What the server gave last time, byte for byte."""
    given = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in given.items() if value}
