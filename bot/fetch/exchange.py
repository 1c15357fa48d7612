"""One request and its answer."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import Final, NamedTuple

import aiohttp

from bot.fetch import articles, diagnosis, pages
from bot.fetch.decoding import Decoder, TooLargeError, UndecodableError
from bot.fetch.headers import location, readable
from bot.fetch.trouble import Progress, broken_body, too_large, unknown_encoding
from bot.model import Fetched, FetchFailure, NotModified
from bot.ports import Clock

ERROR_BODY: Final = 20_000
"""Bytes of an error page that are read, to recognise who sends it."""
ERROR_PATIENCE: Final = 1.0
"""Seconds to wait for it."""
MOST_OF_PAGE: Final = 2 * 1024**2
"""Bytes of an article's page: the largest of 80 that were looked at has 1.6 MB."""
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_FEEDS: Final = frozenset({200, 226})


class Redirect(NamedTuple):
    """An answer that leads elsewhere."""

    status: int
    to: str
    """Empty when that is no address."""


class Exchange:
    """Asks, and takes what comes within the limits."""

    def __init__(self, session: aiohttp.ClientSession, max_bytes: int, clock: Clock) -> None:
        """`session` neither follows redirects nor decompresses; it is closed by `close`."""
        self._session = session
        self._max_bytes = max_bytes
        self._clock = clock

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def get(
        self, url: str, conditions: dict[str, str], progress: Progress
    ) -> Fetched | NotModified | FetchFailure | Redirect:
        """One request.

        Raises:
            aiohttp.ClientError: see `bot.fetch.trouble`.
            OSError: likewise.
        """
        async with self._session.get(url, headers=conditions, allow_redirects=False) as response:
            progress.has_headers = True
            headers = readable(response.headers.items())
            # Whoever was not asked for changes has nothing to compare with.
            if response.status == 304 and conditions:
                return NotModified(url, headers, self._clock.now())
            if response.status in _FEEDS:
                return await self._body(response, url, headers, progress)
            return await _otherwise(response, url, headers)

    async def page(self, url: str, progress: Progress) -> Fetched | FetchFailure | Redirect:
        """One request for an article's page. Of what is none, only the headers are taken.

        Raises:
            aiohttp.ClientError: see `bot.fetch.trouble`.
            OSError: likewise.
        """
        asked = {"Accept": articles.ACCEPTED}
        async with self._session.get(url, headers=asked, allow_redirects=False) as response:
            progress.has_headers = True
            headers = readable(response.headers.items())
            if response.status != HTTPStatus.OK:
                return await _otherwise(response, url, headers)
            if not articles.may_be_page(headers):
                return Fetched(url, response.status, headers, b"", self._clock.now())
            body = await _taken(response, headers, MOST_OF_PAGE, progress)
        if isinstance(body, FetchFailure):
            return body
        target = articles.leads_on(url, body)
        if target:
            return Redirect(HTTPStatus.FOUND, target)
        return articles.instead_of_an_article(url, headers, body) or Fetched(
            url, response.status, headers, body, self._clock.now()
        )

    async def post(self, url: str, fields: Mapping[str, str]) -> FetchFailure | None:
        """Send a form; None when it was accepted.

        Raises:
            aiohttp.ClientError: see `bot.fetch.trouble`.
            OSError: likewise.
        """
        async with self._session.post(url, data=dict(fields), allow_redirects=False) as response:
            headers = readable(response.headers.items())
            start = await _start_of(response, headers)
            if 200 <= response.status < 300:
                return None
            return diagnosis.of_status(response.status, headers, start)

    async def _body(
        self,
        response: aiohttp.ClientResponse,
        url: str,
        headers: Mapping[str, str],
        progress: Progress,
    ) -> Fetched | FetchFailure:
        body = await _taken(response, headers, self._max_bytes, progress)
        if isinstance(body, FetchFailure):
            return body
        return pages.instead_of_a_feed(url, headers, body) or Fetched(
            url, response.status, headers, body, self._clock.now()
        )


async def _taken(
    response: aiohttp.ClientResponse, headers: Mapping[str, str], most: int, progress: Progress
) -> bytes | FetchFailure:
    """The decoded body, of at most so many bytes."""
    if (response.content_length or 0) > most:
        return too_large(most)
    encoding = headers.get("content-encoding", "")
    try:
        decoder = Decoder(encoding, most)
    except UndecodableError:
        return unknown_encoding(encoding)
    try:
        async for chunk in response.content.iter_any():
            progress.received += len(chunk)
            decoder.feed(chunk)
        return decoder.body()
    except TooLargeError:
        return too_large(most)
    except UndecodableError:
        return broken_body(encoding)


async def _otherwise(
    response: aiohttp.ClientResponse, url: str, headers: Mapping[str, str]
) -> FetchFailure | Redirect:
    """What an answer means that brings nothing."""
    # A short body that is read to its end leaves the connection to the next request.
    is_short = (response.content_length or 0) <= ERROR_BODY
    is_worth_reading = is_short or response.status in diagnosis.WALLED
    start = await _start_of(response, headers) if is_worth_reading else b""
    if response.status in _REDIRECTS and "Location" in response.headers:
        return Redirect(response.status, location(response.headers["Location"], url))
    return diagnosis.of_status(response.status, headers, start)


async def _start_of(response: aiohttp.ClientResponse, headers: Mapping[str, str]) -> bytes:
    """The beginning of an error page, or nothing: the status alone tells enough."""
    decoder = None
    with suppress(aiohttp.ClientError, OSError, TooLargeError, UndecodableError):
        decoder = Decoder(headers.get("content-encoding", ""), ERROR_BODY)
        async with asyncio.timeout(ERROR_PATIENCE):
            async for chunk in response.content.iter_any():
                decoder.feed(chunk)
    return decoder.so_far() if decoder else b""
