"""What is answered over HTTP, on a real socket."""

import httpx
import pytest
from starlette.applications import Starlette

from bot.pipeline.websub import WebSub
from bot.web import LOOPBACK, listen, routes, serving
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
