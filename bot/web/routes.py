"""The addresses that are answered; nothing else is, and nothing is told about what is not there."""

import asyncio
from typing import Final

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.pipeline.websub import PATH, WebSub

MOST_BYTES: Final = 10 * 1024**2
"""Of a push; more is refused before it is read to its end."""
AT_A_TIME: Final = 4
"""Pushes that are taken in; the others wait at the door, where they take no memory."""
SECONDS: Final = 20.0
"""Within which a push has to come in."""
_NOT_FOUND: Final = 404
_TOO_SLOW: Final = 408
_TOO_LARGE: Final = 413


def routes(websub: WebSub) -> Starlette:
    """The application."""
    callback = _Callback(websub)
    return Starlette(
        routes=[
            Route("/livez", _alive, methods=["GET"]),
            Route(f"{PATH}{{token}}", callback.verify, methods=["GET"]),
            Route(f"{PATH}{{token}}", callback.push, methods=["POST"]),
        ]
    )


async def _alive(_: Request) -> Response:
    return PlainTextResponse("alive\n")


class _Callback:
    """Where hubs ask and push."""

    def __init__(self, websub: WebSub) -> None:
        self._websub = websub
        self._places = asyncio.Semaphore(AT_A_TIME)

    async def verify(self, request: Request) -> Response:
        """A hub asks whether a subscription is wanted: its challenge is repeated, as text."""
        query = dict(request.query_params)
        challenge = await self._websub.verify(request.path_params["token"], query)
        if challenge is None:
            return Response(status_code=_NOT_FOUND)
        # A text and nothing else: what a stranger sends is not shown as a page.
        return PlainTextResponse(challenge, headers={"X-Content-Type-Options": "nosniff"})

    async def push(self, request: Request) -> Response:
        """A hub sends what is new. Nothing is taken in for an address that is none."""
        found = await self._websub.addressee(request.path_params["token"])
        if isinstance(found, int):
            return Response(status_code=found)
        async with self._places:
            body = await _body(request)
        if isinstance(body, int):
            return Response(status_code=body)
        headers = {name.lower(): value for name, value in request.headers.items()}
        return Response(status_code=self._websub.push(found, headers, body))


async def _body(request: Request) -> bytes | int:
    """What was sent; or the status that tells why it was not taken."""
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    return _TOO_LARGE
    except (TimeoutError, ClientDisconnect):
        return _TOO_SLOW
    return bytes(body)
