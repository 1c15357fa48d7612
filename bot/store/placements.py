"""Placements, to be read by people: which entries make a story, and why each is in it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.i18n import Text
from bot.model import DeliveryState, Level
from bot.store.tables import articles, deliveries, entries, feeds, placements, stories


@dataclass(frozen=True, slots=True)
class Headline:
    """A story in a line."""

    id: int
    at: datetime
    title: str
    source: str
    entries: int


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry of a story."""

    entry_id: int
    title: str
    url: str
    source: str
    at: datetime
    level: Level
    score: float
    reason: Text
    unread: Text | None
    """Why its page was not to be had; None when it was, or was not asked for."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A post, an edit or a reply."""

    destination: str
    part: str
    state: DeliveryState
    at: datetime
    """When it was sent, else when it is due."""


def headlines(
    tx: Connection, since: datetime, limit: int, *, several: bool = False
) -> tuple[Headline, ...]:
    """The stories that began since then, the newest first; with `several` those of more entries."""
    number = func.count(placements.c.id)
    query = (
        select(stories.c.id, stories.c.created_at, entries.c.title, feeds.c.name, number)
        .join(entries, entries.c.id == stories.c.lead_entry_id)
        .join(feeds, feeds.c.id == entries.c.feed_id)
        .join(placements, placements.c.story_id == stories.c.id)
        .where(stories.c.created_at >= since)
        .group_by(stories.c.id, stories.c.created_at, entries.c.title, feeds.c.name)
        .having(number > (1 if several else 0))
        .order_by(stories.c.id.desc())
        .limit(limit)
    )
    return tuple(Headline(*row) for row in tx.execute(query))


def entries_of(tx: Connection, story_id: int) -> tuple[Placed, ...]:
    """The entries of a story in the order in which they came; none of an unknown one."""
    query = (
        select(
            entries.c.id,
            entries.c.title,
            entries.c.url,
            feeds.c.name,
            placements.c.placed_at,
            placements.c.level,
            placements.c.score,
            placements.c.reason,
            articles.c.reason,
        )
        .select_from(placements)
        .join(entries, entries.c.id == placements.c.entry_id)
        .join(feeds, feeds.c.id == entries.c.feed_id)
        .outerjoin(articles, articles.c.entry_id == entries.c.id)
        .where(placements.c.story_id == story_id)
        .order_by(placements.c.id)
    )
    return tuple(Placed(*row[:5], Level(row[5]), *row[6:]) for row in tx.execute(query))


def sent_of(tx: Connection, story_id: int) -> tuple[Sent, ...]:
    """What was posted of a story, or is to be."""
    moment = func.coalesce(deliveries.c.sent_at, deliveries.c.due_at)
    query = (
        select(deliveries.c.destination, deliveries.c.part, deliveries.c.state, moment)
        .where(deliveries.c.story_id == story_id)
        .order_by(deliveries.c.id)
    )
    return tuple(Sent(row[0], row[1], DeliveryState(row[2]), row[3]) for row in tx.execute(query))
