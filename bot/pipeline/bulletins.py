"""Troubles are told to the operators' chat: once, and once when all is well again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.i18n import Lang
from bot.log import logger
from bot.message.bulletin import compose_bulletin
from bot.message.troubles import compose_troubles
from bot.model import (
    Delivery,
    DeliveryState,
    Destination,
    Message,
    PollReport,
    Priority,
    Receipt,
    SendFailure,
    SendProblem,
)
from bot.pipeline import troubles
from bot.pipeline.troubles import Known
from bot.ports import Channel, Clock
from bot.store.database import Database

MOST = 1000
"""Reports that wait while Telegram cannot be reached; of more the oldest are forgotten."""
APART: Final = timedelta(minutes=10)
"""Between two messages about channels and posts: what fails for one cause fails within minutes."""

_log = logger("bulletins")


class Bulletins:
    """Collects what has happened to feeds, looks at channels and posts, and tells the operators.

    What it holds is lost with the process; `vigie feeds list`, `vigie outbox list` and the log have
    it too.
    """

    def __init__(
        self, channel: Channel, chat: str, lang: Lang, clock: Clock, database: Database
    ) -> None:
        self._channel = channel
        self._place = Destination("operations", chat, lang=lang)
        self._clock = clock
        self._database = database
        self._waiting: list[PollReport] = []
        self._known: Known | None = None
        self._not_before = clock.now()
        self.rival: Callable[[], SendFailure | None] = lambda: None
        """What Telegram says while another program reads the bot's updates."""

    def note(self, report: PollReport) -> None:
        """Take note of a poll; most are no news."""
        if report.news:
            self._waiting = [*self._waiting[-MOST + 1 :], report]

    async def begin(self) -> None:
        """What is in trouble already was told before; call it before anything is sent.

        Raises:
            StoreError: the database cannot be read.
        """
        now = self._clock.now()
        self._known = await self._database.read(lambda tx: troubles.before(tx, now))

    async def issue(self) -> None:
        """Tell what has happened since the last time. What is surely not sent is told later.

        Raises:
            StoreError: the database cannot be read.
        """
        await self._tell_of_feeds()
        if self._known and self._clock.now() >= self._not_before:
            await self._tell_of_posts(self._known)

    async def _tell_of_feeds(self) -> None:
        reports, self._waiting = self._waiting, []
        if reports and not await self._send(compose_bulletin(reports, self._place.lang)):
            self._waiting = [*reports, *self._waiting][-MOST:]

    async def _tell_of_posts(self, known: Known) -> None:
        now, failure = self._clock.now(), self.rival()
        rival = failure.text if failure else None
        seen = await self._database.read(lambda tx: troubles.look(tx, known, rival, now))
        news = troubles.news(known, seen)
        if news:
            if not await self._send(compose_troubles(news, self._place.lang)):
                return
            self._not_before = now + APART
        self._known = troubles.after(known, seen)

    async def _send(self, message: Message) -> bool:
        """Whether it is done with; what is surely not sent may be sent later."""
        delivery = Delivery(
            id=0,
            story_id=0,
            destination=self._place.name,
            state=DeliveryState.PENDING,
            priority=Priority.NORMAL,
            message=message,
            due_at=self._clock.now(),
        )

        async def started(_floor: int) -> Delivery:
            return delivery  # it is in no outbox: twice is harmless, never twice is not promised

        answer = await self._channel.send(self._place, started)
        if isinstance(answer, Receipt):
            return True
        _log.warning("bulletin not sent", problem=str(answer.problem), reason=str(answer.text))
        if answer.new_chat_id is not None:
            self._place = replace(self._place, telegram=str(answer.new_chat_id))
            return await self._send(message)
        return answer.problem not in {SendProblem.NOT_SENT, SendProblem.FLOOD}
