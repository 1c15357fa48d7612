"""The state in the words of the page, which shows it as the chosen person sees it."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from bot.demo.botapi.cards import Card, card_of
from bot.demo.botapi.chats import Chat, Json, Message, message_json
from bot.demo.botapi.people import User
from bot.demo.botapi.world import Change, Query, World

_SHOWN: Final = 200
"""Messages of a chat that a page starts with."""


class View:
    """What a page is told; `viewer` is who it begins as."""

    def __init__(self, world: World, viewer: User, cards: Mapping[str, Card]) -> None:
        self.world = world
        self.viewer = viewer
        self.cards = cards

    def key(self, chat: Chat) -> str:
        """Private chats of two bots with one user have the same id: name the bot too."""
        owner = self.world.owner(chat)
        return f"{owner.user.id}/{chat.id}" if owner else str(chat.id)

    def _chat(self, chat: Chat) -> Json:
        owner = self.world.owner(chat)
        return {
            "key": self.key(chat),
            "type": chat.type,
            "title": owner.user.first_name if owner else chat.title,
            "username": chat.username,
            "bot": owner.user.id if owner else 0,
            "person": chat.id if owner else 0,
            "members": sum(member.is_in for member in chat.members.values()),
            "owners": [each for each, member in chat.members.items() if member.status == "creator"],
            "writers": [
                user
                for user, member in chat.members.items()
                if chat.type != "channel" or member.may("can_post_messages")
            ],
            "read": chat.read,
            "pinned": chat.pinned if chat.pinned in chat.messages else 0,
            "topics": {str(thread): topic.name for thread, topic in (chat.topics or {}).items()},
            "upgraded": bool(chat.migrated_to),
        }

    def _message(self, chat: Chat, message: Message) -> Json:
        author = self.world.users.get(message.author)
        emoji = Counter(each for _, each in message.reactions)
        return message_json(chat, message) | {
            "key": self.key(chat),
            "views": message.views,
            "author": author.first_name if author else "",
            "author_id": message.author,
            "card": card_of(message, self.cards),
            "picture": f"/media/{message.media.number}" if message.media else "",
            "reactions": [{"emoji": each, "count": count} for each, count in emoji.items()],
        }

    def people(self) -> Json:
        """Everybody whom the page can be, and every bot that can be written to."""
        users = self.world.users.values()
        return {
            "kind": "people",
            "people": [each.to_json() for each in users if not each.is_bot],
            "bots": [each.to_json() for each in users if each.is_bot],
        }

    def snapshot(self) -> Json:
        """Everything, for a page that has just opened."""
        chats = list(self.world.every_chat())
        recent = [
            self._message(chat, message)
            for chat in chats
            for message in list(chat.messages.values())[-_SHOWN:]
        ]
        return {
            **self.people(),
            "kind": "snapshot",
            "viewer": self.viewer.id,
            "chats": [self._chat(chat) for chat in chats],
            "messages": recent,
        }

    def told(self, change: Change) -> Json | None:
        """A change in the words of the page; None when it does not concern it."""
        if isinstance(change.detail, Query) and change.detail.answer is not None:
            return {"kind": "answer", "id": change.detail.id, **change.detail.answer}
        if change.chat is None:
            return self.people() if change.kind == "people" else None
        return self._told_of(change.chat, change)

    def _told_of(self, chat: Chat, change: Change) -> Json:
        detail = change.detail
        if isinstance(detail, Message):
            return {"kind": "message", "message": self._message(chat, detail)}
        if isinstance(detail, User):
            return {"kind": "action", "key": self.key(chat), "who": detail.first_name}
        if change.kind == "deleted":
            return {"kind": "deleted", "key": self.key(chat), "message_id": detail}
        return {"kind": "chat", "chat": self._chat(chat)}
