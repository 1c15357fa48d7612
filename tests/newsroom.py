"""A poller at work: a real database file, scripted feeds, a clock that stands still."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select, text

from bot.cadence import Pace
from bot.model import (
    Delivery,
    Entry,
    Fetched,
    FetchFailure,
    FetchState,
    NotModified,
    ParsedFeed,
    PollReport,
    Source,
    Watchlist,
)
from bot.pipeline.ledger import Ledger
from bot.pipeline.poll import Poller, record_all
from bot.pipeline.telling import Teller, Told
from bot.pipeline.watch import Watch
from bot.store import destinations, feeds, outbox
from bot.store.database import Database
from bot.store.tables import metadata
from tests.fixed_clock import FixedClock
from tests.migrated import migrate
from tests.samples import SOURCE, watchlist

EVERY = timedelta(minutes=15)


@dataclass
class ScriptedPress:
    """`bot.ports.Fetcher` and `bot.ports.FeedParser` of feeds that a test writes."""

    clock: FixedClock
    answers: deque[NotModified | FetchFailure | tuple[bytes, ParsedFeed | FetchFailure]] = field(
        default_factory=deque
    )
    """What comes next: a document with what is read in it, or no document."""
    asked: list[FetchState] = field(default_factory=list)
    parsed: int = 0
    """Documents that were read."""
    headers: dict[str, str] = field(default_factory=dict)
    """Of the documents."""
    _reading: dict[bytes, ParsedFeed | FetchFailure] = field(default_factory=dict)

    async def fetch(
        self, source: Source, state: FetchState
    ) -> Fetched | NotModified | FetchFailure:
        """The next answer."""
        self.asked.append(state)
        answer = self.answers.popleft()
        if not isinstance(answer, tuple):
            return answer
        body, reading = answer
        self._reading[body] = reading
        return Fetched(source.url, 200, self.headers, body, self.clock.now())

    async def parse(
        self, fetched: Fetched, source: Source, seen: bytes = b""
    ) -> ParsedFeed | FetchFailure:
        """What is read in that document."""
        self.parsed += 1
        return self._reading[fetched.body]


class Newsroom:
    """All of it."""

    def __init__(self, directory: Path) -> None:
        self.database = Database(f"sqlite:///{directory}/vigie.db")
        migrate(self.database)
        self.clock = FixedClock()
        self.press = ScriptedPress(self.clock)
        self.poller = Poller(self.database, self.press, self.press, self.clock, Random(1), "all")
        self.teller = Teller(self.database, self.clock)
        self.told: list[Told] = []
        self.teller.on_told = self.told.append
        self.watch(watchlist())

    def watch(self, watched: Watchlist) -> None:
        """Work with this watchlist from now on, as after a reload."""
        self.watched = Watch.of(watched)
        with self.database.begin() as tx:
            feeds.sync(tx, watched.sources, self.clock.now())
            destinations.sync(tx, watched.destinations)

    async def poll(self, source: Source = SOURCE) -> PollReport:
        """Poll a feed, due or not, and tell what it had."""
        poll = await self.poller.look(self.state(source), source, Pace(EVERY))
        report = await Ledger(self.database, record_all).write((poll, self.watched))
        await self.tell()
        return report

    async def tell(self) -> None:
        """Tell what was found."""
        self.told.clear()
        self.teller.watch = self.watched
        await self.teller.round()

    @property
    def owed(self) -> int:
        """How many posts were owed for the first time when it was told last."""
        return sum(told.owed for told in self.told)

    async def read(self, *fresh: Entry, source: Source = SOURCE) -> PollReport:
        """Poll a feed that has these entries."""
        self.publish(fresh)
        return await self.poll(source)

    def publish(self, fresh: Iterable[Entry]) -> None:
        """Let the next answer be a document with these entries."""
        parsed = ParsedFeed("Le Phare", tuple(fresh))
        self.press.answers.append((repr(parsed).encode(), parsed))

    def state(self, source: Source = SOURCE) -> FetchState:
        """What is remembered of a feed."""
        with self.database.reading() as tx:
            return next(state for state in feeds.every(tx) if state.url == source.url)

    def deliveries(self) -> tuple[Delivery, ...]:
        """What is owed or was sent, the oldest first."""
        with self.database.reading() as tx:
            ids = tx.execute(text("SELECT id FROM deliveries ORDER BY id")).scalars().all()
            return tuple(found for number in ids if (found := outbox.current(tx, number)))

    def everything(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table."""
        with self.database.reading() as tx:
            return {
                table.name: [tuple(row) for row in tx.execute(select(table))]
                for table in metadata.sorted_tables
            }
