"""What rules have hit is placed in its story, and the posts are owed for it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.errors import StoreError
from bot.log import logger
from bot.pipeline.alert import owe
from bot.pipeline.ledger import Ledger
from bot.pipeline.watch import Watch
from bot.ports import Clock
from bot.store import findings, stories
from bot.store.database import Database, Transaction
from bot.store.findings import Finding
from bot.story import place

SWEEP: Final = 5.0
"""Seconds between two looks for findings when nobody says that there are any."""
AT_ONCE: Final = 32

_log = logger("telling")


@dataclass(frozen=True, slots=True)
class Told:
    """A finding that is placed."""

    finding: Finding
    story_id: int
    owed: int
    """Posts, edits and replies that were not owed before."""


class Teller:
    """Takes findings, a few at a time, and tells each whole or not at all."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._ledger = Ledger(database, tell_all)
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Event()
        self.watch: Watch | None = None
        """What is watched."""
        self.on_told: Callable[[Told], None] = lambda _: None

    @property
    def tasks(self) -> frozenset[asyncio.Task[None]]:
        """What is being told."""
        return frozenset(self._tasks)

    def wake(self) -> None:
        """Something was found."""
        self._turn.set()

    async def run(self) -> None:
        """Tell whatever is found, until cancelled; `tasks` go on."""
        while True:
            self._turn.clear()
            await self._begin()
            await self._pause()

    async def round(self) -> None:
        """Tell all that can be told now, and return."""
        while await self._begin() or self._tasks:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(SWEEP):
                await self._turn.wait()
        except TimeoutError:
            pass  # nobody said anything: look all the same

    async def _begin(self) -> int:
        """Take what is due, as far as there is room; says how many."""
        room, now, watch = AT_ONCE - len(self._tasks), self._clock.now(), self.watch
        if room <= 0 or watch is None:
            return 0
        try:
            taken = await self._database.write(lambda tx: findings.claim(tx, now, room))
        except StoreError as error:
            _log.error("findings not taken", reason=str(error))
            return 0
        for finding in taken:
            task = asyncio.create_task(self._see_through(finding, watch))
            self._tasks.add(task)
            task.add_done_callback(self._done)
        return len(taken)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._turn.set()

    async def _see_through(self, finding: Finding, watch: Watch) -> None:
        try:
            told = await self._tell(finding, watch)
        except StoreError as error:
            _log.error("finding not told", entry=finding.stored.id, reason=str(error))
        except Exception:  # a job's boundary: the others go on, its lease brings this one back
            _log.exception("telling failed unexpectedly", entry=finding.stored.id)
        else:
            self.on_told(told)

    async def _tell(self, finding: Finding, watch: Watch) -> Told:
        return await self._ledger.write(Telling(finding, watch, self._clock.now()))


@dataclass(frozen=True, slots=True)
class Telling:
    """A finding with all that placing it needs."""

    finding: Finding
    watch: Watch
    at: datetime


def tell_all(tx: Transaction, tellings: Sequence[Telling]) -> tuple[Told, ...]:
    """Place findings in their stories, one after the other, and owe the posts."""
    return tuple(_tell(tx, telling) for telling in tellings)


def _tell(tx: Transaction, telling: Telling) -> Told:
    finding, watch, now = telling.finding, telling.watch, telling.at
    stored = finding.stored
    placement = place(stored, stories.candidates(tx, stored, now), now)
    story_id = stories.attach(tx, stored, placement, now)
    alerting = [watch.rules[name] for name in finding.rules if name in watch.rules]
    owed = owe(tx, story_id, alerting, watch, now)
    findings.done(tx, stored.id)
    return Told(finding, story_id, owed)
