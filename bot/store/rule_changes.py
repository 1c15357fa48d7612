"""Changes of rules: who changed what, when, and what it was before."""

from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select

from bot.model import ChangeKind, RuleChange, WrittenRule
from bot.store.tables import rule_changes

_names = rule_changes.c.old_name, rule_changes.c.new_name


def add(tx: Connection, change: RuleChange) -> None:
    """Store a change."""
    old, new = change.old, change.new
    tx.execute(
        insert(rule_changes).values(
            at=change.at,
            who=change.who,
            kind=change.kind,
            old_name=old.name if old else None,
            old_text=old.text if old else None,
            new_name=new.name if new else None,
            new_text=new.text if new else None,
            line=change.line,
            apart=change.apart,
        )
    )


def latest(tx: Connection, limit: int, name: str | None = None) -> tuple[RuleChange, ...]:
    """The last changes, the newest first; only those of the rule that is or was called `name`."""
    query = select(rule_changes).order_by(rule_changes.c.id.desc()).limit(limit)
    if name is not None:
        query = query.where(or_(*(column == name for column in _names)))
    return tuple(_change(row) for row in tx.execute(query))


def _change(row: Row[Any]) -> RuleChange:
    return RuleChange(
        id=row.id,
        at=row.at,
        who=row.who,
        kind=ChangeKind(row.kind),
        old=None if row.old_name is None else WrittenRule(row.old_name, row.old_text),
        new=None if row.new_name is None else WrittenRule(row.new_name, row.new_text),
        line=row.line,
        apart=row.apart,
    )


def names(tx: Connection) -> frozenset[str]:
    """Every name that a changed rule has or had."""
    return frozenset(
        name
        for column in _names
        for name in tx.scalars(select(column).distinct())
        if name is not None
    )
