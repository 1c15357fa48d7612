"""The requests of python-telegram-bot, over aiohttp."""

import asyncio
import ssl
from collections.abc import AsyncIterator

import aiohttp
import pytest
from telegram import Bot
from telegram.error import NetworkError, TimedOut

from bot.channels.telegram.request import AiohttpRequest
from bot.demo.botapi import StandIn
from tests.raw_server import RawServer, answer, raw_server, silence

HASTY = 0.05


@pytest.fixture
async def requests() -> AsyncIterator[AiohttpRequest]:
    """Two connections, and little patience."""
    made = AiohttpRequest(2, HASTY, ssl.create_default_context())
    yield made
    await made.shutdown()


@pytest.fixture
async def server() -> AsyncIterator[RawServer]:
    """Answers as it is told."""
    async with raw_server() as raw:
        yield raw


async def test_status_and_body_come_back_as_they_are(
    requests: AiohttpRequest, server: RawServer
) -> None:
    """What an error means is for PTB to say."""
    url = server.at("/x", answer(b"<html>", "502 Bad Gateway"))
    assert await requests.do_request(url, "POST") == (502, b"<html>")


async def test_no_redirect_is_followed(requests: AiohttpRequest, server: RawServer) -> None:
    """The token goes to the Bot API and to nobody else."""
    there = server.at("/there", answer(b"taken"))
    url = server.at("/x", answer(b"", "302 Found", Location=there))
    assert (await requests.do_request(url, "POST"))[0] == 302
    assert len(server.requests) == 1


async def test_what_was_cut_off_is_not_asked_again(
    requests: AiohttpRequest, server: RawServer
) -> None:
    """The server may have done it: a second attempt could be a second post."""

    async def cut(writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    with pytest.raises(NetworkError) as caught:
        await requests.do_request(server.at("/x", cut), "POST")
    assert isinstance(caught.value.__cause__, aiohttp.ClientError)
    assert len(server.requests) == 1


async def test_silence_ends(requests: AiohttpRequest, server: RawServer) -> None:
    """After the time that this connection gives."""
    with pytest.raises(TimedOut) as caught:
        await requests.do_request(server.at("/x", silence), "POST")
    assert isinstance(caught.value.__cause__, aiohttp.SocketTimeoutError)


async def test_one_request_can_have_more_patience(
    requests: AiohttpRequest, server: RawServer
) -> None:
    """As one that waits for updates has."""

    async def late(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(3 * HASTY)
        writer.write(answer(b"late"))

    url = server.at("/x", late)
    assert await requests.do_request(url, "POST", read_timeout=10.0) == (200, b"late")


async def test_files_are_uploaded(standin: StandIn) -> None:
    """Python-telegram-bot can use all of the Bot API."""
    certificates = ssl.create_default_context()
    both = [AiohttpRequest(1, 5.0, certificates) for _ in range(2)]
    bot = Bot(standin.token, f"{standin.url}/bot", request=both[0], get_updates_request=both[1])
    async with bot:
        chat = standin.add_channel("Veille", "veille")
        sent = await bot.send_document(chat, b"a,b\n1,2\n", filename="été.csv")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("été.csv", 8)
