"""Feeds that fail, each in a way that every poller meets within its first week."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

OVERSIZED: Final = 64 * 1024 * 1024
"""Bytes that the oversized feed goes on for."""
_CHUNK: Final = b"<item><title>Encore un article</title><description>" + b"blabla " * 9000


async def hang(request: Request) -> Response:
    """Takes the request and never answers."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    return Response(status_code=499)


async def turn_round(request: Request) -> Response:
    """Sends the visitor round and round."""
    lap = int(request.query_params.get("tour", "0")) % 12 + 1
    return RedirectResponse(request.url.include_query_params(tour=lap), 302)


async def overflow(_request: Request) -> Response:
    """Begins like a feed and goes on for 64 MiB."""

    async def body() -> AsyncIterator[bytes]:
        yield b'<?xml version="1.0"?><rss version="2.0"><channel><title>Le Pav\xc3\xa9</title>'
        for _ in range(OVERSIZED // len(_CHUNK)):
            yield _CHUNK
            await asyncio.sleep(0.001)  # lets the server notice that nobody listens any more

    return StreamingResponse(body(), media_type="application/rss+xml")


async def show_a_page(_request: Request) -> Response:
    """A web page where a feed used to be."""
    return HTMLResponse(
        '<!doctype html><html lang="fr"><head><title>Vitrine 24</title></head><body>'
        "<h1>Notre site fait peau neuve !</h1><p>Acceptez nos cookies pour continuer.</p>"
        "</body></html>"
    )


async def crumble(_request: Request) -> Response:
    """Something that once was XML; nothing of it can be saved."""
    body = "<?xml version='1.0'?>\n<rss><chan\0nel><<title>Pixels bris</channel></item>]]>\n"
    return Response(body, media_type="application/rss+xml")


async def wall(_request: Request) -> Response:
    """A wall against robots, as a content delivery network builds it."""
    return HTMLResponse(
        "<!doctype html><title>Just a moment...</title><p>Checking your browser.</p>",
        403,
        {"server": "cloudflare", "cf-mitigated": "challenge", "cf-ray": "0123456789abcdef-CDG"},
    )


async def forget(_request: Request) -> Response:
    """The feed is gone without leaving an address."""
    return HTMLResponse("<!doctype html><title>404</title><p>Cette page n’existe plus.</p>", 404)


BROKEN: Final[dict[str, Callable[[Request], Awaitable[Response]]]] = {
    "le-sablier": hang,
    "rond-point-info": turn_round,
    "le-pave": overflow,
    "vitrine-24": show_a_page,
    "pixels-brises": crumble,
    "fort-nimbus": wall,
    "la-gazette-disparue": forget,
}
"""What answers in place of a feed, by slug."""
