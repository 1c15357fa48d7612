"""Findings: entries that rules have hit and that are not placed in a story yet.

Written with the poll that found them, gone with the transaction that owes their posts: between the
two lies the reading of the article's page, and a crash.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, select, update

from bot.model import StoredEntry
from bot.store import entries
from bot.store.tables import findings
from bot.store.upsert import insert_into

FIRST_LEASE = timedelta(minutes=1)
LONGEST_LEASE = timedelta(hours=6)
HOPELESS = 5
"""Attempts after which others no longer wait for one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """An entry on its way to a story."""

    stored: StoredEntry
    rules: tuple[str, ...]
    """Names of those that raise the alert; none when all of them stay silent."""
    found_at: datetime
    missed: bool = False
    """Whether it came while nobody was looking: to be told with others, not alone."""
    until: datetime | None = None
    """When the claim ends, which tells it from any other claim of the same entry."""


def add(
    tx: Connection, entry_id: int, rules: Sequence[str], now: datetime, *, missed: bool = False
) -> None:
    """An entry was hit. Rules that raised an alert about it before and were not told still do."""
    former = tx.execute(select(findings.c.rules).where(findings.c.entry_id == entry_id)).scalar()
    named = list(dict.fromkeys([*(former or ()), *rules]))
    statement = insert_into(tx, findings).values(
        entry_id=entry_id, rules=named, found_at=now, due_at=now, attempts=0, missed=missed
    )
    anew = {"rules": named, "due_at": now, "attempts": 0}
    tx.execute(statement.on_conflict_do_update(index_elements=["entry_id"], set_=anew))


def claim(tx: Connection, now: datetime, limit: int) -> tuple[Finding, ...]:
    """Take up to `limit` findings, the oldest first; nobody else gets them for a minute.

    One whose telling fails comes back after twice as long each time: it is never given up.
    """
    due = (
        select(findings)
        .where(findings.c.due_at <= now)
        .order_by(findings.c.found_at, findings.c.entry_id)
        .limit(limit)
        .with_for_update(skip_locked=True)  # SQLite has one writer, and no such clause
    )
    rows = tx.execute(due).all()
    until = {row.entry_id: now + _lease(row.attempts) for row in rows}
    if rows:
        tx.execute(_LEASE, [{"mine": mine, "until": end} for mine, end in until.items()])
    stored = entries.load(tx, list(until))
    return tuple(
        Finding(
            stored[row.entry_id], tuple(row.rules), row.found_at, row.missed, until[row.entry_id]
        )
        for row in rows
    )


_LEASE = (
    update(findings)
    .where(findings.c.entry_id == bindparam("mine"))
    .values(due_at=bindparam("until"), attempts=findings.c.attempts + 1)
)


def _lease(attempts: int) -> timedelta:
    return min(FIRST_LEASE * (1 << min(attempts, 16)), LONGEST_LEASE)


def done(tx: Connection, finding: Finding) -> None:
    """The finding is told; one that was added anew meanwhile stays, claimed again or not."""
    same = (findings.c.entry_id == finding.stored.id) & (findings.c.due_at == finding.until)
    tx.execute(delete(findings).where(same))


def release(tx: Connection, now: datetime) -> None:
    """Forget every claim: for the start, when no other process can hold one."""
    tx.execute(update(findings).where(findings.c.due_at > now).values(due_at=now))


def any_missed(tx: Connection) -> bool:
    """Whether something that came while nobody was looking still waits.

    What fails again and again keeps nobody waiting: it is told when it can be.
    """
    waits = findings.c.missed & (findings.c.attempts < HOPELESS)
    return tx.execute(select(findings.c.entry_id).where(waits).limit(1)).first() is not None


def count(tx: Connection) -> int:
    """How many wait."""
    return tx.execute(select(func.count()).select_from(findings)).scalar_one()
