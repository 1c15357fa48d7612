"""What is to be told of articles that were there before anybody watched for them.

Chosen when a source or a rule is added, and carried out by the Vigie that runs.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, select

from bot.model import Backlog, StoredEntry
from bot.store import entries
from bot.store.tables import backlogs, wanted
from bot.store.upsert import insert_into


class Wanted(NamedTuple):
    """An article that a new rule is to tell of."""

    rule: str
    stored: StoredEntry
    together: bool
    """Whether it is told with the others."""


def choose(tx: Connection, urls: Iterable[str], backlog: Backlog) -> None:
    """What the first documents of the feeds at these addresses shall bring."""
    rows = [{"url": url, "backlog": backlog} for url in urls]
    if rows:
        statement = insert_into(tx, backlogs)
        anew = {"backlog": statement.excluded.backlog}
        tx.execute(statement.on_conflict_do_update(index_elements=["url"], set_=anew), rows)


def chosen(tx: Connection, url: str) -> Backlog | None:
    """What was chosen for the feed at this address; None when nothing was."""
    return tx.execute(select(backlogs.c.backlog).where(backlogs.c.url == url)).scalar()


def want(tx: Connection, rule: str, ids: Iterable[int], now: datetime, *, together: bool) -> None:
    """A rule that is new shall tell of these entries."""
    rows = [
        {"rule": rule, "entry_id": number, "together": together, "asked_at": now} for number in ids
    ]
    if rows:
        tx.execute(insert_into(tx, wanted).on_conflict_do_nothing(), rows)


def any_wanted(tx: Connection) -> bool:
    """Whether a rule waits for its articles of before."""
    return tx.execute(select(wanted.c.rule).limit(1)).first() is not None


def take(tx: Connection, rules: Collection[str]) -> tuple[Wanted, ...]:
    """What rules of these names shall tell, once: it is forgotten here."""
    named = {rule for (rule,) in tx.execute(select(wanted.c.rule).distinct())}
    mine = wanted.c.rule.in_(named & set(rules))
    rows = tx.execute(select(wanted).where(mine).order_by(wanted.c.entry_id)).all()
    tx.execute(delete(wanted).where(mine))
    stored = entries.load(tx, list({row.entry_id for row in rows}))
    return tuple(Wanted(row.rule, stored[row.entry_id], row.together) for row in rows)


def forget(tx: Connection, before: datetime, limit: int) -> int:
    """Forget what rules asked for that never came to be watched; says how many rows."""
    old = select(wanted.c.rule, wanted.c.entry_id).where(wanted.c.asked_at < before).limit(limit)
    rows = tx.execute(old).all()
    for row in rows:
        mine = (wanted.c.rule == row.rule) & (wanted.c.entry_id == row.entry_id)
        tx.execute(delete(wanted).where(mine))
    return len(rows)
