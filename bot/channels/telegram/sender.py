"""Telegram as a channel: sends a post, tells whether an uncertain one arrived."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Final, Self

from telegram import Bot, ChatMemberAdministrator, ReplyParameters, User
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.channels.telegram.access import membership, problem_with
from bot.channels.telegram.chats import Chat, Chats, Marks
from bot.channels.telegram.client import Connection
from bot.channels.telegram.draft import Draft, first_draft, simplified
from bot.channels.telegram.outcomes import classify, of_reading, vanished
from bot.channels.telegram.probe import UNTOLD, Search, editing, forwarding, reach
from bot.errors import ChannelError, TokenRejected
from bot.i18n import Text
from bot.model import EDIT, Delivery, Destination, Receipt, SendFailure, SendProblem
from bot.ports import Clock, Settled

API_URL: Final = "https://api.telegram.org"

_VANISHED: Final = Text(
    en="Telegram took the post, and something in the chat removed it at once.",
    fr="Telegram a pris le message, et quelque chose dans le salon l'a supprimé aussitôt.",
)


class TelegramChannel:
    """One bot. An async context manager that closes its connections; implements `Channel`.

    The pace is not its concern (see `dispatcher`), nor is what becomes of a failure: it makes one
    attempt, in up to five forms of the post, and tells how it ended.
    """

    def __init__(
        self,
        token: str,
        clock: Clock,
        posts: Iterable[tuple[int, int]],
        api_url: str = API_URL,
        operations_chat: str | None = None,
    ) -> None:
        """Nothing is requested yet.

        Args:
            token: From @BotFather.
            clock: Tells when a post was sent; spaces out looks.
            posts: Chat id and message id of the latest receipts, at least the highest of every
                chat: without them a look after a restart could neither begin at the right place
                nor tell this bot's other posts from the one that is looked for.
            api_url: The Bot API server, without a slash at the end.
            operations_chat: The address of a chat to forward uncertain posts to.
        """
        self._connection = Connection(token, api_url)
        self._clock = clock
        self._operations = operations_chat
        self._chats = Chats(self._connection.bot)
        self._me: User | None = None
        self.marks = Marks()
        """What is known of message ids: our posts, and those of others as `updates` sees them."""
        self.marks.remember(posts)

    async def __aenter__(self) -> Self:
        """Nothing is requested yet."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connections."""
        await self._connection.close()

    @property
    def bot(self) -> Bot:
        """For `updates`. Its `repr` shows the token."""
        return self._connection.bot

    # ── at the start ─────────────────────────────────────────────────────────────────────────

    async def check(self, destinations: Iterable[Destination]) -> dict[str, SendFailure]:
        """What keeps the bot from posting, by name of destination; empty when nothing does.

        The operations chat is looked at as well, under its address.

        Raises:
            TokenRejected: Telegram does not know the token.
            ChannelError: Telegram cannot be reached at all, for now.
        """
        me = await self._myself()
        if isinstance(me, SendFailure):
            refused = me.problem is SendProblem.TOKEN
            raise (TokenRejected if refused else ChannelError)(me.text, me.hint)
        places = {destination.name: destination.telegram for destination in destinations}
        if self._operations:
            places[self._operations] = self._operations
        problems: dict[str, SendFailure] = {}
        for name, address in places.items():
            problem = await problem_with(address, self.bot, self._chats, me.id)
            if problem:
                problems[name] = problem
        return problems

    async def _myself(self) -> User | SendFailure:
        if self._me is None:
            try:
                self._me = await self.bot.get_me()
            except TelegramError as error:
                return of_reading(error, "") or UNTOLD
        return self._me

    # ── sending ──────────────────────────────────────────────────────────────────────────────

    async def send(
        self,
        destination: Destination,
        started: Callable[[int], Awaitable[Delivery]],
    ) -> Receipt | SendFailure:
        """Send a post, edit it or reply to it.

        `started` is awaited with the highest id known in the chat, and gives the post.

        What Telegram refuses in a post is given up, once each, and told in the receipt's notice.
        A group that moved is a failure that carries the new id: the post is not sent yet.
        """
        chat = await self._chats.number(destination.telegram)
        if isinstance(chat, SendFailure):
            return chat
        async with self.marks.lock(chat):
            delivery = await started(self.marks.highest(chat))
            return await self._attempt(delivery, chat, destination)

    async def _attempt(
        self, delivery: Delivery, chat: int, destination: Destination
    ) -> Receipt | SendFailure:
        message, address = delivery.message, destination.telegram
        request = self._edit if delivery.part == EDIT else self._request
        draft: Draft | None = first_draft(message, destination.topic)
        while draft:
            outcome = await request(draft, chat, address, delivery)
            if isinstance(outcome, Receipt):
                return outcome
            draft = simplified(draft, message, outcome.problem)
        return outcome

    async def _edit(
        self, draft: Draft, chat: int, address: str, delivery: Delivery
    ) -> Receipt | SendFailure:
        """Let a post read otherwise. Nothing is uncertain: an edit can be made twice."""
        target = delivery.target or 0
        try:
            await self.bot.edit_message_text(chat_id=chat, message_id=target, **draft.content())
        except TelegramError as error:
            failure = of_reading(error, address)
            if failure:  # else it reads so already
                return failure
        return Receipt(chat, target, self._clock.now(), draft.notice)

    async def _request(
        self, draft: Draft, chat: int, address: str, delivery: Delivery
    ) -> Receipt | SendFailure:
        try:
            post = await self.bot.send_message(
                chat,
                disable_notification=delivery.message.silent,
                reply_parameters=_below(delivery.target),
                message_thread_id=draft.topic,
                **draft.content(),
            )
        except TelegramError as error:
            if vanished(error):
                return Receipt(chat, 0, self._clock.now(), _VANISHED)
            return classify(error, address) or UNTOLD
        self.marks.remember([(chat, post.message_id)])
        return Receipt(chat, post.message_id, self._clock.now(), draft.notice)

    # ── looking ──────────────────────────────────────────────────────────────────────────────

    async def find(
        self, delivery: Delivery, destination: Destination, settled: Settled
    ) -> Receipt | SendFailure | None:
        """Look whether an uncertain post arrived; see `probe` for how.

        Only in channels and supergroups: elsewhere message ids tell nothing.
        """
        address = destination.telegram
        chat = await self._chats.find(address)
        if isinstance(chat, SendFailure):
            return chat
        if not chat.has_own_ids:
            return UNTOLD
        ids = reach(delivery.floor_message_id)
        async with self.marks.lock(chat.id):
            known = frozenset(await settled(chat.id, ids))
            search = Search(chat, address, ids, known, self.marks, self._clock)
            if self._operations:
                look = forwarding(self.bot, self._operations, chat, delivery)
                found = await search.run(look)
                if _is_decided(found):
                    return found
            return await self._find_by_editing(search, delivery)

    async def _find_by_editing(
        self, search: Search, delivery: Delivery
    ) -> Receipt | SendFailure | None:
        if not search.is_bounded:
            return UNTOLD
        allowed = await self._edits_only_its_own(search.chat, search.address)
        if isinstance(allowed, SendFailure):
            return allowed if _is_decided(allowed) else UNTOLD
        if not allowed:
            return UNTOLD
        found = await search.run(editing(self.bot, search.chat, delivery))
        return found if _is_decided(found) else UNTOLD

    async def _edits_only_its_own(self, chat: Chat, address: str) -> bool | SendFailure:
        """Whether it is certain that the bot cannot edit the posts of others."""
        if chat.kind != ChatType.CHANNEL:
            return True  # in a group nobody can
        me = await self._myself()
        if isinstance(me, SendFailure):
            return me
        member = await membership(chat.id, address, self.bot, me.id)
        if isinstance(member, SendFailure):
            return member
        return isinstance(member, ChatMemberAdministrator) and member.can_edit_messages is False


def _below(target: int | None) -> ReplyParameters | None:
    """A reply goes out without its post when somebody has deleted that."""
    if target is None:
        return None
    return ReplyParameters(target, allow_sending_without_reply=True)


_PASSING: Final = {SendProblem.NOT_SENT, SendProblem.FLOOD, SendProblem.TOKEN}
"""What keeps a look from being made now, but not later."""


def _is_decided(found: Receipt | SendFailure | None) -> bool:
    """Whether another way to look is of no use: this one told, or none works now."""
    return not isinstance(found, SendFailure) or found.problem in _PASSING
