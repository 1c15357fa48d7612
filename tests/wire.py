"""One feed, polled for real: a server on loopback, the fetcher, the parser, a database file."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from random import Random

from sqlalchemy import select

from bot.cadence import Pace
from bot.fetch import HttpFetcher
from bot.model import FetchState, PollReport, Source
from bot.parse.worker import InlineParser
from bot.pipeline.ledger import Ledger
from bot.pipeline.poll import Poller, record_all
from bot.pipeline.watch import Watch
from bot.store import feeds
from bot.store.database import Database
from bot.store.tables import entries
from tests.asking import MANNERS
from tests.fixed_clock import FixedClock
from tests.migrated import migrate
from tests.raw_feed import item, rss
from tests.raw_server import RawServer, Talk, answer, raw_server
from tests.samples import rule, watchlist

EVERY = timedelta(minutes=15)
ITEMS = item("Des drones au port", "https://phare.example/1", "a")


@dataclass
class Wire:
    """A feed at ``/rss``, and all that asks it."""

    server: RawServer
    database: Database
    poller: Poller
    clock: FixedClock
    pace: Pace = field(default_factory=lambda: Pace(EVERY))

    def serve(self, body: bytes | None = None, status: str = "200 OK", **headers: str) -> None:
        """What the feed answers from now on; without a body, one article."""
        self.at("/rss", answer(rss(ITEMS) if body is None else body, status, **headers))

    def at(self, path: str, reply: bytes | Talk) -> str:
        """The same for another address."""
        return self.server.at(path, reply)

    @property
    def source(self) -> Source:
        """What is in feeds.yaml."""
        return Source("Le Phare", f"{self.server.url}/rss")

    @property
    def state(self) -> FetchState:
        """What is remembered of it."""
        with self.database.reading() as tx:
            return next(each for each in feeds.every(tx) if each.url == self.source.url)

    @property
    def titles(self) -> list[str]:
        """Of all that was ever read."""
        with self.database.reading() as tx:
            return list(tx.execute(select(entries.c.title).order_by(entries.c.id)).scalars())

    @property
    def paths(self) -> list[str]:
        """What was asked for, the oldest first."""
        return [request.split()[1].decode() for request in self.server.requests]

    async def poll(self, after: timedelta = timedelta(0)) -> PollReport:
        """Poll it after so long, due or not."""
        self.clock.advance(after.total_seconds())
        watch = Watch.of(watchlist(rule(), sources=(self.source,)))
        poll = await self.poller.look(self.state, self.source, self.pace)
        return await Ledger(self.database, record_all).write((poll, watch))

    @property
    def waits(self) -> timedelta:
        """Until the next poll."""
        assert self.state.next_poll_at is not None
        return self.state.next_poll_at - self.clock.now()

    def due(self) -> bool:
        """Whether the bot would poll it now; a claim is given back."""
        with self.database.begin() as tx:
            claimed = feeds.claim(tx, self.clock.now(), 9, timedelta(minutes=5))
            feeds.release(tx)
        return bool(claimed)

    def http_date(self, **ago: float) -> str:
        """A moment before now, as HTTP writes it."""
        moment: datetime = self.clock.now() - timedelta(**ago)
        return format_datetime(moment, usegmt=True)


@asynccontextmanager
async def wired(directory: Path) -> AsyncIterator[Wire]:
    """Everything open."""
    clock = FixedClock()
    with Database(f"sqlite:///{directory}/vigie.db") as database:
        migrate(database)
        async with raw_server() as server, HttpFetcher(MANNERS, clock) as fetcher:
            poller = Poller(database, fetcher, InlineParser(), clock, Random(1), "all")
            wire = Wire(server, database, poller, clock)
            with database.begin() as tx:
                feeds.sync(tx, [wire.source], clock.now())
            yield wire
