"""The composition root: settings and a watchlist in, a running Vigie out.

The only place that names concrete network adapters.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from bot.channels.console import ConsoleChannel
from bot.channels.telegram.dispatcher import Dispatcher
from bot.channels.telegram.sender import TelegramChannel
from bot.channels.telegram.updates import Updates
from bot.clock import SystemClock
from bot.errors import VigieError, WatchlistError
from bot.fetch import HttpFetcher
from bot.log import logger
from bot.model import FetchState, PollReport, Watchlist
from bot.parse.worker import ParserPool
from bot.pipeline.deliver import Deliverer, Delivered
from bot.pipeline.poll import Poller
from bot.pipeline.watch import Watch
from bot.ports import Channel, Clock
from bot.schedule import Schedule
from bot.settings import Settings
from bot.store import destinations, feeds, outbox
from bot.store.database import Database
from bot.store.lock import sole_instance
from bot.store.schema import migrate
from bot.watchlist.load import load

TICK = 1.0
"""Seconds between two looks for feeds that are due."""
RELOAD = 2.0
"""Seconds between two looks at feeds.yaml."""
LEASE = timedelta(minutes=5)
"""A feed that is claimed and not saved within this time is due again."""
DRAIN = 8.0
"""Seconds that running polls and sends are given at a stop: Heroku kills after 30, and a send
may be held by Telegram for 8."""

_log = logger("app")


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told as things happen: the terminal's progress, for instance."""

    polled: Callable[[PollReport], None] = lambda _: None
    delivered: Callable[[Delivered], None] = lambda _: None
    reloaded: Callable[[Watchlist | WatchlistError], None] = lambda _: None


class App:
    """A running Vigie. Make it with `open_app`."""

    def __init__(
        self,
        database: Database,
        poller: Poller,
        deliverer: Deliverer,
        concurrency: int,
        listeners: Listeners,
    ) -> None:
        self._database = database
        self._poller = poller
        self._deliverer = deliverer
        self._concurrency = concurrency
        self._listeners = listeners
        self._clock: Clock = poller.clock
        self._polls: set[asyncio.Task[None]] = set()
        self._watch = watch
        self._refused: str | None = None
        deliverer.on_delivered = listeners.delivered

    async def use(self, watchlist: Watchlist) -> None:
        """Work with this watchlist from now on; polls that have begun end with the former one."""
        watch = Watch.of(watchlist)
        now = self._clock.now()

        def learn(tx: Connection) -> tuple[Destination, ...]:
            feeds.sync(tx, watchlist.sources, now)
            destinations.sync(tx, watchlist.destinations)
            return destinations.located(tx, watchlist.destinations)

        places = await self._database.write(learn)
        self._watch = watch
        self._deliverer.use({place.name: place for place in places})

    # ── the two ways to work ─────────────────────────────────────────────────────────────────

    async def run(self, stop: asyncio.Event) -> None:
        """Poll and deliver until `stop`, then let what has begun end.

        Raises:
            TokenRejected: Telegram does not accept the token (any more).
        """
        schedule = Schedule()
        schedule.every(TICK, self.tick, "tick")
        schedule.every(RELOAD, self.reload, "reload")
        schedule.start()
        delivering = asyncio.create_task(self._deliverer.run(stop))
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({delivering, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            schedule.stop()
            stopping.cancel()
            await _drain({delivering, *self._polls})
        if not delivering.cancelled():
            delivering.result()

    async def once(self) -> None:
        """Poll the feeds that are due, deliver what is owed, and return.

        Raises:
            TokenRejected: Telegram does not accept the token.
        """
        stop = asyncio.Event()
        delivering = asyncio.create_task(self._deliverer.run(stop))
        await self.tick()
        while self._polls:
            await asyncio.wait(self._polls, return_when=asyncio.FIRST_COMPLETED)
            await self.tick()
        deadline = self._clock.monotonic() + PATIENCE
        while self._clock.monotonic() < deadline and not delivering.done():
            if not await self._owing():
                break
            await self._clock.sleep(0.05)
        stop.set()
        await _drain({delivering})
        if not delivering.cancelled():
            delivering.result()

    async def _owing(self) -> bool:
        """Whether a post is on its way, or due before patience ends."""
        horizon = self._clock.now() + timedelta(seconds=PATIENCE)
        due = await self._database.read(lambda tx: outbox.next_due(tx, self._deliverer.reachable))
        return not self._deliverer.idle or (due is not None and due <= horizon)

    # ── the jobs ─────────────────────────────────────────────────────────────────────────────

    async def tick(self) -> None:
        """Claim as many due feeds as may be polled now, and begin to poll them."""
        room = self._concurrency - len(self._polls)
        if room <= 0:
            return
        now = self._clock.now()
        for state in await self._database.write(lambda tx: feeds.claim(tx, now, room, LEASE)):
            task = asyncio.create_task(self._poll(state))
            self._polls.add(task)
            task.add_done_callback(self._polls.discard)

    async def _poll(self, state: FetchState) -> None:
        watch = self._watch
        source = watch.sources.get(state.url)
        if source is None:  # it left feeds.yaml a moment ago
            return
        try:
            report = await self._poller.poll(state, source, watch)
        except Exception:  # a job's boundary: the others go on, the lease brings this one back
            _log.exception("poll failed unexpectedly", feed=source.name)
            return
        if report.deliveries:
            self._deliverer.wake()
        say(report, state)
        self._listeners.polled(report)

    async def reload(self) -> None:
        """Take up feeds.yaml when it has changed; one that is invalid never replaces a valid one."""
        path = Path(self._watch.watchlist.path)
        digest = await asyncio.to_thread(file_digest, path)
        if digest is None or digest in {self._watch.watchlist.digest, self._refused}:
            return
        try:
            watchlist = await asyncio.to_thread(load, path)
        except WatchlistError as error:
            self._refused = digest
            _log.error("watchlist refused", path=error.path, problems=len(error.problems))
            self._listeners.reloaded(error)
            return
        await self.use(watchlist)
        _log.info("watchlist reloaded", sources=len(watchlist.sources), rules=len(watchlist.rules))
        self._listeners.reloaded(watchlist)


async def _drain(tasks: set[asyncio.Task[None]]) -> None:
    """Give tasks time to end, then stop them: their rows tell the next start what was begun."""
    _, late = await asyncio.wait(tasks, timeout=DRAIN)
    for task in late:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
