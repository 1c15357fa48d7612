"""What comes back from Telegram: presses of buttons, and the posts of others in our channels."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Literal

from telegram import CallbackQuery, Update
from telegram.constants import UpdateType
from telegram.error import Conflict, TelegramError

from bot.channels.telegram.client import POLL_TIMEOUT
from bot.channels.telegram.outcomes import of_reading
from bot.channels.telegram.sender import TelegramChannel
from bot.errors import TokenRejected
from bot.log import logger
from bot.model import SendFailure, SendProblem
from bot.ports import Clock

ALLOWED: Final = (UpdateType.CALLBACK_QUERY, UpdateType.CHANNEL_POST)
LONGEST_BACKOFF: Final = timedelta(seconds=60)
CONFLICT_WAIT: Final = timedelta(minutes=5)
"""After another poller took over. Each of our requests would throw it out in turn."""
LONGEST_ANSWER: Final = 200
"""Characters that Telegram shows in answer to a press."""
_ANSWER_TIMEOUT: Final = 10.0
"""Seconds: the next press must not wait long for this one."""

_log = logger("updates")


@dataclass(frozen=True, slots=True)
class Callback:
    """Somebody pressed a button under a post."""

    data: str
    """Of the button."""
    chat_id: int
    chat_name: str
    """With its ``@``; empty for a chat without a public name."""
    message_id: int
    user_id: int
    """Who pressed: anybody who can see the post."""

    def is_in(self, address: str) -> bool:
        """Whether this happened in the chat at `address` (``@name``, or a number as text)."""
        return address.lower() in {str(self.chat_id), self.chat_name.lower()}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person who pressed gets to see."""

    text: str
    """Up to 200 characters; empty for nothing."""
    alert: bool = True
    """In a box to be closed, rather than for a moment at the top."""


class Updates:
    """Polls for updates, one request at a time, and has presses answered.

    Sending does not depend on it: whatever goes wrong here only delays answers.
    """

    def __init__(
        self,
        channel: TelegramChannel,
        clock: Clock,
        on_callback: Callable[[Callback], Awaitable[Answer]],
    ) -> None:
        """Nothing is requested yet; `on_callback` says what to answer to a press."""
        self._channel = channel
        self._clock = clock
        self._on_callback = on_callback
        self._offset: int | None = None
        self._failures = 0
        self._in_conflict = False
        self.conflict: SendFailure | None = None
        """What Telegram says while another program polls for updates, or has a webhook."""

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop`; a request that waits for updates is cut off, a press is answered.

        Raises:
            TokenRejected: Telegram does not know the token (any more).
        """
        stopping = asyncio.ensure_future(stop.wait())
        try:
            while not stop.is_set():
                for update in await _unless(stopping, self._poll()):
                    await self._heed(update)
        finally:
            stopping.cancel()

    async def _poll(self) -> tuple[Update, ...]:
        """The next updates; none after a trouble, which has then been waited for."""
        try:
            updates = await self._channel.bot.get_updates(
                offset=self._offset, timeout=POLL_TIMEOUT, allowed_updates=ALLOWED
            )
        except Conflict as error:
            await self._yield_to_another(error)
            return ()
        except TelegramError as error:
            await self._back_off(error)
            return ()
        if self._in_conflict:
            _log.info("polling updates again")
        self._failures, self._in_conflict, self.conflict = 0, False, None
        return updates

    # ── trouble ──────────────────────────────────────────────────────────────────────────────

    async def _yield_to_another(self, error: Conflict) -> None:
        """Told once; then a rare try, so that the buttons work again when the other has gone."""
        failure = of_reading(error, "")
        if not self._in_conflict and failure:
            _log.error(
                "updates are polled elsewhere: sending goes on, buttons are not answered",
                reason=str(failure.text),
                hint=str(failure.hint or ""),
            )
        self.conflict = failure
        first, self._in_conflict = not self._in_conflict, True
        if first and "webhook" in error.message.lower() and await self._drop_webhook():
            return
        await self._clock.sleep(CONFLICT_WAIT.total_seconds())

    async def _drop_webhook(self) -> bool:
        try:
            await self._channel.bot.delete_webhook()
        except TelegramError:
            return False  # the rare tries will tell
        _log.warning("webhook removed")
        return True

    async def _back_off(self, error: TelegramError) -> None:
        failure = of_reading(error, "")
        if failure and failure.problem is SendProblem.TOKEN:
            raise TokenRejected(failure.text, failure.hint) from None
        self._failures += 1
        asked = failure.retry_after if failure else None
        wait = asked or min(timedelta(seconds=2 ** min(self._failures, 16)), LONGEST_BACKOFF)
        _log.debug("polling for updates failed", failures=self._failures, waiting=str(wait))
        await self._clock.sleep(wait.total_seconds())

    # ── heeding ──────────────────────────────────────────────────────────────────────────────

    async def _heed(self, update: Update) -> None:
        """Act on an update. It is confirmed by the next poll: after a crash it comes again."""
        self._offset = update.update_id + 1
        if post := update.channel_post:
            self._channel.marks.saw(post.chat.id, post.message_id)
        if query := update.callback_query:
            await self._answer(query)

    async def _answer(self, query: CallbackQuery) -> None:
        callback = _callback(query)
        try:
            answer = await self._on_callback(callback) if callback else Answer("", alert=False)
        except Exception:  # a job's boundary: one press must not end the polling
            _log.exception("a press failed unexpectedly", data=query.data)
            answer = Answer("", alert=False)
        try:
            await self._channel.bot.answer_callback_query(
                query.id,
                text=answer.text[:LONGEST_ANSWER] or None,
                show_alert=answer.alert,
                read_timeout=_ANSWER_TIMEOUT,
            )
        except TelegramError as error:
            failure = of_reading(error, "")
            if failure:  # else it came too late to matter
                _log.debug("a press could not be answered", problem=str(failure.problem))


def _callback(query: CallbackQuery) -> Callback | None:
    """None for a press that is not under a message that Telegram still shows us."""
    if query.data is None or query.message is None:
        return None
    chat = query.message.chat
    name = f"@{chat.username}" if chat.username else ""
    return Callback(query.data, chat.id, name, query.message.message_id, query.from_user.id)


async def _unless(
    stopping: asyncio.Future[Literal[True]], polling: Coroutine[Any, Any, tuple[Update, ...]]
) -> tuple[Update, ...]:
    """What polling brings; nothing when it was cut off by `stopping`."""
    task = asyncio.ensure_future(polling)
    try:
        either: set[asyncio.Future[Any]] = {task, stopping}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else ()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
