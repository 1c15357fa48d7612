"""Who sends is one process: it holds a lease, and what another has taken it never writes to."""

from datetime import datetime, timedelta
from typing import Final

from bot.errors import StoreError
from bot.log import logger
from bot.pipeline.settlement import LOOK_AFTER
from bot.ports import Clock
from bot.store import outbox, senders
from bot.store.database import Database, Transaction

RENEWED: Final = timedelta(seconds=3)
"""Between two signs of life, and between two tries to replace one that gives none."""

_log = logger("deliver")


class SenderLease:
    """The right to send, as this process has it or waits for it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._number: int | None = None
        self._next_sign = 0.0
        # Beside a file there is a lock, and this process holds it: whoever had the lease is gone.
        self._alone = database.file is not None

    async def take(self) -> None:
        """Become the sender, unless another is; what that one left half done is to be looked for.

        Raises:
            StoreError: the database is in trouble.
        """
        self._next_sign = self._clock.monotonic() + RENEWED.total_seconds()
        now = self._clock.now()
        self._number, interrupted = await self._database.write(
            lambda tx: _taken(tx, now, by_force=self._alone)
        )
        if interrupted:
            _log.warning("deliveries interrupted", count=interrupted, looking_at=now + LOOK_AFTER)

    async def hold(self) -> bool:
        """Keep the lease or try to get it, when it is time to; says whether it is held."""
        if self._number is not None and self._clock.monotonic() < self._next_sign:
            return True
        try:
            if self._number is not None:
                await self._renew(self._number)
            elif self._clock.monotonic() >= self._next_sign:
                await self.take()
        except StoreError as error:
            _log.error("cannot look after the right to send", reason=str(error))
        return self._number is not None

    async def give_up(self) -> None:
        """Let another send at once."""
        number, self._number = self._number, None
        if number is None:
            return
        now = self._clock.now()
        try:
            await self._database.write(lambda tx: senders.give_up(tx, number, now))
        except StoreError as error:
            _log.error("the right to send ends by itself", reason=str(error))

    def is_held(self, tx: Transaction) -> bool:
        """Whether this process may write about deliveries, in this transaction."""
        return self._number is not None and senders.is_sender(tx, self._number)

    async def _renew(self, number: int) -> None:
        self._next_sign = self._clock.monotonic() + RENEWED.total_seconds()
        now = self._clock.now()
        if await self._database.write(lambda tx: senders.renew(tx, number, now)):
            return
        self._number, self._alone = None, False
        _log.error("another process sends now; this one waits", fencing_number=number)


def _taken(tx: Transaction, now: datetime, *, by_force: bool) -> tuple[int | None, int]:
    """The fencing number, and how many deliveries were interrupted."""
    number = senders.take(tx, now, by_force=by_force)
    if number is None:
        return None, 0
    outbox.reconsider(tx, now)
    return number, outbox.recover(tx, now + LOOK_AFTER)
