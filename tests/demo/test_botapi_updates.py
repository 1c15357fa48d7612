"""Updates: long polling, confirming, conflicts, buttons, rights, commands, chats."""

import asyncio

import pytest
from telegram import (
    Bot,
    BotCommand,
    CallbackQuery,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberOwner,
    ChatMemberRestricted,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Update,
)
from telegram.constants import ChatAction
from telegram.error import BadRequest, Conflict
from telegram.ext import Updater

from bot.demo.botapi import StandIn
from tests.fixed_clock import FixedClock
from tests.talking_bot import called, refused

WHY = InlineKeyboardMarkup([[InlineKeyboardButton("Pourquoi ?", callback_data="why:1")]])


@pytest.fixture
def channel(standin: StandIn) -> int:
    """A channel; the news that the bot is in it has been forgotten."""
    channel = standin.add_channel("Vigie Asie")
    standin.account.updates.clear()
    return channel


async def ask(bot: Bot, **wish: object) -> tuple[Update, ...]:
    """What waits, without waiting."""
    return await bot.get_updates(timeout=0, **wish)  # type: ignore[arg-type]  # keyword arguments of many types


async def test_an_update_stays_until_a_later_one_is_asked_for(bot: Bot, standin: StandIn) -> None:
    """A crash between handling and confirming loses nothing."""
    private = standin.start()
    standin.say(private, "Un")
    standin.say(private, "Deux")
    first = await ask(bot, limit=2)
    assert [update.message.text for update in first if update.message] == ["/start", "Un"]
    assert [update.update_id for update in await ask(bot)] == [100_001, 100_002, 100_003]
    (last,) = await ask(bot, offset=first[-1].update_id + 1)
    assert last.message is not None
    assert last.message.text == "Deux"
    assert await ask(bot, offset=last.update_id + 1) == ()


async def test_a_negative_offset_keeps_the_last_ones(bot: Bot, standin: StandIn) -> None:
    """The rest is forgotten."""
    private = standin.start()
    standin.say(private, "Un")
    standin.say(private, "Deux")
    (kept,) = await ask(bot, offset=-1)
    assert kept.message is not None
    assert kept.message.text == "Deux"


async def test_a_long_poll_ends_with_the_first_news(bot: Bot, standin: StandIn) -> None:
    """Not before, and not after its timeout."""
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await called(standin, "getUpdates")
    assert not poll.done()
    standin.start()
    (update,) = await asyncio.wait_for(poll, 5)
    assert update.effective_user is not None
    assert update.effective_user.id == standin.viewer.id


async def test_a_second_poller_ends_the_first(bot: Bot, standin: StandIn) -> None:
    """The earlier one hears 409; the later one goes on."""
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await called(standin, "getUpdates")
    assert await ask(bot) == ()
    with refused(Conflict, "make sure that only one bot instance is running"):
        await asyncio.wait_for(poll, 5)


async def test_the_stand_in_stops_while_somebody_polls() -> None:
    """A poll in the air does not hold it up."""
    loop = asyncio.get_running_loop()
    async with StandIn.serve() as standin:
        _, port = standin.url.rsplit(":", 1)
        reader, writer = await asyncio.open_connection("127.0.0.1", int(port))
        path = f"/bot{standin.token}/getUpdates?timeout=50"
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        await called(standin, "getUpdates")
        began = loop.time()
    assert loop.time() - began < 1
    await reader.read()
    writer.close()


async def test_the_library_polls_by_itself(bot: Bot, standin: StandIn) -> None:
    """`Updater` deletes the webhook, polls, and confirms what it had when it stops."""
    queue: asyncio.Queue[object] = asyncio.Queue()
    async with Updater(bot, queue) as updater:
        await updater.start_polling(allowed_updates=Update.ALL_TYPES)
        private = standin.start(payload="code")
        update = await asyncio.wait_for(queue.get(), 5)
        assert isinstance(update, Update)
        assert update.message is not None
        assert update.message.text == "/start code"
        assert update.message.chat.id == private
        await updater.stop()
    assert len(standin.account.updates) == 0


async def test_only_the_kinds_asked_for_come(bot: Bot, standin: StandIn, channel: int) -> None:
    """The wish is remembered, and concerns what happens afterwards."""
    await ask(bot, allowed_updates=["channel_post"])
    standin.start()
    standin.say(channel, "D'un autre administrateur")
    (update,) = await ask(bot)
    assert update.channel_post is not None


async def test_the_bot_hears_other_admins_but_not_itself(
    bot: Bot, standin: StandIn, channel: int
) -> None:
    """`channel_post` and its edits tell the highest id in use."""
    await bot.send_message(channel, "De Vigie")
    foreign = standin.say(channel, "D'un autre administrateur")
    standin.edit(channel, foreign, "Corrigé")
    post, edit = await ask(bot)
    assert post.channel_post is not None
    assert post.channel_post.message_id == foreign == 2
    assert edit.edited_channel_post is not None
    assert edit.edited_channel_post.text == "Corrigé"
    standin.erase(channel, foreign)
    assert standin.texts(channel) == ["De Vigie"]


async def test_in_a_group_an_ordinary_bot_hears_commands_only(bot: Bot, standin: StandIn) -> None:
    """As with Telegram's privacy mode."""
    group = standin.add_group("Rédaction")
    standin.account.updates.clear()
    standin.say(group, "Bonjour à tous")
    standin.say(group, "/aide")
    (update,) = await ask(bot)
    assert update.message is not None
    assert update.message.text == "/aide"


