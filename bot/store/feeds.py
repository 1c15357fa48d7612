"""Feeds: what is remembered between polls, and which are due."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.i18n import Text
from bot.model import FailureKind, FetchState, Source
from bot.store.tables import feeds


def sync(tx: Connection, sources: Sequence[Source], now: datetime) -> None:
    """Make the active feeds be those of `sources`; a feed that comes back keeps its history."""
    tx.execute(update(feeds).values(active=False))
    for source in sources:
        row = {"url": source.url, "name": source.name, "active": True, "next_poll_at": now}
        known = {"name": source.name, "active": True}
        statement = insert(feeds).values(**row)
        tx.execute(statement.on_conflict_do_update(index_elements=["url"], set_=known))


def release(tx: Connection) -> None:
    """Forget every claim: for the start, when no other process can hold one."""
    tx.execute(update(feeds).values(claimed_until=None))


def claim(tx: Connection, now: datetime, limit: int, lease: timedelta) -> tuple[FetchState, ...]:
    """Take up to `limit` due feeds, longest due first; nobody else gets them within `lease`."""
    free = or_(feeds.c.claimed_until.is_(None), feeds.c.claimed_until <= now)
    due = (
        select(feeds.c.id)
        .where(feeds.c.active, feeds.c.next_poll_at <= now, free)
        .order_by(feeds.c.next_poll_at)
        .limit(limit)
    )
    taken = (
        update(feeds)
        .where(feeds.c.id.in_(due))
        .values(claimed_until=now + lease)
        .returning(*feeds.c)
    )
    return tuple(_state(row) for row in tx.execute(taken).mappings())


def save(tx: Connection, state: FetchState, reason: Text | None = None) -> None:
    """Write what a poll has changed, with the words for a failure, and end its claim."""
    values = {name: getattr(state, name) for name in _WRITTEN} | {"reason": reason}
    tx.execute(
        update(feeds).where(feeds.c.id == state.feed_id).values(**values, claimed_until=None)
    )


def every(tx: Connection) -> tuple[FetchState, ...]:
    """All active feeds, in the order of their names."""
    rows = tx.execute(select(feeds).where(feeds.c.active).order_by(feeds.c.name))
    return tuple(_state(row) for row in rows.mappings())


def failing(tx: Connection) -> tuple[tuple[str, FetchState, Text], ...]:
    """The active feeds whose last poll failed: name, state and why; longest failing first."""
    query = select(feeds).where(feeds.c.active, feeds.c.failures > 0)
    rows = tx.execute(query.order_by(feeds.c.failing_since)).mappings()
    return tuple((row["name"], _state(row), row["reason"]) for row in rows)


def next_due(tx: Connection) -> datetime | None:
    """When the next active feed is due; None without feeds."""
    query = select(feeds.c.next_poll_at).where(feeds.c.active).order_by(feeds.c.next_poll_at)
    return tx.execute(query.limit(1)).scalar()


_WRITTEN = (
    "etag",
    "last_modified",
    "body_hash",
    "next_poll_at",
    "last_polled_at",
    "last_ok_at",
    "failures",
    "failing_since",
    "failure",
)


def _state(row: RowMapping) -> FetchState:
    values = {name: row[name] for name in _WRITTEN}
    values["failure"] = FailureKind(row["failure"]) if row["failure"] else None
    return FetchState(feed_id=row["id"], url=row["url"], **values)
