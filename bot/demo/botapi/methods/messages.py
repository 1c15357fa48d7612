"""What becomes of messages that are there: edited, deleted, pinned, reacted to."""

from dataclasses import replace
from typing import Any, Final

from bot.demo.botapi.access import (
    chat_for,
    check_may_delete,
    check_may_edit,
    check_may_pin,
    message_for,
)
from bot.demo.botapi.call import Action, Call
from bot.demo.botapi.chats import Chat, Json, Message, message_json
from bot.demo.botapi.composing import caption_from, content_from, keyboard_from
from bot.demo.botapi.happenings import pin, react
from bot.demo.botapi.refusal import Refusal, bad_request
from bot.demo.botapi.world import Change

MOST_DELETED: Final = 100
"""Messages that one call may delete (documentation of `deleteMessages`)."""
REACTIONS: Final = frozenset(
    "❤👍👎🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡"
    "🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾😡"
)
"""Emoji that one may react with, without variation selectors (`ReactionTypeEmoji`)."""
_JOINED: Final = frozenset({"❤\u200d🔥", "👨\u200d💻", "🤷", "🤷\u200d♂", "🤷\u200d♀"})
_NOT_MODIFIED: Final = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)


def edit_message_text(call: Call) -> Action:
    """`editMessageText`. Buttons that are not given again go away."""
    keyboard, content = keyboard_from(call), content_from(call)
    preview = call.object("link_preview_options") or None
    chat, message = _editable(call)
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    changed = replace(message, content=content, keyboard=keyboard, preview=preview)
    return _edit(call, chat, message, changed)


def edit_message_caption(call: Call) -> Action:
    """`editMessageCaption`."""
    keyboard, caption = keyboard_from(call), caption_from(call.given)
    chat, message = _editable(call)
    if message.media is None:
        raise bad_request("there is no caption in the message to edit")
    return _edit(call, chat, message, replace(message, content=caption, keyboard=keyboard))


def edit_message_reply_markup(call: Call) -> Action:
    """`editMessageReplyMarkup`."""
    keyboard = keyboard_from(call)
    chat, message = _editable(call)
    return _edit(call, chat, message, replace(message, keyboard=keyboard))


def _editable(call: Call) -> tuple[Chat, Message]:
    chat = chat_for(call, "write")
    message = message_for(call, chat, "edit")
    check_may_edit(call, chat, message)
    return chat, message


def _edit(call: Call, chat: Chat, message: Message, changed: Message) -> Action:
    if changed == message:
        raise bad_request(_NOT_MODIFIED)

    def edit() -> Json:
        current = chat.messages.get(message.id)
        if current is None:
            raise bad_request("message to edit not found")
        edited = call.world.edit(
            chat,
            current,
            content=changed.content,
            keyboard=changed.keyboard,
            preview=changed.preview,
        )
        return message_json(chat, edited)

    return Action(edit, chat)


def delete_message(call: Call) -> Action:
    """`deleteMessage`."""
    chat = chat_for(call, "write")
    message = message_for(call, chat, "delete")
    check_may_delete(call, chat, message)
    return Action(lambda: _delete(call, chat, [message.id]))


def delete_messages(call: Call) -> Action:
    """`deleteMessages`: what is not there, or may not be deleted, is passed over."""
    ids = call.json("message_ids")
    if not isinstance(ids, list) or not all(isinstance(each, int) for each in ids):
        raise bad_request("can't parse message identifiers JSON array")
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > MOST_DELETED:
        raise bad_request("too many message identifiers specified")
    chat = chat_for(call, "write")
    return Action(lambda: _delete(call, chat, [each for each in ids if _goes(call, chat, each)]))


def _goes(call: Call, chat: Chat, message_id: int) -> bool:
    message = chat.messages.get(message_id)
    if message is None:
        return False
    try:
        check_may_delete(call, chat, message)
    except Refusal:
        return False
    return True


def _delete(call: Call, chat: Chat, ids: list[int]) -> bool:
    for message_id in ids:
        if message_id in chat.messages:
            call.world.delete(chat, message_id)
    return True


def pin_chat_message(call: Call) -> Action:
    """`pinChatMessage`."""
    chat = chat_for(call, "write")
    message = message_for(call, chat, "pin")
    check_may_pin(call, chat)
    if message.service is not None:
        raise bad_request("message can't be pinned")

    def do() -> bool:
        if chat.pinned != message.id:
            pin(call.world, chat, message.id, call.account.user)
        return True

    return Action(do)


def unpin_chat_message(call: Call) -> Action:
    """`unpinChatMessage`: the given one, or the one that is pinned."""
    chat = chat_for(call, "write")
    wanted = call.integer("message_id", chat.pinned)
    check_may_pin(call, chat)
    if not wanted or wanted != chat.pinned:
        raise bad_request("message to unpin not found")

    def unpin() -> bool:
        chat.pinned = 0
        call.world.tell(Change("chat", chat))
        return True

    return Action(unpin)


def set_message_reaction(call: Call) -> Action:
    """`setMessageReaction`: one emoji of those that Telegram has, or none."""
    wanted = [_emoji(each) for each in call.json("reaction") or []]
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    chat = chat_for(call, "write")
    message = message_for(call, chat, "react")
    if message.service is not None:
        raise bad_request("message can't be reacted to")

    def do() -> bool:
        react(call.world, chat, message.id, call.account.user, wanted)
        return True

    return Action(do)


def _emoji(given: Any) -> str:
    emoji = str(given.get("emoji", "")) if isinstance(given, dict) else ""
    if len(emoji.replace("\ufe0f", "")) == 0 or not _known(emoji):
        raise bad_request("REACTION_INVALID")
    return emoji


def _known(emoji: str) -> bool:
    plain = emoji.replace("\ufe0f", "")
    return plain in REACTIONS or plain in (
        "❤\u200d🔥",
        "👨\u200d💻",
        "🤷\u200d♂",
        "🤷",
        "🤷\u200d♀",
    )
