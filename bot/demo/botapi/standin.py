"""What a test or the demo holds in its hands: makes chats, plays people, looks at everything."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final, Self

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.clock import SystemClock
from bot.demo.botapi import happenings
from bot.demo.botapi.cards import Card
from bot.demo.botapi.chats import Chat, Topic, message_json
from bot.demo.botapi.entities import Formatted
from bot.demo.botapi.faults import Fault
from bot.demo.botapi.flood import Limits
from bot.demo.botapi.page import Page
from bot.demo.botapi.people import OUTSIDE, RIGHTS, Member, User
from bot.demo.botapi.pressing import press
from bot.demo.botapi.refusal import Refusal
from bot.demo.botapi.server import serving
from bot.demo.botapi.service import Called, Service
from bot.demo.botapi.tidy import tidied
from bot.demo.botapi.world import Account, Query, World
from bot.ports import Clock

POSTING: Final = frozenset({"can_manage_chat", "can_post_messages"})
"""What Vigie asks for in a channel."""
_TOKEN: Final = "{}:stand-in-0000000000000000000000000"  # noqa: S105 - opens nothing


class StandIn:
    """A small Telegram with one bot and one person, `viewer`, who owns what is made.

    Chats are known by their id. Everything happens at once; only HTTP is asynchronous.
    """

    def __init__(self, clock: Clock | None = None, limits: Limits | None = None) -> None:
        clock = clock or SystemClock()
        self.world = World(clock.now)
        self.service = Service(self.world, clock, limits)
        self.viewer = self.add_user("Camille", "camille")
        self.account = self.add_bot("Vigie", "vigie_bot")
        self.cards: dict[str, Card] = {}
        self.page = Page(self.world, self.viewer, self.cards)
        self.url = ""
        """Where it answers, without a slash at the end; empty until it is served."""

    @classmethod
    @asynccontextmanager
    async def serve(
        cls, port: int = 0, clock: Clock | None = None, limits: Limits | None = None
    ) -> AsyncIterator[Self]:
        """A stand-in that answers on the loopback interface; port 0 takes any free one.

        Raises:
            OSError: The port is taken.
        """
        standin = cls(clock, limits)
        async with serving(standin.app(), port) as server:
            standin.url = server.url
            standin.service.drop = server.drop
            try:
                yield standin
            finally:
                standin.service.polling.close()
                standin.page.close()
                await standin.service.webhooks.close()

    def app(self) -> Starlette:
        """The web application. It answers to loopback names only, against DNS rebinding."""
        return Starlette(
            routes=[
                Route("/bot{token}/{method}", self.service.answer, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self.service.file),
                *self.page.routes(),
            ],
            middleware=[
                Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
            ],
            exception_handlers={404: _not_found},
        )

    # ── What there is ────────────────────────────────────────────────────────────────────────

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

    def chat(self, chat_id: int) -> Chat:
        """A chat by its id, a private one as the first bot sees it.

        Raises:
            LookupError: There is none.
        """
        chat = self.world.chat_of(self.account, chat_id)
        if chat is None:
            raise LookupError(f"no chat {chat_id}")
        return chat

    def transcript(self, chat_id: int) -> list[dict[str, Any]]:
        """Every message that is in a chat now, as the Bot API tells it, the oldest first."""
        chat = self.chat(chat_id)
        return [message_json(chat, message) for message in chat.messages.values()]

    def texts(self, chat_id: int) -> list[str]:
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
        self.world.users[user.id] = user
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
        user = user or self.viewer
        chat = self.world.open_private(self.account, user)
        self.say(chat.id, f"/start {payload}".strip(), user)
        return chat.id

    def add_card(self, url: str, card: Card) -> None:
        """What the preview of a page shows; pages without a card have no preview."""
        self.cards[url] = card

    # ── People act ───────────────────────────────────────────────────────────────────────────

    def say(self, chat_id: int, text: str, user: User | None = None) -> int:
        """A person (the viewer) writes; in a channel, as an administrator. Gives the id."""
        chat = self.chat(chat_id)
        content = tidied(Formatted(text))
        message = self.world.compose(chat, user or self.viewer, content)
        return self.world.post(chat, message).id

    def edit(self, chat_id: int, message_id: int, text: str) -> None:
        """A person edits a message."""
        chat = self.chat(chat_id)
        self.world.edit(chat, chat.messages[message_id], content=tidied(Formatted(text)))

    def erase(self, chat_id: int, message_id: int) -> None:
        """A person deletes a message; bots are not told."""
        self.world.delete(self.chat(chat_id), message_id)

    def skip_ids(self, chat_id: int, count: int = 1) -> None:
        """Leave a gap in the ids of a chat."""
        self.world.skip_ids(self.chat(chat_id), count)

    def pin(self, chat_id: int, message_id: int) -> None:
        """A person pins a message, which makes a service message."""
        chat = self.chat(chat_id)
        happenings.pin(self.world, chat, message_id, self.viewer)

    def press(self, chat_id: int, message_id: int, data: str, user: User | None = None) -> Query:
        """A person presses a button that sends `data`; the bot's answer comes to the query.

        Raises:
            LookupError: The message has no such button.
        """
        chat = self.chat(chat_id)
        return press(self.world, chat, message_id, data, user or self.viewer)

    # ── Rights ───────────────────────────────────────────────────────────────────────────────

    def promote(self, chat_id: int, *rights: str, user: User | None = None) -> None:
        """Make the bot (or `user`) an administrator with just these rights."""
        unknown = set(rights) - RIGHTS
        if unknown:
            raise ValueError(f"no such right: {', '.join(sorted(unknown))}")
        self._place(chat_id, Member("administrator", frozenset(rights)), user)

    def demote(self, chat_id: int, user: User | None = None) -> None:
        """Make the bot (or `user`) an ordinary member."""
        self._place(chat_id, Member("member"), user)

    def restrict(self, chat_id: int, user: User | None = None) -> None:
        """Let the bot (or `user`) read only."""
        self._place(chat_id, Member("restricted"), user)

    def kick(self, chat_id: int, user: User | None = None) -> None:
        """Throw the bot (or `user`) out and ban it."""
        self._place(chat_id, Member("kicked"), user)

    def remove(self, chat_id: int, user: User | None = None) -> None:
        """Take the bot (or `user`) out without a ban."""
        self._place(chat_id, OUTSIDE, user)

    def _place(self, chat_id: int, member: Member, user: User | None) -> None:
        self.world.set_member(self.chat(chat_id), user or self.bot, member, self.viewer)

    def block(self, user: User | None = None) -> None:
        """A person blocks the bot."""
        chat = self.chat((user or self.viewer).id)
        happenings.block(self.world, chat, self.bot, on=True)

    def unblock(self, user: User | None = None) -> None:
        """A person lets the bot write again."""
        chat = self.chat((user or self.viewer).id)
        happenings.block(self.world, chat, self.bot, on=False)

    def protect(self, chat_id: int, *, on: bool = True) -> None:
        """Forbid to forward from a chat, or allow it again."""
        self.chat(chat_id).protected = on

    def vanish(self, chat_id: int) -> None:
        """Delete a group, or deactivate the user of a private chat."""
        self.chat(chat_id).gone = True

    def migrate(self, chat_id: int) -> int:
        """Turn a group into a supergroup; gives its new id."""
        return happenings.migrate(self.world, self.chat(chat_id), self.viewer).id

    # ── Trouble ──────────────────────────────────────────────────────────────────────────────

    def plan(self, fault: Fault) -> None:
        """Let something go wrong."""
        self.service.faults.plan(fault)


async def _not_found(_request: Request, _error: Exception) -> Response:
    return JSONResponse(Refusal(404, "Not Found").to_json(), 404)
