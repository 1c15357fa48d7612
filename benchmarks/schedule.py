"""What it costs to know which of 100,000 feeds are due, and to write down that they were polled.

`./dev bench schedule [FEEDS]`. Every feed is claimed and its poll written, as the running bot does
it, with the answers of a server that says "not modified": no network, no parsing. Every feed has
been polled before: it has validators, and the hashes of fifty entries.
"""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure
from bot.cadence import Pace
from bot.match import Matcher
from bot.model import FetchState, NotModified, Source, Watchlist
from bot.pipeline.poll import Poll, record_all
from bot.pipeline.polling import BACKLOG, LEASE
from bot.pipeline.watch import Watch
from bot.pipeline.weighing import Weighing
from bot.store import feeds
from bot.store.database import Database
from bot.store.feeds import Change
from bot.store.schema import migrate
from bot.text.analysis import Analyser

FEEDS = 100_000
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HEADERS: Mapping[str, str] = {
    "etag": 'W/"65e2f0a1-15a3c"',
    "last-modified": "Mon, 02 Mar 2026 11:41:07 GMT",
    "cache-control": "max-age=300",
    "date": "Mon, 02 Mar 2026 12:00:00 GMT",
}
BATCHES = 40
"""Of claims, that are timed; 10,000 feeds."""


@dataclass(frozen=True, slots=True)
class Times:
    """CPU seconds of the process, and feeds."""

    claim: float
    decide_and_write: float
    feeds: int


def measure(args: list[str]) -> list[Figure]:
    """All feeds are due at first; at the end none of those that were polled."""
    count = int(args[0]) if args else FEEDS
    sources = [_source(number) for number in range(count)]
    with _database() as database:
        start = time.process_time()
        with database.begin() as tx:
            feeds.sync(tx, sources, NOW)
        synced = time.process_time() - start
        _poll_before(database)
        floor = _floor(database)
        taken = _work(database, sources)
        start = time.process_time()
        with database.begin() as tx:
            idle = feeds.claim(tx, NOW - timedelta(days=1), BACKLOG, LEASE)
        nothing = time.process_time() - start
    if idle:
        raise ValueError("a feed was claimed before its time")
    each = 1e6 / taken.feeds
    return [
        Figure("feeds", count, ""),
        Figure("claim", taken.claim * each, "µs/feed"),
        Figure("decide and write", taken.decide_and_write * each, "µs/feed"),
        Figure("SQLite alone, the same statements", floor, "µs/feed"),
        Figure("both", (taken.claim + taken.decide_and_write) * each, "µs/feed", at_most=60.0),
        Figure("a tick when nothing is due", 1e6 * nothing, "µs"),
        Figure("taking up feeds.yaml", 1e6 * synced / count, "µs/feed"),
    ]


def _source(number: int) -> Source:
    return Source(f"Outlet {number}", f"https://outlet{number % 50_000}.example/feed/{number}.xml")


@contextmanager
def _database() -> Iterator[Database]:
    with (
        TemporaryDirectory() as directory,
        Database(f"sqlite:///{Path(directory) / 'vigie.db'}") as database,
    ):
        migrate(database)
        yield database


def _poll_before(database: Database) -> None:
    """Give each feed what a poll leaves behind, and make all due within the last hour."""
    chance = Random(1)
    with database.begin() as tx:
        changes = [Change(state, _polled(state, chance)) for state in feeds.every(tx)]
        feeds.save(tx, changes)


def _polled(state: FetchState, chance: Random) -> FetchState:
    return replace(
        state,
        etag=HEADERS["etag"],
        last_modified=HEADERS["last-modified"],
        validated_url=state.url,
        body_hash="0" * 64,
        seen=chance.randbytes(400),
        rate=chance.lognormvariate(1, 1.5),
        last_polled_at=NOW - timedelta(hours=2),
        last_ok_at=NOW - timedelta(hours=2),
        next_poll_at=NOW - timedelta(seconds=chance.uniform(0, 3600)),
    )


def _work(database: Database, sources: list[Source]) -> Times:
    watch = _watch(sources)
    claiming = writing = 0.0
    done = 0
    for _ in range(min(BATCHES, -(-len(sources) // BACKLOG))):
        start = time.process_time()
        with database.begin() as tx:
            claimed = feeds.claim(tx, NOW, BACKLOG, LEASE)
        middle = time.process_time()
        polls = [(_poll(state, watch), watch) for state in claimed]
        with database.begin() as tx:
            record_all(tx, polls)
        writing += time.process_time() - middle
        claiming += middle - start
        done += len(claimed)
    return Times(claiming, writing, done)


def _poll(state: FetchState, watch: Watch) -> Poll:
    return Poll(
        source=watch.sources[state.url],
        stored=state,
        before=state,
        outcome=NotModified(state.url, HEADERS, NOW),
        parsed=None,
        pace=Pace(timedelta(minutes=15)),
        jitter=0.5,
        began=NOW,
        ended=NOW,
    )


CLAIM = """
UPDATE feeds SET claimed_until = ? WHERE id IN (
    SELECT id FROM feeds WHERE active = 1 AND next_poll_at <= ?
    AND (claimed_until IS NULL OR claimed_until <= ?) ORDER BY next_poll_at LIMIT ?
) RETURNING id, url, moved_to, move, etag, last_modified, validated_url, body_hash, hints, rate,
    next_poll_at, not_before, last_polled_at, last_ok_at, last_new_at, unmodified_since,
    refreshed_at, failures, successes, failing_since, failure, told_at, hub, topic, pushed_until
"""
SAVE = """
UPDATE feeds SET next_poll_at = ?, not_before = ?, last_polled_at = ?, last_ok_at = ?,
    unmodified_since = ?, rate = ?, claimed_until = NULL WHERE id = ?
"""


def _floor(database: Database) -> float:
    """CPU microseconds a feed of the statements alone: nothing is read or decided. Rolled back."""
    now, later = (moment.strftime("%Y-%m-%d %H:%M:%S.%f") for moment in (NOW, NOW + LEASE))
    done = 0
    with closing(sqlite3.connect(str(database.file), isolation_level=None)) as driver:
        start = time.process_time()
        driver.execute("BEGIN IMMEDIATE")
        for _ in range(BATCHES):
            rows = driver.execute(CLAIM, (later, now, now, BACKLOG)).fetchall()
            driver.executemany(SAVE, [(later, later, now, now, now, 2.5, row[0]) for row in rows])
            done += len(rows)
        spent = time.process_time() - start
        driver.execute("ROLLBACK")
    return 1e6 * spent / done


def _watch(sources: list[Source]) -> Watch:
    analyser = Analyser(())
    return Watch(
        watchlist=Watchlist("feeds.yaml", tuple(sources), (), (), ""),
        analyser=analyser,
        matcher=Matcher((), analyser),
        sources={source.url: source for source in sources},
        rules={},
        destinations={},
        named={},
        families={},
        weighing=Weighing(),
    )
