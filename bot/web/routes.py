"""The addresses that are answered; nothing else is, and nothing is told about what is not there."""

import asyncio
from typing import Final

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.telegram import webhook as telegram
from bot.channels.telegram.webhook import Webhook
from bot.pipeline.websub import PATH, WebSub

MOST_BYTES: Final = 10 * 1024**2
"""Of a push; more is refused before it is read to its end."""
MOST_UPDATE_BYTES: Final = 1024**2
"""Of an update of Telegram's: a message of 4096 characters with all that it quotes is a tenth."""
AT_A_TIME: Final = 4
"""Pushes that are taken in; the others wait at the door, where they take no memory."""
SECONDS: Final = 20.0
"""Within which a push has to come in."""
_FORBIDDEN: Final = 403
_NOT_FOUND: Final = 404
_TOO_SLOW: Final = 408
_TOO_LARGE: Final = 413


def routes(websub: WebSub | None = None, webhook: Webhook | None = None) -> Starlette:
    """The application: what is not used is not there."""
    found = [Route("/livez", _alive, methods=["GET"])]
    if websub:
        callback = _Callback(websub)
        found += [
            Route(f"{PATH}{{token}}", callback.verify, methods=["GET"]),
            Route(f"{PATH}{{token}}", callback.push, methods=["POST"]),
        ]
    if webhook:
        found.append(Route(telegram.PATH, _Updates(webhook).take, methods=["POST"]))
    return Starlette(routes=found)


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
            body = await _body(request, MOST_BYTES)
        if isinstance(body, int):
            return Response(status_code=body)
        headers = {name.lower(): value for name, value in request.headers.items()}
        return Response(status_code=self._websub.push(found, headers, body))


class _Updates:
    """Where Telegram sends updates."""

    def __init__(self, webhook: Webhook) -> None:
        self._webhook = webhook

    async def take(self, request: Request) -> Response:
        """An update. Nothing is read of what does not bear the secret."""
        secret = request.headers.get("x-telegram-bot-api-secret-token", "")
        if not self._webhook.is_from_telegram(secret):
            return Response(status_code=_FORBIDDEN)
        body = await _body(request, MOST_UPDATE_BYTES)
        if isinstance(body, int):
            return Response(status_code=body)
        status = await self._webhook.take(body)
        return Response(status_code=status, background=BackgroundTask(self._webhook.afterwards))


async def _body(request: Request, most: int) -> bytes | int:
    """What was sent; or the status that tells why it was not taken."""
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    return _TOO_LARGE
    except (TimeoutError, ClientDisconnect):
        return _TOO_SLOW
    return bytes(body)
