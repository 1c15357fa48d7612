"""An HTTP server within the running event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import uvicorn
from starlette.types import ASGIApp

PATIENCE: Final = 5
"""Seconds that an idle connection is kept."""
AT_A_TIME: Final = 100
"""Requests; more are refused."""


@asynccontextmanager
async def serving(app: ASGIApp, listener: socket.socket) -> AsyncIterator[None]:
    """Serve what comes in at `listener` until left."""
    config = uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=PATIENCE,
        limit_concurrency=AT_A_TIME,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve(sockets=[listener]))  # noqa: SLF001 - its public form takes the signals
    try:
        yield
    finally:
        server.should_exit = True
        await task
