"""Everything that exists in the stand-in's Telegram, in memory: bots, users, chats, messages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from bot.demo.botapi.chats import Chat, ChatType, Json, Message, message_json, timestamp
from bot.demo.botapi.entities import Formatted
from bot.demo.botapi.media import Files
from bot.demo.botapi.people import Member, User, member_json
from bot.demo.botapi.updates import UpdateQueue, Webhook

_FIRST_CHAT: Final = -1_002_000_000_000
"""Ids of channels and supergroups start with -100; those of groups are just negative."""
_FIRST_GROUP: Final = -4_000_000


@dataclass(slots=True)
class Account:
    """A bot: who it is, its private chats, and its updates."""

    token: str
    user: User
    private: dict[int, Chat] = field(default_factory=dict)
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    """By scope and language."""
    descriptions: dict[tuple[str, str], str] = field(default_factory=dict)
    """By field and language."""
    default_rights: dict[bool, Json] = field(default_factory=dict)
    """The rights that it asks for, in channels and elsewhere."""
    webhook: Webhook | None = None
    last_private_id: int = 0
    """Messages of all private chats of a bot share one counter."""


@dataclass(slots=True)
class Query:
    """A press on a button that waits for the bot's answer."""

    id: str
    account: Account
    user: User
    at: datetime
    answer: Json | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Something to be seen.

    One of `message`, `deleted`, `chat`, `people`, `answer`, `action`, `update`, `webhook`.
    """

    kind: str
    chat: Chat | None
    detail: Any = None


class World:
    """The state, and the few ways to change it. Nothing here knows of rights or of HTTP."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.accounts: dict[str, Account] = {}
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.lookers_on: list[Callable[[Change], None]] = []
        self.files = Files()
        self.pictures: dict[str, bytes] = {}
        """What is on the web, for photos that are sent by their address."""
        self._made = 0

    def tell(self, change: Change) -> None:
        """Let everybody who looks on know."""
        for look in tuple(self.lookers_on):
            look(change)

    def add_user(self, user: User) -> None:
        """A new person or bot."""
        self.users[user.id] = user
        self.tell(Change("people", None))

    def add_account(self, token: str, user: User) -> Account:
        """A new bot."""
        self.add_user(user)
        account = self.accounts[token] = Account(token, user)
        return account

    def add_chat(self, type_: ChatType, title: str, username: str = "") -> Chat:
        """A new group, supergroup or channel, with nobody in it."""
        self._made += 1
        first = _FIRST_GROUP if type_ == "group" else _FIRST_CHAT
        chat = Chat(first - self._made, type_, title, username)
        self.chats[chat.id] = chat
        self.tell(Change("chat", chat))
        return chat

    def open_private(self, account: Account, user: User) -> Chat:
        """The private chat of a bot and a user, made when they have none."""
        chat = account.private.get(user.id)
        if chat is None:
            chat = Chat(user.id, "private", user.first_name, user.username)
            chat.members = {user.id: Member("member"), account.user.id: Member("member")}
            account.private[user.id] = chat
            self.tell(Change("chat", chat))
        return chat

    def every_chat(self) -> Iterator[Chat]:
        """All chats, in the order in which they were made."""
        yield from self.chats.values()
        for account in self.accounts.values():
            yield from account.private.values()

    def chat_of(self, account: Account, chat_id: int) -> Chat | None:
        """A chat by its id, as one bot sees it: private chats belong to one bot."""
        return self.chats.get(chat_id) or account.private.get(chat_id)

    def named(self, username: str) -> Chat | None:
        """The public chat of that name, without ``@``."""
        for chat in self.chats.values():
            if chat.username and chat.username.lower() == username.lower():
                return chat
        return None

    def next_message_id(self, chat: Chat) -> int:
        """Count on: per chat, but one counter for all private chats of a bot."""
        if chat.type != "private":
            chat.last_id += 1
            return chat.last_id
        account = self.owner(chat)
        assert account is not None, "a private chat belongs to a bot"
        account.last_private_id += 1
        chat.last_id = account.last_private_id
        return chat.last_id

    def owner(self, chat: Chat) -> Account | None:
        """The bot whose private chat it is; None for other chats."""
        for account in self.accounts.values():
            if account.private.get(chat.id) is chat:
                return account
        return None

    def skip_ids(self, chat: Chat, count: int) -> None:
        """Leave a gap, as deleted and service messages do."""
        for _ in range(count):
            self.next_message_id(chat)

    def compose(self, chat: Chat, author: User, content: Formatted, **extra: Any) -> Message:
        """A message that is not posted yet; in a channel it speaks in the channel's name."""
        return Message(
            id=self.next_message_id(chat),
            date=timestamp(self.now()),
            sender=None if chat.type == "channel" else author,
            author=author.id,
            content=content,
            **extra,
        )

    def post(self, chat: Chat, message: Message) -> Message:
        """Put a message into a chat and tell the bots that hear it."""
        chat.messages[message.id] = message
        self.tell(Change("message", chat, message))
        self._report("channel_post" if chat.type == "channel" else "message", chat, message)
        return message

    def edit(self, chat: Chat, message: Message, **changes: Any) -> Message:
        """Replace a message by a changed one."""
        edited = replace(message, edited=timestamp(self.now()), **changes)
        chat.messages[message.id] = edited
        self.tell(Change("message", chat, edited))
        kind = "edited_channel_post" if chat.type == "channel" else "edited_message"
        self._report(kind, chat, edited)
        return edited

    def delete(self, chat: Chat, message_id: int) -> None:
        """Take a message away; its id is not used again."""
        del chat.messages[message_id]
        self.tell(Change("deleted", chat, message_id))

    def ask(self, account: Account, user: User, pressed: tuple[Chat, Message], data: str) -> Query:
        """Hand a press on a button to the bot."""
        chat, message = pressed
        number = 4_000_000_000_000 + len(self.queries)
        query = Query(str(number), account, user, self.now())
        self.queries[query.id] = query
        body = {
            "id": query.id,
            "from": user.to_json(),
            "message": message_json(chat, message),
            "chat_instance": str(abs(chat.id) * 31),
            "data": data,
        }
        self.send_update(account, "callback_query", body)
        return query

    def send_update(self, account: Account, kind: str, body: Json) -> None:
        """Queue an update for a bot and wake whoever fetches or posts it."""
        account.updates.add(kind, body)
        self.tell(Change("update", None, account))

    def read(self, chat: Chat, message_id: int) -> None:
        """The viewer has read up to this message: what was new gets one more view."""
        new = [each for each in chat.messages.values() if chat.read < each.id <= message_id]
        chat.read = max(chat.read, min(message_id, chat.last_id))
        for message in new:
            chat.messages[message.id] = replace(message, views=message.views + 1)
            self.tell(Change("message", chat, chat.messages[message.id]))
        self.tell(Change("chat", chat))

    def _report(self, kind: str, chat: Chat, message: Message) -> None:
        for account in self.accounts.values():
            if self._hears(account, chat, message):
                self.send_update(account, kind, message_json(chat, message))

    def _hears(self, account: Account, chat: Chat, message: Message) -> bool:
        """Not its own messages; in a group only commands, unless it is an administrator."""
        if message.author == account.user.id:
            return False
        if chat.type == "private":
            return account.private.get(chat.id) is chat and not chat.blocked
        member = chat.member(account.user.id)
        command = message.content.text.startswith("/") or message.service is not None
        return member.is_in and (member.is_admin or command)

    def set_member(self, chat: Chat, user: User, member: Member, by: User) -> None:
        """Change how somebody stands in a chat; a bot is told about itself."""
        before = chat.member(user.id)
        chat.members[user.id] = member
        self.users[user.id] = user
        self.tell(Change("chat", chat))
        body = {
            "chat": chat.to_json(),
            "from": by.to_json(),
            "date": timestamp(self.now()),
            "old_chat_member": member_json(user, before, chat.type),
            "new_chat_member": member_json(user, member, chat.type),
        }
        for account in self.accounts.values():
            if account.user.id == user.id:
                self.send_update(account, "my_chat_member", body)
            elif chat.member(account.user.id).is_admin:
                self.send_update(account, "chat_member", body)
