"""Updates are polled for: what comes back from Telegram, for a bot without an address."""

import asyncio
from collections.abc import Coroutine, Iterable
from datetime import timedelta
from typing import Any, Final, Literal

from telegram import Update
from telegram.error import Conflict, TelegramError

from bot.channels.telegram.client import POLL_TIMEOUT
from bot.channels.telegram.heeding import Heeding
from bot.channels.telegram.incoming import ALLOWED
from bot.channels.telegram.outcomes import of_reading
from bot.channels.telegram.sender import TelegramChannel
from bot.errors import StoreError, TokenRejected
from bot.log import logger
from bot.model import SendFailure, SendProblem
from bot.model.incoming import Desk
from bot.ports import Clock

LONGEST_BACKOFF: Final = timedelta(seconds=60)
CONFLICT_WAIT: Final = timedelta(minutes=5)
"""After another poller took over. Each of our requests would throw it out in turn."""
STORE_WAIT: Final = timedelta(seconds=2)
"""Before an update is tried again that met a database in trouble."""

_log = logger("updates")


class Updates:
    """Polls for updates, one request at a time, and has them heeded.

    Sending does not depend on it: whatever goes wrong here only delays answers.
    """

    def __init__(self, channel: TelegramChannel, clock: Clock, desk: Desk) -> None:
        """Nothing is requested yet; `desk` says what to do about what comes."""
        self._channel = channel
        self._clock = clock
        self._heeding = Heeding(channel, clock, desk)
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
                await self._heed(await _unless(stopping, self._poll()))
        finally:
            stopping.cancel()

    async def _poll(self) -> tuple[Update, ...]:
        """The next updates; none after a trouble, which has then been waited for."""
        replies = self._heeding.replies
        # What is to be said waits for this request to confirm what it answers.
        patience = timedelta() if replies else POLL_TIMEOUT
        try:
            updates = await self._channel.bot.get_updates(
                offset=self._offset, timeout=patience, allowed_updates=ALLOWED
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
        await replies.say()
        return updates

    async def _heed(self, updates: tuple[Update, ...]) -> None:
        """Act on them. They are confirmed by the next poll: after a crash they come again."""
        async with asyncio.TaskGroup() as beside:
            for update in updates:
                if update.callback_query:  # none need wait for another's answer
                    beside.create_task(self._heeding.heed(update))
            waits = await self._in_turn(each for each in updates if not each.callback_query)
        if waits:
            self._offset = waits.update_id
            await self._clock.sleep(STORE_WAIT.total_seconds())
        elif updates:
            self._offset = updates[-1].update_id + 1

    async def _in_turn(self, updates: Iterable[Update]) -> Update | None:
        """Act on them in their order; gives the one that has to come again, if there is one."""
        for update in updates:
            try:
                await self._heeding.heed(update)
            except StoreError as error:
                _log.error("an update waits for the database", reason=str(error))
                return update
        return None

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
