"""Changes of rules: who changed what, when, and what it was before."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select

from bot.store.tables import rule_changes


class ChangeKind(StrEnum):
    """What somebody did to a rule."""

    ADD = "add"
    EDIT = "edit"
    MUTE = "mute"
    REMOVE = "remove"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """A rule as feeds.yaml had it at some time."""

    name: str
    text: str
    """Its lines, from the margin."""


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One change of one rule, made through Vigie."""

    id: int
    """0 until it is stored."""
    at: datetime
    who: str
    kind: ChangeKind
    old: WrittenRule | None
    """None where there was no such rule."""
    new: WrittenRule | None
    """None where it was removed."""
    line: int = 0
    """Of a removed rule: where it stood in the file, from 1."""
    apart: bool = False
    """Of a removed rule: whether an empty line before it went with it."""


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
