"""Troubles are told to the operators' chat: once, and once when all is well again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.i18n import Lang
from bot.log import logger
from bot.message.bulletin import compose_bulletin
from bot.message.newcomer import Newcomer, compose_newcomers
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
from bot.model.incoming import Place
from bot.pipeline import troubles
from bot.pipeline.troubles import Known
from bot.ports import Channel, Clock
from bot.store.database import Database

MOST = 1000
"""Reports that wait while Telegram cannot be reached; of more the oldest are forgotten."""
APART: Final = timedelta(minutes=10)
"""Between two messages about channels and posts: what fails for one cause fails within minutes."""
CLOSED: Final = timedelta(hours=1)
"""Before a chat that refuses messages is tried again, unless it is heard to have opened."""
MOST_NEWCOMERS: Final = 100

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
        self._newcomers: dict[int, Newcomer] = {}
        self._known: Known | None = None
        self._not_before = self._opens = clock.now()
        self._is_open = True
        self.is_ours: Callable[[int], bool] = lambda _: False
        """Whether a chat with this id is one that Vigie posts to, by now."""
        self.rival: Callable[[], SendFailure | None] = lambda: None
        """What Telegram says while another program reads the bot's updates."""

    def note(self, report: PollReport) -> None:
        """Take note of a poll; most are no news."""
        if report.news:
            self._waiting = [*self._waiting[-MOST + 1 :], report]

    def introduce(self, newcomer: Newcomer) -> None:
        """Take note of a chat that the bot was added to and that feeds.yaml does not name."""
        if len(self._newcomers) < MOST_NEWCOMERS:
            self._newcomers[newcomer.chat_id] = newcomer

    def is_at(self, place: Place) -> bool:
        """Whether this is the operators' chat."""
        return place.is_at(self._place.telegram)

    def listens(self, place: Place) -> None:
        """Somebody there has let the bot write: if they are the operators, they are told now."""
        if self.is_at(place):
            self._opens = self._clock.now()

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
        if self._clock.now() < self._opens:
            return
        await self._tell_of_feeds()
        await self._tell_of_newcomers()
        if self._known and self._clock.now() >= self._not_before:
            await self._tell_of_posts(self._known)

    async def _tell_of_feeds(self) -> None:
        reports, self._waiting = self._waiting, []
        if reports and not await self._send(compose_bulletin(reports, self._place.lang)):
            self._waiting = [*reports, *self._waiting][-MOST:]

    async def _tell_of_newcomers(self) -> None:
        """Those that are destinations by now need no introduction."""
        found = [each for each in self._newcomers.values() if not self.is_ours(each.chat_id)]
        if not found or await self._send(compose_newcomers(found, self._place.lang)):
            self._newcomers.clear()

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
            self._is_open = True
            return True
        if answer.problem is SendProblem.UNREACHABLE:
            self._wait_for_operators(answer)
            return False
        _log.warning("bulletin not sent", problem=str(answer.problem), reason=str(answer.text))
        if answer.new_chat_id is not None:
            self._place = replace(self._place, telegram=str(answer.new_chat_id))
            return await self._send(message)
        return answer.problem not in {SendProblem.NOT_SENT, SendProblem.FLOOD}

    def _wait_for_operators(self, failure: SendFailure) -> None:
        """A bot cannot write first to a person: what they should know waits; the log says so."""
        self._opens = self._clock.now() + CLOSED
        if self._is_open:
            reason, hint = str(failure.text), str(failure.hint or "")
            _log.error("the operators cannot be told: it waits", reason=reason, hint=hint)
        self._is_open = False
