"""Puts the outlets on loopback sockets."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.demo.botapi.server import serving
from bot.demo.outlets.site import app
from bot.demo.outlets.watchlist import watchlist
from bot.listening import LOOPBACK
from bot.ports import Clock


@dataclass(frozen=True, slots=True)
class Served:
    """Where the outlets answer; addresses without a slash at the end."""

    url: str
    silent_url: str
    """Where nobody listens."""

    @property
    def watchlist(self) -> str:
        """The text of a feeds.yaml with every outlet in it."""
        return watchlist(self.url, self.silent_url)


@asynccontextmanager
async def serve(clock: Clock, port: int = 0) -> AsyncIterator[Served]:
    """The outlets on the loopback interface, within the running loop; port 0 takes any free one.

    Raises:
        OSError: The port is taken.
    """
    async with serving(_quiet(app(clock)), port) as server:
        # Bound and not listening: connections are refused, and nobody else can take the port.
        with closing(socket.socket()) as silent:
            silent.bind((LOOPBACK, 0))
            yield Served(server.url, f"http://{LOOPBACK}:{silent.getsockname()[1]}")


def _quiet(app: ASGIApp) -> ASGIApp:
    """The same, but the end of the demo interrupts it in silence: uvicorn would log an error."""

    async def interrupted(scope: Scope, receive: Receive, send: Send) -> None:
        with suppress(asyncio.CancelledError):
            await app(scope, receive, send)

    return interrupted
