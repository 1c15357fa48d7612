"""How long it takes to find what may be alike, among a million stored articles.

`./dev bench look-ups [ARTICLES | --full]`. A hundred thousand articles by default, a million with
`--full` (some minutes and 5 GB of disk): as many as come within a week. Of the words that make keys
some are in nearly every article, as in life: Zipf's law, cut off where words tell nothing. Each
look-up asks for all the keys of an article, half of which come from one that is stored.
"""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory

from sqlalchemy import text

from benchmarks.figures import Figure
from bot.model import Source
from bot.store import feeds, sketches
from bot.store.database import Database, Transaction
from bot.store.schema import migrate
from bot.store.tables import sketch_keys

ARTICLES = 100_000
MANY = 1_000_000
NEAR, TOPICS = 32, 24
VOCABULARY = 400_000
"""Different topics."""
LOOK_UPS = 1_000
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WEEK = timedelta(days=7)

FILL = """
INSERT INTO sketch_keys (key, kind, second, entry_id)
WITH RECURSIVE article(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM article WHERE id < :articles),
slot(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM slot WHERE n < 55)
SELECT * FROM (
    SELECT
        CASE WHEN n < 32 THEN random()
        ELSE CAST(exp((abs(random()) % 1000000) / 1000000.0 * :span) AS INTEGER) * 56 + n END,
        n >= 32, :first + id * :seconds / :articles, id
    FROM article, slot
) ORDER BY 1, 2, 3, 4
"""
"""Near keys are as random as hashes are; of topics the n-th is 1/n as frequent as the first."""


def measure(args: list[str]) -> list[Figure]:
    """What one look-up takes, of both kinds."""
    count = MANY if args == ["--full"] else int(args[0]) if args else ARTICLES
    with (
        TemporaryDirectory() as directory,
        Database(f"sqlite:///{Path(directory) / 'vigie.db'}") as database,
    ):
        migrate(database)
        with database.begin() as tx:
            _fill(tx, count)
        size = (Path(directory) / "vigie.db").stat().st_size
        taken = _look_ups(database, count)
    percent = quantiles(taken, n=100)
    return [
        Figure("articles", count, ""),
        Figure("bytes an article", size / count, "B"),
        Figure("look-up, median", 1e3 * percent[49], "ms"),
        Figure("look-up, p99", 1e3 * percent[98], "ms", at_most=12.0),
    ]


def _fill(tx: Transaction, count: int) -> None:
    feeds.sync(tx, [Source("Le Phare", "https://phare.example/rss")], NOW)
    entries = """
    INSERT INTO entries (id, feed_id, identity, url, canonical_url, title, text, content_hash,
        fingerprint, author, first_seen_at)
    WITH RECURSIVE a(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM a WHERE id < :articles)
    SELECT id, 1, id, '', '', '', '', '', '', '', '2026-03-01 00:00:00.000000' FROM a
    """
    tx.execute(text(entries), {"articles": count})
    span = {"first": int((NOW - WEEK).timestamp()), "seconds": int(WEEK.total_seconds())}
    # Row by row the index would be written in random order: a million articles in an hour.
    for index in sketch_keys.indexes:
        index.drop(tx)
    tx.execute(text(FILL), {"articles": count, "span": 12.9} | span)  # e ** 12.9 = 400,000
    for index in sketch_keys.indexes:
        index.create(tx)


def _look_ups(database: Database, count: int) -> list[float]:
    chance, taken = Random(1), []
    with database.reading() as tx:
        sketches.alike(tx, sketches.NEAR, (1, 2, 3), NOW, WEEK)  # the statements are compiled once
        sketches.alike(tx, sketches.TOPIC, (1, 2, 3), NOW, WEEK)
        for _ in range(LOOK_UPS):
            near, topics = _keys(tx, chance.randint(1, count), chance)
            start = time.perf_counter()
            sketches.alike(tx, sketches.NEAR, near, NOW, WEEK)
            sketches.alike(tx, sketches.TOPIC, topics, NOW, timedelta(hours=72))
            taken.append(time.perf_counter() - start)
    return taken


def _keys(tx: Transaction, article: int, chance: Random) -> tuple[list[int], list[int]]:
    """Those of a stored article, every other one replaced."""
    rows = tx.execute(
        text("SELECT kind, key FROM sketch_keys WHERE entry_id = :article"), {"article": article}
    ).all()
    near = [
        row.key if chance.random() < 0.5 else chance.getrandbits(62) for row in rows if not row.kind
    ]
    topics = [
        row.key if chance.random() < 0.5 else -chance.getrandbits(62) for row in rows if row.kind
    ]
    return near, topics
