"""Poll events: how each poll of each feed ended."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from bot.model import PollOutcome, PollReport
from bot.store.tables import poll_events


def add(tx: Connection, feed_id: int, report: PollReport) -> None:
    """Keep a poll's report."""
    failure = report.failure
    tx.execute(
        insert(poll_events).values(
            feed_id=feed_id,
            at=report.at,
            outcome=report.outcome,
            took_ms=round(report.took.total_seconds() * 1000),
            entries_read=report.entries_read,
            entries_new=report.entries_new,
            matches=report.matches,
            deliveries=report.deliveries,
            failure=failure.kind if failure else None,
            reason=failure.text if failure else None,
        )
    )


def count(tx: Connection, since: datetime) -> dict[PollOutcome, int]:
    """Polls by outcome since `since`."""
    query = (
        select(poll_events.c.outcome, func.count())
        .where(poll_events.c.at >= since)
        .group_by(poll_events.c.outcome)
    )
    return {PollOutcome(outcome): number for outcome, number in tx.execute(query)}


def forget(tx: Connection, before: datetime, limit: int) -> int:
    """Delete up to `limit` events older than `before`; says how many it was.

    In small batches, because one big delete keeps every other writer waiting for seconds.
    """
    old = select(poll_events.c.id).where(poll_events.c.at < before).limit(limit)
    return tx.execute(delete(poll_events).where(poll_events.c.id.in_(old))).rowcount
