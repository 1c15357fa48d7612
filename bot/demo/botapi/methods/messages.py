"""Sending, editing, forwarding and deleting messages."""

from dataclasses import replace
from typing import Any

from bot.demo.botapi.access import (
    chat_for,
    check_may_delete,
    check_may_edit,
    check_may_post,
    message_for,
)
from bot.demo.botapi.call import Action, Call
from bot.demo.botapi.chats import Chat, Json, Message, message_json
from bot.demo.botapi.composing import answered_from, content_from, keyboard_from, thread_from
from bot.demo.botapi.refusal import bad_request

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)


def send_message(call: Call) -> Action:
    """`sendMessage`."""
    keyboard, content = keyboard_from(call), content_from(call)
    chat = chat_for(call, "write")
    extra = {
        "keyboard": keyboard,
        "preview": call.object("link_preview_options") or None,
        "thread": thread_from(call, chat),
        "reply_to": answered_from(call, chat),
        "silent": call.flag("disable_notification"),
        "protected": call.flag("protect_content"),
    }
    check_may_post(call, chat)

    def send() -> Json:
        message = call.world.compose(chat, call.account.user, content, **extra)
        return message_json(chat, call.world.post(chat, message))

    return Action(send, chat)


def edit_message_text(call: Call) -> Action:
    """`editMessageText`. Buttons that are not given again go away."""
    keyboard, content = keyboard_from(call), content_from(call)
    preview = call.object("link_preview_options") or None
    chat = chat_for(call, "write")
    message = message_for(call, chat, "edit")
    check_may_edit(call, chat, message)
    changed = replace(message, content=content, keyboard=keyboard, preview=preview)
    return _edit(call, chat, message, changed)


def edit_message_reply_markup(call: Call) -> Action:
    """`editMessageReplyMarkup`."""
    keyboard = keyboard_from(call)
    chat = chat_for(call, "write")
    message = message_for(call, chat, "edit")
    check_may_edit(call, chat, message)
    return _edit(call, chat, message, replace(message, keyboard=keyboard))


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

    def delete() -> bool:
        if message.id in chat.messages:
            call.world.delete(chat, message.id)
        return True

    return Action(delete)


def forward_message(call: Call) -> Action:
    """`forwardMessage`."""
    chat = chat_for(call, "write")
    source = chat_for(call, "read", "from_chat_id")
    message = message_for(call, source, "forward")
    if source.protected or message.protected:
        raise bad_request("message has protected content and can't be forwarded")
    if message.service is not None:
        raise bad_request("message can't be forwarded")
    thread = thread_from(call, chat)
    check_may_post(call, chat)

    def forward() -> Json:
        copy = call.world.compose(
            chat,
            call.account.user,
            message.content,
            preview=message.preview,
            origin=message.origin or _origin(source, message),
            thread=thread,
            silent=call.flag("disable_notification"),
            protected=call.flag("protect_content"),
        )
        return message_json(chat, call.world.post(chat, copy))

    return Action(forward, chat)


def _origin(chat: Chat, message: Message) -> dict[str, Any]:
    """Where a forwarded message comes from, as `MessageOrigin` of the Bot API."""
    if message.sender is None:
        return {
            "type": "channel",
            "date": message.date,
            "chat": chat.to_json(),
            "message_id": message.id,
        }
    return {"type": "user", "date": message.date, "sender_user": message.sender.to_json()}
