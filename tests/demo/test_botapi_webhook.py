"""Webhooks: posted in order with the secret, until they are taken; no polling meanwhile."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, WebhookInfo
from telegram.error import BadRequest, Conflict

from bot.demo.botapi import StandIn
from bot.demo.botapi.server import serving
from tests.talking_bot import called, refused


@dataclass
class Receiver:
    """A bot's own server: takes updates, or answers with the statuses it was told to."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    got: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)
    """Status, secret and update of each request."""
    stir: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: Request) -> Response:
        """Answer one request."""
        status = self.statuses.pop(0) if self.statuses else 200
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self.got.append((status, secret, json.loads(await request.body())))
        self.stir.set()
        return Response(status_code=status)

    async def has(self, count: int) -> None:
        """Return once that many requests have come."""
        async with asyncio.timeout(5):
            while len(self.got) < count:
                self.stir.clear()
                await self.stir.wait()

    def texts(self) -> list[str]:
        """What was taken."""
        return [each["message"]["text"] for status, _, each in self.got if status == 200]


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver on the loopback interface."""
    receiver = Receiver()
    app = Starlette(routes=[Route("/hook", receiver.take, methods=["POST"])])
    async with serving(app) as server:
        receiver.url = f"{server.url}/hook"
        yield receiver


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """The same, for a whole test."""
    async with receiving() as receiver:
        yield receiver


async def failing(bot: Bot) -> WebhookInfo:
    """What is known of the webhook once it has failed."""
    async with asyncio.timeout(5):
        while not (info := await bot.get_webhook_info()).last_error_message:  # noqa: ASYNC110 - a test looks from outside
            await asyncio.sleep(0.001)
    return info


async def test_updates_are_posted_with_the_secret(
    bot: Bot, standin: StandIn, receiver: Receiver
) -> None:
    """What waited first, then what happens; each is gone once it is taken."""
    private = standin.start()
    await bot.set_webhook(receiver.url, secret_token="Geheim_1", max_connections=1)
    await receiver.has(1)
    standin.say(private, "Un")
    standin.say(private, "Deux")
    await receiver.has(3)
    assert receiver.texts() == ["/start", "Un", "Deux"]
    assert {secret for _, secret, _ in receiver.got} == {"Geheim_1"}
    await asyncio.sleep(0)
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections) == (receiver.url, 1)
    assert info.pending_update_count == 0
    assert info.last_error_message is None


async def test_a_post_that_fails_is_tried_again(
    bot: Bot, standin: StandIn, receiver: Receiver
) -> None:
    """The same update, before any other; the failure can be read."""
    receiver.statuses = [500, 302, 404]
    private = standin.start()
    standin.say(private, "Un")
    await bot.set_webhook(receiver.url)
    await receiver.has(5)
    assert [status for status, _, _ in receiver.got] == [500, 302, 404, 200, 200]
    assert receiver.texts() == ["/start", "Un"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 404 Not Found"
    assert info.last_error_date is not None


async def test_nobody_there_is_tried_again_too(bot: Bot, standin: StandIn) -> None:
    """Until the bot's server is up; nothing is lost meanwhile."""
    async with receiving() as gone:
        url = gone.url
    standin.start()
    await bot.set_webhook(url)
    info = await failing(bot)
    assert info.last_error_message == "Connection refused"
    assert info.pending_update_count == 1


async def test_an_answer_that_is_no_http_is_a_failure(bot: Bot, standin: StandIn) -> None:
    """As is a connection that closes without a word."""

    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"220 smtp.example ready\r\n" if standin.calls else b"")
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async with await asyncio.start_server(babble, "127.0.0.1", 0) as server:
        standin.start()
        await bot.set_webhook(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        info = await failing(bot)
        assert info.last_error_message == "Connection was reset by peer"
        await bot.delete_webhook()


async def test_only_what_was_asked_for_is_posted(
    bot: Bot, standin: StandIn, receiver: Receiver
) -> None:
    """`allowed_updates` is remembered; `drop_pending_updates` forgets what waited."""
    private = standin.start()
    await bot.set_webhook(receiver.url, allowed_updates=["message"], drop_pending_updates=True)
    standin.add_channel("Vigie")  # tells my_chat_member, which was not asked for
    standin.say(private, "Un")
    await receiver.has(1)
    assert receiver.texts() == ["Un"]
    assert (await bot.get_webhook_info()).allowed_updates == ("message",)


async def test_polling_and_a_webhook_exclude_each_other(
    bot: Bot, standin: StandIn, receiver: Receiver
) -> None:
    """409 for the poll that waits and for every later one, until the webhook is gone."""
    waiting = asyncio.create_task(bot.get_updates(timeout=30))
    await called(standin, "getUpdates")
    await bot.set_webhook(receiver.url)
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await waiting
    with refused(Conflict, "can't use getUpdates method while webhook is active"):
        await bot.get_updates(timeout=0)
    assert await bot.delete_webhook()
    standin.start()
    assert len(await bot.get_updates(timeout=0)) == 1
    assert receiver.got == []


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("https://127.0.0.1/hook", "plain HTTP only"),
        ("http://example.org/hook", "to this machine only"),
        ("http://127.0.0.1.example.org/", "to this machine only"),
        ("http://user@example.org:80@127.0.0.1:0/", "plain HTTP only"),
        ("http://127.0.0.1:99999/", "invalid URL specified"),
        ("nonsense", "plain HTTP only"),
    ],
)
async def test_nothing_is_posted_anywhere_else(bot: Bot, url: str, error: str) -> None:
    """No name is looked up, no other machine is reached."""
    with refused(BadRequest, error):
        await bot.set_webhook(url)
    assert (await bot.get_webhook_info()).url == ""


async def test_a_secret_has_an_alphabet(bot: Bot, receiver: Receiver) -> None:
    """Else it could add headers to the request."""
    with refused(BadRequest, "secret token contains unallowed characters"):
        await bot.set_webhook(receiver.url, secret_token="a\r\nX: b")
