"""What is known of the chats: which address is which, how far their message ids go."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from telegram import Bot, ChatFullInfo
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.channels.telegram.outcomes import of_reading
from bot.model import SendFailure

_REMEMBERED: Final = 1000
"""Posts of ours per chat: a look goes no further than 50 ids beyond where the chat was."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat that Telegram has found."""

    id: int
    kind: str
    """A `telegram.constants.ChatType`."""

    @property
    def has_own_ids(self) -> bool:
        """Whether message ids grow by one in it; private chats and basic groups share a counter."""
        return self.kind in {ChatType.CHANNEL, ChatType.SUPERGROUP}


class Chats:
    """The chats of one bot, asked for once per address."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._known: dict[str, Chat] = {}

    async def find(self, address: str) -> Chat | SendFailure:
        """The chat at `address` (``@name``, or a number as text)."""
        if address not in self._known:
            found = await self.ask(address)
            if isinstance(found, SendFailure):
                return found
        return self._known[address]

    async def number(self, address: str) -> int | SendFailure:
        """The id of the chat at `address`; only for a name does Telegram have to be asked."""
        if not address.startswith("@"):
            return int(address)
        found = await self.find(address)
        return found if isinstance(found, SendFailure) else found.id

    async def ask(self, address: str) -> ChatFullInfo | SendFailure:
        """All that Telegram tells about the chat at `address` now."""
        try:
            told = await self._bot.get_chat(chat_id(address))
        except TelegramError as error:
            failure = of_reading(error, address)
            assert failure is not None  # a question is never already so
            return failure
        self._known[address] = Chat(told.id, told.type)
        return told


def chat_id(address: str) -> int | str:
    """The address as the Bot API wants it."""
    return address if address.startswith("@") else int(address)


class Marks:
    """How far the message ids of each chat go, and which of them are known to be ours.

    Lost at a restart, except for what is told with `remember`.
    """

    def __init__(self) -> None:
        self._highest: defaultdict[int, int] = defaultdict(int)
        self._ours: defaultdict[int, set[int]] = defaultdict(set)
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    def highest(self, chat: int) -> int:
        """The highest id seen in the chat; 0 when none was."""
        return self._highest[chat]

    def saw(self, chat: int, message: int) -> None:
        """A message with this id exists in the chat, whoever wrote it."""
        self._highest[chat] = max(self._highest[chat], message)

    def remember(self, posts: Iterable[tuple[int, int]]) -> None:
        """These (chat, message) are our posts, each settled."""
        for chat, message in posts:
            self.saw(chat, message)
            ours = self._ours[chat]
            ours.add(message)
            if len(ours) > _REMEMBERED:
                ours.remove(min(ours))

    def is_ours(self, chat: int, message: int) -> bool:
        """Whether this is a settled post of ours."""
        return message in self._ours[chat]

    def lock(self, chat: int) -> asyncio.Lock:
        """One request at a time: a look that edits must not meet a send."""
        return self._locks[chat]
