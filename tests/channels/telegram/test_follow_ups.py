"""Edits of a post, and replies below it, against a Telegram on loopback."""

from bot.channels.telegram.sender import TelegramChannel
from bot.demo.botapi import StandIn
from bot.demo.botapi.faults import Failing, Fault
from bot.model import EDIT, REPLY, Button, Message, Receipt, SendFailure, SendProblem
from tests.fixed_clock import NOON
from tests.telegram_posts import Begun, delivery, place

MORE = Message("<b>Drones</b> +1", "Drones +1", buttons=(Button("2 sources", data="sources:1"),))


async def posted(channel: TelegramChannel, chat: int) -> int:
    """The message id of a post that has arrived."""
    receipt = await channel.send(place(chat), Begun(delivery()))
    assert isinstance(receipt, Receipt)
    return receipt.message_id


async def follow(
    channel: TelegramChannel, chat: int, part: str, target: int, post: Message = MORE
) -> Receipt | SendFailure:
    """What an edit or a reply brings."""
    return await channel.send(place(chat), Begun(delivery(2, post, part=part, target=target)))


async def test_an_edit_changes_the_post(
    standin: StandIn, channel: TelegramChannel, chat: int
) -> None:
    """Text, markup and buttons; no message is added, and nobody is disturbed."""
    target = await posted(channel, chat)
    assert await follow(channel, chat, EDIT, target) == Receipt(chat, target, NOON)
    [post] = standin.transcript(chat)
    assert post["text"] == "Drones +1"
    assert post["reply_markup"]["inline_keyboard"][0][0]["text"] == "2 sources"


async def test_an_edit_made_twice_is_made(
    standin: StandIn, channel: TelegramChannel, chat: int
) -> None:
    """After a crash it is simply made again: "not modified" is a success."""
    target = await posted(channel, chat)
    for _ in range(2):
        assert await follow(channel, chat, EDIT, target) == Receipt(chat, target, NOON)
    assert standin.texts(chat) == ["Drones +1"]


async def test_a_post_that_somebody_deleted_is_edited_no_more(
    standin: StandIn, channel: TelegramChannel, chat: int
) -> None:
    """The failure says so; nothing is posted in its place."""
    target = await posted(channel, chat)
    outcome = await follow(channel, chat, EDIT, target + 1)
    assert isinstance(outcome, SendFailure)
    assert outcome.problem is SendProblem.EDIT_GONE


async def test_an_edit_without_an_answer_is_not_uncertain(
    standin: StandIn, channel: TelegramChannel, chat: int
) -> None:
    """It can be made again, whether it was made or not."""
    target = await posted(channel, chat)
    standin.plan(Fault(Failing.HANDLE_THEN_DROP, "editMessageText"))
    outcome = await follow(channel, chat, EDIT, target)
    assert isinstance(outcome, SendFailure)
    assert outcome.problem is SendProblem.NOT_SENT


async def test_a_reply_stands_below_its_post(
    standin: StandIn, channel: TelegramChannel, chat: int
) -> None:
    """Under the post; without it when it is gone."""
    target = await posted(channel, chat)
    await follow(channel, chat, f"{REPLY}urgent", target)
    await follow(channel, chat, f"{REPLY}title-1", target + 50)
    _, below, alone = standin.transcript(chat)
    assert below["reply_to_message"]["message_id"] == target
    assert "reply_to_message" not in alone
