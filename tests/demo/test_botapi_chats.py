"""Topics, pins, reactions, leaving, deleting several, and what people see of the bot."""

from typing import Any

import pytest
from telegram import Bot, ChatAdministratorRights, ReactionTypeEmoji, ReplyParameters, Update
from telegram.error import BadRequest, Forbidden

from bot.demo.botapi import StandIn
from tests.talking_bot import refused

RUNS = ("can_manage_chat", "can_manage_topics", "can_pin_messages")


@pytest.fixture
def channel(standin: StandIn) -> int:
    """A channel where the bot may post and nothing else."""
    return standin.add_channel("Vigie Asie")


@pytest.fixture
def forum(standin: StandIn) -> int:
    """A supergroup with topics that the bot runs."""
    forum = standin.add_supergroup("Rédaction", topics=[])
    standin.promote(forum, *RUNS)
    return forum


async def test_a_topic_is_a_message_with_answers(bot: Bot, standin: StandIn, forum: int) -> None:
    """Its id is that of the service message; an answer stays in the topic of its question."""
    await bot.send_message(forum, "Général")
    topic = await bot.create_forum_topic(forum, "Asie")
    assert topic.message_thread_id == 2
    sent = await bot.send_message(forum, "Alerte", message_thread_id=2)
    assert (sent.message_id, sent.message_thread_id, sent.is_topic_message) == (3, 2, True)
    answer = await bot.send_message(forum, "Suite", reply_parameters=ReplyParameters(3))
    assert answer.message_thread_id == 2
    general = await bot.send_message(forum, "Encore")
    assert (general.message_thread_id, general.is_topic_message) == (None, None)
    assert "forum_topic_created" in standin.transcript(forum)[1]


@pytest.mark.parametrize("thread", [1, 99])
async def test_general_is_no_topic_to_name(bot: Bot, forum: int, thread: int) -> None:
    """Neither 1, which clients show it as, nor anything that does not exist."""
    with refused(BadRequest, "message thread not found"):
        await bot.send_message(forum, "x", message_thread_id=thread)


async def test_a_closed_topic_takes_messages_of_those_who_run_it(
    bot: Bot, standin: StandIn, forum: int
) -> None:
    """An ordinary bot is told; opened again, it takes them; deleted, it is gone with all in it."""
    thread = standin.open_topic(forum, "Asie")
    assert await bot.close_forum_topic(forum, thread)
    await bot.send_message(forum, "x", message_thread_id=thread)
    standin.demote(forum)
    with refused(BadRequest, "TOPIC_CLOSED"):
        await bot.send_message(forum, "x", message_thread_id=thread)
    with refused(BadRequest, "not enough rights"):
        await bot.reopen_forum_topic(forum, thread)
    standin.close_topic(forum, thread, closed=False)
    await bot.send_message(forum, "x", message_thread_id=thread)
    standin.promote(forum, *RUNS)
    with refused(BadRequest, "TOPIC_NOT_MODIFIED"):
        await bot.reopen_forum_topic(forum, thread)
    assert await bot.delete_forum_topic(forum, thread)
    assert standin.transcript(forum) == []
    with refused(BadRequest, "message thread not found"):
        await bot.send_message(forum, "x", message_thread_id=thread)


async def test_only_some_chats_have_topics(bot: Bot, standin: StandIn, forum: int) -> None:
    """And a topic needs a name and one of six colours."""
    with refused(BadRequest, "the chat is not a forum"):
        await bot.create_forum_topic(standin.add_supergroup("Groupe"), "Asie")
    with refused(BadRequest, "TOPIC_TITLE_EMPTY"):
        await bot.create_forum_topic(forum, " ")
    with refused(BadRequest, "invalid icon color specified"):
        await bot.create_forum_topic(forum, "Asie", icon_color=5)


async def test_pins_follow_the_rights_and_say_so(
    bot: Bot, standin: StandIn, channel: int, forum: int
) -> None:
    """In a channel by the right to edit, in a group by its own; twice is once."""
    post = await bot.send_message(channel, "Alerte")
    with refused(BadRequest, "not enough rights to manage pinned messages"):
        await bot.pin_chat_message(channel, post.message_id)
    standin.promote(channel, "can_post_messages", "can_edit_messages")
    for _ in range(2):
        assert await bot.pin_chat_message(channel, post.message_id)
    assert [each["message_id"] for each in standin.transcript(channel)] == [1, 2]
    pinned = (await bot.get_chat(channel)).pinned_message
    assert pinned is not None
    assert pinned.message_id == post.message_id
    with refused(BadRequest, "message can't be pinned"):
        await bot.pin_chat_message(channel, 2)
    assert await bot.unpin_chat_message(channel)
    assert (await bot.get_chat(channel)).pinned_message is None
    with refused(BadRequest, "message to unpin not found"):
        await bot.unpin_chat_message(channel)
    with refused(BadRequest, "message to pin not found"):
        await bot.pin_chat_message(forum, 77)


