"""Stories: which entries tell the same one, and why we think so."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from bot.model import (
    Candidate,
    Entry,
    Evidence,
    Match,
    Placement,
    Rule,
    Sketch,
    StoredEntry,
    Story,
)
from bot.store import articles, entries, matches, sketches
from bot.store.articles import FullText
from bot.store.tables import articles as article_table
from bot.store.tables import entries as entry_table
from bot.store.tables import feeds, placements, stories
from bot.store.tables import sketches as sketch_table

ALIKE_WINDOW = timedelta(days=7)
"""How far apart two versions of one text may be."""
NO_SKETCH = Sketch()
MOST_TELLERS = 400
"""Entries of a story that are counted: more change nothing."""
REMEMBERED = timedelta(days=90)
"""An article is recognised for this long: feeds let old items slide back."""
MOST_CANDIDATES = 50


def candidates(
    tx: Connection,
    stored: StoredEntry,
    now: datetime,
    sketch: Sketch = NO_SKETCH,
    window: timedelta = timedelta(0),
) -> tuple[Candidate, ...]:
    """Placed entries that may be the same article or story, oldest first.

    With them the entries that began their stories, and `stored` itself when it was placed, however
    long ago: it stays where it is, and comes first.

    `stored` comes with its full text and canonical address, where they are known; without a
    `sketch` only addresses and whole texts are looked up. Articles about the same story are within
    `window`.
    """
    near = sketches.alike(tx, sketches.NEAR, sketch.near, now, ALIKE_WINDOW)
    same = sketches.alike(tx, sketches.TOPIC, sketch.topics, now, window)
    found = (stored.id, *_twins(tx, stored.entry, now), *near, *same)
    ids = {*found, *_leads(tx, found)}
    itself = entry_table.c.id == stored.id
    query = (
        select(
            entry_table.c.id,
            entry_table.c.first_seen_at,
            entry_table.c.title,
            entry_table.c.published_at,
            *(func.coalesce(sketch_table.c[it], entry_table.c[it]).label(it) for it in _OF_BOTH),
            func.coalesce(article_table.c.lang, entry_table.c.lang).label("lang"),
            sketch_table.c.packed,
            placements.c.story_id,
            stories.c.lead_entry_id,
            feeds.c.name.label("source"),
        )
        .join(placements, placements.c.entry_id == entry_table.c.id)
        .join(stories, stories.c.id == placements.c.story_id)
        .join(feeds, feeds.c.id == entry_table.c.feed_id)
        .outerjoin(sketch_table, sketch_table.c.entry_id == entry_table.c.id)
        .outerjoin(article_table, article_table.c.entry_id == entry_table.c.id)
        .where(entry_table.c.id.in_(sorted(ids)))
        .order_by(itself.desc(), entry_table.c.id)
    )
    rows = tx.execute(query).all()
    rules = matches.rules_of(tx, [row.id for row in rows])
    return tuple(_candidate(row, rules.get(row.id, frozenset())) for row in rows)


_OF_BOTH = ("canonical_url", "content_hash")
"""What the page may tell better than the feed."""


def _candidate(row: Any, rules: frozenset[str]) -> Candidate:
    return Candidate(
        entry_id=row.id,
        story_id=row.story_id,
        source=row.source,
        first_seen_at=row.first_seen_at,
        canonical_url=row.canonical_url,
        content_hash=row.content_hash,
        title=row.title,
        lang=row.lang,
        published_at=row.published_at,
        sketch=row.packed or b"",
        rules=rules,
        is_lead=row.id == row.lead_entry_id,
    )


def _leads(tx: Connection, entry_ids: Collection[int]) -> tuple[int, ...]:
    """The entries that began the stories of these."""
    query = (
        select(stories.c.lead_entry_id)
        .join(placements, placements.c.story_id == stories.c.id)
        .where(placements.c.entry_id.in_(entry_ids))
    )
    return tuple(tx.execute(query).scalars())


def _twins(tx: Connection, entry: Entry, now: datetime) -> tuple[int, ...]:
    """Ids of placed entries with the address or the whole text of `entry`, the oldest first."""
    found: list[int] = []
    for name in _OF_BOTH:
        value = getattr(entry, name)
        if not value:
            continue
        for table in (entry_table, sketch_table):
            number = table.c.id if table is entry_table else table.c.entry_id
            moment = table.c.first_seen_at if table is entry_table else table.c.at
            query = (
                select(number)
                .join(placements, placements.c.entry_id == number)
                .where(table.c[name] == value, moment >= now - REMEMBERED)
                .order_by(number)
                .limit(MOST_CANDIDATES)
            )
            found += tx.execute(query).scalars()
    return tuple(sorted(set(found))[:MOST_CANDIDATES])


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


def retell(tx: Connection, story_id: int, lead_id: int, words: str | None) -> None:
    """Keep a model's summary of the story, or none, if that entry leads it."""
    led = (stories.c.id == story_id) & (stories.c.lead_entry_id == lead_id)
    tx.execute(update(stories).where(led).values(words=words))


