"""The connection to the Bot API."""

import logging
import os

import pytest

from bot.channels.telegram import client
from bot.channels.telegram.client import Connection
from bot.demo.botapi import StandIn


async def test_sends_wait_longer_than_the_server_may_hold_them() -> None:
    """Telegram absorbs flood waits of up to 8 s: who gives up earlier sends twice."""
    connection = Connection("1:x", "http://127.0.0.1:9")
    assert connection.bot.request.read_timeout == client.READ_TIMEOUT >= 30
    await connection.close()


async def test_proxies_of_the_environment_are_not_used(
    monkeypatch: pytest.MonkeyPatch, standin: StandIn
) -> None:
    """The token must go to the Bot API and to nobody else."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    connection = Connection(standin.token, standin.url)
    assert (await connection.bot.get_me()).id == standin.bot.id
    await connection.close()


async def test_durations_are_asked_for_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else PTB would warn at every flood."""
    monkeypatch.delenv("PTB_TIMEDELTA")
    connection = Connection("1:x", "http://127.0.0.1:9")
    await connection.close()
    assert os.environ["PTB_TIMEDELTA"] == "1"


async def test_it_shows_no_token(caplog: pytest.LogCaptureFixture) -> None:
    """Unlike the bot that it holds."""
    caplog.set_level(logging.INFO)
    connection = Connection("123456:SECRET", "http://127.0.0.1:9")
    await connection.close()
    assert "SECRET" not in repr(connection) + caplog.text
