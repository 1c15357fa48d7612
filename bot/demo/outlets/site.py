"""The outlets' web server: their feeds, and a page for each article."""

import asyncio
import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from importlib.resources import files
from string import Template
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.demo.outlets.broken import BROKEN
from bot.demo.outlets.feeds import CONTENT_TYPES, Issue, write
from bot.demo.outlets.press import Item, Outlet, press
from bot.i18n import Text
from bot.ports import Clock

NOTICE: Final = Text(
    en="An invented article from an invented paper, for Vigie’s demonstration.",
    fr="Un article inventé d’un journal inventé, pour la démonstration de Vigie.",
)


def app(clock: Clock) -> Starlette:
    """The application. Dates count from now, and so do the waves of later articles."""
    site = _Site(clock)
    return Starlette(
        routes=[
            *(Route(f"/feeds/{slug}", answer) for slug, answer in BROKEN.items()),
            Route("/feeds/{outlet}", site.feed),
            Route("/articles/{outlet}/{article}", site.article),
        ]
    )


class _Site:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        # Feeds tell whole seconds: an item must not change its date by being read later.
        self._opened_at = clock.now().replace(microsecond=0)
        self._outlets = {outlet.slug: outlet for outlet in press()}
        self._pages = _pages(press())
        self._template = Template(files(__package__).joinpath("article.html").read_text("utf-8"))

    async def feed(self, request: Request) -> Response:
        """The feed as it stands now, or 304 to a visitor who has it."""
        outlet = self._outlets.get(request.path_params["outlet"])
        if outlet is None:
            raise HTTPException(404)
        await asyncio.sleep(outlet.delay)
        issue = Issue.at(outlet, self._opened_at, self._clock.now(), str(request.base_url))
        body = write(issue)
        headers = {
            "etag": f'"{hashlib.sha256(body).hexdigest()[:20]}"',
            "last-modified": _http_date(issue.changed_at),
        }
        if _is_known(request, headers):
            return Response(status_code=304, headers=headers)
        kind = f"{CONTENT_TYPES[outlet.format]}; charset={outlet.charset}"
        return Response(body, headers=headers | {"content-type": kind})

    async def article(self, request: Request) -> Response:
        """A page to read; tracking parameters do not matter."""
        path = "{outlet}/{article}".format(**request.path_params)
        if path not in self._pages:
            raise HTTPException(404)
        outlet, item = self._pages[path]
        published_at = item.published_at(self._opened_at)
        page = self._template.substitute(
            lang=outlet.lang,
            outlet=escape(outlet.name),
            title=escape(item.title),
            author=escape(item.author or outlet.name),
            datetime=published_at.isoformat(),
            date=f"{published_at:%Y-%m-%d %H:%M} UTC",
            body="\n".join(item.blocks),
            canonical=escape(f"{request.base_url}articles/{path}"),
            notice=escape(NOTICE.into("fr" if outlet.lang == "fr" else "en")),
        )
        return HTMLResponse(page)


def _pages(outlets: tuple[Outlet, ...]) -> dict[str, tuple[Outlet, Item]]:
    """Each page under its path, as its own outlet tells it: aggregators have none."""
    return {
        item.page: (outlet, item)
        for outlet in outlets
        for item in outlet.items
        if item.page == item.id
    }


def _is_known(request: Request, headers: dict[str, str]) -> bool:
    """RFC 9110, section 13.2.2: the ETag decides; the date only where no ETag was sent."""
    etag = request.headers.get("if-none-match")
    if etag is not None:
        return etag == headers["etag"]
    return request.headers.get("if-modified-since") == headers["last-modified"]


def _http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)