async def test_a_press_reaches_the_bot_and_its_answer_the_person(
    bot: Bot, standin: StandIn, channel: int
) -> None:
    """The query carries who pressed, where, and the button's data."""
    post = await bot.send_message(channel, "Alerte", reply_markup=WHY)
    query = standin.press(channel, post.message_id, "why:1")
    (update,) = await ask(bot)
    assert isinstance(update.callback_query, CallbackQuery)
    assert update.callback_query.data == "why:1"
    assert update.callback_query.from_user.id == standin.viewer.id
    assert update.callback_query.message is not None
    assert update.callback_query.message.message_id == post.message_id
    assert query.answer is None
    await update.callback_query.answer("Parce que « Chine » + « drones »", show_alert=True)
    assert query.answer == {
        "text": "Parce que « Chine » + « drones »",
        "show_alert": True,
        "url": "",
    }
    with refused(BadRequest, "query is too old and response timeout expired"):
        await update.callback_query.answer()


async def test_a_press_cannot_be_answered_late_or_at_length(
    bot: Bot, standin: StandIn, channel: int, clock: FixedClock
) -> None:
    """200 characters, one minute; and only buttons that exist can be pressed."""
    post = await bot.send_message(channel, "Alerte", reply_markup=WHY)
    query = standin.press(channel, post.message_id, "why:1")
    with refused(BadRequest, "message_too_long"):
        await bot.answer_callback_query(query.id, "x" * 201)
    clock.advance(61)
    with refused(BadRequest, "query is too old"):
        await bot.answer_callback_query(query.id)
    with pytest.raises(LookupError, match="no button sends"):
        standin.press(channel, post.message_id, "why:2")


async def test_the_bot_learns_what_becomes_of_it(bot: Bot, standin: StandIn) -> None:
    """`my_chat_member` for every change of its rights, and when somebody blocks it."""
    channel = standin.add_channel("Vigie")
    standin.kick(channel)
    standin.start()
    standin.block()
    added, kicked, _, blocked = await ask(bot)
    assert added.my_chat_member is not None
    assert isinstance(added.my_chat_member.new_chat_member, ChatMemberAdministrator)
    assert added.my_chat_member.new_chat_member.can_post_messages
    assert not added.my_chat_member.new_chat_member.can_edit_messages
    assert kicked.my_chat_member is not None
    assert isinstance(kicked.my_chat_member.new_chat_member, ChatMemberBanned)
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.chat.type == "private"


async def test_chats_and_members_can_be_asked_about(
    bot: Bot, standin: StandIn, channel: int
) -> None:
    """Who owns it, who runs it, and what the bot itself may do."""
    standin.protect(channel)
    chat = await bot.get_chat(channel)
    assert (chat.title, chat.type, chat.has_protected_content) == ("Vigie Asie", "channel", True)
    owner, me = await bot.get_chat_administrators(channel)
    assert isinstance(owner, ChatMemberOwner)
    assert isinstance(me, ChatMemberAdministrator)
    assert me == await bot.get_chat_member(channel, standin.bot.id)
    assert await bot.get_chat_member_count(channel) == 2
    group = standin.add_supergroup("Groupe")
    standin.restrict(group)
    restricted = await bot.get_chat_member(group, standin.bot.id)
    assert isinstance(restricted, ChatMemberRestricted)
    assert not restricted.can_send_messages
    with refused(BadRequest, "invalid user_id specified"):
        await bot.get_chat_member(channel, 5)
    with refused(BadRequest, "there are no administrators in the private chat"):
        await bot.get_chat_administrators(standin.start())


async def test_commands_are_kept_for_each_language(bot: Bot) -> None:
    """What people see when they type a slash."""
    await bot.set_my_commands([BotCommand("why", "Why this alert?")])
    await bot.set_my_commands([BotCommand("why", "Pourquoi ?")], language_code="fr")
    (english,) = await bot.get_my_commands()
    (french,) = await bot.get_my_commands(language_code="fr")
    assert (english.description, french.description) == ("Why this alert?", "Pourquoi ?")
    await bot.delete_my_commands(language_code="fr")
    assert await bot.get_my_commands(language_code="fr") == ()
    with refused(BadRequest, "bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Pourquoi ?", "x")])


async def test_typing_shows_only_where_the_bot_may_write(
    bot: Bot, standin: StandIn, channel: int
) -> None:
    """An action is checked like a message."""
    assert await bot.send_chat_action(channel, ChatAction.TYPING)
    with refused(BadRequest, "wrong parameter action in request"):
        await bot.send_chat_action(channel, "sleeping")
    standin.promote(channel, "can_manage_chat")
    with refused(BadRequest, "need administrator rights"):
        await bot.send_chat_action(channel, ChatAction.TYPING)


async def test_waiting_updates_can_be_dropped(bot: Bot, standin: StandIn) -> None:
    """`deleteWebhook(drop_pending_updates=True)`."""
    standin.start()
    assert (await bot.get_webhook_info()).pending_update_count == 1
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert await ask(bot) == ()


async def test_two_bots_do_not_share_anything(bot: Bot, standin: StandIn) -> None:
    """Each has its own private chats, ids and updates."""
    other = standin.add_bot("Autre", "autre_bot")
    standin.start()
    assert len(await ask(bot)) == 1
    assert len(other.updates) == 0
    assert standin.world.chat_of(other, standin.viewer.id) is None
