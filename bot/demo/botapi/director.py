"""Everything that people do in the stand-in's Telegram: make chats, write, press, rule, fail."""

from base64 import b64encode
from collections.abc import Iterable
from typing import Any, Final

from bot.demo.botapi import happenings
from bot.demo.botapi.cards import Card
from bot.demo.botapi.chats import Chat, Message, Topic, message_json
from bot.demo.botapi.entities import Formatted
from bot.demo.botapi.faults import Fault
from bot.demo.botapi.flood import Limits
from bot.demo.botapi.invitations import accept, write
from bot.demo.botapi.people import OUTSIDE, RIGHTS, Member, User
from bot.demo.botapi.pressing import press
from bot.demo.botapi.service import Called, Service
from bot.demo.botapi.tidy import tidied
from bot.demo.botapi.world import Account, Query, World
from bot.ports import Clock

POSTING: Final = frozenset({"can_manage_chat", "can_post_messages"})
"""What Vigie asks for in a channel."""
_TOKEN: Final = "{}:stand-in-0000000000000000000000000"  # noqa: S105 - opens nothing

Place = int | Chat
"""A chat by its id, a private one as the first bot sees it; or the chat itself."""


class Director:
    """A small Telegram with one bot and one person, `viewer`, who owns what is made."""

    def __init__(self, clock: Clock, limits: Limits | None = None) -> None:
        self.world = World(clock.now)
        self.service = Service(self.world, clock, limits)
        self.cards: dict[str, Card] = {}
        self.viewer = self.add_user("Camille", "camille")
        self.account = self.add_bot("Vigie", "vigie_bot")

    @property
    def token(self) -> str:
        """The token of the first bot."""
        return self.account.token

    @property
    def bot(self) -> User:
        """The first bot."""
        return self.account.user

    @property
    def violations(self) -> list[str]:
        """Departures from the documentation of the Bot API, so far."""
        return self.service.violations

    @property
    def calls(self) -> list[Called]:
        """The calls so far, the oldest first."""
        return list(self.service.calls)

    def chat(self, chat_id: Place) -> Chat:
        """A chat by its id, a private one as the first bot sees it.

        Raises:
            LookupError: There is none.
        """
        if isinstance(chat_id, Chat):
            return chat_id
        chat = self.world.chat_of(self.account, chat_id)
        if chat is None:
            raise LookupError(f"no chat {chat_id}")
        return chat

    def _message(self, chat_id: Place, message_id: int) -> tuple[Chat, Message]:
        """A message and its chat.

        Raises:
            LookupError: There is none.
        """
        chat = self.chat(chat_id)
        if message_id not in chat.messages:
            raise LookupError(f"no message {message_id}")
        return chat, chat.messages[message_id]

    def transcript(self, chat_id: Place) -> list[dict[str, Any]]:
        """Every message that is in a chat now, as the Bot API tells it, the oldest first."""
        chat = self.chat(chat_id)
        return [message_json(chat, message) for message in chat.messages.values()]

    def texts(self, chat_id: Place) -> list[str]:
        """The plain texts of a chat, the oldest first."""
        return [message.content.text for message in self.chat(chat_id).messages.values()]

    # ── Making ───────────────────────────────────────────────────────────────────────────────

    def add_bot(self, first_name: str, username: str) -> Account:
        """Another bot."""
        user = User(7_000_000_001 + len(self.world.accounts), first_name, username, is_bot=True)
        return self.world.add_account(_TOKEN.format(user.id), user)

    def add_user(self, first_name: str, username: str = "") -> User:
        """Another person."""
        user = User(1_000_001 + len(self.world.users), first_name, username)
        self.world.add_user(user)
        return user

    def add_channel(self, title: str, username: str = "", rights: Iterable[str] = POSTING) -> int:
        """A channel of the viewer's, with the bot as an administrator."""
        chat = self.world.add_chat("channel", title, username)
        self._settle(chat)
        self.promote(chat.id, *rights)
        return chat.id

    def add_group(self, title: str) -> int:
        """A basic group with the bot in it."""
        chat = self.world.add_chat("group", title)
        self._settle(chat)
        self.demote(chat.id)
        return chat.id

    def add_supergroup(
        self, title: str, username: str = "", topics: Iterable[int] | None = None
    ) -> int:
        """A supergroup with the bot in it; `topics` are the ids of its threads, if it has any."""
        chat = self.world.add_chat("supergroup", title, username)
        chat.topics = None if topics is None else {each: Topic(f"Topic {each}") for each in topics}
        chat.last_id = max(chat.topics or (0,))
        self._settle(chat)
        self.demote(chat.id)
        return chat.id

    def _settle(self, chat: Chat) -> None:
        chat.members[self.viewer.id] = Member("creator")

    def start(self, user: User | None = None, payload: str = "") -> int:
        """A person presses Start in the bot's private chat."""
        link = f"https://t.me/{self.bot.username}?start={payload}"
        return self.follow(link, user)

    def follow(self, link: str, user: User | None = None, chat_id: Place | None = None) -> int:
        """A person follows a link to the bot, such as ``https://t.me/vigie_bot?startchannel``.

        Gives the chat where the bot then is: the private one, or `chat_id`.

        Raises:
            LookupError: It leads nowhere, or they may not add bots there.
        """
        chat = None if chat_id is None else self.chat(chat_id)
        return accept(self.world, link, user or self.viewer, chat).id

    def add_card(self, url: str, card: Card) -> None:
        """What the preview of a page shows; pages without a card have no preview."""
        self.cards[url] = card

    def add_picture(self, url: str, data: bytes) -> None:
        """What is on the web at `url`: for photos sent by their address, and for previews."""
        self.world.pictures[url] = data
        kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
        shown = f"data:image/{kind};base64,{b64encode(data).decode()}"
        self.cards.setdefault(url, Card("", "", image=shown))

    # ── People act ───────────────────────────────────────────────────────────────────────────

    def say(self, chat_id: Place, text: str, user: User | None = None, thread: int = 0) -> int:
        """A person (the viewer) writes; in a channel, as an administrator. Gives the id."""
        return write(self.world, self.chat(chat_id), user or self.viewer, text, thread)

    def edit(self, chat_id: Place, message_id: int, text: str) -> None:
        """A person edits a message."""
        chat, message = self._message(chat_id, message_id)
        self.world.edit(chat, message, content=tidied(Formatted(text)))

    def erase(self, chat_id: Place, message_id: int) -> None:
        """A person deletes a message; bots are not told."""
        self.world.delete(self._message(chat_id, message_id)[0], message_id)

    def skip_ids(self, chat_id: Place, count: int = 1) -> None:
        """Leave a gap in the ids of a chat."""
        self.world.skip_ids(self.chat(chat_id), count)

    def pin(self, chat_id: Place, message_id: int) -> None:
        """A person pins a message, which makes a service message."""
        chat, _ = self._message(chat_id, message_id)
        happenings.pin(self.world, chat, message_id, self.viewer)

    def react(self, chat_id: Place, message_id: int, emoji: str, user: User | None = None) -> None:
        """A person reacts to a message; with nothing, takes the reaction back."""
        wanted = [emoji] if emoji else []
        chat, _ = self._message(chat_id, message_id)
        happenings.react(self.world, chat, message_id, user or self.viewer, wanted)

    def press(self, chat_id: Place, message_id: int, data: str, user: User | None = None) -> Query:
        """A person presses a button that sends `data`; the bot's answer comes to the query.

        Raises:
            LookupError: The message has no such button.
        """
        chat = self.chat(chat_id)
        return press(self.world, chat, message_id, data, user or self.viewer)

    # ── Rights ───────────────────────────────────────────────────────────────────────────────

    def promote(self, chat_id: Place, *rights: str, user: User | None = None) -> None:
        """Make the bot (or `user`) an administrator with just these rights."""
        unknown = set(rights) - RIGHTS
        if unknown:
            raise ValueError(f"no such right: {', '.join(sorted(unknown))}")
        self._place(chat_id, Member("administrator", frozenset(rights)), user)

    def demote(self, chat_id: Place, user: User | None = None) -> None:
        """Make the bot (or `user`) an ordinary member."""
        self._place(chat_id, Member("member"), user)

    def restrict(self, chat_id: Place, user: User | None = None) -> None:
        """Let the bot (or `user`) read only."""
        self._place(chat_id, Member("restricted"), user)

    def kick(self, chat_id: Place, user: User | None = None) -> None:
        """Throw the bot (or `user`) out and ban it."""
        self._place(chat_id, Member("kicked"), user)

    def remove(self, chat_id: Place, user: User | None = None) -> None:
        """Take the bot (or `user`) out without a ban."""
        self._place(chat_id, OUTSIDE, user)

    def _place(self, chat_id: Place, member: Member, user: User | None) -> None:
        self.world.set_member(self.chat(chat_id), user or self.bot, member, self.viewer)

    def block(self, user: User | None = None) -> None:
        """A person blocks the bot."""
        chat = self.chat((user or self.viewer).id)
        happenings.block(self.world, chat, self.bot, on=True)

    def unblock(self, user: User | None = None) -> None:
        """A person lets the bot write again."""
        chat = self.chat((user or self.viewer).id)
        happenings.block(self.world, chat, self.bot, on=False)

    def protect(self, chat_id: Place, *, on: bool = True) -> None:
        """Forbid to forward from a chat, or allow it again."""
        self.chat(chat_id).protected = on

    def vanish(self, chat_id: Place) -> None:
        """Delete a group, or deactivate the user of a private chat."""
        self.chat(chat_id).gone = True

    def migrate(self, chat_id: Place) -> int:
        """Turn a group into a supergroup; gives its new id."""
        return happenings.migrate(self.world, self.chat(chat_id), self.viewer).id

    # ── Topics ───────────────────────────────────────────────────────────────────────────────

    def open_topic(self, chat_id: Place, name: str) -> int:
        """A person opens a topic in a supergroup; gives its id."""
        return happenings.open_topic(self.world, self.chat(chat_id), Topic(name), self.viewer)

    def close_topic(self, chat_id: Place, thread: int, *, closed: bool = True) -> None:
        """A person closes a topic, or opens it again."""
        chat = self._with_topic(chat_id, thread)
        happenings.turn_topic(self.world, chat, thread, self.viewer, closed=closed)

    def delete_topic(self, chat_id: Place, thread: int) -> None:
        """A person takes a topic away with all that is in it."""
        happenings.delete_topic(self.world, self._with_topic(chat_id, thread), thread)

    def _with_topic(self, chat_id: Place, thread: int) -> Chat:
        chat = self.chat(chat_id)
        if thread not in (chat.topics or ()):
            raise LookupError(f"no topic {thread}")
        return chat

    # ── Trouble ──────────────────────────────────────────────────────────────────────────────

    def plan(self, fault: Fault) -> None:
        """Let something go wrong."""
        self.service.faults.plan(fault)
