"""One poller against the feed server, in a process of its own, which tells what a round cost.

`python -m benchmarks.pollers WHO BASE/KIND FEEDS`: two rounds over so many feeds, the second of
which counts. WHO is `ours`, `reader` (PyPI) or `plain`: httpx and feedparser in a loop.
"""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

import feedparser
import httpx
import uvloop
from sqlalchemy import update

from benchmarks.rounds import rules
from benchmarks.running import Usage, usage
from bot.clock import SystemClock
from bot.fetch import HttpFetcher, Manners
from bot.log import configure
from bot.model import Source, Watchlist
from bot.parse.worker import ParserPool
from bot.pipeline.poll import Poller
from bot.pipeline.polling import Polling
from bot.pipeline.watch import Watch
from bot.store import feeds
from bot.store.database import Database, Transaction
from bot.store.schema import migrate
from bot.store.tables import feeds as feed_table
from bot.watchlist.load import loads

RULES: Final = 100
SOURCES: Final = "sources:\n  - {name: none, url: https://paper.example/}\n"
SETTLED: Final = 4.0
"""Seconds between the rounds: a parse worker that has read enough is replaced by a new one."""
LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)


class Cost(NamedTuple):
    """Of one round over all feeds."""

    cpu: float
    """Seconds, of the process and its workers."""
    wall: float
    """Seconds."""
    memory: int
    """Bytes at its end, of all of them."""


def between(before: Usage, after: Usage) -> Cost:
    """What was used from one moment to the other."""
    return Cost(after.cpu - before.cpu, after.at - before.at, after.memory)


def here() -> Usage:
    """What this process and its workers have used so far."""
    return usage(os.getpid())


# ── ours ─────────────────────────────────────────────────────────────────────────────────────


def ours(urls: list[str]) -> Cost:
    """The whole path: claim, fetch, parse, remember, match and write."""
    configure("WARNING", "json", stream=sys.stderr)
    return uvloop.run(_ours(urls))


async def _ours(urls: list[str]) -> Cost:
    watch, clock = Watch.of(_watchlist(urls)), SystemClock()
    manners = Manners(user_agent="benchmark", allow_private_hosts=True)
    with tempfile.TemporaryDirectory() as directory:
        database = Database(f"sqlite:///{Path(directory) / 'vigie.db'}")
        with database:
            migrate(database)
            async with HttpFetcher(manners, clock) as fetcher, ParserPool(1) as parser:
                poller = Poller(database, fetcher, parser, clock, Random(1), "all")
                polling = Polling(database, poller, clock)
                polling.watch = watch
                sources = watch.watchlist.sources
                await database.write(lambda tx: feeds.sync(tx, sources, LONG_AGO))
                await polling.round()
                await database.write(_make_due)
                await asyncio.sleep(SETTLED)
                before = here()
                await polling.round()
                return between(before, here())


def _watchlist(urls: list[str]) -> Watchlist:
    texts = "".join(
        f"  - {{name: r{n}, match: '{text}', to: veille}}\n" for n, text in enumerate(rules(RULES))
    )
    page = f"channels:\n  veille: {{telegram: '@veille'}}\nrules:\n{texts}{SOURCES}"
    known = loads(page.encode(), "feeds.yaml").watchlist
    sources = tuple(Source(f"Paper {number}", url) for number, url in enumerate(urls))
    return Watchlist("feeds.yaml", sources, known.destinations, known.rules, "")


def _make_due(tx: Transaction) -> None:
    tx.execute(update(feed_table).values(next_poll_at=datetime.now(UTC)))


# ── others ───────────────────────────────────────────────────────────────────────────────────


def reader(urls: list[str]) -> Cost:
    """`reader`, as its documentation begins: a database, feeds, an update of all."""
    from reader import make_reader  # noqa: PLC0415 - only where it is compared with

    with tempfile.TemporaryDirectory() as directory:
        peer = make_reader(str(Path(directory) / "reader.sqlite"))
        for url in urls:
            peer.add_feed(url)
        peer.update_feeds(scheduled=False)
        before = here()
        peer.update_feeds(scheduled=False)
        return between(before, here())


def plain(urls: list[str]) -> Cost:
    """A loop of httpx with an ETag, and feedparser when there is a document: no database at all."""
    with httpx.Client() as client:
        known = [_plain_poll(client, url, None) for url in urls]
        before = here()
        for url, etag in zip(urls, known, strict=True):
            _plain_poll(client, url, etag)
        return between(before, here())


def _plain_poll(client: httpx.Client, url: str, etag: str | None) -> str | None:
    answer = client.get(url, headers={"If-None-Match": etag} if etag else {})
    if answer.status_code == 200:
        feedparser.parse(BytesIO(answer.content))
    return str(answer.headers["etag"]) if "etag" in answer.headers else None


WHO: Final[Mapping[str, Callable[[list[str]], Cost]]] = {
    "ours": ours,
    "reader": reader,
    "plain": plain,
}


def main(who: str, base: str, count: str) -> None:
    """One poller, told as JSON."""
    print(json.dumps(WHO[who]([f"{base}/{number}" for number in range(int(count))])))


if __name__ == "__main__":
    main(*sys.argv[1:])
