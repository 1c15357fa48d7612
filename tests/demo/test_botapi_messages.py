"""Sending, editing, forwarding, deleting: talked to with python-telegram-bot."""

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    MessageOriginChannel,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.demo.botapi import StandIn
from tests.talking_bot import plain_http, refused

WHY = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("Lire", url="https://example.org/article"),
            InlineKeyboardButton("Pourquoi ?", callback_data="why:1"),
        ]
    ]
)


@pytest.fixture
def channel(standin: StandIn) -> int:
    """A channel where the bot may post and nothing else."""
    return standin.add_channel("Vigie Asie", "vigie_asie")


async def send(bot: Bot, chat_id: int | str, text: str = "Bonjour", **extra: object) -> Message:
    """A message in Telegram's HTML."""
    return await bot.send_message(chat_id, text, parse_mode=ParseMode.HTML, **extra)  # type: ignore[arg-type]  # keyword arguments of many types


async def test_a_post_comes_back_as_it_stands_in_the_channel(
    bot: Bot, standin: StandIn, channel: int
) -> None:
    """The answer and the transcript carry text, entities, buttons and the preview."""
    preview = LinkPreviewOptions(url="https://example.org/article", prefer_large_media=True)
    sent = await send(
        bot,
        "@Vigie_Asie",
        "<b>La <u>Chine</u> & ses 🚁</b>\n#Défense",
        reply_markup=WHY,
        link_preview_options=preview,
        disable_notification=True,
    )
    assert (sent.message_id, sent.chat.id) == (1, channel)
    assert sent.sender_chat is not None
    assert sent.sender_chat.title == "Vigie Asie"
    assert sent.from_user is None
    assert sent.text == "La Chine & ses 🚁\n#Défense"
    assert sent.parse_entities() == {
        MessageEntity("bold", 0, 17): "La Chine & ses 🚁",
        MessageEntity("underline", 3, 5): "Chine",
        MessageEntity("hashtag", 18, 8): "#Défense",
    }
    assert sent.reply_markup == WHY
    assert sent.link_preview_options == preview
    (kept,) = standin.transcript(channel)
    assert kept["text"] == sent.text


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "message text is empty"),
        (" \n ", "text must be non-empty"),
        ("<b> </b>", "text must be non-empty"),
        ("x" * 4097, "message is too long"),
        ("é" * 16_385, "text is too long"),
        ("<p>Non</p>", 'can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
        (
            "été <b>x",
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
    ],
)
async def test_a_text_that_cannot_be_sent_is_refused_in_telegrams_words(
    bot: Bot, standin: StandIn, channel: int, text: str, error: str
) -> None:
    """Empty, too long, badly marked up: nothing is posted."""
    with refused(BadRequest, error):
        await send(bot, channel, text)
    assert standin.transcript(channel) == []


async def test_4096_units_after_parsing_is_the_limit(bot: Bot, channel: int) -> None:
    """Markup does not count; a character outside of the basic plane counts twice."""
    sent = await send(bot, channel, "<b>" + "🚁" * 2048 + "</b>")
    assert sent.text == "🚁" * 2048
    with refused(BadRequest, "too long"):
        await send(bot, channel, "<b>" + "🚁" * 2048 + "</b>x")


async def test_text_errors_come_before_chat_errors(bot: Bot) -> None:
    """The real server parses before it looks for the chat."""
    with refused(BadRequest, "Unsupported start tag"):
        await send(bot, -100404, "<p>")


async def test_no_chat_no_message(bot: Bot, standin: StandIn) -> None:
    """Unknown chats, strangers and other bots cannot be written to."""
    with refused(BadRequest, "Chat not found"):
        await send(bot, -100404)
    with refused(BadRequest, "Chat not found"):
        await send(bot, "@nowhere_to_be_found")
    with refused(Forbidden, "can't initiate conversation"):
        await send(bot, standin.add_user("Inconnue").id)
    with refused(Forbidden, "can't send messages to the bot"):
        await send(bot, standin.add_bot("Autre", "autre_bot").user.id)


