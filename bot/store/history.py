"""The past: what was read, and what the rules made of it.

All of it may be asked while Vigie runs. The entries come in pages, each in a transaction of its
own: a reader that stays for minutes keeps SQLite from ever shortening its journal.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, select, tuple_

from bot.expression import Span
from bot.model import Entry, Evidence, Level, StoredEntry
from bot.store.database import Database
from bot.store.tables import deliveries, entries, feeds, matches, placements

PAGE: Final = 400
"""Entries per transaction: some megabytes, some milliseconds."""


class Period(NamedTuple):
    """From a moment to another, both included."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """An entry that was read, and the address of its feed, which tells its source."""

    stored: StoredEntry
    feed_url: str


@dataclass(frozen=True, slots=True)
class PastMatch:
    """A match that was recorded."""

    past: Past
    evidence: tuple[Evidence, ...]


# ── entries ──────────────────────────────────────────────────────────────────────────────────


def begins(tx: Connection) -> datetime | None:
    """When the oldest entry was first seen; None when there is none."""
    return tx.execute(select(func.min(entries.c.first_seen_at))).scalar()


def count(tx: Connection, period: Period) -> int:
    """Entries first seen in `period`."""
    query = select(func.count()).select_from(entries).where(_within(period))
    return tx.execute(query).scalar_one()


def pages(database: Database, period: Period, size: int = PAGE) -> Iterator[tuple[Past, ...]]:
    """The entries first seen in `period`, the oldest first; memory and locks for one page."""
    query = _past().where(_within(period)).order_by(*_PLACE).limit(size)
    page = _page(database, query)
    while page:
        yield page
        last = page[-1].stored
        following = tuple_(*_PLACE) > (last.first_seen_at, last.id)
        page = _page(database, query.where(following)) if len(page) == size else ()


def latest(tx: Connection, most: int) -> tuple[Past, ...]:
    """The `most` entries first seen last, the newest first."""
    newest = _past().order_by(*(column.desc() for column in _PLACE))
    return tuple(map(_read, tx.execute(newest.limit(most))))


def latest_of(tx: Connection, feed_id: int, most: int) -> tuple[Past, ...]:
    """The `most` entries of a feed that came last, the newest first."""
    mine = select(entries.c.id).where(entries.c.feed_id == feed_id)
    newest = mine.order_by(entries.c.id.desc()).limit(most)  # their texts are read only then
    query = _past().where(entries.c.id.in_(newest)).order_by(entries.c.id.desc())
    return tuple(map(_read, tx.execute(query)))


_PLACE: Final = (entries.c.first_seen_at, entries.c.id)
"""Where a page begins: in the order of an index, so that finding it costs nothing."""


def _page(database: Database, query: Select[Any]) -> tuple[Past, ...]:
    with database.reading() as tx:
        return tuple(map(_read, tx.execute(query)))


def _within(period: Period) -> ColumnElement[bool]:
    return entries.c.first_seen_at.between(*period)


def _past() -> Select[Any]:
    names = (feeds.c.name.label("source"), feeds.c.url.label("feed_url"))
    return select(entries, *names).join(feeds, feeds.c.id == entries.c.feed_id)


def _read(row: Row[Any]) -> Past:
    values = {name: getattr(row, name) for name in Entry.__slots__}
    stored = StoredEntry(row.id, row.feed_id, row.source, row.first_seen_at, Entry(**values))
    return Past(stored, row.feed_url)


# ── matches ──────────────────────────────────────────────────────────────────────────────────


class Day(NamedTuple):
    """What a rule did on a day (UTC)."""

    rule: str
    day: date
    matches: int
    folded: int
    """Matches of entries that repeat an article already known."""


class Posts(NamedTuple):
    """Posts that went, or are to go, to a destination about what a rule hit, by day (UTC)."""

    rule: str
    destination: str
    day: date
    posts: int


def days(tx: Connection, period: Period) -> tuple[Day, ...]:
    """Matches per rule and day."""
    folded = case((placements.c.level != Level.NEW, 1), else_=0)
    day = func.date(matches.c.matched_at)
    query = (
        select(matches.c.rule, day, func.count(), func.sum(folded))
        .outerjoin(placements, placements.c.entry_id == matches.c.entry_id)
        .where(matches.c.matched_at.between(*period))
        .group_by(matches.c.rule, day)
        .order_by(matches.c.rule, day)
    )
    return tuple(
        Day(rule, date.fromisoformat(day), hits, folds)
        for rule, day, hits, folds in tx.execute(query)
    )


def posts(tx: Connection, period: Period) -> tuple[Posts, ...]:
    """Posts per rule, destination and day; one that several rules hit is counted for each."""
    day = func.date(deliveries.c.created_at)
    number = func.count(deliveries.c.id.distinct())
    query = (
        select(matches.c.rule, deliveries.c.destination, day, number)
        .join(placements, placements.c.entry_id == matches.c.entry_id)
        .join(deliveries, deliveries.c.story_id == placements.c.story_id)
        .where(deliveries.c.created_at.between(*period))
        .group_by(matches.c.rule, deliveries.c.destination, day)
        .order_by(matches.c.rule, deliveries.c.destination, day)
    )
    return tuple(
        Posts(rule, place, date.fromisoformat(day), number)
        for rule, place, day, number in tx.execute(query)
    )


def last_matches(tx: Connection) -> dict[str, datetime]:
    """When each rule last matched, for those that ever did."""
    last = func.max(matches.c.matched_at).label("last")
    query = select(matches.c.rule, last).group_by(matches.c.rule)
    return {row.rule: row.last for row in tx.execute(query)}


def titles(
    tx: Connection, rule: str, period: Period, most: int
) -> tuple[tuple[str, frozenset[str]], ...]:
    """Of the latest `most` matches of a rule in `period`: the title, and the terms found."""
    query = (
        select(entries.c.title, matches.c.evidence)
        .join(matches, matches.c.entry_id == entries.c.id)
        .where(matches.c.rule == rule, matches.c.matched_at.between(*period))
        .order_by(matches.c.matched_at.desc(), matches.c.id.desc())
    )
    rows = tx.execute(query.limit(most))
    return tuple((row.title, frozenset(term for term, *_ in row.evidence)) for row in rows)


def matched(
    database: Database, rule: str, period: Period, most: int
) -> Iterator[tuple[PastMatch, ...]]:
    """Up to `most` matches of a rule in `period`, the newest first, in pages."""
    place = (matches.c.matched_at, matches.c.id)
    query = (
        _past()
        .add_columns(matches.c.id.label("match_id"), matches.c.evidence, matches.c.matched_at)
        .join(matches, matches.c.entry_id == entries.c.id)
        .where(matches.c.rule == rule, matches.c.matched_at.between(*period))
        .order_by(*(column.desc() for column in place))
    )
    after: tuple[ColumnElement[bool], ...] = ()
    for begin in range(0, most, PAGE):
        with database.reading() as tx:
            rows = tx.execute(query.where(*after).limit(min(PAGE, most - begin))).all()
        if not rows:
            return
        yield tuple(PastMatch(_read(row), _places(row.evidence)) for row in rows)
        after = (tuple_(*place) < (rows[-1].matched_at, rows[-1].match_id),)


def _places(evidence: Iterable[tuple[Any, ...]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(term, field, Span(*span)) for term, field, *span in evidence)
