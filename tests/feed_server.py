"""A feed server on loopback whose documents a test can change while it runs."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.demo.botapi.server import serving


@dataclass
class FeedServer:
    """Feeds by slug, at ``url/slug``."""

    url: str = ""
    documents: dict[str, bytes] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    def at(self, slug: str) -> str:
        """The address of a feed."""
        return f"{self.url}/{slug}"

    async def answer(self, request: Request) -> Response:
        """The document, or 404."""
        slug = request.path_params["slug"]
        self.requests.append(slug)
        if slug not in self.documents:
            return Response(status_code=404)
        return Response(self.documents[slug], media_type="application/rss+xml")


@asynccontextmanager
async def feed_server() -> AsyncIterator[FeedServer]:
    """Serve until the end of the block."""
    feeds = FeedServer()
    async with serving(Starlette(routes=[Route("/{slug}", feeds.answer)])) as server:
        feeds.url = server.url
        yield feeds


@dataclass(frozen=True)
class Item:
    """One item of a feed."""

    title: str
    text: str
    guid: str = ""
    link: str = ""

    def xml(self, now: datetime) -> str:
        """As RSS 2.0; published at `now`."""
        link = self.link or f"https://phare.example/{abs(hash(self.guid or self.title))}"
        paragraphs = "".join(f"<p>{escape(part)}</p>" for part in self.text.split("\n\n"))
        return (
            f"<item><title>{escape(self.title)}</title><link>{escape(link)}</link>"
            f"<guid isPermaLink='false'>{escape(self.guid or self.title)}</guid>"
            f"<pubDate>{format_datetime(now)}</pubDate>"
            f"<description>{escape(paragraphs)}</description></item>"
        )


def rss(items: Iterable[Item], now: datetime | None = None) -> bytes:
    """A document of RSS 2.0."""
    body = "".join(item.xml(now or datetime.now(UTC)) for item in items)
    head = "<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel>"
    return f"{head}<title>Le Phare</title>{body}</channel></rss>".encode()
