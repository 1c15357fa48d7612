"""Feeds: what is remembered between polls, and which are due."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Update, bindparam, or_, select, update

from bot.i18n import Text
from bot.model import FailureKind, FetchFailure, FetchState, Hints, Move, Source
from bot.store.tables import feeds, seen_items
from bot.store.upsert import insert_into


def sync(tx: Connection, sources: Sequence[Source], now: datetime) -> None:
    """Make the active feeds be those of `sources`; a feed that comes back keeps its history.

    A paused source is there, and not active.
    """
    tx.execute(update(feeds).values(active=False))
    statement = insert_into(tx, feeds)
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


def forget_future(tx: Connection, now: datetime) -> None:
    """Let feeds be due that were polled in what is the future: the clock was wrong then.

    They would wait for it, for a year perhaps. For the start.
    """
    ahead = update(feeds).where(feeds.c.last_polled_at > now + CLOCK_ERROR)
    tx.execute(ahead.values(next_poll_at=now, not_before=None, last_polled_at=now))


def claim(tx: Connection, now: datetime, limit: int, lease: timedelta) -> tuple[FetchState, ...]:
    """Take up to `limit` due feeds, longest due first; nobody else gets them within `lease`."""
    free = or_(feeds.c.claimed_until.is_(None), feeds.c.claimed_until <= now)
    due = (
        select(feeds.c.id)
        .where(feeds.c.active, feeds.c.next_poll_at <= now, free)
        .order_by(feeds.c.next_poll_at)
        .limit(limit)
        .with_for_update(skip_locked=True)  # SQLite has one writer, and no such clause
    )
    taken = (
        update(feeds)
        .where(feeds.c.id.in_(due))
        .values(claimed_until=now + lease)
        .returning(*_COLUMNS)
    )
    return tuple(_state(row) for row in tx.execute(taken))


@dataclass(frozen=True, slots=True)
class Change:
    """What a poll has made of a feed's state."""

    before: FetchState
    after: FetchState
    failure: FetchFailure | None = None
    """For its words."""


def save(tx: Connection, changes: Sequence[Change]) -> None:
    """Write what polls have changed, and end their claims.

    Only what is different is written: a poll that brought nothing changes some times.
    """
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for change in changes:
        row = _row(change)
        alike.setdefault(tuple(row), []).append(row)
    for names, rows in alike.items():
        tx.execute(_saving(names), rows)
    items = [_items(change) for change in changes if change.after.seen != change.before.seen]
    if items:
        statement = insert_into(tx, seen_items)
        known = {"hashes": statement.excluded.hashes}
        tx.execute(statement.on_conflict_do_update(index_elements=["feed_id"], set_=known), items)


def seen(tx: Connection, feed_id: int) -> bytes:
    """For `FetchState.seen`, which no other function here fills in."""
    query = select(seen_items.c.hashes).where(seen_items.c.feed_id == feed_id)
    return tx.execute(query).scalar() or b""


def has_answered(tx: Connection, address: str, since: datetime) -> bool:
    """Whether a feed of the host of `address` was answered after `since`."""
    query = select(feeds.c.id).where(feeds.c.host == _host(address), feeds.c.last_ok_at > since)
    return tx.execute(query.limit(1)).first() is not None


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
    rows = tx.execute(select(*_COLUMNS).where(feeds.c.active).order_by(feeds.c.name))
    return tuple(_state(row) for row in rows)


def by_id(tx: Connection, feed_id: int) -> FetchState | None:
    """What is remembered of one active feed."""
    row = tx.execute(select(*_COLUMNS).where(feeds.c.id == feed_id, feeds.c.active)).first()
    return _state(row) if row else None


def failing(tx: Connection) -> tuple[tuple[str, FetchState, Text], ...]:
    """The active feeds whose last poll failed: name, state and why; longest failing first."""
    query = select(feeds.c.name, feeds.c.reason, *_COLUMNS)
    failed = query.where(feeds.c.active, feeds.c.failures > 0).order_by(feeds.c.failing_since)
    return tuple((row[0], _state(row[2:]), row[1]) for row in tx.execute(failed))


@dataclass(frozen=True, slots=True)
class Known:
    """A feed, and the words of its last trouble."""

    state: FetchState
    reason: Text | None
    hint: Text | None


def known(tx: Connection, url: str | None = None) -> dict[str, Known]:
    """What is remembered of all feeds, or of one, by address; paused ones and former ones too."""
    query = select(feeds.c.reason, feeds.c.hint, *_COLUMNS)
    if url is not None:
        query = query.where(feeds.c.url == url)
    found = (Known(_state(row[2:]), row[0], row[1]) for row in tx.execute(query))
    return {each.state.url: each for each in found}


