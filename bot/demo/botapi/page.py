"""The page that shows every chat as Telegram would, live, and lets the viewer take part."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.demo.botapi.cards import Card
from bot.demo.botapi.chats import Chat, Json
from bot.demo.botapi.entities import Formatted
from bot.demo.botapi.people import User
from bot.demo.botapi.pressing import press
from bot.demo.botapi.reading import body_of
from bot.demo.botapi.refusal import Refusal
from bot.demo.botapi.strict_json import read_json
from bot.demo.botapi.tidy import tidied
from bot.demo.botapi.view import View
from bot.demo.botapi.world import Change, World

_HERE: Final = Path(__file__).parent / "assets"
_ASSETS: Final = {
    "/": "page.html",
    "/page.css": "page.css",
    "/page.js": "page.js",
    "/text.js": "text.js",
    "/words.js": "words.js",
    "/pattern.svg": "pattern.svg",
}
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data: http://127.0.0.1:*; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_BACKLOG: Final = 1000
"""Events that wait for a slow page before it is cut off; it comes back by itself."""
_HEARTBEAT: Final = 15.0
"""Seconds between signs of life, which also find out that a page has gone."""


class _Misunderstood(Exception):
    """The page asked for something that makes no sense."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a page asks for."""

    chat: Chat
    body: Json

    def number(self, name: str) -> int:
        value = self.body.get(name)
        if not isinstance(value, int):
            raise _Misunderstood(f"{name} must be a number")
        return value

    def text(self, name: str) -> str:
        value = self.body.get(name)
        if not isinstance(value, str):
            raise _Misunderstood(f"{name} must be a text")
        return value


class Page:
    """Routes of the page; `viewer` is the person in front of it."""

    def __init__(self, world: World, viewer: User, cards: Mapping[str, Card]) -> None:
        self.world = world
        self.viewer = viewer
        self.view = View(world, viewer, cards)
        self._watchers: set[asyncio.Queue[str | None]] = set()
        world.lookers_on.append(self._notice)

    def routes(self) -> list[Route]:
        """The page, its files, its stream of events, and what it may do."""
        files = [Route(path, _file(name)) for path, name in _ASSETS.items()]
        return [
            *files,
            Route("/control/events", self._events),
            Route("/control/press", self._press, methods=["POST"]),
            Route("/control/say", self._say, methods=["POST"]),
            Route("/control/read", self._read, methods=["POST"]),
        ]

    def close(self) -> None:
        """End every stream."""
        for watcher in self._watchers:
            _offer(watcher, None)

    def _notice(self, change: Change) -> None:
        if self._watchers and (told := self.view.told(change)) is not None:
            frame = _frame(told)
            for watcher in self._watchers:
                _offer(watcher, frame)

    async def _events(self, _request: Request) -> Response:
        return StreamingResponse(self.stream(), media_type="text/event-stream", headers=_HEADERS)

    async def stream(self) -> AsyncIterator[str]:
        """Everything, then each change, as server-sent events; ends when the page lags behind."""
        watcher: asyncio.Queue[str | None] = asyncio.Queue(_BACKLOG)
        self._watchers.add(watcher)
        try:
            yield _frame(self.view.snapshot())
            while (frame := await _next(watcher)) is not None:
                yield frame
        finally:
            self._watchers.discard(watcher)

    # ── What a page does ─────────────────────────────────────────────────────────────────────

    async def _wish(self, request: Request) -> _Wish:
        """Read a wish. Only JSON: other sites cannot send that here without asking first.

        Raises:
            _Misunderstood: It is none.
        """
        if request.headers.get("content-type") != "application/json":
            raise _Misunderstood("JSON expected")
        try:
            body = read_json(await body_of(request))
        except (ValueError, Refusal) as error:
            raise _Misunderstood("this is not JSON, or too much of it") from error
        if not isinstance(body, dict):
            raise _Misunderstood("an object expected")
        key = str(body.get("chat"))
        chat = next((each for each in self.world.every_chat() if self.view.key(each) == key), None)
        if chat is None:
            raise _Misunderstood("no such chat")
        return _Wish(chat, body)

    async def _press(self, request: Request) -> Response:
        try:
            wish = await self._wish(request)
            message_id, data = wish.number("message_id"), wish.text("data")
            query = press(self.world, wish.chat, message_id, data, self.viewer)
        except (_Misunderstood, LookupError) as error:
            return _wrong(error)
        return JSONResponse({"id": query.id})

    async def _say(self, request: Request) -> Response:
        try:
            wish = await self._wish(request)
            content = tidied(Formatted(wish.text("text")))
        except (_Misunderstood, Refusal) as error:
            return _wrong(error)
        message = self.world.compose(wish.chat, self.viewer, content)
        self.world.post(wish.chat, message)
        return JSONResponse({"message_id": message.id})

    async def _read(self, request: Request) -> Response:
        try:
            wish = await self._wish(request)
            message_id = wish.number("message_id")
        except _Misunderstood as error:
            return _wrong(error)
        self.world.read(wish.chat, message_id)
        return JSONResponse({})


def _file(name: str) -> Any:
    async def file(_request: Request) -> Response:
        return FileResponse(_HERE / name, headers=_HEADERS)

    return file


def _frame(event: Json) -> str:
    return f"data: {json.dumps(event, ensure_ascii=False)}\n\n"


def _offer(watcher: asyncio.Queue[str | None], frame: str | None) -> None:
    """Queue an event; a page that is too slow, or is to end, is cut off."""
    if frame is None or watcher.full():
        while not watcher.empty():
            watcher.get_nowait()
        frame = None
    watcher.put_nowait(frame)


async def _next(watcher: asyncio.Queue[str | None]) -> str | None:
    try:
        async with asyncio.timeout(_HEARTBEAT):
            return await watcher.get()
    except TimeoutError:
        return ": still here\n\n"


def _wrong(error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, 400, _HEADERS)
