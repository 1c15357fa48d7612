"""Feeds: what is remembered between polls, and which are due."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, RowMapping, bindparam, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.i18n import Text
from bot.model import FailureKind, FetchFailure, FetchState, Hints, Move, Source
from bot.store.tables import feeds


def sync(tx: Connection, sources: Sequence[Source], now: datetime) -> None:
    """Make the active feeds be those of `sources`; a feed that comes back keeps its history.

    A paused source is there, and not active.
    """
    tx.execute(update(feeds).values(active=False))
    statement = insert(feeds)
    known = {name: statement.excluded[name] for name in ("name", "active")}
    upsert = statement.on_conflict_do_update(index_elements=["url"], set_=known)
    rows = [
        {
            "url": source.url,
            "name": source.name,
            "active": not source.paused,
            "host": _host(source.url),
            "next_poll_at": now,
        }
        for source in sources
    ]
    if rows:
        tx.execute(upsert, rows)


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


def save(tx: Connection, states: Sequence[tuple[FetchState, FetchFailure | None]]) -> None:
    """Write what polls have changed, with the words for a failure, and end their claims."""
    if states:
        tx.execute(_SAVE, [_row(state, failure) for state, failure in states])


def leave_alone(tx: Connection, address: str, until: datetime) -> None:
    """No feed of the host of `address` is polled before `until`; then one after the other."""
    host = _host(address)
    early = (
        select(feeds.c.id)
        .where(feeds.c.host == host, feeds.c.next_poll_at < until)
        .order_by(feeds.c.next_poll_at)
    )
    later = [
        {"feed_id": feed_id, "until": until + APART * number}
        for number, feed_id in enumerate(tx.execute(early).scalars())
    ]
    if host and later:
        tx.execute(_LATER, later)


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


APART = timedelta(seconds=1)
"""Between the feeds of a host that was left alone."""
_LATER = (
    update(feeds)
    .where(feeds.c.id == bindparam("feed_id"))
    .values(next_poll_at=bindparam("until"), not_before=bindparam("until"))
)

_PLAIN = (
    "moved_to",
    "etag",
    "last_modified",
    "validated_url",
    "body_hash",
    "rate",
    "next_poll_at",
    "not_before",
    "last_polled_at",
    "last_ok_at",
    "last_new_at",
    "unmodified_since",
    "refreshed_at",
    "failures",
    "successes",
    "failing_since",
    "failure",
    "told_at",
    "hub",
    "topic",
    "pushed_until",
)
"""The columns of a state that hold the value itself."""
_WRITTEN = (*_PLAIN, "host", "seen", "move", "hints", "reason", "hint")
_SAVE = (
    update(feeds)
    .where(feeds.c.id == bindparam("feed_id"))
    .values({name: bindparam(f"new_{name}") for name in _WRITTEN} | {"claimed_until": None})
)


def _row(state: FetchState, failure: FetchFailure | None) -> dict[str, Any]:
    row: dict[str, Any] = {f"new_{name}": getattr(state, name) for name in _PLAIN}
    return row | {
        "feed_id": state.feed_id,
        "new_host": _host(state.address),
        "new_seen": state.seen,
        "new_move": _move_json(state.move),
        "new_hints": _hints_json(state.hints),
        "new_reason": failure.text if failure else None,
        "new_hint": failure.hint if failure else None,
    }


def _host(url: str) -> str:
    """In lower case; empty where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _state(row: RowMapping) -> FetchState:
    values = {name: row[name] for name in _PLAIN}
    values["failure"] = FailureKind(row["failure"]) if row["failure"] else None
    return FetchState(
        feed_id=row["id"],
        url=row["url"],
        move=_move(row["move"]) if row["move"] else None,
        seen=row["seen"] or b"",
        hints=_hints(row["hints"]) if row["hints"] else Hints(),
        **values,
    )


def _move_json(move: Move | None) -> dict[str, Any] | None:
    if move is None:
        return None
    return {"to": move.to, "since": move.since.isoformat(), "times": move.times}


def _move(found: Mapping[str, Any]) -> Move:
    return Move(found["to"], datetime.fromisoformat(found["since"]), found["times"])


def _hints_json(hints: Hints) -> dict[str, Any] | None:
    """Seconds, hours and days; None for no hints at all, as most feeds have it."""
    if hints == Hints():
        return None
    return {
        "ttl": hints.ttl and hints.ttl.total_seconds(),
        "update_period": hints.update_period and hints.update_period.total_seconds(),
        "skip_hours": sorted(hints.skip_hours),
        "skip_days": sorted(hints.skip_days),
    }


def _hints(found: Mapping[str, Any]) -> Hints:
    return Hints(
        ttl=timedelta(seconds=found["ttl"]) if found["ttl"] else None,
        update_period=timedelta(seconds=found["update_period"]) if found["update_period"] else None,
        skip_hours=frozenset(found["skip_hours"]),
        skip_days=frozenset(found["skip_days"]),
    )
