"""A real `vigie run` with thousands of feeds that publish, for some minutes.

`./dev bench soak [FEEDS [MINUTES]]`. All are on this machine, and all are new at the beginning: the
first minutes go into reading them. Delays are those of entries that were published meanwhile, from
their date to the moment when Vigie had stored them; they are as long as the polls are apart.
"""

import sqlite3
import statistics
import sys
import time
from contextlib import closing
from typing import Final, NamedTuple

from benchmarks.feed_server import serving
from benchmarks.figures import Figure
from benchmarks.rounds import rules
from benchmarks.running import Sampler, Workplace, workplace

FEEDS: Final = 10_000
MINUTES: Final = 10.0
RULES: Final = 100
DELAYS: Final = """
    SELECT (julianday(first_seen_at) - julianday(published_at)) * 86400 FROM entries
    WHERE published_at >= ?
"""


class Found(NamedTuple):
    """What the database tells in the end."""

    polls: dict[str, int]
    """By outcome."""
    unread: int
    """Feeds that were never read."""
    delays: list[float]
    """Seconds."""


def measure(args: list[str]) -> list[Figure]:
    """Run, wait, stop, and look into the database."""
    feeds = int(args[0]) if args else FEEDS
    minutes = float(args[1]) if len(args) > 1 else MINUTES
    with (
        serving() as base,
        workplace([f"{base}/live/{number}" for number in range(feeds)], rules(RULES)) as place,
        place.start("run") as vigie,
        Sampler(vigie.pid, every=1.0) as sampler,
    ):
        vigie.wait_until(place.polls, 120)
        began = time.time()
        _wait(minutes * 60, place)
        stopped = vigie.stop()
        found = _found(place, began)
        lines = (place.directory / "stderr").read_text().count("\n")
    last = sampler.samples[-3]
    return [
        Figure("feeds", feeds, ""),
        Figure("minutes", minutes, ""),
        *(Figure(f"polls: {name}", count, "") for name, count in sorted(found.polls.items())),
        Figure("feeds never read", found.unread, "", at_most=0),
        Figure("entries published meanwhile and found", len(found.delays), ""),
        Figure("delay: median", statistics.median(found.delays or [0]), "s"),
        Figure("delay: mean", statistics.fmean(found.delays or [0]), "s"),
        Figure("CPU of all processes", last.cpu, "s"),
        Figure("peak memory", max(each.memory for each in sampler.samples) / 1e6, "MB", 250.0),
        Figure("memory at the end", last.memory / 1e6, "MB"),
        Figure("lines in the log, warnings and worse", lines, ""),
        Figure("from SIGTERM to the end", stopped, "s"),
    ]


def _wait(seconds: float, place: Workplace) -> None:
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        time.sleep(min(left, 60))
        print(f"{place.polls():,} polls …", file=sys.stderr)


def _found(place: Workplace, began: float) -> Found:
    since = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(began))
    with closing(sqlite3.connect(place.database)) as connection:
        counts = connection.execute("SELECT outcome, sum(polls) FROM poll_counts GROUP BY outcome")
        unread = connection.execute("SELECT count(*) FROM feeds WHERE last_ok_at IS NULL")
        delays = connection.execute(DELAYS, (since,))
        return Found(dict(counts), unread.fetchone()[0], [row[0] for row in delays])
