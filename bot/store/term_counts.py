"""How often each term stood in the articles of a day, for thirty days; and what sources repeat."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, delete, select

from bot.store.tables import boilerplates, term_counts
from bot.store.upsert import insert_into


def since(tx: Connection, day: date) -> dict[str, dict[date, bytes]]:
    """The counts of `day` and later, by language (empty for none) and day."""
    found: dict[str, dict[date, bytes]] = {}
    for row in tx.execute(select(term_counts).where(term_counts.c.day >= day)):
        found.setdefault(row.lang, {})[row.day] = row.counts
    return found


def save(tx: Connection, day: date, counts: Mapping[str, bytes]) -> None:
    """Write a day's counts, by language."""
    statement = insert_into(tx, term_counts)
    known = {"counts": statement.excluded.counts}
    upsert = statement.on_conflict_do_update(index_elements=["lang", "day"], set_=known)
    rows = [{"lang": lang, "day": day, "counts": packed} for lang, packed in counts.items()]
    if rows:
        tx.execute(upsert, rows)


def keep_newest(tx: Connection, days: int) -> None:
    """Delete the counts of all but so many days.

    Not by the clock: one that is a year ahead for a minute would take them all.
    """
    newest = select(term_counts.c.day).distinct().order_by(term_counts.c.day.desc()).limit(days)
    kept = tx.execute(newest).scalars().all()
    if len(kept) == days:
        tx.execute(delete(term_counts).where(term_counts.c.day < kept[-1]))


def boilerplate(tx: Connection, feed_id: int) -> bytes:
    """What a source writes under everything; empty for one that is not known yet."""
    query = select(boilerplates.c.packed).where(boilerplates.c.feed_id == feed_id)
    return tx.execute(query).scalar() or b""


def keep_boilerplate(tx: Connection, feed_id: int, packed: bytes) -> None:
    """Remember it."""
    statement = insert_into(tx, boilerplates).values(feed_id=feed_id, packed=packed)
    known = {"packed": statement.excluded.packed}
    tx.execute(statement.on_conflict_do_update(index_elements=["feed_id"], set_=known))
