"""Group commit: what is to be written while another write goes on shares the next transaction.

A transaction costs as much as the writing of many polls that brought nothing.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from bot.store.database import Database, Transaction

MOST: Final = 200
"""Written in one transaction: posts wait while it goes on."""

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[T, R]):
    item: T
    outcome: "asyncio.Future[R]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Ledger(Generic[T, R]):
    """Where things of one kind are written. One whose writing fails takes no other with it."""

    def __init__(
        self, database: Database, write_all: Callable[[Transaction, Sequence[T]], Sequence[R]]
    ) -> None:
        """`write_all` writes some in one transaction; what it returns, they get, in their order."""
        self._database = database
        self._write_all = write_all
        self._waiting: list[_Waiting[T, R]] = []
        self._turn = asyncio.Lock()

    async def write(self, item: T) -> R:
        """Write all that `item` changes; it is committed when this returns.

        Raises:
            StoreError: nothing of it was written.
        """
        mine: _Waiting[T, R] = _Waiting(item)
        self._waiting.append(mine)
        async with self._turn:
            if not mine.outcome.done():  # else it went with the one before
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                try:
                    await self._write(batch)
                finally:
                    for each in batch:  # a stop ends all that wait for it
                        each.outcome.cancel()
        return mine.outcome.result()

    async def _write(self, batch: Sequence[_Waiting[T, R]]) -> None:
        items = [each.item for each in batch]
        try:
            outcomes = await self._database.write(lambda tx: self._write_all(tx, items))
        except Exception as error:  # boundary: the failure of one is told to its own caller
            if len(batch) == 1:
                batch[0].outcome.set_exception(error)
                return
            for each in batch:
                await self._write([each])
            return
        for each, outcome in zip(batch, outcomes, strict=True):
            each.outcome.set_result(outcome)
