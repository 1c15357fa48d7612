"""What is written to people in their private chats: seldom, and never twice."""

from collections import deque
from datetime import timedelta
from typing import Final

from telegram import LinkPreviewOptions
from telegram.error import TelegramError

from bot.channels.telegram.outcomes import of_reading
from bot.channels.telegram.sender import TelegramChannel
from bot.log import logger
from bot.model import SendProblem
from bot.model.incoming import Reply
from bot.ports import Clock

APART: Final = timedelta(seconds=1)
"""Between two replies to one person (Bot API FAQ, "limits"); what comes sooner is not written."""
AT_ONCE: Final = 5
"""Replies in a second to all people together: of the 30 that a bot has, posts have the others."""
MOST_HELD: Final = 100
LONGEST: Final = 4096

_log = logger("replies")


class Replies:
    """Writes to people who have written, and keeps what must wait until they do.

    One attempt each: who gets nothing writes again. What is held is lost with the process.
    """

    def __init__(self, channel: TelegramChannel, clock: Clock) -> None:
        self._channel = channel
        self._clock = clock
        self._waiting: deque[Reply] = deque(maxlen=MOST_HELD)
        self._held: dict[int, str] = {}
        self._last: dict[int, float] = {}
        self._lately: deque[float] = deque(maxlen=AT_ONCE)

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, replies: tuple[Reply, ...]) -> None:
        """Have these written by the next `say`."""
        self._waiting.extend(replies)

    async def say(self) -> None:
        """Write what waits, once the updates that it answers are confirmed.

        So a crash may lose a reply, which its person asks for again, and repeats none.
        """
        while self._waiting:
            await self._say(self._waiting.popleft())

    async def _say(self, reply: Reply) -> None:
        if not self._is_time(reply.chat_id):
            _log.debug("too many replies: one less")
            self._hold(reply)
            return
        problem = await self._write(reply.chat_id, self._with_held(reply))
        if problem is SendProblem.UNREACHABLE and reply.is_held:
            self._hold(reply)
            _log.warning("kept for a person until they press Start", person=reply.chat_id)
        elif problem:
            _log.debug("reply not written", problem=str(problem))

    def _is_time(self, chat: int) -> bool:
        now = self._clock.monotonic()
        apart = APART.total_seconds()
        self._last = {each: at for each, at in self._last.items() if now - at < apart}
        is_full = len(self._lately) == AT_ONCE and now - self._lately[0] < apart
        if chat in self._last or is_full:
            return False
        self._last[chat] = now
        self._lately.append(now)
        return True

    def _with_held(self, reply: Reply) -> str:
        held = "" if reply.is_held else self._held.pop(reply.chat_id, "")
        return f"{reply.text}\n\n{held}".strip()[:LONGEST]

    def _hold(self, reply: Reply) -> None:
        if reply.is_held:
            self._held[reply.chat_id] = reply.text
            if len(self._held) > MOST_HELD:
                del self._held[next(iter(self._held))]

    async def _write(self, chat: int, text: str) -> SendProblem | None:
        try:
            await self._channel.bot.send_message(
                chat, text, link_preview_options=LinkPreviewOptions(is_disabled=True)
            )
        except TelegramError as error:
            failure = of_reading(error, str(chat))
            return failure.problem if failure else None
        return None
