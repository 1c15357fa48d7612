"""The state in the words of the page."""

from collections.abc import Mapping
from typing import Final

from bot.demo.botapi.cards import Card, card_of
from bot.demo.botapi.chats import Chat, Json, Message, message_json
from bot.demo.botapi.people import User
from bot.demo.botapi.world import Account, Change, Query, World

_SHOWN: Final = 200
"""Messages of a chat that a page starts with."""


class View:
    """What `viewer` sees."""

    def __init__(self, world: World, viewer: User, cards: Mapping[str, Card]) -> None:
        self.world = world
        self.viewer = viewer
        self.cards = cards

    def key(self, chat: Chat) -> str:
        """Private chats of two bots with one user have the same id: name the bot too."""
        owner = self._owner(chat)
        return f"{owner.user.id}/{chat.id}" if owner else str(chat.id)

    def _chat(self, chat: Chat) -> Json:
        owner = self._owner(chat)
        shown = owner.user if owner and chat.id == self.viewer.id else None
        return {
            "key": self.key(chat),
            "type": chat.type,
            "title": shown.first_name if shown else chat.title,
            "bot": shown is not None,
            "members": sum(member.is_in for member in chat.members.values()),
            "read": chat.read,
        }

    def _owner(self, chat: Chat) -> Account | None:
        for account in self.world.accounts.values():
            if account.private.get(chat.id) is chat:
                return account
        return None

    def _message(self, chat: Chat, message: Message) -> Json:
        author = self.world.users.get(message.author)
        return message_json(chat, message) | {
            "key": self.key(chat),
            "views": message.views,
            "mine": message.author == self.viewer.id,
            "author": author.first_name if author else "",
            "card": card_of(message, self.cards),
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
            "kind": "snapshot",
            "chats": [self._chat(chat) for chat in chats],
            "messages": recent,
        }

    def told(self, change: Change) -> Json | None:
        """A change in the words of the page; None when it does not concern it."""
        if isinstance(change.detail, Query) and change.detail.answer is not None:
            return {"kind": "answer", "id": change.detail.id, **change.detail.answer}
        chat, detail = change.chat, change.detail
        if chat is None:
            return None
        if isinstance(detail, Message):
            return {"kind": "message", "message": self._message(chat, detail)}
        if isinstance(detail, User):
            return {"kind": "action", "key": self.key(chat), "who": detail.first_name}
        if change.kind == "deleted":
            return {"kind": "deleted", "key": self.key(chat), "message_id": detail}
        return {"kind": "chat", "chat": self._chat(chat)}