async def test_reactions_come_and_go(bot: Bot, standin: StandIn, channel: int) -> None:
    """A bot has one, of Telegram's; a person's reaches a bot that asks for such updates."""
    post = await bot.send_message(channel, "Alerte")
    assert await bot.set_message_reaction(channel, post.message_id, "👍")
    assert await bot.set_message_reaction(channel, post.message_id, "❤")
    message = standin.chat(channel).messages[post.message_id]
    assert message.reactions == ((standin.bot.id, "❤"),)
    with refused(BadRequest, "REACTION_INVALID"):
        await bot.set_message_reaction(channel, post.message_id, ReactionTypeEmoji("🚁"))
    with refused(BadRequest, "REACTIONS_TOO_MANY"):
        await bot.set_message_reaction(channel, post.message_id, ["👍", "❤"])
    with refused(BadRequest, "message to react not found"):
        await bot.set_message_reaction(channel, 99, "👍")
    await bot.get_updates(timeout=0, allowed_updates=[Update.MESSAGE_REACTION], offset=-1)
    standin.account.updates.clear()
    standin.react(channel, post.message_id, "🔥")
    (update,) = await bot.get_updates(timeout=0)
    assert update.message_reaction is not None
    assert update.message_reaction.new_reaction == (ReactionTypeEmoji("🔥"),)
    await bot.set_message_reaction(channel, post.message_id)
    assert standin.chat(channel).messages[post.message_id].reactions == ((standin.viewer.id, "🔥"),)


async def test_several_are_deleted_at_once(bot: Bot, standin: StandIn, channel: int) -> None:
    """What is not there, or somebody else's, is passed over in silence."""
    own = [(await bot.send_message(channel, str(number))).message_id for number in range(3)]
    foreign = standin.say(channel, "D'un autre")
    assert await bot.delete_messages(channel, [*own[:2], foreign, 99])
    assert standin.texts(channel) == ["2", "D'un autre"]
    with refused(BadRequest, "message identifiers are not specified"):
        await bot.delete_messages(channel, [])
    with refused(BadRequest, "too many message identifiers specified"):
        await bot.delete_messages(channel, list(range(1, 102)))


async def test_a_bot_that_leaves_is_out(bot: Bot, standin: StandIn, channel: int) -> None:
    """And learns that it is."""
    standin.account.updates.clear()
    assert await bot.leave_chat(channel)
    with refused(Forbidden, "bot is not a member of the channel chat"):
        await bot.send_message(channel, "x")
    (update,) = await bot.get_updates(timeout=0)
    assert update.my_chat_member is not None
    assert update.my_chat_member.from_user.id == standin.bot.id
    with refused(BadRequest, "can't be changed in private chats"):
        await bot.leave_chat(standin.start())


async def test_descriptions_are_kept_for_each_language(bot: Bot) -> None:
    """Another language falls back to none; too long is refused."""
    await bot.set_my_description("Watches the news")
    await bot.set_my_description("Veille l'actualité", language_code="fr")
    await bot.set_my_short_description("News")
    assert (await bot.get_my_description()).description == "Watches the news"
    assert (await bot.get_my_description("fr")).description == "Veille l'actualité"
    assert (await bot.get_my_description("de")).description == "Watches the news"
    assert (await bot.get_my_short_description("fr")).short_description == "News"
    with refused(BadRequest, "short description is too long"):
        await bot.set_my_short_description("x" * 121)


async def test_the_rights_that_are_asked_for_are_what_a_link_gives(
    bot: Bot, standin: StandIn
) -> None:
    """In a channel; groups have their own."""
    names = [name for name in ChatAdministratorRights.__slots__ if not name.startswith("_")]
    held: dict[str, Any] = {name: name == "can_post_messages" for name in names}
    wanted = ChatAdministratorRights(**held)
    await bot.set_my_default_administrator_rights(wanted, for_channels=True)
    kept = await bot.get_my_default_administrator_rights(for_channels=True)
    assert kept.can_post_messages
    assert not kept.can_edit_messages
    assert not (await bot.get_my_default_administrator_rights()).can_post_messages
    channel = standin.add_channel("Vigie")
    standin.remove(channel)
    standin.follow("https://t.me/vigie_bot?startchannel", chat_id=channel)
    assert (await bot.send_message(channel, "x")).text == "x"


async def test_a_group_that_is_upgraded_says_so_on_both_sides(bot: Bot, standin: StandIn) -> None:
    """The bot hears of the new id from the old chat, and of the old one from the new."""
    group = standin.add_group("Veille")
    standin.account.updates.clear()
    new = standin.migrate(group)
    old_side, new_side = await bot.get_updates(timeout=0)
    assert old_side.message is not None
    assert (old_side.message.chat.id, old_side.message.migrate_to_chat_id) == (group, new)
    assert new_side.message is not None
    assert (new_side.message.chat.id, new_side.message.migrate_from_chat_id) == (new, group)
