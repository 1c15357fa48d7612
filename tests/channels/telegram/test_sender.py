"""Sending, against a Telegram on loopback that answers as the real one does."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.channels.telegram import client
from bot.channels.telegram.sender import TelegramChannel
from bot.demo.botapi import StandIn
from bot.demo.botapi.faults import Failing, Fault
from bot.demo.botapi.refusal import Refusal
from bot.errors import ChannelError, TokenRejected
from bot.model import EDIT, Button, Delivery, Message, Receipt, SendFailure, SendProblem
from tests.fixed_clock import NOON, FixedClock
from tests.samples import message
from tests.telegram_posts import Begun, channel_to, delivery, place

LINK = "https://phare.example/a"


@pytest.fixture
async def hasty(
    standin: StandIn, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[TelegramChannel]:
    """A channel that does not wait long for an answer."""
    monkeypatch.setattr(client, "READ_TIMEOUT", 0.3)
    async with channel_to(standin, clock) as channel:
        yield channel


async def sent(
    channel: TelegramChannel, chat: int | str, post: Message | None = None
) -> Receipt | SendFailure:
    """What sending a post brings."""
    return await channel.send(place(chat), Begun(delivery(post=post)))


def problem(outcome: Receipt | SendFailure | None) -> SendProblem:
    """The problem of a failure."""
    assert isinstance(outcome, SendFailure)
    return outcome.problem


# ── a post ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("by_name", [True, False])
async def test_a_post_arrives_as_composed(
    standin: StandIn, channel: TelegramChannel, chat: int, *, by_name: bool
) -> None:
    """With its markup, buttons, preview and silence; the receipt says where and when."""
    post = Message(
        "<b>Drones</b> au port",
        "Drones au port",
        buttons=(Button("Lire", url=LINK), Button("Pourquoi ?", data="why:1")),
        preview_url=LINK,
        silent=True,
    )
    receipt = await sent(channel, "@veille" if by_name else chat, post)
    [arrived] = standin.transcript(chat)
    assert receipt == Receipt(chat, arrived["message_id"], NOON)
    assert arrived["text"] == post.plain
    assert arrived["entities"][0]["type"] == "bold"
    [row] = arrived["reply_markup"]["inline_keyboard"]
    assert [button["text"] for button in row] == ["Lire", "Pourquoi ?"]
    assert arrived["link_preview_options"]["url"] == LINK
    assert standin.calls[-1].given["disable_notification"] in ("true", "True", True)


@pytest.mark.parametrize(("topic", "arrives_in"), [(12, 12), (13, None)])
async def test_a_topic_of_a_group(
    standin: StandIn, channel: TelegramChannel, topic: int, arrives_in: int | None
) -> None:
    """Posts, replies and edits are there; where it is gone, in the group itself, with a notice."""
    group = standin.add_supergroup("Rédaction", topics=[12])
    there = replace(place(group), topic=topic)
    receipt = await channel.send(there, Begun(delivery(1)))
    assert isinstance(receipt, Receipt)
    assert bool(receipt.notice) is (arrives_in is None)
    target = receipt.message_id
    reply = delivery(2, message("Suite"), part="reply:further", target=target)
    edit = delivery(1, message("Dépêche 1, +1"), part=EDIT, target=target)
    for each in (reply, edit):
        assert isinstance(await channel.send(there, Begun(each)), Receipt)
    post, below = standin.transcript(group)
    assert [post.get("message_thread_id"), below.get("message_thread_id")] == [arrives_in] * 2
    assert (post["text"], below["reply_to_message"]["message_id"]) == ("Dépêche 1, +1", target)


async def test_the_start_is_told_before_the_request_with_the_highest_known_id(
    standin: StandIn, channel: TelegramChannel, chat: int
) -> None:
    """Own posts count, and those that updates showed."""
    began: list[tuple[int, int]] = []

    async def started(floor: int) -> Delivery:
        began.append((floor, len(standin.texts(chat))))
        return delivery()

    for _ in range(2):
        await channel.send(place(chat), started)
    channel.marks.saw(chat, 40)
    await channel.send(place(chat), started)
    first = standin.transcript(chat)[0]["message_id"]
    assert began == [(0, 0), (first, 1), (40, 2)]


async def test_requests_to_a_chat_follow_each_other(channel: TelegramChannel, chat: int) -> None:
    """Each begins with what the one before has learnt."""
    begun = Begun(delivery())
    sends = [channel.send(place(chat), begun) for _ in range(3)]
    receipts = await asyncio.gather(*sends)
    ids = [receipt.message_id for receipt in receipts if isinstance(receipt, Receipt)]
    assert begun.floors == [0, *ids[:2]]


async def test_receipts_of_the_past_set_the_floor(
    standin: StandIn, clock: FixedClock, chat: int
) -> None:
    """So that a look after a restart begins at the right place."""
    begun = Begun(delivery())
    async with channel_to(standin, clock, posts=[(chat, 17), (chat, 12)]) as channel:
        await channel.send(place(chat), begun)
    assert begun.floors == [17]


async def test_nothing_is_sent_when_the_start_cannot_be_noted(
    standin: StandIn, channel: TelegramChannel, chat: int
) -> None:
    """A post that no row knows of could go out twice."""

    async def started(_floor: int) -> Delivery:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        await channel.send(place(chat), started)
    assert standin.texts(chat) == []


# ── what is refused in a post ────────────────────────────────────────────────────────────────


async def test_broken_markup_goes_out_as_plain_text_once(
    standin: StandIn, channel: TelegramChannel, chat: int
) -> None:
    """The reader gets the words, the operator a notice."""
    receipt = await sent(channel, chat, Message("<p>Drones & co", "Drones & co"))
    assert isinstance(receipt, Receipt)
    assert receipt.notice is not None
    assert "mise en forme" in receipt.notice.fr
    assert standin.texts(chat) == ["Drones & co"]


async def test_a_post_that_is_too_long_is_shortened_and_keeps_its_link(
    standin: StandIn, channel: TelegramChannel, chat: int
) -> None:
    """It cannot happen; if it does, nothing is lost but the end."""
    text = "Une phrase de plus. " * 300
    receipt = await sent(channel, chat, Message(text, text, preview_url=LINK))
    assert isinstance(receipt, Receipt)
    [arrived] = standin.texts(chat)
    assert arrived.endswith(f"Une phrase de plus.…\n{LINK}")
    assert receipt.notice is not None


async def test_a_refused_button_is_left_out(
    standin: StandIn, channel: TelegramChannel, chat: int
) -> None:
    """The post matters more."""
    refusal = Refusal(400, "Bad Request: BUTTON_URL_INVALID")
    standin.plan(Fault(Failing.REFUSE, "sendMessage", refusal=refusal))
    receipt = await sent(channel, chat, Message("a", "a", buttons=(Button("Lire", url=LINK),)))
    assert isinstance(receipt, Receipt)
    assert receipt.notice is not None
    assert "reply_markup" not in standin.transcript(chat)[0]


async def test_what_can_never_be_sent_is_refused_in_a_few_tries(
    standin: StandIn, channel: TelegramChannel, chat: int
) -> None:
    """An empty post stays empty in any form."""
    outcome = await sent(channel, chat, Message("<b> </b>", " "))
    assert problem(outcome) is SendProblem.REFUSED
    assert len([call for call in standin.calls if call.method == "sendMessage"]) <= 2


async def test_a_post_that_was_removed_at_once_counts_as_sent(
    standin: StandIn, channel: TelegramChannel, chat: int
) -> None:
    """Sending it again would only be removed again."""
    words = "Internal Server Error: sent message was immediately deleted and can't be returned"
    standin.plan(Fault(Failing.REFUSE, "sendMessage", refusal=Refusal(500, words)))
    receipt = await sent(channel, chat)
    assert isinstance(receipt, Receipt)
    assert receipt.notice is not None


# ── the way ──────────────────────────────────────────────────────────────────────────────────


async def test_an_unknown_channel_is_unreachable_and_nothing_was_started(
    channel: TelegramChannel,
) -> None:
    """The hint says what to do."""
    begun = Begun(delivery())
    outcome = await channel.send(place("@nowhere"), begun)
    assert problem(outcome) is SendProblem.UNREACHABLE
    assert isinstance(outcome, SendFailure)
    assert outcome.hint is not None
    assert "@nowhere" in outcome.hint.fr
    assert begun.floors == []


async def test_a_bot_without_the_right_to_post_is_told_so(
    standin: StandIn, channel: TelegramChannel, chat: int
) -> None:
    """Whether the right was taken or the bot thrown out."""
    standin.promote(chat, "can_manage_chat")
    assert problem(await sent(channel, chat)) is SendProblem.UNREACHABLE
    standin.kick(chat)
    assert problem(await sent(channel, chat)) is SendProblem.UNREACHABLE


async def test_a_blocked_bot_is_unreachable(standin: StandIn, channel: TelegramChannel) -> None:
    """In a private chat."""
    person = standin.start()
    standin.block()
    assert problem(await sent(channel, person)) is SendProblem.UNREACHABLE


async def test_a_group_that_moved_tells_its_new_id(
    standin: StandIn, channel: TelegramChannel
) -> None:
    """Whether it moved before the first post or after; at the new id the post arrives."""
    group = standin.add_group("Rédaction")
    assert isinstance(await sent(channel, group), Receipt)
    moved_to = standin.migrate(group)
    outcome = await sent(channel, group)
    assert isinstance(outcome, SendFailure)
    assert outcome.new_chat_id == moved_to
    assert isinstance(await sent(channel, moved_to), Receipt)


async def test_a_flood_is_told_with_its_duration(
    standin: StandIn, channel: TelegramChannel, chat: int
) -> None:
    """The one who sends has to pause the chat."""
    refusal = Refusal(429, "Too Many Requests: retry after 17", {"retry_after": 17})
    standin.plan(Fault(Failing.REFUSE, "sendMessage", refusal=refusal))
    outcome = await sent(channel, chat)
    assert isinstance(outcome, SendFailure)
    assert outcome.retry_after is not None
    assert outcome.retry_after.total_seconds() == 17


@pytest.mark.parametrize(
    ("failing", "arrived"),
    [
        (Failing.DROP, 0),
        (Failing.HANDLE_THEN_DROP, 1),
        (Failing.HANDLE_THEN_HANG, 1),
        (Failing.BAD_GATEWAY, 0),
        (Failing.HANDLE_THEN_BAD_GATEWAY, 1),
    ],
)
async def test_an_answer_that_does_not_come_is_uncertain(
    standin: StandIn, hasty: TelegramChannel, chat: int, failing: Failing, arrived: int
) -> None:
    """Whether the post arrived or not: from here it looks the same."""
    standin.plan(Fault(failing, "sendMessage"))
    begun = Begun(delivery())
    outcome = await hasty.send(place(chat), begun)
    assert problem(outcome) is SendProblem.UNCERTAIN
    assert len(standin.texts(chat)) == arrived
    assert begun.floors == [0]


async def test_an_unreachable_server_is_surely_not_sent(clock: FixedClock) -> None:
    """Nothing listens there."""
    nowhere = TelegramChannel("1:x", clock, (), api_url="http://127.0.0.1:9")
    async with nowhere as channel:
        assert problem(await sent(channel, "@veille")) is SendProblem.NOT_SENT
        with pytest.raises(ChannelError, match="cannot be reached"):
            await channel.check([place("@veille")])


async def test_a_wrong_token_is_told_without_telling_it(
    standin: StandIn, clock: FixedClock
) -> None:
    """At the start it raises, later it is a failure."""
    token = "1:not-a-token-that-anybody-knows"
    async with channel_to(standin, clock, token) as channel:
        with pytest.raises(TokenRejected) as caught:
            await channel.check([])
        assert problem(await sent(channel, "@veille")) is SendProblem.TOKEN
    told = repr(caught.value) + caught.value.told("fr") + repr(channel)
    assert token not in told
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
