"""Flood limits and planned failures, as a sender meets them."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.demo.botapi import Failing, Fault, Limits, Refusal, StandIn
from tests.fixed_clock import FixedClock
from tests.shared_data import SHARED_DATA, needs_shared_data
from tests.talking_bot import called, plain_http, refused, talking


@pytest.fixture
async def strict(clock: FixedClock) -> AsyncIterator[StandIn]:
    """A stand-in that holds Telegram's flood limits."""
    async with StandIn.serve(clock=clock, limits=Limits()) as standin:
        yield standin


@pytest.fixture
def channel(standin: StandIn) -> int:
    """A channel to post into."""
    return standin.add_channel("Vigie")


async def test_a_short_wait_holds_the_message_and_delivers_it(
    strict: StandIn, clock: FixedClock
) -> None:
    """The fourth message within three seconds comes when the first is three seconds old."""
    channel = strict.add_channel("Vigie")
    start = clock.monotonic()
    async with talking(strict) as bot:
        for number in range(4):
            await bot.send_message(channel, str(number))
    assert clock.monotonic() - start == 3
    assert strict.texts(channel) == ["0", "1", "2", "3"]


async def test_a_long_wait_is_refused_with_its_length(strict: StandIn, clock: FixedClock) -> None:
    """The 21st message within a minute is not delivered; later it is."""
    channel = strict.add_channel("Vigie")
    async with talking(strict) as bot:
        for number in range(20):
            await bot.send_message(channel, str(number))
            clock.advance(1)
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(channel, "trop")
        assert caught.value.retry_after == timedelta(seconds=60 - 20)
        clock.advance(40)
        await bot.send_message(channel, "enfin")
    assert strict.texts(channel)[-2:] == ["19", "enfin"]


async def test_the_refusal_says_it_in_the_header_too(strict: StandIn) -> None:
    """429 with `Retry-After`, for clients that read nothing else."""
    channel = strict.add_channel("Vigie")
    body = {"chat_id": channel, "text": "x"}
    async with plain_http(strict) as http:
        answers = [await http.post("sendMessage", json=body) for _ in range(21)]
    late = answers[-1]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    seconds = late.json()["parameters"]["retry_after"]
    assert late.headers["Retry-After"] == str(seconds)
    assert late.json()["description"] == f"Too Many Requests: retry after {seconds}"


async def test_thirty_messages_a_second_for_the_whole_bot(
    strict: StandIn, clock: FixedClock
) -> None:
    """The 31st waits, whatever chat it is for."""
    channels = [strict.add_channel(f"Vigie {number}") for number in range(31)]
    start = clock.monotonic()
    async with talking(strict) as bot:
        for channel in channels:
            await bot.send_message(channel, "x")
    assert clock.monotonic() - start == 1


async def test_edits_count_and_without_limits_nothing_does(
    bot: Bot, standin: StandIn, channel: int, clock: FixedClock
) -> None:
    """By default there are no limits."""
    start = clock.monotonic()
    post = await bot.send_message(channel, "0")
    for number in range(1, 40):
        await bot.edit_message_text(str(number), channel, post.message_id)
    assert clock.monotonic() == start
    standin.service.flood.limits = Limits()
    for number in range(40, 60):
        await bot.edit_message_text(str(number), channel, post.message_id)
    with pytest.raises(RetryAfter):
        await bot.edit_message_text("60", channel, post.message_id)


@pytest.mark.parametrize(
    ("failing", "delivered"),
    [
        (Failing.DROP, 0),
        (Failing.HANDLE_THEN_DROP, 1),
        (Failing.BAD_GATEWAY, 0),
        (Failing.HANDLE_THEN_BAD_GATEWAY, 1),
    ],
)
async def test_a_broken_answer_leaves_the_sender_uncertain(
    bot: Bot, standin: StandIn, channel: int, failing: Failing, delivered: int
) -> None:
    """The sender cannot tell whether the message is there; the stand-in can."""
    standin.plan(Fault(failing, "sendMessage"))
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(channel, "x")
    assert type(caught.value) is NetworkError
    assert len(standin.transcript(channel)) == delivered
    await bot.send_message(channel, "encore")
    assert len(standin.transcript(channel)) == delivered + 1


async def test_an_answer_that_never_comes(bot: Bot, standin: StandIn, channel: int) -> None:
    """The message is there; the sender gives up waiting."""
    standin.plan(Fault(Failing.HANDLE_THEN_HANG, "sendMessage"))
    with pytest.raises(TimedOut):
        await bot.send_message(channel, "x", read_timeout=0.05)
    assert standin.texts(channel) == ["x"]


