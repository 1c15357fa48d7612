"""Chats and the messages in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from bot.demo.botapi.entities import Formatted
from bot.demo.botapi.media import Media
from bot.demo.botapi.people import OUTSIDE, Member, User

ChatType = Literal["private", "group", "supergroup", "channel"]
TITLES: Final[Mapping[ChatType, str]] = {
    "private": "private chat",
    "group": "group chat",
    "supergroup": "supergroup chat",
    "channel": "channel chat",
}
"""What the error texts call them."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is now; edits replace it. Times are in seconds since 1970."""

    id: int
    date: int
    sender: User | None
    """None for a post in the name of the channel."""
    author: int
    """The user who did it, shown or not: only they may edit it freely."""
    content: Formatted
    """The text, or the caption of `media`."""
    media: Media | None = None
    album: str = ""
    """`media_group_id`."""
    keyboard: Json | None = None
    preview: Json | None = None
    """`link_preview_options` as given."""
    edited: int = 0
    reply_to: int = 0
    thread: int = 0
    origin: Json | None = None
    """`forward_origin`."""
    service: Json | None = None
    """Of a service message ("joined the group"), which has no text."""
    silent: bool = False
    protected: bool = False
    views: int = 1
    reactions: tuple[tuple[int, str], ...] = ()
    """Who has reacted, and with which emoji."""


@dataclass(slots=True)
class Topic:
    """A thread of a supergroup with topics; its id is that of the message that opened it."""

    name: str
    colour: int = 0x6FB9F0
    closed: bool = False


@dataclass(slots=True)
class Chat:
    """A chat with everybody and everything in it."""

    id: int
    type: ChatType
    title: str
    username: str = ""
    protected: bool = False
    """Its messages may not be forwarded or copied."""
    topics: dict[int, Topic] | None = None
    """Threads of a supergroup with topics; what is in none is in "General"."""
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    """The highest message id ever given here; deletions leave gaps."""
    migrated_to: int = 0
    gone: bool = False
    """A deleted group, or a deactivated user."""
    blocked: bool = False
    """A private chat whose user has blocked the bot."""
    pinned: int = 0
    read: int = 0
    """How far the viewer has read."""

    def member(self, user_id: int) -> Member:
        """How `user_id` stands here."""
        return self.members.get(user_id, OUTSIDE)

    def to_json(self) -> Json:
        """As `Chat` of the Bot API, which messages carry."""
        body: Json = {"id": self.id, "type": self.type}
        body["first_name" if self.type == "private" else "title"] = self.title
        if self.username:
            body["username"] = self.username
        if self.topics is not None:
            body["is_forum"] = True
        return body


def message_json(chat: Chat, message: Message, *, nested: bool = False) -> Json:
    """As `Message` of the Bot API; `nested` leaves out the message that it answers."""
    body: Json = {"message_id": message.id, "date": message.date, "chat": chat.to_json()}
    if message.sender is None:
        body["sender_chat"] = chat.to_json()
    else:
        body["from"] = message.sender.to_json()
    body |= content_json(message)
    optional = {
        "reply_markup": message.keyboard,
        "link_preview_options": message.preview,
        "edit_date": message.edited,
        "forward_origin": message.origin,
        "message_thread_id": message.thread,
        "is_topic_message": bool(message.thread),
        "media_group_id": message.album,
        "has_protected_content": message.protected or chat.protected,
    }
    body |= {name: value for name, value in optional.items() if value}
    answered = chat.messages.get(message.reply_to)
    if answered is not None and not nested:
        body["reply_to_message"] = message_json(chat, answered, nested=True)
    return body


def content_json(message: Message) -> Json:
    """What a message says: a service, a text, or media with a caption."""
    if message.service is not None:
        return message.service
    text = message.content.to_json()
    if message.media is None:
        return text
    captions = {"text": "caption", "entities": "caption_entities"}
    return message.media.to_json() | {captions[name]: text[name] for name in text if text[name]}


def timestamp(moment: datetime) -> int:
    """Whole seconds since 1970, as the Bot API counts."""
    return int(moment.timestamp())
