"""The connection to the Bot API, with the timeouts that its behaviour asks for."""

import os
import ssl
from datetime import timedelta
from typing import Final

from telegram import Bot

from bot.channels.telegram.request import AiohttpRequest

READ_TIMEOUT: Final = 35.0
"""Seconds. The server holds a request for up to 8 s rather than refuse it for flooding, and then
delivers: who gives up earlier sends twice."""
POLL_TIMEOUT: Final = timedelta(seconds=50)
"""How long the server holds a getUpdates that has nothing to tell: its longest."""
_SENDING: Final = 16
"""Connections: 8 sends at a time, and looks, checks and answers beside them."""


class Connection:
    """A bot and its connections; to be closed.

    Has no `repr` of its own on purpose: PTB's shows the token.
    """

    def __init__(self, token: str, api_url: str) -> None:
        # Without it PTB gives durations as numbers and warns on every 429.
        os.environ.setdefault("PTB_TIMEDELTA", "1")
        certificates = ssl.create_default_context()  # slow to load: once for both
        self._requests = (
            AiohttpRequest(1, 10.0, certificates),
            AiohttpRequest(_SENDING, READ_TIMEOUT, certificates),
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
