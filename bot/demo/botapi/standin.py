"""What a test or the demo holds in its hands: makes chats, plays people, looks at everything."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.clock import SystemClock
from bot.demo.botapi.control import Control
from bot.demo.botapi.director import POSTING, Director
from bot.demo.botapi.flood import Limits
from bot.demo.botapi.page import Page
from bot.demo.botapi.refusal import Refusal
from bot.demo.botapi.server import serving
from bot.ports import Clock

__all__ = ["POSTING", "StandIn"]


class StandIn(Director):
    """A small Telegram that can be served over HTTP.

    Chats are known by their id. Everything happens at once; only HTTP is asynchronous.
    """

    def __init__(self, clock: Clock | None = None, limits: Limits | None = None) -> None:
        super().__init__(clock or SystemClock(), limits)
        self.page = Page(self.world, self.viewer, self.cards)
        self.control = Control(self)
        self.url = ""
        """Where it answers, without a slash at the end; empty until it is served."""

    @classmethod
    @asynccontextmanager
    async def serve(
        cls, port: int = 0, clock: Clock | None = None, limits: Limits | None = None
    ) -> AsyncIterator[Self]:
        """A stand-in that answers on the loopback interface; port 0 takes any free one.

        Raises:
            OSError: The port is taken.
        """
        standin = cls(clock, limits)
        async with serving(standin.app(), port) as server:
            standin.url = server.url
            standin.service.drop = server.drop
            try:
                yield standin
            finally:
                standin.service.polling.close()
                standin.page.close()
                await standin.service.webhooks.close()

    def app(self) -> Starlette:
        """The web application. It answers to loopback names only, against DNS rebinding."""
        return Starlette(
            routes=[
                Route("/bot{token}/{method}", self.service.answer, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self.service.file),
                *self.page.routes(),
                *self.control.routes(),
            ],
            middleware=[
                Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
            ],
            exception_handlers={404: _not_found},
        )


async def _not_found(_request: Request, _error: Exception) -> Response:
    return JSONResponse(Refusal(404, "Not Found").to_json(), 404)