def hasten(tx: Connection, moments: Mapping[int, datetime]) -> None:
    """Let feeds, given by their ids, be due at these moments, if they are not due before."""
    rows = [{"feed_id": feed_id, "until": moment} for feed_id, moment in moments.items()]
    if rows:
        tx.execute(_SOONER, rows)


def rates(tx: Connection) -> tuple[float | None, ...]:
    """New entries a day of each active feed; None for those that were never read."""
    return tuple(tx.execute(select(feeds.c.rate).where(feeds.c.active)).scalars())


def any_due(tx: Connection, before: datetime) -> bool:
    """Whether an active feed should have been polled by then."""
    query = select(feeds.c.id).where(feeds.c.active, feeds.c.next_poll_at <= before).limit(1)
    return tx.execute(query).first() is not None


def any_unread(tx: Connection, now: datetime) -> bool:
    """Whether an active feed is about to be read for the first time."""
    query = select(feeds.c.id).where(
        feeds.c.active,
        feeds.c.next_poll_at <= now,
        feeds.c.last_ok_at.is_(None),
        feeds.c.failures == 0,
    )
    return tx.execute(query.limit(1)).first() is not None


def next_due(tx: Connection) -> datetime | None:
    """When the next active feed is due; None without feeds."""
    query = select(feeds.c.next_poll_at).where(feeds.c.active).order_by(feeds.c.next_poll_at)
    return tx.execute(query.limit(1)).scalar()


CLOCK_ERROR = timedelta(minutes=5)
"""By which a clock is corrected without harm: nothing waits for long."""
APART = timedelta(seconds=1)
"""Between the feeds of a host that was left alone."""
_LATER = (
    update(feeds)
    .where(feeds.c.id == bindparam("feed_id"))
    .values(next_poll_at=bindparam("until"), not_before=bindparam("until"))
)
_SOONER = (
    update(feeds)
    .where(feeds.c.id == bindparam("feed_id"), feeds.c.next_poll_at > bindparam("until"))
    .values(next_poll_at=bindparam("until"))
)

_KEPT = (
    "moved_to",
    "move",
    "etag",
    "last_modified",
    "validated_url",
    "body_hash",
    "hints",
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
"""The fields of a state that have a column of their name, in its order."""
_values = attrgetter(*_KEPT)
_COLUMNS = (feeds.c.id, feeds.c.url, *(feeds.c[name] for name in _KEPT))


def _row(change: Change) -> dict[str, Any]:
    """The values that are different, under ``new_`` and the column's name."""
    before, after, failure = change.before, change.after, change.failure
    row: dict[str, Any] = {"feed_id": after.feed_id}
    for name, old, new in zip(_KEPT, _values(before), _values(after), strict=True):
        if new != old:
            write = _WRITERS.get(name)
            row[f"new_{name}"] = write(new) if write else new
    if after.address != before.address:
        row["new_host"] = _host(after.address)
    if failure or before.failure:
        row |= {"new_reason": failure and failure.text, "new_hint": failure and failure.hint}
    return row


@lru_cache(maxsize=512)
def _saving(names: tuple[str, ...]) -> Update:
    """The statement for these changes; most polls end in a dozen ways, and some in any."""
    values: dict[str, Any] = {
        name.removeprefix("new_"): bindparam(name) for name in names if name != "feed_id"
    }
    values["claimed_until"] = None
    by_id = update(feeds).where(feeds.c.id == bindparam("feed_id"))
    return by_id.values(values)


def _items(change: Change) -> dict[str, Any]:
    return {"feed_id": change.after.feed_id, "hashes": change.after.seen}


def _host(url: str) -> str:
    """In lower case; empty where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _state(row: Sequence[Any]) -> FetchState:
    values = list(row)
    for place, read in _READERS:
        if values[place] is not None:
            values[place] = read(values[place])
    if values[_HINTS] is None:
        values[_HINTS] = _NO_HINTS
    return FetchState(*values)  # in the order of its fields: by name it takes three times as long


_NO_HINTS = Hints()


def _move_json(move: Move | None) -> dict[str, Any] | None:
    if move is None:
        return None
    return {"to": move.to, "since": move.since.isoformat(), "times": move.times}


def _move(found: Mapping[str, Any]) -> Move:
    return Move(found["to"], datetime.fromisoformat(found["since"]), found["times"])


def _hints_json(hints: Hints) -> dict[str, Any] | None:
    """Seconds, hours and days; None for no hints at all, as most feeds have it."""
    if hints == _NO_HINTS:
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


_WRITERS: Mapping[str, Callable[[Any], Any]] = {"move": _move_json, "hints": _hints_json}
_HINTS = 2 + _KEPT.index("hints")
_READERS = tuple(
    (2 + _KEPT.index(name), read)
    for name, read in (("move", _move), ("hints", _hints), ("failure", FailureKind))
)
"""Of the columns that hold something else than the value itself."""
