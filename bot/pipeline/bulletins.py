"""Feeds in trouble are told to the operators' chat: once, and once when they are well again."""

from bot.i18n import Lang
from bot.log import logger
from bot.message.bulletin import compose_bulletin
from bot.model import (
    Delivery,
    DeliveryState,
    Destination,
    PollReport,
    Priority,
    Receipt,
    SendProblem,
)
from bot.ports import Channel, Clock

MOST = 1000
"""Reports that wait while Telegram cannot be reached; of more the oldest are forgotten."""

_log = logger("bulletins")


class Bulletins:
    """Collects what has happened to feeds, and sends it in one message.

    What it holds is lost with the process; `vigie feeds list` and the log have it too.
    """

    def __init__(self, channel: Channel, chat: str, lang: Lang, clock: Clock) -> None:
        self._channel = channel
        self._place = Destination("operations", chat, lang=lang)
        self._clock = clock
        self._waiting: list[PollReport] = []

    def note(self, report: PollReport) -> None:
        """Take note of a poll; most are no news."""
        if report.news:
            self._waiting = [*self._waiting[-MOST + 1 :], report]

    async def issue(self) -> None:
        """Tell what has happened since the last time. What is surely not sent is told later."""
        reports, self._waiting = self._waiting, []
        if not reports:
            return
        delivery = Delivery(
            id=0,
            story_id=0,
            destination=self._place.name,
            state=DeliveryState.PENDING,
            priority=Priority.NORMAL,
            message=compose_bulletin(reports, self._place.lang),
            due_at=self._clock.now(),
        )
        answer = await self._channel.send(delivery, self._place, _unrecorded)
        if isinstance(answer, Receipt):
            return
        _log.warning("bulletin not sent", problem=str(answer.problem), reason=str(answer.text))
        if answer.problem in {SendProblem.NOT_SENT, SendProblem.FLOOD}:
            self._waiting = [*reports, *self._waiting][-MOST:]


async def _unrecorded(_: int) -> None:
    """A bulletin is in no outbox: twice is harmless, and never twice is not promised."""
