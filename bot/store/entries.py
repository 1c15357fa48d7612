"""Entries: everything that was ever read, matched or not."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    func,
    insert,
    select,
    update,
)

from bot.model import Entry, Retitled, StoredEntry
from bot.store.tables import entries, feeds, matches, title_changes

BATCH = 500
"""Values that are looked up at once."""
CHURNED = 0.8
"""More of the unknown entries than this have known links: then only their GUIDs are new."""
FEWEST_CHURNED = 3
"""Links that must be known for it."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """An entry that a poll brought and the database did not have in this form."""

    stored: StoredEntry
    is_new: bool
    """False: it was known, with another title or text."""
    retitled: Retitled | None = None


def remember(
    tx: Connection, feed_id: int, source: str, fresh: Sequence[Entry], now: datetime
) -> tuple[Remembered, ...]:
    """Store the entries of one document; get back those that are new or changed, in its order.

    Newness is "never seen under this identity", whatever the entry's date says. A publisher who
    gives all GUIDs anew does not make known entries new.
    """
    if not fresh:
        return ()
    by_identity = {entry.identity: entry for entry in fresh}
    known = _known(tx, feed_id, entries.c.identity, tuple(by_identity))
    known |= _churned(tx, feed_id, by_identity, known)
    added = _add(tx, feed_id, [e for i, e in by_identity.items() if i not in known], now)
    changed = {
        identity: row
        for identity, row in known.items()
        if row.fingerprint != fingerprint(by_identity[identity])
    }
    _update(tx, [(row.id, by_identity[identity]) for identity, row in changed.items()], now)
    found = []
    for identity, entry in by_identity.items():
        if identity in added:
            stored = StoredEntry(added[identity], feed_id, source, now, entry)
            found.append(Remembered(stored, is_new=True))
        elif identity in changed:
            found.append(_changed(tx, changed[identity], source, entry, now))
    return tuple(found)


def _known(
    tx: Connection, feed_id: int, column: ColumnElement[str], values: Sequence[str]
) -> dict[str, Row[Any]]:
    """Entries of the feed by that column; of several the newest."""
    found: dict[str, Row[Any]] = {}
    what = (entries.c.id, column.label("value"), entries.c.identity, entries.c.canonical_url)
    content = (entries.c.title, entries.c.fingerprint, entries.c.feed_id, entries.c.first_seen_at)
    # Some feeds have 100,000 entries: those of a link are fewer, and SQLite cannot know.
    is_by_link = column is entries.c.canonical_url
    mine = (entries.c.feed_id + 0 if is_by_link else entries.c.feed_id) == feed_id
    for start in range(0, len(values), BATCH):
        chosen = column.in_(values[start : start + BATCH])
        query = select(*what, *content).where(mine, chosen)
        found |= {row.value: row for row in tx.execute(query.order_by(entries.c.id))}
    return found


def _churned(
    tx: Connection, feed_id: int, fresh: Mapping[str, Entry], present: Mapping[str, Row[Any]]
) -> dict[str, Row[Any]]:
    """Known entries under new GUIDs, by those; they are given them.

    Only when nearly all unknown ones have links that are known, each its own: an entry that comes
    back under another GUID alone may well be another (a live page, a weekly column). What the
    document has under its GUID as well is another.
    """
    unknown = [entry for identity, entry in fresh.items() if identity not in present]
    by_link = {entry.canonical_url: entry for entry in unknown if entry.canonical_url}
    if len(by_link) < FEWEST_CHURNED:
        return {}
    linked = _known(tx, feed_id, entries.c.canonical_url, tuple(by_link))
    known = {link: row for link, row in linked.items() if row.identity not in present}
    if len(known) <= CHURNED * len(unknown):
        return {}
    rename = update(entries).where(entries.c.id == bindparam("entry_id"))
    tx.execute(
        rename.values(identity=bindparam("now")),
        [{"entry_id": row.id, "now": by_link[link].identity} for link, row in known.items()],
    )
    return {by_link[link].identity: row for link, row in known.items()}


def _add(tx: Connection, feed_id: int, unknown: Sequence[Entry], now: datetime) -> dict[str, int]:
    """Ids by identity."""
    if not unknown:
        return {}
    statement = insert(entries).returning(entries.c.identity, entries.c.id)
    rows = tx.execute(statement, [_row(feed_id, entry, now) for entry in unknown])
    return {row.identity: row.id for row in rows}


def _update(tx: Connection, changed: Sequence[tuple[int, Entry]], now: datetime) -> None:
    if changed:
        values = [_content(entry) | {"entry_id": number} for number, entry in changed]
        tx.execute(_UPDATE.values(updated_at=now), values)
        # Places in the former text mean nothing in this one.
        former = matches.c.entry_id.in_([number for number, _ in changed])
        tx.execute(update(matches).where(former).values(evidence=[]))


def _changed(tx: Connection, row: Row[Any], source: str, entry: Entry, now: datetime) -> Remembered:
    stored = StoredEntry(row.id, row.feed_id, source, row.first_seen_at, entry)
    if row.title == entry.title:
        return Remembered(stored, is_new=False)
    retitled = Retitled(row.id, row.title, entry.title)
    change = {"entry_id": row.id, "at": now, "before": row.title, "after": entry.title}
    tx.execute(insert(title_changes), change)
    return Remembered(stored, is_new=False, retitled=retitled)


def retitled(tx: Connection, entry_id: int, since: datetime) -> tuple[Retitled, ...]:
    """The changes of an entry's title after `since`, in their order."""
    query = (
        select(title_changes.c.before, title_changes.c.after)
        .where(title_changes.c.entry_id == entry_id, title_changes.c.at > since)
        .order_by(title_changes.c.id)
    )
    return tuple(Retitled(entry_id, row.before, row.after) for row in tx.execute(query))


