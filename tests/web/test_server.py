"""What is answered over HTTP, on a real socket."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette

from bot.listening import LOOPBACK, listen
from bot.pipeline.websub import WebSub
from bot.web import routes, serving
from tests.hub import Hub
from tests.newsroom import Newsroom


@pytest.fixture
def app(newsroom: Newsroom) -> Starlette:
    """Of a Vigie without subscriptions."""
    hub = Hub()
    return routes(
        WebSub(newsroom.database, hub, newsroom.press, newsroom.clock, "https://vigie.example")
    )


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/livez", 200),
        ("GET", "/", 404),
        ("GET", "/websub/", 404),
        ("GET", "/websub/x", 404),
        ("POST", "/websub/x", 404),
        ("DELETE", "/websub/x", 405),
        ("POST", "/telegram", 404),
        ("GET", "/docs", 404),
    ],
)
async def test_only_what_is_meant_is_there(
    app: Starlette, method: str, path: str, status: int
) -> None:
    """And nothing tells what listens."""
    listener = listen(LOOPBACK, 0)
    port = listener.getsockname()[1]
    async with serving(app, listener), httpx.AsyncClient() as client:
        answer = await client.request(method, f"http://{LOOPBACK}:{port}{path}")
    assert answer.status_code == status
    assert "server" not in answer.headers


def test_a_port_that_is_taken() -> None:
    """It is said at once, and not by whoever comes first."""
    with listen(LOOPBACK, 0) as taken, pytest.raises(OSError, match="in use"):
        listen(LOOPBACK, taken.getsockname()[1])


async def test_nothing_listens_afterwards(app: Starlette) -> None:
    """The port is free again."""
    listener = listen(LOOPBACK, 0)
    port = listener.getsockname()[1]
    async with serving(app, listener):
        pass
    listen(LOOPBACK, port).close()


async def test_strangers_send_in_vain(app: Starlette) -> None:
    """They are answered before they have sent anything of what they announce."""
    listener = listen(LOOPBACK, 0)
    port = listener.getsockname()[1]
    async with serving(app, listener), asyncio.timeout(5):
        reader, writer = await asyncio.open_connection(LOOPBACK, port)
        writer.write(b"POST /websub/x HTTP/1.1\r\nHost: vigie\r\nContent-Length: 9000000\r\n\r\n")
        assert b" 404 " in await reader.readline()
        writer.close()
