"""A language model's endpoint on loopback: what it answers, what it does not, and the key."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.llm import Access, ModelClient
from bot.model import Asked, Unwritten
from tests.raw_server import RawServer, answer, raw_server, silence

KEY = "sk-very-secret-key-0123456789"
QUESTION = Asked("Two sentences.", "Trois drones\n\nTrois drones ont survolé le port.")
WORDS = "Trois drones ont survolé le port."
LONG = timedelta(seconds=5)


@pytest.fixture
async def server() -> AsyncIterator[RawServer]:
    """An endpoint."""
    async with raw_server() as served:
        yield served


def said(content: object) -> bytes:
    """An answer in the usual form."""
    body = {"choices": [{"message": {"role": "assistant", "content": content}}]}
    return answer(json.dumps(body).encode(), Content_Type="application/json")


async def write(server: RawServer, deadline: timedelta = LONG) -> str | Unwritten:
    """Ask once."""
    async with ModelClient(Access(f"{server.url}/v1", KEY, "small-1")) as client:
        return await client.write(QUESTION, deadline)


async def failure(server: RawServer, deadline: timedelta = LONG) -> str:
    """Why there are no words, in both languages and without the key."""
    found = await write(server, deadline)
    assert isinstance(found, Unwritten)
    assert KEY not in repr(found)
    return f"{found.reason.en} / {found.reason.fr}"


async def test_a_good_answer(server: RawServer) -> None:
    """Its words come on one line; the question had the key in its header."""
    server.at("/v1/chat/completions", said(f"  {WORDS}\n\n{WORDS} "))
    assert await write(server) == f"{WORDS} {WORDS}"
    assert server.sent("authorization") == f"Bearer {KEY}"
    assert server.requests[0].startswith(b"POST /v1/chat/completions ")


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (answer(KEY.encode(), "500 Internal Server Error"), "answers 500"),
        (answer(b"{}", "401 Unauthorized"), "répond 401"),
        (answer(b"", "302 Found", Location="/elsewhere"), "answers 302"),
        (answer(b"not json"), "no words"),
        (answer(b'{"choices": []}'), "no words"),
        (answer(b'{"choices": [{"message": {"content": null}}]}'), "no words"),
        (answer(b"[" * 50_000), "no words"),
        (said(""), "no words"),
        (said(["a"]), "no words"),
        (said("x" * 10_000_000), "no words"),
        (b"nonsense\r\n\r\n", "cannot be reached"),
    ],
)
async def test_other_answers(server: RawServer, reply: bytes, expected: str) -> None:
    """Errors, redirects, other forms, ten megabytes: no words, and never the key."""
    server.at("/v1/chat/completions", reply)
    assert expected in await failure(server)


async def test_silence(server: RawServer) -> None:
    """It is not waited for longer than the deadline."""
    server.at("/v1/chat/completions", silence)
    begin = asyncio.get_running_loop().time()
    assert "in time" in await failure(server, timedelta(seconds=0.05))
    assert asyncio.get_running_loop().time() - begin < 1.0


async def test_nobody_there(server: RawServer) -> None:
    """A refused connection is told by its kind."""
    async with ModelClient(Access("http://127.0.0.1:9/v1", KEY, "m")) as client:
        found = await client.write(QUESTION, LONG)
    assert isinstance(found, Unwritten)
    assert "ClientConnectorError" in found.reason.en


def test_the_key_is_not_shown() -> None:
    """Not even where a programmer looks."""
    assert KEY not in repr(Access("http://a.example", KEY, "m"))
