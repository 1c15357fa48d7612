"""The addresses that are answered; nothing else is, and nothing is told about what is not there."""

from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.pipeline.websub import PATH, WebSub

MOST_BYTES: Final = 10 * 1024**2
"""Of a push; more is refused before it is read to its end."""
_NOT_FOUND: Final = 404


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

    async def verify(self, request: Request) -> Response:
        """A hub asks whether a subscription is wanted: its challenge is repeated, as text."""
        query = dict(request.query_params)
        challenge = await self._websub.verify(request.path_params["token"], query)
        if challenge is None:
            return Response(status_code=_NOT_FOUND)
        # A text and nothing else: what a stranger sends is not shown as a page.
        return PlainTextResponse(challenge, headers={"X-Content-Type-Options": "nosniff"})

    async def push(self, request: Request) -> Response:
        """A hub sends what is new."""
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        headers = {name.lower(): value for name, value in request.headers.items()}
        status = await self._websub.push(request.path_params["token"], headers, body)
        return Response(status_code=status)


async def _body(request: Request) -> bytes | None:
    """What was sent; None when it is too much."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)