def first_read_at(tx: Connection, feed_id: int) -> datetime | None:
    """When the oldest entries of a feed came: all those of its first document."""
    mine = select(func.min(entries.c.first_seen_at)).where(entries.c.feed_id == feed_id)
    return tx.execute(mine).scalar()


def load(tx: Connection, ids: Sequence[int]) -> dict[int, StoredEntry]:
    """Stored entries by id; ids that are unknown are left out."""
    query = _stored().where(entries.c.id.in_(ids))
    return {row.id: _stored_entry(row) for row in tx.execute(query)}


def count(tx: Connection, since: datetime | None = None) -> int:
    """How many entries were first seen since `since`, or ever."""
    query = select(func.count()).select_from(entries)
    if since is not None:
        query = query.where(entries.c.first_seen_at >= since)
    return tx.execute(query).scalar_one()


def fingerprint(entry: Entry) -> str:
    """What tells whether an entry has changed for its readers."""
    return hashlib.sha256(f"{entry.title}\0{entry.text}".encode()).hexdigest()


_CONTENT = ("url", "canonical_url", "title", "text", "content_hash", "author", "image_url")
"""What an update of a known entry replaces, besides its fingerprint."""
_UPDATE = (
    update(entries)
    .where(entries.c.id == bindparam("entry_id"))
    .values({name: bindparam(f"new_{name}") for name in (*_CONTENT, "fingerprint")})
)


def _content(entry: Entry) -> dict[str, object]:
    values: dict[str, object] = {f"new_{name}": getattr(entry, name) for name in _CONTENT}
    return values | {"new_fingerprint": fingerprint(entry)}


def _row(feed_id: int, entry: Entry, now: datetime) -> dict[str, object]:
    values = {name: getattr(entry, name) for name in Entry.__slots__}
    return values | {
        "feed_id": feed_id,
        "first_seen_at": now,
        "fingerprint": fingerprint(entry),
    }


def _stored() -> Select[Any]:
    return select(entries, feeds.c.name.label("source")).join(feeds)


def _stored_entry(row: Row[Any]) -> StoredEntry:
    values = {name: getattr(row, name) for name in Entry.__slots__}
    return StoredEntry(row.id, row.feed_id, row.source, row.first_seen_at, Entry(**values))
