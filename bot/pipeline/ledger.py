"""Polls are written as they end; those that end while another write goes on share the next one.

A transaction costs as much as the writing of many polls that brought nothing.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.model import PollReport
from bot.pipeline.poll import Poll, record_all
from bot.pipeline.watch import Watch
from bot.store.database import Database

MOST: Final = 200
"""Polls in one transaction: posts wait while it goes on."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    poll: Poll
    watch: Watch
    report: asyncio.Future[PollReport] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Ledger:
    """Where polls are written. A poll whose writing fails takes no other with it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[_Waiting] = []
        self._turn = asyncio.Lock()

    async def write(self, poll: Poll, watch: Watch) -> PollReport:
        """Write all that a poll changes; it is committed when this returns.

        Raises:
            StoreError: nothing of this poll was written.
        """
        mine = _Waiting(poll, watch)
        self._waiting.append(mine)
        async with self._turn:
            if not mine.report.done():  # else it went with the one before
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._write(batch)
        return mine.report.result()

    async def _write(self, batch: Sequence[_Waiting]) -> None:
        pairs = [(each.poll, each.watch) for each in batch]
        try:
            reports = await self._database.write(lambda tx: record_all(tx, pairs))
        except asyncio.CancelledError:
            for each in batch:
                each.report.cancel()
            raise
        except Exception as error:  # boundary: one poll's failure is told to its own caller
            if len(batch) == 1:
                batch[0].report.set_exception(error)
                return
            for each in batch:
                await self._write([each])
            return
        for each, report in zip(batch, reports, strict=True):
            each.report.set_result(report)
