"""Feeds that are due are claimed, looked at and written, many at a time."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.cadence import Pace, spend
from bot.errors import StoreError
from bot.log import logger
from bot.model import FetchState, PollOutcome, PollReport
from bot.pipeline.ledger import Ledger
from bot.pipeline.poll import Poller, record_all
from bot.pipeline.watch import Watch
from bot.ports import Clock
from bot.store import feeds
from bot.store.database import Database

LEASE = timedelta(minutes=5)
"""A feed that is claimed and not saved within this time is due again."""
BACKLOG = 256
"""Feeds claimed at a time. Most wait for their host's turn; all are done within their lease."""

_log = logger("polling")
_level = logging.getLogger("polling").isEnabledFor


class Polling:
    """Polls whatever is due. `tick` begins polls, which go on beside each other."""

    def __init__(
        self,
        database: Database,
        poller: Poller,
        clock: Clock,
        backlog: int = BACKLOG,
    ) -> None:
        self._database = database
        self._poller = poller
        self._ledger = Ledger(database, record_all)
        self._clock = clock
        self._backlog = backlog
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._is_behind = False
        self._refill: asyncio.Task[None] | None = None
        self._at_rest = asyncio.Event()
        self._at_rest.set()
        self.watch: Watch | None = None
        """What is watched; polls that have begun end with the former one."""
        self.pace = Pace()
        """Of the sources that do not say how often."""
        self.on_polled: Callable[[PollReport], None] = lambda _: None

    @property
    def tasks(self) -> frozenset[asyncio.Task[None]]:
        """The polls that are under way."""
        return frozenset((*self._tasks.values(), *((self._refill,) if self._refill else ())))

    def stop(self) -> None:
        """Begin no further poll; those that are under way go on."""
        self._backlog = 0

    async def tick(self) -> None:
        """Claim the feeds that are due, as far as there is room, and begin to poll them.

        When more are due the next ones are claimed as soon as half of the room is free.
        """
        now, room = self._clock.now(), self._backlog - len(self._tasks)
        if room <= 0:
            return
        self._is_behind = False
        claimed = await self._database.write(lambda tx: feeds.claim(tx, now, room, LEASE))
        for state in claimed:
            if state.feed_id not in self._tasks:  # else its lease ran out under our hands
                task = asyncio.create_task(self._poll(state))
                self._tasks[state.feed_id] = task
                task.add_done_callback(partial(self._done, state.feed_id))
                self._at_rest.clear()
        self._is_behind = len(claimed) == room

    def _done(self, feed_id: int, _: asyncio.Task[None]) -> None:
        del self._tasks[feed_id]
        if not self._tasks:
            self._at_rest.set()
        if self._is_behind and 2 * len(self._tasks) <= self._backlog:
            self._is_behind = False
            self._refill = asyncio.create_task(self._claim_more())

    async def round(self) -> None:
        """Poll whatever is due, and return when nothing is due any more."""
        await self.tick()
        while self._tasks or self._refill:
            await self._at_rest.wait()
            await self.tick()

    async def budget(self, polls_per_day: float) -> None:
        """Choose the pace at which all feeds together are polled that often, on average."""
        rates = await self._database.read(feeds.rates)
        self.pace = Pace(c=await asyncio.to_thread(spend, rates, polls_per_day))

    async def _claim_more(self) -> None:
        try:
            await self.tick()
        except StoreError as error:
            _log.error("feeds not claimed", reason=str(error))
        finally:
            self._refill = None

    async def _poll(self, state: FetchState) -> None:
        watch = self.watch
        source = watch.sources.get(state.url) if watch else None
        if watch is None or source is None:  # it left feeds.yaml a moment ago
            return
        try:
            pace = replace(self.pace, every=source.every) if source.every else self.pace
            poll = await self._poller.look(state, source, pace)
            report = await self._ledger.write((poll, watch))
        except StoreError as error:
            _log.error("poll not saved", feed=source.name, reason=str(error))
        except Exception:  # a job's boundary: the others go on, the lease brings this one back
            _log.exception("poll failed unexpectedly", feed=source.name)
        else:
            say(report)
            self.on_polled(report)


def say(report: PollReport, event: str = "feed polled") -> None:
    """Log a poll: aloud when something was found or the feed's health changed."""
    source, failure = report.source.name, report.failure
    if failure:
        level = logging.WARNING if report.news else logging.INFO
        facts = {"kind": str(failure.kind), "reason": str(failure.text), "todo": str(failure.hint)}
        _log.log(level, "feed in trouble" if report.news else "poll failed", feed=source, **facts)
        return
    if report.news:
        _log.warning("feed recovered", feed=source)
    for warning in report.warnings:
        _log.debug("feed is odd", feed=source, warning=str(warning))
    for change in report.retitled:
        _log.debug("title changed", feed=source, before=change.before, after=change.after)
    if report.outcome is PollOutcome.POSTPONED:
        _log.debug("poll postponed: the host has had enough requests", feed=source)
        return
    level = logging.INFO if report.matches else logging.DEBUG
    if not _level(level):  # nearly always: making a record for nothing is a tenth of a quiet poll
        return
    _log.log(
        level,
        event,
        feed=source,
        outcome=str(report.outcome),
        read=report.entries_read,
        new=report.entries_new,
        matches=report.matches,
        ms=round(report.took.total_seconds() * 1000),
    )
