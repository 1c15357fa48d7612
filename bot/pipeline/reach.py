"""Whether destinations can be reached, as Telegram tells of it: parked and let go on at once."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import Final

from bot.i18n import Text
from bot.log import logger
from bot.pipeline import comeback
from bot.pipeline.settlement import parking
from bot.ports import Clock
from bot.store import destinations
from bot.store.database import Database, Transaction

FOR_GOOD: Final = timedelta(days=3650)
"""Until somebody says otherwise: no try of its own ends it."""

_log = logger("reach")


class Reach:
    """Parks destinations and lets them go on. Each can be said twice: nothing happens again."""

    def __init__(self, database: Database, clock: Clock, wake: Callable[[], None]) -> None:
        """`wake` is called when there may be something to send."""
        self._database = database
        self._clock = clock
        self._wake = wake

    async def lost(self, names: Collection[str], reason: Text, *, for_good: bool = False) -> None:
        """These cannot be posted to: what is for them waits.

        They are tried again later all the same, in case this was told by mistake, unless it is
        `for_good`.

        Raises:
            StoreError: The database cannot be written.
        """
        now = self._clock.now()
        until = now + (FOR_GOOD if for_good else parking(0))
        wanted = await self._database.read(lambda tx: _to_park(tx, names, until, for_good))
        if wanted:
            await self._database.write(lambda tx: _park(tx, wanted, now, until, reason))

    async def regained(self, names: Collection[str]) -> None:
        """These can be posted to again: what waited goes out, as a digest when it is much.

        Raises:
            StoreError: The database cannot be written.
        """
        parked = await self._database.read(lambda tx: destinations.parked(tx).keys() & names)
        if parked:
            now = self._clock.now()
            await self._database.write(lambda tx: _let_go(tx, parked, now))
            self._wake()

    async def moved(self, names: Collection[str], chat_id: int) -> None:
        """These are in a chat that has another id now.

        Raises:
            StoreError: The database cannot be written.
        """

        def move(tx: Transaction) -> None:
            for name in names:
                destinations.moved(tx, name, chat_id)

        if names:
            await self._database.write(move)
            _log.info("group has another id", destinations=sorted(names), chat=chat_id)


def _to_park(
    tx: Transaction,
    names: Collection[str],
    until: datetime,
    for_good: bool,  # noqa: FBT001 - of `lost`
) -> frozenset[str]:
    """Those that are not parked already; who leaves for good is parked for longer."""
    parked = destinations.parked(tx)
    return frozenset(
        name
        for name in names
        if name not in parked or (for_good and parked[name].until < until - timedelta(days=1))
    )


def _park(
    tx: Transaction, names: Iterable[str], now: datetime, until: datetime, reason: Text
) -> None:
    for name in sorted(names):
        destinations.park(tx, name, now, until, reason)
        _log.error("destination parked", destination=name, reason=str(reason), until=until)


def _let_go(tx: Transaction, names: Iterable[str], now: datetime) -> None:
    for name in sorted(names):
        if destinations.unpark(tx, name):
            _log.info("destination reachable again", destination=name)
            comeback.gather(tx, name, now)