async def test_without_the_right_to_post_nothing_is_posted(
    bot: Bot, standin: StandIn, channel: int
) -> None:
    """Each way to lose a chat has its own words."""
    standin.promote(channel, "can_manage_chat")
    with refused(BadRequest, "Need administrator rights in the channel chat"):
        await send(bot, channel)
    standin.kick(channel)
    with refused(Forbidden, "bot was kicked from the channel chat"):
        await send(bot, channel)
    standin.remove(channel)
    with refused(Forbidden, "bot is not a member of the channel chat"):
        await send(bot, channel)
    group = standin.add_supergroup("Rédaction")
    standin.restrict(group)
    with refused(BadRequest, "Not enough rights to send text messages"):
        await send(bot, group)
    standin.vanish(group)
    with refused(Forbidden, "the group chat was deleted"):
        await send(bot, group)


async def test_people_can_block_the_bot_and_leave(bot: Bot, standin: StandIn) -> None:
    """A private chat opens with /start; it closes when the person blocks or goes."""
    private = standin.start()
    assert (await send(bot, private)).text == "Bonjour"
    standin.block()
    with refused(Forbidden, "bot was blocked by the user"):
        await send(bot, private)
    standin.unblock()
    await send(bot, private)
    standin.vanish(private)
    with refused(Forbidden, "user is deactivated"):
        await send(bot, private)


async def test_an_upgraded_group_says_its_new_id(bot: Bot, standin: StandIn) -> None:
    """The bot is still in the supergroup that the group has become."""
    group = standin.add_group("Veille")
    new = standin.migrate(group)
    with pytest.raises(ChatMigrated) as caught:
        await send(bot, group)
    assert caught.value.new_chat_id == new
    assert (await send(bot, new)).chat.type == "supergroup"


async def test_ids_count_per_channel_and_once_for_all_private_chats(
    bot: Bot, standin: StandIn, channel: int
) -> None:
    """Gaps stay; two private chats never share an id."""
    other = standin.add_channel("Autre")
    standin.skip_ids(channel, 2)
    assert (await send(bot, channel)).message_id == 3
    assert (await send(bot, other)).message_id == 1
    one, two = standin.start(), standin.start(standin.add_user("Dominique"))
    assert (await send(bot, one)).message_id == 3
    assert (await send(bot, two)).message_id == 4


