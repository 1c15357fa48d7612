"""What is done about an update, whichever way it came."""

import asyncio
from typing import Final

from telegram import CallbackQuery, Update
from telegram.error import TelegramError

from bot.channels.telegram.incoming import callback_of, event_of, seen_in
from bot.channels.telegram.outcomes import of_reading
from bot.channels.telegram.recent import Recent
from bot.channels.telegram.replies import Replies
from bot.channels.telegram.sender import TelegramChannel
from bot.errors import StoreError
from bot.log import logger
from bot.model.incoming import Answer, Desk
from bot.ports import Clock

REMEMBERED: Final = 2000
"""Updates: Telegram repeats what was not confirmed, and nothing older."""
LONGEST_ANSWER: Final = 200
"""Characters that Telegram shows in answer to a press."""
_ANSWER_TIMEOUT: Final = 10.0
"""Seconds: the next press must not wait long for this one."""
AT_ONCE: Final = 4
"""Presses that are answered at a time: posts need connections too."""
_NOTHING: Final = Answer("", alert=False)

_log = logger("updates")


class Heeding:
    """Has presses answered and events acted on, each once.

    An update that comes again after a crash changes nothing that it has changed before, and what
    is to be said because of it is said after it is confirmed: see `replies`.
    """

    def __init__(self, channel: TelegramChannel, clock: Clock, desk: Desk) -> None:
        self._channel = channel
        self._desk = desk
        self._heard: Recent[int] = Recent(REMEMBERED)
        self._places = asyncio.Semaphore(AT_ONCE)
        self.replies = Replies(channel, clock)
        """To be said once what they answer is confirmed."""

    async def heed(self, update: Update) -> None:
        """Act on an update, unless that was done.

        Raises:
            StoreError: The database is in trouble: let it come again.
        """
        if not self._heard.add(update.update_id):
            return
        try:
            await self._act(update)
        except StoreError:
            self._heard.forget(update.update_id)
            raise
        except Exception:  # a job's boundary: one odd update must not end the listening
            _log.exception("an update failed unexpectedly", update=update.update_id)

    async def _act(self, update: Update) -> None:
        if query := update.callback_query:
            async with self._places:
                await self._answer(query)
            return
        if seen := seen_in(update):
            self._channel.marks.saw(*seen)
        if event := event_of(update):
            self.replies.add(await self._desk.on_event(event))

    async def _answer(self, query: CallbackQuery) -> None:
        """Whatever happens: the phone shows that it waits until it is answered."""
        answer = _NOTHING
        try:
            if callback := callback_of(query):
                answer = await self._desk.on_press(callback)
        except StoreError as error:
            _log.error("a press could not be looked up", reason=str(error))
        except Exception:  # a job's boundary: one press must not end the listening
            _log.exception("a press failed unexpectedly", data=query.data)
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
