"""The page that shows every chat as Telegram would, live, and lets the viewer take part."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.demo.botapi.cards import Card
from bot.demo.botapi.chats import Json
from bot.demo.botapi.people import User
from bot.demo.botapi.picture import media_type
from bot.demo.botapi.view import View
from bot.demo.botapi.world import Change, World

_HERE: Final = Path(__file__).parent / "assets"
_ASSETS: Final = {
    "/": "page.html",
    "/page.css": "page.css",
    "/page.js": "page.js",
    "/message.js": "message.js",
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


class Page:
    """Routes of the page; `viewer` is who it begins as."""

    def __init__(self, world: World, viewer: User, cards: Mapping[str, Card]) -> None:
        self.world = world
        self.viewer = viewer
        self.view = View(world, viewer, cards)
        self._watchers: set[asyncio.Queue[str | None]] = set()
        world.lookers_on.append(self._notice)

    def routes(self) -> list[Route]:
        """The page, its files, and its stream of events; it acts through `control`."""
        files = [Route(path, _file(name)) for path, name in _ASSETS.items()]
        return [
            *files,
            Route("/media/{number:int}", self._media),
            Route("/events", self._events),
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

    async def _media(self, request: Request) -> Response:
        """A picture in its place; anything else only to be saved, never to be run."""
        found = self.world.files.numbered(request.path_params["number"])
        if found is None:
            return Response(status_code=404, headers=_HEADERS)
        media, data = found
        if media.kind == "photo":
            return Response(data, headers=_HEADERS, media_type=media_type(data))
        saved = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(media.name)}"}
        return Response(data, headers=_HEADERS | saved, media_type="application/octet-stream")

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
