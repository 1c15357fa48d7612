"""What is written to people: seldom, never twice, and what waits until they press Start."""

import pytest
from structlog.testing import capture_logs

from bot.channels.telegram.replies import APART, AT_ONCE, LONGEST, MOST_HELD, Replies
from bot.channels.telegram.sender import TelegramChannel
from bot.demo.botapi import StandIn
from bot.demo.botapi.faults import Failing, Fault
from bot.model.incoming import Reply
from tests.fixed_clock import FixedClock


@pytest.fixture
def replies(channel: TelegramChannel, clock: FixedClock) -> Replies:
    """Nothing waits yet."""
    return Replies(channel, clock)


async def test_one_reply_a_second_to_one_person(
    standin: StandIn, replies: Replies, clock: FixedClock
) -> None:
    """What comes sooner is not written, nor later."""
    person = standin.start()
    replies.add((Reply(person, "a"), Reply(person, "b")))
    assert replies
    await replies.say()
    assert not replies
    replies.add((Reply(person, "c"),))
    await replies.say()
    clock.advance(APART.total_seconds())
    replies.add((Reply(person, "d"),))
    await replies.say()
    assert standin.texts(person)[1:] == ["a", "d"]


async def test_all_people_together_leave_room_for_posts(
    standin: StandIn, replies: Replies, clock: FixedClock
) -> None:
    """A thousand strangers do not take the pace that alerts need."""
    people = [standin.start(standin.add_user(f"p{n}")) for n in range(AT_ONCE + 3)]
    replies.add(tuple(Reply(person, "a") for person in people))
    await replies.say()
    assert sum("a" in standin.texts(person) for person in people) == AT_ONCE
    clock.advance(APART.total_seconds())
    replies.add((Reply(people[-1], "b"),))
    await replies.say()
    assert "b" in standin.texts(people[-1])


async def test_what_is_held_comes_with_the_next_reply(
    standin: StandIn, replies: Replies, clock: FixedClock
) -> None:
    """A bot cannot write first; the log says so, and it is written once."""
    person = standin.viewer.id
    with capture_logs() as logs:
        replies.add((Reply(person, "marine: …", is_held=True),))
        await replies.say()
    assert [each["event"] for each in logs] == ["kept for a person until they press Start"]
    standin.start()
    for text in ("Bonjour.", "Encore."):
        clock.advance(APART.total_seconds())
        replies.add((Reply(person, text),))
        await replies.say()
    assert standin.texts(person)[1:] == ["Bonjour.\n\nmarine: …", "Encore."]


async def test_a_reply_that_cannot_be_written_is_let_go(
    standin: StandIn, replies: Replies, clock: FixedClock
) -> None:
    """Somebody blocks the bot, or the network is away: they write again."""
    person = standin.start()
    standin.plan(Fault(Failing.HANDLE_THEN_DROP, "sendMessage"))
    with capture_logs() as logs:
        replies.add((Reply(person, "a"),))
        await replies.say()
        standin.block()
        clock.advance(APART.total_seconds())
        replies.add((Reply(person, "b"),))
        await replies.say()
    assert {each["log_level"] for each in logs} == {"debug"}
    assert standin.texts(person)[1:] == ["a"]


async def test_what_is_held_is_bounded(
    standin: StandIn, replies: Replies, clock: FixedClock
) -> None:
    """The oldest are forgotten; a message is never too long for Telegram."""
    people = [standin.add_user(f"p{n}") for n in range(MOST_HELD + 1)]
    for person in people:
        clock.advance(APART.total_seconds())
        replies.add((Reply(person.id, "x" * LONGEST, is_held=True),))
        await replies.say()
    for person, length in ((people[0], len("a")), (people[-1], LONGEST)):
        clock.advance(APART.total_seconds())
        standin.start(person)
        replies.add((Reply(person.id, "a"),))
        await replies.say()
        assert len(standin.texts(person.id)[-1]) == length
