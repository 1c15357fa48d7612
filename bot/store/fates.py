"""What became of one entry: which rules were seen to match, where it was placed, what was posted.

All of it may be asked while Vigie runs.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, case, select

from bot.i18n import Text
from bot.model import DeliveryState, Entry, Level, StoredEntry
from bot.store import missed
from bot.store.entries import first_read_at
from bot.store.history import Past
from bot.store.missed import Kept
from bot.store.tables import deliveries, entries, feeds, matches, placements, stories

LARGEST_ID: Final = 2**63 - 1
"""SQLite's; a larger number is nobody's id."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an entry was put, and why."""

    story_id: int
    level: Level
    reason: Text
    placed_at: datetime
    lead: StoredEntry
    """The entry that leads the story."""
    original: StoredEntry | None
    """The entry that this one repeats, if it does and is still stored."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post of the story, as it stands."""

    destination: str
    state: DeliveryState
    created_at: datetime
    due_at: datetime
    attempt: int
    sent_at: datetime | None
    chat_id: int | None
    message_id: int | None
    reason: Text | None
    """Why it stands so, where there is something to say."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What is recorded of an entry."""

    matched: dict[str, datetime]
    """By the name of the rule: when it was first seen to match."""
    placed: Placed | None
    """None when no rule matched: only hits are placed."""
    posts: tuple[Post, ...]
    """Of its story, in the order in which they came to be owed."""
    kept: tuple[Kept, ...] = ()
    """Where its story still waits to be told with others."""
    is_backlog: bool = False
    """Whether it came with its feed's first document."""


def by_id(tx: Connection, entry_id: int) -> Past | None:
    """The entry of this id; None when there is none."""
    if not 0 < entry_id <= LARGEST_ID:
        return None
    return _first(tx, _entries().where(entries.c.id == entry_id))


def by_url(tx: Connection, url: str, canonical_url: str) -> Past | None:
    """The newest entry of this address, the very same one rather than one that means the same.

    Nothing for what is no address: of that no entry is found without reading them all.
    """
    if not canonical_url:
        return None
    same = _entries().where(entries.c.canonical_url == canonical_url)
    exactly = case((entries.c.url == url, 0), else_=1)
    return _first(tx, same.order_by(exactly, entries.c.id.desc()))


def fate(tx: Connection, entry_id: int) -> Fate:
    """What became of the entry of this id; nothing at all for one that is not stored."""
    seen = select(matches.c.rule, matches.c.matched_at).where(matches.c.entry_id == entry_id)
    rules = {row.rule: row.matched_at for row in tx.execute(seen.order_by(matches.c.id))}
    placed = _placed(tx, entry_id)
    posts = _posts(tx, placed.story_id) if placed else ()
    kept = missed.of_story(tx, placed.story_id) if placed else ()
    return Fate(rules, placed, posts, kept, _is_backlog(tx, entry_id))


def _is_backlog(tx: Connection, entry_id: int) -> bool:
    query = select(entries.c.feed_id, entries.c.first_seen_at).where(entries.c.id == entry_id)
    row = tx.execute(query).first()
    return row is not None and row.first_seen_at == first_read_at(tx, row.feed_id)


def _placed(tx: Connection, entry_id: int) -> Placed | None:
    query = (
        select(placements, stories.c.lead_entry_id)
        .join(stories, stories.c.id == placements.c.story_id)
        .where(placements.c.entry_id == entry_id)
    )
    row = tx.execute(query).first()
    lead = by_id(tx, row.lead_entry_id) if row else None
    if row is None or lead is None:
        return None
    original = by_id(tx, row.duplicate_of) if row.duplicate_of else None
    return Placed(
        row.story_id,
        Level(row.level),
        row.reason,
        row.placed_at,
        lead.stored,
        original.stored if original else None,
    )


def _posts(tx: Connection, story_id: int) -> tuple[Post, ...]:
    query = select(deliveries).where(deliveries.c.story_id == story_id).order_by(deliveries.c.id)
    return tuple(
        Post(
            row.destination,
            DeliveryState(row.state),
            row.created_at,
            row.due_at,
            row.attempt,
            row.sent_at,
            row.chat_id,
            row.message_id,
            row.reason,
        )
        for row in tx.execute(query)
    )


def _entries() -> Select[Any]:
    names = (feeds.c.name.label("source"), feeds.c.url.label("feed_url"))
    return select(entries, *names).join(feeds)


def _first(tx: Connection, query: Select[Any]) -> Past | None:
    row = tx.execute(query.limit(1)).first()
    return _read(row) if row else None


def _read(row: Row[Any]) -> Past:
    entry = Entry(**{name: getattr(row, name) for name in Entry.__slots__})
    stored = StoredEntry(row.id, row.feed_id, row.source, row.first_seen_at, entry)
    return Past(stored, row.feed_url)
