"""Four processes read and tell on one database, at once: no story is posted twice."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from pathlib import Path

from sqlalchemy import select

from bot.model import Destination, Entry, Source
from bot.pipeline.telling import Teller, Told
from bot.pipeline.watch import Watch
from bot.store import destinations, entries, feeds, findings, matches
from bot.store.database import Database, Transaction
from bot.store.tables import deliveries, placements
from bot.store.tables import entries as entry_table
from bot.text.content import content_hash
from tests.fixed_clock import NOON, FixedClock
from tests.migrated import migrate
from tests.samples import own_words, rule, watchlist

STORIES = 24
PATIENCE = 120.0
"""Seconds, for a machine under load: some ten are enough where nothing else runs."""
SOURCES = tuple(
    Source(name, f"https://{name}.example/rss", lang="fr")
    for name in ("nord", "est", "sud", "ouest")
)
"""One for each process."""
PLACES = (Destination("veille", "@veille"), Destination("presse", "@presse"))
WATCHED = watchlist(
    rule(to=tuple(place.name for place in PLACES)), sources=SOURCES, destinations=PLACES
)
VERSIONS = tuple(
    slice(*it) for it in ((0, 5), (0, 4), (0, 3), (1, 5), (0, 6), (0, 5), (1, 4), (1, 6))
)
"""The sentences of a dispatch that each telling of it prints; the sixth is the first, word for word
but for its title. Each process tells two of them, the same as the others at the same time."""


@dataclass(frozen=True)
class Scene:
    """What all processes are given."""

    url: str
    ready: Barrier
    told: "SimpleQueue[int]"


def version(story: int, number: int) -> Entry:
    """One telling of a story, under a headline of its own."""
    identity = f"{story}-{number}"
    sentences = [own_words(f"{story} {sentence}", 16) for sentence in range(5)]
    printed = [*sentences, own_words(identity, 16)][VERSIONS[number]]
    title, text = f"Drones : {own_words(f'titre {identity}', 4)}", " ".join(printed)
    address = f"{SOURCES[number % len(SOURCES)].url}/{identity}"
    return Entry(
        identity, address, address, title, text, content_hash(title, text), "fr", published_at=NOON
    )


def read(tx: Transaction, *, entry: Entry, watch: Watch, at: int) -> None:
    """As a poll does: keep the entry, and leave a finding to whoever tells."""
    for item in entries.remember(tx, at + 1, SOURCES[at].name, [entry], NOON):
        hit = watch.matcher.match(item.stored.entry, SOURCES[at])
        matches.add(tx, item.stored.id, hit, NOON)
        findings.add(tx, item.stored.id, [each.rule.name for each in hit], NOON)


async def report(scene: Scene, at: int) -> int:
    """What one process does once the others are ready; says how many findings it told."""
    told: list[Told] = []
    with Database(scene.url) as database:
        teller, watch = Teller(database, FixedClock()), Watch.of(WATCHED)
        teller.watch, teller.on_told = watch, told.append
        scene.ready.wait(PATIENCE)
        for number in range(at, len(VERSIONS), len(SOURCES)):
            for story in range(STORIES):
                entry = version(story, number)
                await database.write(partial(read, entry=entry, watch=watch, at=at))
                await teller.round()
    return len(told)


def one_process(scene: Scene, at: int) -> None:
    """Where a process begins."""
    scene.told.put(asyncio.run(report(scene, at)))


def report_at_once(url: str) -> list[int]:
    """How many findings each of the processes told."""
    context = get_context("spawn")
    scene = Scene(url, context.Barrier(len(SOURCES)), context.SimpleQueue())
    processes = [
        context.Process(target=one_process, args=(scene, at)) for at in range(len(SOURCES))
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(PATIENCE)
        process.kill()  # one that hangs must not outlive the test; one that ended does not mind
        process.join()
    assert [process.exitcode for process in processes] == [0] * len(SOURCES)
    return [scene.told.get() for _ in processes]


def test_no_story_is_posted_twice(tmp_path: Path) -> None:
    """All tellings of a story come to one post in each place, whoever told them; none is lost."""
    url = f"sqlite:///{tmp_path}/vigie.db"
    with Database(url) as database:
        migrate(database)
        with database.begin() as tx:
            feeds.sync(tx, SOURCES, NOON)
            destinations.sync(tx, PLACES)
        told = report_at_once(url)
        with database.reading() as tx:
            assert findings.count(tx) == 0
            posts = Counter(tx.execute(select(deliveries.c.destination)).scalars())
            placed = tx.execute(PLACED).all()
    assert sum(told) == len(placed) == STORIES * len(VERSIONS)
    assert min(told) > STORIES / 4, "one process did the work: little was told at once"
    assert posts == {place.name: STORIES for place in PLACES}
    made = {(identity.split("-")[0], story_id) for identity, story_id in placed}
    assert len(made) == STORIES


PLACED = select(entry_table.c.identity, placements.c.story_id).join(
    placements, placements.c.entry_id == entry_table.c.id
)
"""Which telling is in which story."""
