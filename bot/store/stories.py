"""Stories: which entries tell the same one, and why we think so."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, false, insert, or_, select

from bot.model import Candidate, Entry, Placement, Rule, StoredEntry, Story
from bot.store import entries, matches
from bot.store.tables import entries as entry_table
from bot.store.tables import feeds, placements, stories

REMEMBERED = timedelta(days=90)
"""An article is recognised for this long: feeds let old items slide back."""
MOST_CANDIDATES = 50


def candidates(tx: Connection, stored: StoredEntry, now: datetime) -> tuple[Candidate, ...]:
    """Placed entries with the address or the whole text of `stored`; oldest first.

    Before them `stored` itself, when it was placed, however long ago: it stays where it is.
    """
    itself = entry_table.c.id == stored.id
    recent = entry_table.c.first_seen_at >= now - REMEMBERED
    like = and_(recent, or_(false(), *_likeness(stored.entry)))
    query = (
        select(entry_table, placements.c.story_id, feeds.c.name.label("source"))
        .join(placements, placements.c.entry_id == entry_table.c.id)
        .join(feeds, feeds.c.id == entry_table.c.feed_id)
        .where(or_(itself, like))
        .order_by(itself.desc(), entry_table.c.id)
        .limit(MOST_CANDIDATES)
    )
    return tuple(
        Candidate(
            row.id,
            row.story_id,
            row.source,
            row.first_seen_at,
            row.canonical_url,
            row.content_hash,
        )
        for row in tx.execute(query)
    )


def _likeness(entry: Entry) -> list[ColumnElement[bool]]:
    likeness = []
    if entry.canonical_url:
        likeness.append(entry_table.c.canonical_url == entry.canonical_url)
    if entry.content_hash:
        likeness.append(entry_table.c.content_hash == entry.content_hash)
    return likeness


def placed(tx: Connection, entry_ids: Sequence[int]) -> tuple[int, ...]:
    """Those of the entries that belong to a story."""
    if not entry_ids:
        return ()
    query = select(placements.c.entry_id).where(placements.c.entry_id.in_(entry_ids))
    return tuple(tx.execute(query).scalars())


def attach(tx: Connection, stored: StoredEntry, placement: Placement, now: datetime) -> int:
    """Put the entry where `placement` says; returns the story's id. Once placed, it stays."""
    if placement.duplicate_of == stored.id and placement.story_id is not None:
        return placement.story_id
    story_id = placement.story_id or _begin(tx, stored.id, now)
    tx.execute(
        insert(placements).values(
            entry_id=stored.id,
            story_id=story_id,
            level=placement.level,
            duplicate_of=placement.duplicate_of,
            score=placement.score,
            reason=placement.reason,
            placed_at=now,
        )
    )
    return story_id


def _begin(tx: Connection, lead_id: int, now: datetime) -> int:
    row = {"lead_entry_id": lead_id, "created_at": now}
    story_id: int = tx.execute(insert(stories).values(**row).returning(stories.c.id)).scalar_one()
    return story_id


def load(tx: Connection, story_id: int, rules: Mapping[str, Rule]) -> Story | None:
    """A story with its lead, its outlets and its matches; None when it is unknown."""
    query = select(stories.c.lead_entry_id, stories.c.created_at).where(stories.c.id == story_id)
    row = tx.execute(query).first()
    if row is None:
        return None
    lead_id = row.lead_entry_id
    lead = entries.load(tx, [lead_id])[lead_id]
    found = matches.of_lead(tx, story_id, lead_id, rules)
    outlets = _outlets(tx, story_id, lead.source)
    changes = entries.retitled(tx, lead_id, row.created_at)
    return Story(story_id, lead, outlets, found, changes=changes)


def _outlets(tx: Connection, story_id: int, first: str) -> tuple[str, ...]:
    query = (
        select(feeds.c.name)
        .join(entry_table, entry_table.c.feed_id == feeds.c.id)
        .join(placements, placements.c.entry_id == entry_table.c.id)
        .where(placements.c.story_id == story_id)
        .order_by(placements.c.id)
    )
    return tuple(dict.fromkeys([first, *tx.execute(query).scalars()]))
