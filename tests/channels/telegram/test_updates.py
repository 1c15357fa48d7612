"""Presses and posts of others, by long polling."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest

from bot.channels.telegram.sender import TelegramChannel
from bot.channels.telegram.updates import Updates
from bot.demo.botapi import StandIn
from bot.demo.botapi.faults import Failing, Fault
from bot.demo.botapi.refusal import Refusal
from bot.demo.botapi.world import Query
from bot.errors import TokenRejected
from bot.model import Button, Message, Receipt
from bot.model.incoming import Answer, Callback, Desk, Person, Place
from tests.awaiting import until
from tests.fixed_clock import FixedClock
from tests.telegram_posts import Begun, channel_to, delivery, place

POST = Message("a", "a", buttons=(Button("Pourquoi ?", data="why:7"),))


class Pressed:
    """Answers presses, and remembers them."""

    def __init__(self) -> None:
        self.callbacks: list[Callback] = []

    async def __call__(self, callback: Callback) -> Answer:
        """What to answer."""
        self.callbacks.append(callback)
        if callback.data == "break":
            raise RuntimeError("odd")
        return Answer(f"réponse à {callback.data}")


@pytest.fixture
def pressed() -> Pressed:
    """What was pressed."""
    return Pressed()


@asynccontextmanager
async def polling(
    channel: TelegramChannel, clock: FixedClock, pressed: Pressed
) -> AsyncIterator[asyncio.Task[None]]:
    """Updates that are polled meanwhile."""
    stop = asyncio.Event()
    task = asyncio.create_task(Updates(channel, clock, Desk(pressed)).run(stop))
    try:
        yield task
    finally:
        stop.set()
        async with asyncio.timeout(5):
            await task


class Lines:
    """Collects the events of a log."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def _note(self, event: str, **_details: object) -> None:
        self._lines.append(event)

    info = warning = error = exception = _note

    def debug(self, event: str, **details: object) -> None:
        """Not for the operator."""


@contextmanager
def heard() -> Iterator[list[str]]:
    """What the operator is told meanwhile."""
    lines: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for module in ("updates", "heeding", "replies"):
            patch.setattr(f"bot.channels.telegram.{module}._log", Lines(lines))
        yield lines


async def posted(channel: TelegramChannel, chat: int, post: Message = POST) -> int:
    """The id of a post."""
    receipt = await channel.send(place(chat), Begun(delivery(post=post)))
    assert isinstance(receipt, Receipt)
    return receipt.message_id


async def answered(query: Query) -> dict[str, object]:
    """The bot's answer to a press."""
    await until(lambda: query.answer is not None)
    assert query.answer is not None
    return query.answer


async def test_a_press_is_answered(
    standin: StandIn, channel: TelegramChannel, clock: FixedClock, chat: int, pressed: Pressed
) -> None:
    """With what the handler says, in a box; the handler knows where it happened and who did it."""
    message = await posted(channel, chat)
    reader = standin.add_user("Lectrice")
    async with polling(channel, clock, pressed):
        query = standin.press(chat, message, "why:7", reader)
        answer = await answered(query)
    assert answer["text"] == "réponse à why:7"
    assert answer["show_alert"] is True
    assert pressed.callbacks == [
        Callback("why:7", Place(chat, "@veille", "Veille"), message, Person(reader.id))
    ]


async def test_a_handler_that_fails_does_not_end_the_polling(
    standin: StandIn, channel: TelegramChannel, clock: FixedClock, chat: int, pressed: Pressed
) -> None:
    """The press is answered with nothing, so that Telegram stops waiting; the next one works."""
    buttons = (Button("a", data="break"), Button("b", data="why:7"))
    message = await posted(channel, chat, Message("a", "a", buttons=buttons))
    async with polling(channel, clock, pressed):
        first = await answered(standin.press(chat, message, "break"))
        second = await answered(standin.press(chat, message, "why:7"))
    assert not first.get("text")
    assert second["text"] == "réponse à why:7"


async def test_posts_of_others_raise_the_floor(
    standin: StandIn, channel: TelegramChannel, clock: FixedClock, chat: int, pressed: Pressed
) -> None:
    """A look need not begin before them."""
    async with polling(channel, clock, pressed):
        said = standin.say(chat, "Un mot de la rédaction")
        await until(lambda: channel.marks.highest(chat) >= said)
    assert not channel.marks.is_ours(chat, said)


async def test_an_update_is_handled_once(
    standin: StandIn, channel: TelegramChannel, clock: FixedClock, chat: int, pressed: Pressed
) -> None:
    """It is confirmed by the next request."""
    message = await posted(channel, chat)
    async with polling(channel, clock, pressed):
        await answered(standin.press(chat, message, "why:7"))
        await until(lambda: [call.method for call in standin.calls].count("getUpdates") >= 2)
        await answered(standin.press(chat, message, "why:7"))
    assert len(pressed.callbacks) == 2


