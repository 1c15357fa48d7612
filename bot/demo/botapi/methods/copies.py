"""Forwarding and copying: a message from one chat, again in another."""

from dataclasses import replace
from typing import Any

from bot.demo.botapi.access import chat_for, check_may_post, message_for
from bot.demo.botapi.call import Action, Call
from bot.demo.botapi.chats import Chat, Json, Message, message_json
from bot.demo.botapi.composing import caption_from, keyboard_from, manner_from
from bot.demo.botapi.refusal import bad_request


def forward_message(call: Call) -> Action:
    """`forwardMessage`."""
    chat, source, message = _between(call, "forward")
    manner = manner_from(call, chat)
    if source.protected or message.protected:
        raise bad_request("message has protected content and can't be forwarded")
    if message.service is not None:
        raise bad_request("message can't be forwarded")
    check_may_post(call, chat, manner["thread"])
    extra = {"preview": message.preview, "origin": message.origin or _origin(source, message)}

    def forward() -> Json:
        return message_json(chat, _again(call, chat, message, extra | manner))

    return Action(forward, chat)


def copy_message(call: Call) -> Action:
    """`copyMessage`: the same without its origin; media can get another caption."""
    keyboard, caption = keyboard_from(call), caption_from(call.given)
    chat, source, message = _between(call, "copy")
    manner = manner_from(call, chat)
    if source.protected or message.protected or message.service is not None:
        raise bad_request("message can't be copied")
    check_may_post(call, chat, manner["thread"])
    if message.media is not None and "caption" in call.given:
        message = replace(message, content=caption)
    extra = {"preview": message.preview, "keyboard": keyboard}

    def copy() -> Json:
        return {"message_id": _again(call, chat, message, extra | manner).id}

    return Action(copy, chat)


def _between(call: Call, purpose: str) -> tuple[Chat, Chat, Message]:
    """Where to, where from, and what.

    Raises:
        Refusal: One of them does not exist.
    """
    chat = chat_for(call, "write")
    source = chat_for(call, "read", "from_chat_id")
    return chat, source, message_for(call, source, purpose)


def _again(call: Call, chat: Chat, message: Message, extra: dict[str, Any]) -> Message:
    made = call.world.compose(
        chat, call.account.user, message.content, media=message.media, **extra
    )
    return call.world.post(chat, made)


def _origin(chat: Chat, message: Message) -> Json:
    """Where a forwarded message comes from, as `MessageOrigin` of the Bot API."""
    if message.sender is None:
        return {
            "type": "channel",
            "date": message.date,
            "chat": chat.to_json(),
            "message_id": message.id,
        }
    return {"type": "user", "date": message.date, "sender_user": message.sender.to_json()}
