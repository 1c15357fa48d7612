"""`vigie explain` about a web page."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.demo.botapi.server import serving
from tests.command_line import Said, Vigie

PAGE = """<html lang="fr"><head><title>Le Phare</title></head><body><nav>La Chine</nav>
<article><h1>Des drones au port</h1><p>Trois drones ont survolé le port.</p></article></html>"""


async def _answer(request: Request) -> Response:
    if request.path_params["name"] != "article":
        return Response(status_code=404)
    return HTMLResponse(PAGE)


@pytest.fixture
async def site(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """The address of a web site on this machine, which may be asked."""
    monkeypatch.setenv("VIGIE_ALLOW_PRIVATE_HOSTS", "yes")
    async with serving(Starlette(routes=[Route("/{name}", _answer)])) as server:
        yield server.url


async def _asked(vigie: Vigie, *words: str) -> Said:
    return await asyncio.to_thread(vigie, "explain", *words)


async def test_a_page(site: str, vigie: Vigie) -> None:
    """The page is fetched, and its article is read without the menu."""
    said = await _asked(vigie, "drones -Chine", f"{site}/article")
    assert said.code == 0
    assert "Des drones au port" in said.out
    assert f"{site}/article · fr · 6 words" in said.out
    assert "  • Trois *drones* ont survolé le port." in said.out
    assert "What happened" not in said.out


async def test_a_page_that_is_not_there(site: str, vigie: Vigie) -> None:
    """What the server answers, and what can be done."""
    said = await _asked(vigie, "drones", f"{site}/nowhere")
    assert said.code == 66
    assert "The server answers 404." in said.err
    assert "copy the text" in said.err


async def test_addresses_inside_the_network(
    site: str, vigie: Vigie, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page is asked for with the guard of the feeds."""
    monkeypatch.setenv("VIGIE_ALLOW_PRIVATE_HOSTS", "no")
    said = await _asked(vigie, "drones", f"{site}/article")
    assert said.code == 66


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A database without any table."""
    (tmp_path / "vigie-dry-run.db").write_bytes(b"")
    return tmp_path / "vigie.db"


async def test_a_database_of_another_version(
    site: str, vigie: Vigie, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page can be had without any database, or with one that cannot be read."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{empty}")
    assert (await _asked(vigie, "drones", f"{site}/article")).code == 0