@pytest.mark.parametrize(
    ("button", "error"),
    [
        ({"text": "x", "callback_data": "é" * 33}, "Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "x", "url": "nowhere"}, "URL 'nowhere' is invalid: Wrong HTTP URL"),
        ({"text": " ", "url": "https://a.org"}, 'Field "text" must be non-empty'),
        ({"text": "x"}, "Text buttons are unallowed in the inline keyboard"),
        ("x", "expected an Object"),
    ],
)
async def test_wrong_buttons_are_refused(
    standin: StandIn, channel: int, button: object, error: str
) -> None:
    """A button has a text, exactly one target, and 64 bytes of data at most."""
    markup = {"inline_keyboard": [[button]]}
    async with plain_http(standin) as http:
        body = {"chat_id": channel, "text": "x", "reply_markup": markup}
        answer = await http.post("sendMessage", json=body)
    assert answer.status_code == 400
    assert error in answer.json()["description"]
    assert len(standin.violations) == (button == "x")  # that one is not of the right type either
    standin.violations.clear()


async def test_answers_need_the_message_they_answer(bot: Bot, channel: int) -> None:
    """Unless the bot says that it does not mind."""
    first = await send(bot, channel)
    answer = await send(bot, channel, reply_parameters=ReplyParameters(first.message_id))
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.message_id == first.message_id
    with refused(BadRequest, "Message to be replied not found"):
        await send(bot, channel, reply_parameters=ReplyParameters(99))
    lenient = ReplyParameters(99, allow_sending_without_reply=True)
    assert (await send(bot, channel, reply_parameters=lenient)).reply_to_message is None


async def test_topics_exist_or_not(bot: Bot, standin: StandIn) -> None:
    """Only a supergroup with topics takes a thread, and only one that it has."""
    forum = standin.add_supergroup("Forum", topics=[7])
    assert (await send(bot, forum, message_thread_id=7)).message_thread_id == 7
    with refused(BadRequest, "Message thread not found"):
        await send(bot, forum, message_thread_id=8)


async def test_an_edit_changes_the_text_and_drops_buttons_not_given_again(
    bot: Bot, standin: StandIn, channel: int
) -> None:
    """The post keeps its id and gets a date of edit."""
    sent = await send(bot, channel, "Un", reply_markup=WHY)
    edited = await bot.edit_message_text("Deux", channel, sent.message_id)
    assert isinstance(edited, Message)
    assert (edited.text, edited.message_id) == ("Deux", sent.message_id)
    assert edited.edit_date is not None
    assert edited.reply_markup is None
    marked = await bot.edit_message_reply_markup(channel, sent.message_id, reply_markup=WHY)
    assert isinstance(marked, Message)
    assert marked.reply_markup == WHY
    assert standin.texts(channel) == ["Deux"]


async def test_an_edit_that_changes_nothing_says_so(bot: Bot, channel: int) -> None:
    """This is how a sender recognises its own post."""
    sent = await send(bot, channel, "<b>Un</b>", reply_markup=WHY)
    with refused(BadRequest, "Message is not modified: specified new message"):
        await bot.edit_message_text(
            "<i></i><strong>Un</strong> ",
            channel,
            sent.message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=WHY,
        )


async def test_only_ones_own_posts_can_be_edited_without_a_right(
    bot: Bot, standin: StandIn, channel: int
) -> None:
    """`can_edit_messages` opens other people's posts; forwarded ones stay as they are."""
    foreign = standin.say(channel, "D'un autre administrateur")
    with refused(BadRequest, "Message can't be edited"):
        await bot.edit_message_text("x", channel, foreign)
    with refused(BadRequest, "Message to edit not found"):
        await bot.edit_message_text("x", channel, 99)
    standin.promote(channel, "can_post_messages", "can_edit_messages")
    await bot.edit_message_text("x", channel, foreign)
    assert standin.texts(channel) == ["x"]
    group = standin.add_supergroup("Groupe")
    standin.promote(group, "can_manage_chat")
    with refused(BadRequest, "Message can't be edited"):
        await bot.edit_message_text("x", group, standin.say(group, "D'une personne"))


async def test_deleting_follows_the_rights(bot: Bot, standin: StandIn, channel: int) -> None:
    """One's own, or with `can_delete_messages`; a second time there is nothing."""
    own = await send(bot, channel)
    foreign = standin.say(channel, "D'un autre administrateur")
    assert await bot.delete_message(channel, own.message_id)
    with refused(BadRequest, "Message to delete not found"):
        await bot.delete_message(channel, own.message_id)
    with refused(BadRequest, "Message can't be deleted"):
        await bot.delete_message(channel, foreign)
    standin.promote(channel, "can_delete_messages")
    assert await bot.delete_message(channel, foreign)
    assert standin.transcript(channel) == []


async def test_a_forward_names_its_origin_and_can_be_deleted(
    bot: Bot, standin: StandIn, channel: int
) -> None:
    """The probe of an uncertain delivery: forward, compare, delete the copy."""
    office = standin.add_supergroup("Exploitation")
    sent = await send(bot, channel, "<b>Titre</b> d'une alerte", reply_markup=WHY)
    copy = await bot.forward_message(office, channel, sent.message_id, disable_notification=True)
    assert (copy.text, copy.entities) == (sent.text, sent.entities)
    assert isinstance(copy.forward_origin, MessageOriginChannel)
    assert copy.forward_origin.message_id == sent.message_id
    assert await bot.delete_message(office, copy.message_id)
    with refused(BadRequest, "Message to forward not found"):
        await bot.forward_message(office, channel, 99)
    standin.protect(channel)
    with refused(BadRequest, "has protected content and can't be forwarded"):
        await bot.forward_message(office, channel, sent.message_id)


async def test_service_messages_take_an_id_and_can_neither_move_nor_change(
    bot: Bot, standin: StandIn
) -> None:
    """A pin leaves a message without text."""
    group = standin.add_supergroup("Groupe")
    sent = await send(bot, group)
    standin.pin(group, sent.message_id)
    with refused(BadRequest, "Message can't be forwarded"):
        await bot.forward_message(group, group, sent.message_id + 1)
    with refused(BadRequest, "Message can't be edited"):
        await bot.edit_message_text("x", group, sent.message_id + 1)
    assert (await bot.get_chat(group)).pinned_message is not None


async def test_ready_made_entities_are_taken_too(bot: Bot, channel: int) -> None:
    """Instead of markup; those outside of the text are left out."""
    entities = [MessageEntity("bold", 0, 2), MessageEntity("italic", 1, 99)]
    sent = await bot.send_message(channel, "Un deux", entities=entities)
    assert sent.entities == (MessageEntity("bold", 0, 2),)
    with refused(BadRequest, "Unsupported parse_mode"):
        await bot.send_message(channel, "*x*", parse_mode=ParseMode.MARKDOWN_V2)