async def test_planned_refusals_strike_when_and_where_they_are_told(
    bot: Bot, standin: StandIn, channel: int
) -> None:
    """The second and third message to that chat only, with any error."""
    other = standin.add_channel("Autre")
    gone = Refusal(400, "Bad Request: TOPIC_CLOSED")
    standin.plan(Fault(Failing.REFUSE, "sendMessage", channel, after=1, times=2, refusal=gone))
    await bot.send_message(channel, "1")
    await bot.send_message(other, "1")
    for _ in range(2):
        with refused(BadRequest, "topic_closed"):
            await bot.send_message(channel, "refusé")
    await bot.send_message(channel, "4")
    assert standin.texts(channel) == ["1", "4"]


async def test_a_fault_can_last_until_it_is_cleared(
    bot: Bot, standin: StandIn, channel: int
) -> None:
    """`times=None` strikes always, here with the answer of a server that restarts."""
    standin.plan(Fault(Failing.REFUSE, times=None))
    for _ in range(3):
        with refused(NetworkError, "internal server error: restart"):
            await bot.get_me()
    standin.service.faults.clear()
    await bot.get_me()


async def test_a_slow_answer_takes_its_time(
    bot: Bot, standin: StandIn, channel: int, clock: FixedClock
) -> None:
    """On the stand-in's clock."""
    standin.plan(Fault(Failing.SLOW, "sendMessage", seconds=7))
    start = clock.monotonic()
    await bot.send_message(channel, "x")
    assert clock.monotonic() - start == 7


@pytest.mark.parametrize(
    ("failing", "error", "words"),
    [
        (Failing.KICK, Forbidden, "bot was kicked from the group chat"),
        (Failing.MIGRATE, ChatMigrated, "migrated to supergroup"),
        (Failing.BLOCK, Forbidden, "bot was blocked by the user"),
    ],
)
async def test_a_chat_can_be_lost_just_before_a_message(
    bot: Bot, standin: StandIn, failing: Failing, error: type[TelegramError], words: str
) -> None:
    """The second message meets it; nothing is sent, and the bot learns why as on Telegram."""
    chat = standin.start() if failing is Failing.BLOCK else standin.add_group("Veille")
    standin.plan(Fault(failing, "sendMessage", chat, after=1))
    await bot.send_message(chat, "1")
    standin.account.updates.clear()
    with refused(error, words):
        await bot.send_message(chat, "2")
    news = await bot.get_updates(timeout=0)
    kinds = {"my_chat_member"} if failing is not Failing.MIGRATE else {"message"}
    assert {kind for each in news for kind in each.to_dict()} - {"update_id"} == kinds
    assert "2" not in standin.texts(chat)


@pytest.mark.parametrize("failing", [Failing.KICK, Failing.MIGRATE, Failing.BLOCK])
async def test_what_cannot_happen_to_a_chat_does_not(
    bot: Bot, standin: StandIn, failing: Failing
) -> None:
    """A channel neither migrates nor blocks, a private chat kicks nobody, no chat is no chat."""
    chat = standin.start() if failing is Failing.KICK else standin.add_channel("Vigie")
    standin.plan(Fault(failing, times=2))
    await bot.get_me()
    assert (await bot.send_message(chat, "x")).text == "x"


async def test_a_hanging_answer_does_not_hold_up_the_end() -> None:
    """The stand-in stops at once, even though a client still waits."""
    async with StandIn.serve() as standin:
        channel = standin.add_channel("Vigie")
        standin.plan(Fault(Failing.HANDLE_THEN_HANG))
        async with plain_http(standin) as http:
            body = {"chat_id": channel, "text": "x"}
            hanging = asyncio.create_task(http.post("sendMessage", json=body))
            await called(standin, "sendMessage")
            hanging.cancel()
            with pytest.raises(asyncio.CancelledError):
                await hanging


@needs_shared_data
async def test_every_known_error_can_be_planned(bot: Bot, standin: StandIn, channel: int) -> None:
    """Each reaches the library as it would from Telegram: its class, its parameters."""
    rows = json.loads((SHARED_DATA / "telegram-errors.json").read_text())
    assert len(rows) == 64
    for row in rows:
        gateway = row["code"] == 502
        refusal = Refusal(row["code"], row["description"], row["parameters"])
        failing = Failing.BAD_GATEWAY if gateway else Failing.REFUSE
        standin.plan(Fault(failing, "sendMessage", refusal=refusal))
        with pytest.raises(TelegramError) as caught:
            await bot.send_message(channel, "x")
        assert type(caught.value).__name__ == row["ptb"].split()[0], row
    await bot.send_message(channel, "x")
    assert standin.texts(channel) == ["x"]
