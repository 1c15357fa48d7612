"""From Telegram's updates to the values of `bot.model.incoming`. Pure."""

from typing import Final

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    Update,
    User,
)
from telegram.constants import ChatMemberStatus, ChatType, UpdateType
from telegram.error import Forbidden

from bot.channels.telegram.access import may_not_post
from bot.channels.telegram.outcomes import about, classify
from bot.i18n import Text, lang_from
from bot.model.incoming import Callback, Event, Membership, Moved, Person, Place, Said

ALLOWED: Final = (
    UpdateType.CALLBACK_QUERY,
    UpdateType.CHANNEL_POST,
    UpdateType.MESSAGE,
    UpdateType.MY_CHAT_MEMBER,
)
"""The kinds of updates that are asked for."""
_OUT: Final = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}


def callback_of(query: CallbackQuery) -> Callback | None:
    """The press; None for one that is not under a message of a chat."""
    if query.data is None or query.message is None:
        return None
    message = query.message
    return Callback(query.data, _place(message.chat), message.message_id, _person(query.from_user))


def event_of(update: Update) -> Event | None:
    """What has happened to the bot or was said to it; None for all else."""
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    return _of_message(update.message) if update.message else None


def seen_in(update: Update) -> tuple[int, int] | None:
    """Chat and id of a post of others that the update tells of; not of private chats."""
    post = update.channel_post or update.message
    if post is None or post.chat.type == ChatType.PRIVATE:
        return None
    return post.chat.id, post.message_id


def _membership(update: ChatMemberUpdated) -> Membership:
    place, member = _place(update.chat), update.new_chat_member
    return Membership(
        place,
        _person(update.from_user),
        _obstacle(place, update.chat.type, member),
        _is_in(member),
    )


def _is_in(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):  # it may have left, and is restricted still
        return member.is_member
    return member.status not in _OUT


def _obstacle(place: Place, kind: str, member: ChatMember) -> Text | None:
    if place.is_private:
        return _blocked(place) if member.status in _OUT else None
    # Whether all members of a group may write is not told here: the next post will tell.
    missing = may_not_post(kind, member, is_open=True)
    return about(place.address, missing) if missing else None


def _blocked(place: Place) -> Text | None:
    """In the words for a post that meets it."""
    failure = classify(Forbidden("bot was blocked by the user"), place.address)
    return failure.text if failure else None


def _of_message(message: Message) -> Event | None:
    place = _place(message.chat)
    if message.migrate_to_chat_id:
        return Moved(place, message.migrate_to_chat_id)
    if not place.is_private or message.from_user is None or message.from_user.is_bot:
        return None
    return Said(place, _person(message.from_user), message.text or "")


def _place(chat: Chat) -> Place:
    is_private = chat.type == ChatType.PRIVATE
    # A person's @name is no address: the Bot API knows people by their numbers only.
    name = f"@{chat.username}" if chat.username and not is_private else ""
    return Place(chat.id, name, chat.title or chat.first_name or "", is_private)


def _person(user: User) -> Person:
    return Person(user.id, lang_from(user.language_code))
