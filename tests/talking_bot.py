"""Ways to talk to a stand-in: with python-telegram-bot, and with plain HTTP."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.demo.botapi import StandIn


def talking(standin: StandIn, token: str | None = None) -> Bot:
    """A bot to be used as an async context manager. It loads no certificates, which is slow."""
    polls, calls = (HTTPXRequest(httpx_kwargs={"verify": False}) for _ in range(2))
    return Bot(
        token or standin.token,
        base_url=f"{standin.url}/bot",
        request=calls,
        get_updates_request=polls,
    )


async def called(standin: StandIn, method: str) -> None:
    """Return once the stand-in has a call of `method` in its hands."""
    async with asyncio.timeout(5):
        while method not in [call.method for call in standin.calls]:  # noqa: ASYNC110 - a test looks from outside
            await asyncio.sleep(0.001)


def plain_http(standin: StandIn) -> httpx.AsyncClient:
    """A client whose paths are methods of the Bot API; to be used as a context manager."""
    return httpx.AsyncClient(base_url=f"{standin.url}/bot{standin.token}/", verify=False)


@contextmanager
def refused(error: type[TelegramError], words: str) -> Iterator[None]:
    """The call inside is refused with these words, whatever the library does to their case."""
    with pytest.raises(error) as caught:
        yield
    assert words.lower() in caught.value.message.lower()
