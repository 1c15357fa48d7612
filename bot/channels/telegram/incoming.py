"""What comes back from Telegram, as values: who did what, and where. Pure."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
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
from bot.i18n import Lang, Text, lang_from

ALLOWED: Final = (
    UpdateType.CALLBACK_QUERY,
    UpdateType.CHANNEL_POST,
    UpdateType.MESSAGE,
    UpdateType.MY_CHAT_MEMBER,
)
"""The kinds of updates that are asked for."""
_OUT: Final = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}


@dataclass(frozen=True, slots=True)
class Place:
    """The chat where something happened."""

    id: int
    name: str = ""
    """With its ``@``; empty for a chat without a public name."""
    title: str = ""
    """Of a private chat, the person's first name."""
    is_private: bool = False

    @property
    def address(self) -> str:
        """As a person would write it."""
        return self.name or str(self.id)

    def is_at(self, address: str) -> bool:
        """Whether this is the chat at `address` (``@name``, or a number as text)."""
        return address.lower() in {str(self.id), self.address.lower()}


@dataclass(frozen=True, slots=True)
class Person:
    """Who did it."""

    id: int
    lang: Lang = "en"
    """What Telegram speaks to them, where Vigie speaks it too."""


@dataclass(frozen=True, slots=True)
class Callback:
    """Somebody pressed a button under a post."""

    data: str
    """Of the button: anybody can forge it."""
    place: Place
    message_id: int
    person: Person
    """Anybody who can see the post."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person who pressed gets to see."""

    text: str
    """Up to 200 characters; empty for nothing."""
    alert: bool = True
    """In a box to be closed, rather than for a moment at the top."""


@dataclass(frozen=True, slots=True)
class Membership:
    """How the bot stands in a chat has changed: somebody added, promoted, blocked or removed it."""

    place: Place
    person: Person
    obstacle: Text | None
    """Why it cannot post there; None when it can."""
    is_in: bool
    """Whether it is in the chat at all."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A group has become a supergroup."""

    place: Place
    to: int
    """The id that it has from now on."""


@dataclass(frozen=True, slots=True)
class Said:
    """A person has written to the bot, in their private chat."""

    place: Place
    person: Person
    text: str
    """Empty for a picture and the like."""


Event = Membership | Moved | Said


@dataclass(frozen=True, slots=True)
class Reply:
    """What is written to a person in their private chat, once, at a modest pace."""

    chat_id: int
    text: str
    is_held: bool = False
    """Whether it waits for them to press Start, if they have not: a bot cannot write first."""


async def _nothing(_event: Event) -> tuple[Reply, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Who is asked what to do about what comes back."""

    on_press: Callable[[Callback], Awaitable[Answer]]
    on_event: Callable[[Event], Awaitable[tuple[Reply, ...]]] = _nothing
    """May be told the same event twice, after a crash. What it raises as a `StoreError` lets the
    event come again."""


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