def load(tx: Connection, story_id: int, rules: Mapping[str, Rule]) -> Story | None:
    """A story with its lead in full and its matches; None when it is unknown."""
    row = tx.execute(select(stories).where(stories.c.id == story_id)).first()
    if row is None:
        return None
    lead = entries.load(tx, [row.lead_entry_id])[row.lead_entry_id]
    found = matches.of_lead(tx, story_id, lead.id, rules)
    full = articles.load(tx, lead.id)
    if isinstance(full, FullText):
        lead, found = _in_full(tx, lead, found, full)
    changes = entries.retitled(tx, lead.id, row.created_at)
    told = row.words or ""
    return Story(story_id, lead, (lead.source,), found, changes=changes, words=told)


def _in_full(
    tx: Connection, lead: StoredEntry, found: tuple[Match, ...], full: FullText
) -> tuple[StoredEntry, tuple[Match, ...]]:
    """The lead with its page's text, and where rules are fulfilled in that.

    When the feed has changed since, places in the headline are the feed's. Where no rule finds
    anything any more, the page is not read again: what it said may be taken back.
    """
    changed = select(entry_table.c.updated_at).where(entry_table.c.id == lead.id)
    updated_at = tx.execute(changed).scalar()
    is_former = bool(updated_at and full.read_at and updated_at > full.read_at)
    if is_former and not any(match.evidence for match in found):
        return lead, found
    entry = replace(lead.entry, text=full.text, lang=full.lang or lead.entry.lang)
    whole = tuple(
        replace(match, evidence=tuple(_places(match, full, is_former=is_former))) for match in found
    )
    return replace(lead, entry=entry), whole


def _places(match: Match, full: FullText, *, is_former: bool) -> Iterator[Evidence]:
    places = full.evidence.get(match.rule.name, ())
    if not is_former:
        yield from places
        return
    yield from (place for place in match.evidence if place.field == "title")
    yield from (place for place in places if place.field == "text")


@dataclass(frozen=True, slots=True)
class Teller:
    """An entry of a story, and by whom."""

    source: str
    url: str
    content_hash: str
    sketch: bytes
    """Empty when it is forgotten."""


def tellers(tx: Connection, story_id: int) -> tuple[Teller, ...]:
    """The entries of a story, the oldest first."""
    query = (
        select(
            feeds.c.name,
            entry_table.c.url,
            func.coalesce(sketch_table.c.content_hash, entry_table.c.content_hash).label("hash"),
            sketch_table.c.packed,
        )
        .select_from(placements)
        .join(entry_table, entry_table.c.id == placements.c.entry_id)
        .join(feeds, feeds.c.id == entry_table.c.feed_id)
        .outerjoin(sketch_table, sketch_table.c.entry_id == entry_table.c.id)
        .where(placements.c.story_id == story_id)
        .order_by(placements.c.id)
        .limit(MOST_TELLERS)
    )
    return tuple(
        Teller(row.name, row.url, row.hash, row.packed or b"") for row in tx.execute(query)
    )
