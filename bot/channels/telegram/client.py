"""The connection to the Bot API, with the timeouts that its behaviour asks for."""

import os
from datetime import timedelta
from ssl import SSLContext
from typing import Final

import httpx
from telegram import Bot
from telegram.request import HTTPXRequest

READ_TIMEOUT: Final = 35.0
"""Seconds. The server holds a request for up to 8 s rather than refuse it for flooding, and then
delivers: who gives up earlier sends twice."""
POLL_TIMEOUT: Final = timedelta(seconds=50)
"""How long the server holds a getUpdates that has nothing to tell: its longest."""
_SENDING: Final = 16
"""Connections: 8 sends at a time, and looks, checks and answers beside them."""
_IDLE: Final = 30.0
"""Seconds that an idle connection is kept; httpx closes it after 5 by default."""


class Connection:
    """A bot and its connections; to be closed.

    Has no `repr` of its own on purpose: PTB's shows the token.
    """

    def __init__(self, token: str, api_url: str) -> None:
        # Without it PTB gives durations as numbers and warns on every 429.
        os.environ.setdefault("PTB_TIMEDELTA", "1")
        certificates = httpx.create_ssl_context(trust_env=False)  # slow to load: once for both
        self._requests = (
            _request(1, 10.0, certificates),
            _request(_SENDING, READ_TIMEOUT, certificates),
        )
        self.bot = Bot(
            token,
            # A function, because braces in an address would be taken for places to fill in.
            base_url=lambda secret: f"{api_url}/bot{secret}",
            base_file_url=lambda secret: f"{api_url}/file/bot{secret}",
            get_updates_request=self._requests[0],
            request=self._requests[1],
        )

    async def close(self) -> None:
        """Close the connections."""
        for request in self._requests:
            await request.shutdown()


def _request(connections: int, read_timeout: float, certificates: SSLContext) -> HTTPXRequest:
    limits = httpx.Limits(
        max_connections=connections,
        max_keepalive_connections=connections,
        keepalive_expiry=_IDLE,
    )
    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=read_timeout,
        write_timeout=10.0,
        connect_timeout=10.0,
        pool_timeout=10.0,
        httpx_kwargs={"limits": limits, "trust_env": False, "verify": certificates},
    )