async def test_trouble_of_the_network_passes_quietly(
    standin: StandIn, channel: TelegramChannel, clock: FixedClock, chat: int, pressed: Pressed
) -> None:
    """It backs off 2, 4, 8 … seconds, and then works again without a word."""
    message = await posted(channel, chat)
    standin.plan(Fault(Failing.DROP, "getUpdates", times=3))
    before = clock.monotonic()
    with heard() as lines:
        async with polling(channel, clock, pressed):
            await answered(standin.press(chat, message, "why:7"))
    assert clock.monotonic() - before >= 2 + 4 + 8
    assert lines == []


async def test_a_flood_of_polls_waits_as_asked(
    standin: StandIn, channel: TelegramChannel, clock: FixedClock, chat: int, pressed: Pressed
) -> None:
    """429 concerns polls as well."""
    message = await posted(channel, chat)
    refusal = Refusal(429, "Too Many Requests: retry after 33", {"retry_after": 33})
    standin.plan(Fault(Failing.REFUSE, "getUpdates", refusal=refusal))
    before = clock.monotonic()
    async with polling(channel, clock, pressed):
        await answered(standin.press(chat, message, "why:7"))
    assert clock.monotonic() - before >= 33


async def test_another_poller_is_told_once_and_given_way(
    standin: StandIn, channel: TelegramChannel, clock: FixedClock, chat: int, pressed: Pressed
) -> None:
    """Point 13. Sending goes on meanwhile; when the other has gone, buttons work again."""
    words = "Conflict: terminated by other getUpdates request; make sure that only one runs"
    standin.plan(Fault(Failing.REFUSE, "getUpdates", times=3, refusal=Refusal(409, words)))
    before = clock.monotonic()
    with heard() as lines:
        async with polling(channel, clock, pressed):
            message = await posted(channel, chat)
            await until(lambda: [call.method for call in standin.calls].count("getUpdates") > 3)
            await answered(standin.press(chat, message, "why:7"))
    assert clock.monotonic() - before >= 3 * 300
    assert [line.split(":")[0] for line in lines] == [
        "updates are polled elsewhere",
        "polling updates again",
    ]


async def test_a_conflict_can_be_seen_while_it_lasts(
    standin: StandIn,
    channel: TelegramChannel,
    clock: FixedClock,
    chat: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Those who tell the operators look there; when the other has gone, so has the conflict."""
    words = "Conflict: terminated by other getUpdates request; make sure that only one runs"
    standin.plan(Fault(Failing.REFUSE, "getUpdates", times=2, refusal=Refusal(409, words)))
    seen: list[bool] = []
    updates = Updates(channel, clock, Desk(Pressed()))

    async def sleep(seconds: float) -> None:
        seen.append(updates.conflict is not None)
        clock.advance(seconds)

    monkeypatch.setattr(clock, "sleep", sleep)
    stop = asyncio.Event()
    task = asyncio.create_task(updates.run(stop))
    await until(lambda: len(seen) == 2)
    standin.say(chat, "Un mot de la rédaction")  # which ends the next poll
    await until(lambda: updates.conflict is None)
    stop.set()
    await task
    assert seen == [True, True]


async def test_a_forgotten_webhook_is_removed(
    standin: StandIn, channel: TelegramChannel, clock: FixedClock, chat: int, pressed: Pressed
) -> None:
    """Point 13. Else no button would ever work."""
    words = "Conflict: can't use getUpdates method while webhook is active"
    standin.plan(Fault(Failing.REFUSE, "getUpdates", refusal=Refusal(409, words)))
    message = await posted(channel, chat)
    async with polling(channel, clock, pressed):
        await answered(standin.press(chat, message, "why:7"))
    assert "deleteWebhook" in {call.method for call in standin.calls}


async def test_a_rejected_token_ends_the_polling(
    standin: StandIn, clock: FixedClock, pressed: Pressed
) -> None:
    """Nothing can be sent either; the token is not told."""
    token = "1:not-a-token-that-anybody-knows"
    async with channel_to(standin, clock, token) as channel:
        with pytest.raises(TokenRejected) as caught:
            await Updates(channel, clock, Desk(pressed)).run(asyncio.Event())
    assert token not in repr(caught.value)


async def test_an_expired_press_is_let_go(
    standin: StandIn, channel: TelegramChannel, clock: FixedClock, chat: int, pressed: Pressed
) -> None:
    """Point 19. Telegram forgets presses after a while; the next one is answered."""
    message = await posted(channel, chat)
    words = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    standin.plan(Fault(Failing.REFUSE, "answerCallbackQuery", refusal=Refusal(400, words)))
    async with polling(channel, clock, pressed):
        standin.press(chat, message, "why:7")
        await answered(standin.press(chat, message, "why:7"))
    assert len(pressed.callbacks) == 2


async def test_a_stop_cuts_a_long_poll_off(
    standin: StandIn, channel: TelegramChannel, clock: FixedClock, pressed: Pressed
) -> None:
    """Nobody waits fifty seconds for a bot to stop."""
    async with polling(channel, clock, pressed):
        await until(lambda: "getUpdates" in {call.method for call in standin.calls})
    # Leaving the block stops it, or fails after five seconds.
