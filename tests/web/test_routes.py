"""What is taken in of a push."""

import asyncio

import pytest
from starlette.requests import Request
from starlette.types import Message

from bot.web.routes import MOST_BYTES, _body

POST = {"type": "http", "method": "POST", "headers": []}


def _sent(*messages: Message) -> Request:
    """By a client that sends this, and then nothing for ever."""
    left = list(messages)

    async def receive() -> Message:
        if not left:
            await asyncio.Event().wait()
        return left.pop(0)

    return Request(POST, receive)


def _part(body: bytes, *, more: bool = True) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


async def test_all_of_it() -> None:
    """However it is cut."""
    assert await _body(_sent(_part(b"<rss"), _part(b"/>", more=False)), MOST_BYTES) == b"<rss/>"


async def test_too_much_of_it() -> None:
    """The rest is not waited for."""
    assert await _body(_sent(_part(b"x" * MOST_BYTES), _part(b"x")), MOST_BYTES) == 413


async def test_too_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who stops sending keeps nobody waiting."""
    monkeypatch.setitem(_body.__globals__, "SECONDS", 0.01)
    async with asyncio.timeout(5):
        assert await _body(_sent(_part(b"<rss")), MOST_BYTES) == 408


async def test_who_goes_away() -> None:
    """It is no error of ours."""
    assert await _body(_sent(_part(b"<rss"), {"type": "http.disconnect"}), MOST_BYTES) == 408
