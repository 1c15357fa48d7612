"""Puts the stand-in on a loopback socket, and takes it away again at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.requests import Request
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.listening import LOOPBACK, listen


class Server:
    """An HTTP server within the running event loop."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        config = uvicorn.Config(
            app, http=H11Protocol, ws="none", lifespan="off", log_config=None, access_log=False
        )
        config.load()
        self._uvicorn = uvicorn.Server(config)
        self._uvicorn.lifespan = config.lifespan_class(config)
        self._socket = listen(LOOPBACK, port)
        self.url = f"http://{LOOPBACK}:{self._socket.getsockname()[1]}"

    async def start(self) -> None:
        """Begin to accept connections."""
        await self._uvicorn.startup(sockets=[self._socket])

    async def stop(self) -> None:
        """Close every connection, answered or not."""
        for listener in self._uvicorn.servers:
            listener.close()
        for connection in self._connections():
            connection.transport.abort()
        tasks = list(self._uvicorn.server_state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)

    def drop(self, request: Request) -> None:
        """Close the connection that `request` came on, without an answer."""
        for connection in self._connections():
            if connection.client == tuple(request.scope["client"]):
                connection.transport.abort()

    def _connections(self) -> list[H11Protocol]:
        connections = self._uvicorn.server_state.connections
        return [each for each in connections if isinstance(each, H11Protocol)]


@asynccontextmanager
async def serving(app: ASGIApp, port: int = 0) -> AsyncIterator[Server]:
    """A running server; port 0 takes any free one.

    Raises:
        OSError: The port is taken.
    """
    server = Server(app, port)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
