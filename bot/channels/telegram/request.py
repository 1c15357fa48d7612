"""The requests of python-telegram-bot, made by aiohttp.

A message costs less than half of what it costs by httpx, and feeds are read with aiohttp already.
No second attempt is made (a POST that was cut off may have been heeded), no redirect is followed,
no proxy and no cookie is taken from anywhere: the token goes to the Bot API and to nobody else.
"""

import ssl
from typing import Final

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT: Final = 10.0
"""Seconds for a connection to be made, and to wait for a free one."""
IDLE: Final = 30.0
"""Seconds that an idle connection is kept."""


class AiohttpRequest(BaseRequest):
    """Connections to one Bot API server; to be shut down.

    What goes wrong becomes a `telegram.error.NetworkError` (`TimedOut` is one) with the exception
    of aiohttp as its cause: `bot.channels.telegram.outcomes` tells by it whether the request may
    have been heeded.
    """

    def __init__(self, connections: int, read_timeout: float, certificates: ssl.SSLContext) -> None:
        """Nothing is connected yet.

        Args:
            connections: At most so many at once.
            read_timeout: Seconds to wait for each piece of an answer.
            certificates: Whose servers are to be trusted.
        """
        self._connections = connections
        self._certificates = certificates
        self._patience = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for each piece of an answer."""
        return self._patience

    async def initialize(self) -> None:
        """Nothing to do: the first request opens what it needs."""

    async def shutdown(self) -> None:
        """Close the connections."""
        session, self._session = self._session, None
        if session:
            await session.close()

    async def do_request(  # noqa: PLR0913, PLR0917 - as python-telegram-bot has it
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - aiohttp has none
        connect_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - always the same here
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - always the same here
    ) -> tuple[int, bytes]:
        """The status and the body of the answer.

        Raises:
            NetworkError: There was none.
        """
        patience = read_timeout if isinstance(read_timeout, int | float) else self._patience
        timeout = aiohttp.ClientTimeout(connect=CONNECT, sock_connect=CONNECT, sock_read=patience)
        try:
            async with self._opened().request(
                method, url, data=_form(request_data), timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error

    def _opened(self) -> aiohttp.ClientSession:
        """Not before a request: a session belongs to the event loop that runs."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._connections, keepalive_timeout=IDLE, ssl=self._certificates
                ),
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            )
        return self._session


def _form(data: RequestData | None) -> aiohttp.FormData | None:
    """The parameters, and what is to be uploaded."""
    if data is None:
        return None
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
