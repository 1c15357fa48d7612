"""`vigie rules test` on a long past: 200,000 articles of about 300 words; `--full` a million.

`./dev bench replay [--full | ARTICLES]`. The floor is to read the same rows and match nothing;
both run in a process of their own, on the same file.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from typing import NamedTuple

from sqlalchemy import insert

from benchmarks.figures import Figure
from benchmarks.local_feeds import Language, Writer, invent
from bot.model import Rule, Source
from bot.pipeline.replay import Archive, replay
from bot.store import feeds, history
from bot.store.database import Database
from bot.store.history import Period
from bot.store.schema import migrate
from bot.store.tables import entries
from bot.watchlist.language import parse

ARTICLES = 200_000
FULL = 1_000_000
SENTENCES = 20_000
"""Different ones, of which the articles are made."""
PER_ARTICLE = 17
BATCH = 1000
NOW = datetime(2026, 11, 1, tzinfo=UTC)
PERIOD = Period(NOW - timedelta(days=365), NOW)
SOURCES = tuple(Source(f"Paper {n}", f"https://paper{n}.example/feed") for n in range(100))


class Cost(NamedTuple):
    """What one pass over the past has cost."""

    seconds: float
    """Of CPU."""
    peak: int
    """Bytes of memory at most."""
    hits: int


def measure(args: list[str]) -> list[Figure]:
    """Fill a database, read it, replay a rule and two versions of one on it."""
    number = FULL if args == ["--full"] else int(args[0]) if args else ARTICLES
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "vigie.db"
        fill(file, number)
        floor, alone, compared = (cost(file, kind) for kind in ("read", "one", "two"))
        small = directory + "/small.db"
        fill(Path(small), 2000)
        little = cost(Path(small), "one")
    return [
        Figure("articles", number, ""),
        Figure("read only: CPU per 1,000", 1e6 * floor.seconds / number, "ms"),
        Figure("a rule: CPU per 1,000", 1e6 * alone.seconds / number, "ms"),
        Figure("a rule: articles that match", 100 * alone.hits / number, "%"),
        Figure("a rule ÷ read only", alone.seconds / floor.seconds, "", at_most=8.0),
        Figure("two versions ÷ one", compared.seconds / alone.seconds, "", at_most=1.3),
        Figure("peak memory", alone.peak / 1e6, "MB", at_most=120.0),
        Figure("peak memory ÷ on 2,000", alone.peak / little.peak, "", at_most=1.2),
    ]


def cost(file: Path, kind: str) -> Cost:
    """What a pass costs, in a new process."""
    words = [sys.executable, "-m", "benchmarks.replay", str(file), kind]
    answer = subprocess.run(words, capture_output=True, text=True, check=True)
    return Cost(*json.loads(answer.stdout))


# ── a past ───────────────────────────────────────────────────────────────────────────────────


def fill(file: Path, number: int) -> None:
    """A year of articles, of 100 sources."""
    random = Random(1)
    language = invent(random)
    with Database(f"sqlite:///{file}") as database:
        migrate(database)
        with database.begin() as tx:
            feeds.sync(tx, SOURCES, NOW)
        rows = articles(language, random, number)
        while batch := list(islice(rows, BATCH)):
            with database.begin() as tx:
                tx.execute(insert(entries), batch)


def articles(language: Language, random: Random, number: int) -> Iterator[dict[str, object]]:
    """Rows of the table, evenly over the year; each tenth repeats a former address."""
    writer = Writer(language, random)
    sentences = [writer.sentence(random.randint(10, 26)) for _ in range(SENTENCES)]
    for n in range(number):
        text = " ".join(random.choices(sentences, k=PER_ARTICLE))
        address = f"https://paper.example/{n - n % 10 if n % 10 == 9 else n}"
        seen = PERIOD.since + (PERIOD.until - PERIOD.since) * n / number
        yield {
            "feed_id": 1 + n % len(SOURCES),
            "identity": str(n),
            "url": address,
            "canonical_url": address,
            "title": random.choice(sentences)[:80],
            "text": text,
            "content_hash": sha256(text.encode()).hexdigest(),
            "fingerprint": "",
            "lang": "en",
            "author": "",
            "published_at": seen,
            "first_seen_at": seen,
        }


# ── a pass, in a process of its own ──────────────────────────────────────────────────────────


def trial(text: str) -> Rule:
    """A rule with this expression."""
    return Rule(text, text, parse(text), (), "")


def expressions() -> tuple[str, str]:
    """Two versions of a rule that finds some articles in a hundred."""
    names = [f'"{name}"' if " " in name else name for name in invent(Random(1)).names[40:44]]
    return f"{names[0]} + {names[1]} -{names[2]}", f"{names[0]} + ({names[1]} | {names[3]})"


def one_pass(file: str, kind: str) -> None:
    """Read or replay all; print the cost as JSON."""
    old, new = map(trial, expressions())
    with Database(f"sqlite:///{file}") as database:
        archive = Archive(database, PERIOD, SOURCES)
        begun = time.process_time()
        if kind == "read":
            hits = sum(len(page) for page in history.pages(database, PERIOD))
        else:
            hits = replay(archive, old, new if kind == "two" else None).tally.entries
        seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps(Cost(seconds, peak, hits)))


if __name__ == "__main__":
    one_pass(*sys.argv[1:])
