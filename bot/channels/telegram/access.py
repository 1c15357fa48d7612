"""Whether the bot may post where it is to post: asked at the start, told in plain words."""

from telegram import (
    Bot,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
)
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.channels.telegram.chats import Chats
from bot.channels.telegram.outcomes import about, of_reading
from bot.channels.telegram.refusals import LET_IN, NOT_ALLOWED, NOT_THERE, REMOVED
from bot.i18n import Text
from bot.model import SendFailure, SendProblem


async def problem_with(address: str, bot: Bot, chats: Chats, me: int) -> SendFailure | None:
    """Why the bot (whose id is `me`) cannot post at `address`; None when it can."""
    told = await chats.ask(address)
    if isinstance(told, SendFailure):
        return told
    if told.type == ChatType.PRIVATE:
        return None  # that the bot can see the person says that they have started it
    member = await membership(told.id, address, bot, me)
    if isinstance(member, SendFailure):
        return member
    permissions = told.permissions
    is_open = permissions is None or permissions.can_send_messages is not False
    missing = may_not_post(told.type, member, is_open=is_open)
    return _unreachable(address, missing) if missing else None


async def membership(chat: int, address: str, bot: Bot, me: int) -> ChatMember | SendFailure:
    """What the bot is in a chat, and its rights there."""
    try:
        return await bot.get_chat_member(chat, me)
    except TelegramError as error:
        failure = of_reading(error, address)
        assert failure is not None  # a question is never already so
        return failure


def may_not_post(kind: str, member: ChatMember, *, is_open: bool) -> Text | None:
    """Why a member may not post in a chat, with ``{chat}`` for its address; None when it may.

    Args:
        kind: A `telegram.constants.ChatType`.
        member: The bot.
        is_open: Whether all members of the group may write.
    """
    match member.status:
        case ChatMemberStatus.BANNED:
            return REMOVED
        case ChatMemberStatus.LEFT:
            return NOT_THERE
    if kind == ChatType.CHANNEL:
        may = isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)
    elif isinstance(member, ChatMemberRestricted):
        may = member.is_member and member.can_send_messages
    else:
        may = is_open or isinstance(member, ChatMemberAdministrator)
    return None if may else NOT_ALLOWED


def _unreachable(address: str, text: Text) -> SendFailure:
    return SendFailure(SendProblem.UNREACHABLE, about(address, text), about(address, LET_IN))
