"""Who may do what where. The checks and their words follow `check_chat` of the Bot API server."""

from typing import Literal

from bot.demo.botapi.call import Call
from bot.demo.botapi.chats import TITLES, Chat, Message
from bot.demo.botapi.refusal import Refusal, bad_request, forbidden

Access = Literal["read", "write"]


def chat_for(call: Call, access: Access, name: str = "chat_id") -> Chat:
    """The chat that a parameter names, when the bot has access to it.

    Raises:
        Refusal: There is none, or the bot is not, or no longer, in it.
    """
    given = call.text(name)
    if not given:
        raise bad_request(f"{name} is empty")
    if given.startswith("@"):
        chat = call.world.named(given[1:])
    else:
        chat = call.world.chat_of(call.account, call.integer(name))
    if chat is None:
        raise _stranger(call, name)
    check = _check_private if chat.type == "private" else _check_group
    check(call, chat, access)
    return chat


def _stranger(call: Call, name: str) -> Refusal:
    user = call.world.users.get(call.integer(name))
    if user is None or call.text(name).startswith("@"):
        return bad_request("chat not found")
    if user.is_bot:
        return forbidden("the bot can't send messages to the bot")
    return forbidden("bot can't initiate conversation with a user")


def _check_private(_call: Call, chat: Chat, access: Access) -> None:
    if chat.gone and access == "write":
        raise forbidden("user is deactivated")


def _check_group(call: Call, chat: Chat, access: Access) -> None:
    if chat.migrated_to:
        raise Refusal(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": chat.migrated_to},
        )
    if chat.gone:
        raise forbidden("the group chat was deleted")
    member = call.account.user.id
    if chat.member(member).status == "kicked":
        raise forbidden(f"bot was kicked from the {TITLES[chat.type]}")
    if not chat.member(member).is_in and (access == "write" or not chat.username):
        raise forbidden(f"bot is not a member of the {TITLES[chat.type]}")


def message_for(call: Call, chat: Chat, purpose: str) -> Message:
    """The message that `message_id` names.

    Raises:
        Refusal: There is none; `purpose` says in the error what it was for.
    """
    if not call.text("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(call.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {purpose} not found")
    return message


def check_may_post(call: Call, chat: Chat, thread: int = 0, what: str = "text messages") -> None:
    """Whether the bot may send `what` here, into that topic.

    Raises:
        Refusal: It may not.
    """
    member = chat.member(call.account.user.id)
    if chat.type == "channel" and not member.may("can_post_messages"):
        raise bad_request("need administrator rights in the channel chat")
    if member.status == "restricted":
        raise bad_request(f"not enough rights to send {what} to the chat")
    if chat.type == "private" and chat.blocked:
        raise forbidden("bot was blocked by the user")
    topic = (chat.topics or {}).get(thread)
    if topic is not None and topic.closed and not member.may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")


def check_may_pin(call: Call, chat: Chat) -> None:
    """Whether the bot may pin messages here.

    Raises:
        Refusal: It may not.
    """
    right = "can_edit_messages" if chat.type == "channel" else "can_pin_messages"
    if chat.type != "private" and not chat.member(call.account.user.id).may(right):
        raise bad_request("not enough rights to manage pinned messages in the chat")


def check_may_edit(call: Call, chat: Chat, message: Message) -> None:
    """Whether the bot may change this message: its own, or in a channel with the right to.

    Raises:
        Refusal: It may not.
    """
    member = chat.member(call.account.user.id)
    if message.service is not None:
        raise bad_request("message can't be edited")
    if chat.type == "channel":
        own = message.author == call.account.user.id and member.may("can_post_messages")
        allowed = own or member.may("can_edit_messages")
    else:
        allowed = message.author == call.account.user.id
    if not allowed or message.origin is not None:
        raise bad_request("message can't be edited")


def check_may_delete(call: Call, chat: Chat, message: Message) -> None:
    """Whether the bot may take this message away.

    Raises:
        Refusal: It may not.
    """
    member = chat.member(call.account.user.id)
    own = message.author == call.account.user.id
    if chat.type == "private":
        return
    if chat.type == "channel" and own and member.may("can_post_messages"):
        return
    if chat.type != "channel" and own:
        return
    if not member.may("can_delete_messages"):
        raise bad_request("message can't be deleted")
