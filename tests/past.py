"""A past to look into: entries stored at chosen moments, as polls would have."""

from collections.abc import Sequence
from datetime import datetime

from bot.model import Entry, Match, Source
from bot.pipeline.watch import Watch
from bot.store import entries, feeds, matches, stories
from bot.store.database import Database
from bot.story import place
from tests.samples import SOURCE


def happened(
    database: Database, when: datetime, *fresh: Entry, source: Source = SOURCE
) -> tuple[int, ...]:
    """Let a poll at `when` have brought these entries; returns their ids."""
    with database.begin() as tx:
        feeds.sync(tx, (source,), when)
        (feed,) = (each for each in feeds.every(tx) if each.url == source.url)
        found = entries.remember(tx, feed.feed_id, source.name, fresh, when)
    return tuple(item.stored.id for item in found)


def matched(
    database: Database, when: datetime, fresh: Entry, watch: Watch, source: Source = SOURCE
) -> Sequence[Match]:
    """Let a poll at `when` have brought an entry, and the rules have been asked about it."""
    (number,) = happened(database, when, fresh, source=source)
    found = watch.matcher.match(fresh, source)
    with database.begin() as tx:
        stored = entries.load(tx, [number])[number]
        matches.add(tx, number, found, when)
        if found:
            stories.attach(
                tx, stored, place(stored, stories.candidates(tx, stored, when), when), when
            )
    return found
