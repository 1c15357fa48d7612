"""Asking about chats and their members."""

from typing import Final

from bot.demo.botapi.access import chat_for, check_may_post
from bot.demo.botapi.call import Action, Call
from bot.demo.botapi.chats import Chat, Json, message_json
from bot.demo.botapi.composing import thread_from
from bot.demo.botapi.people import OUTSIDE, member_json
from bot.demo.botapi.refusal import bad_request
from bot.demo.botapi.world import Change

_ACTIONS: Final = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice",
        "upload_voice", "upload_document", "choose_sticker", "find_location",
        "record_video_note", "upload_video_note",
    }
)  # fmt: skip


def get_chat(call: Call) -> Action:
    """`getChat`."""
    chat = chat_for(call, "read")
    return Action(lambda: _full(chat))


def _full(chat: Chat) -> Json:
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"), False
    )
    body = chat.to_json() | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts | {"gifts_from_channels": False},
    }
    if chat.protected:
        body["has_protected_content"] = True
    if chat.pinned in chat.messages:
        body["pinned_message"] = message_json(chat, chat.messages[chat.pinned], nested=True)
    return body


def get_chat_member(call: Call) -> Action:
    """`getChatMember`."""
    chat = chat_for(call, "read")
    user = call.world.users.get(call.integer("user_id"))
    if user is None:
        raise bad_request("invalid user_id specified")
    member = chat.member(user.id)
    return Action(lambda: member_json(user, member, chat.type))


def get_chat_administrators(call: Call) -> Action:
    """`getChatAdministrators`: other bots are left out unless asked for."""
    chat = chat_for(call, "read")
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    wanted = call.flag("return_bots")
    found = [
        member_json(user, member, chat.type)
        for user_id, member in chat.members.items()
        if member.is_admin
        and (user := call.world.users.get(user_id)) is not None
        and (wanted or not user.is_bot or user == call.account.user)
    ]
    return Action(lambda: found)


def get_chat_member_count(call: Call) -> Action:
    """`getChatMemberCount`."""
    chat = chat_for(call, "read")
    return Action(lambda: sum(member.is_in for member in chat.members.values()))


def send_chat_action(call: Call) -> Action:
    """`sendChatAction`: "is typing…"."""
    if call.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = chat_for(call, "write")
    check_may_post(call, chat, thread_from(call, chat))

    def act() -> bool:
        call.world.tell(Change("action", chat, call.account.user))
        return True

    return Action(act)


def leave_chat(call: Call) -> Action:
    """`leaveChat`."""
    chat = chat_for(call, "write")
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")

    def leave() -> bool:
        call.world.set_member(chat, call.account.user, OUTSIDE, call.account.user)
        return True

    return Action(leave)
