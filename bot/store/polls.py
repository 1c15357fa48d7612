"""How polls ended: counts of all, by the hour, and an event for each that brought something."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from bot.i18n import Text
from bot.model import PollOutcome, PollReport
from bot.store.tables import poll_counts, poll_events
from bot.store.upsert import insert_into


def add(tx: Connection, ended: Sequence[tuple[int, PollReport]]) -> None:
    """Count polls, given with their feeds' ids, and keep the reports that tell something.

    Nearly all polls bring nothing: a row for each would be millions a day.
    """
    events = [_event(feed_id, report) for feed_id, report in ended if _tells(report)]
    if events:
        tx.execute(insert(poll_events), events)
    counted = Counter((_hour(report.at), report.outcome) for _, report in ended)
    statement = insert_into(tx, poll_counts)
    more = poll_counts.c.polls + statement.excluded.polls
    count_up = statement.on_conflict_do_update(
        index_elements=["hour", "outcome"], set_={"polls": more}
    )
    rows = [{"hour": hour, "outcome": it, "polls": n} for (hour, it), n in counted.items()]
    if rows:
        tx.execute(count_up, rows)


def _tells(report: PollReport) -> bool:
    return bool(report.failure or report.entries_new or report.news)


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _event(feed_id: int, report: PollReport) -> dict[str, Any]:
    failure = report.failure
    return {
        "feed_id": feed_id,
        "at": report.at,
        "outcome": report.outcome,
        "took_ms": round(report.took.total_seconds() * 1000),
        "entries_read": report.entries_read,
        "entries_new": report.entries_new,
        "matches": report.matches,
        "failure": failure.kind if failure else None,
        "reason": failure.text if failure else None,
    }


@dataclass(frozen=True, slots=True)
class PollEvent:
    """A poll that told something."""

    at: datetime
    outcome: PollOutcome
    took: timedelta
    entries_read: int
    entries_new: int
    matches: int
    reason: Text | None
    """Of a failure."""


def latest(tx: Connection, feed_id: int, most: int) -> tuple[PollEvent, ...]:
    """The last polls of a feed that told something, the newest first."""
    mine = select(poll_events).where(poll_events.c.feed_id == feed_id)
    newest = mine.order_by(poll_events.c.at.desc(), poll_events.c.id.desc()).limit(most)
    return tuple(
        PollEvent(
            at=row.at,
            outcome=PollOutcome(row.outcome),
            took=timedelta(milliseconds=row.took_ms),
            entries_read=row.entries_read,
            entries_new=row.entries_new,
            matches=row.matches,
            reason=row.reason,
        )
        for row in tx.execute(newest)
    )


def count(tx: Connection, since: datetime) -> dict[PollOutcome, int]:
    """Polls by outcome, from the full hour before `since` on."""
    query = (
        select(poll_counts.c.outcome, func.sum(poll_counts.c.polls))
        .where(poll_counts.c.hour >= _hour(since))
        .group_by(poll_counts.c.outcome)
    )
    return {PollOutcome(outcome): number for outcome, number in tx.execute(query)}


def forget(tx: Connection, before: datetime, limit: int) -> int:
    """Delete up to `limit` events older than `before`; says how many it was.

    In small batches, because one big delete keeps every other writer waiting for seconds.
    """
    tx.execute(delete(poll_counts).where(poll_counts.c.hour < before))
    old = select(poll_events.c.id).where(poll_events.c.at < before).limit(limit)
    return tx.execute(delete(poll_events).where(poll_events.c.id.in_(old))).rowcount
