"""Matches: which rule an entry fulfils, and the places that show it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from bot.expression import Span
from bot.model import Evidence, Match, Rule
from bot.store.tables import matches, placements
from bot.store.upsert import insert_into


def add(tx: Connection, entry_id: int, found: Iterable[Match], now: datetime) -> None:
    """Store the matches of an entry; those of a former version of it give way."""
    for match in found:
        evidence = [[e.term, e.field, *e.span] for e in match.evidence]
        row = {"entry_id": entry_id, "rule": match.rule.name, "evidence": evidence}
        statement = insert_into(tx, matches).values(**row, matched_at=now)
        tx.execute(
            statement.on_conflict_do_update(
                index_elements=["entry_id", "rule"], set_={"evidence": evidence}
            )
        )


def of_entry(tx: Connection, entry_id: int) -> dict[str, tuple[Evidence, ...]]:
    """The places that rules were fulfilled by, in the feed's own text, by the rule's name."""
    query = select(matches).where(matches.c.entry_id == entry_id).order_by(matches.c.id)
    return {row.rule: _places(row) for row in tx.execute(query)}


def _places(row: Row[Any]) -> tuple[Evidence, ...]:
    return tuple(Evidence(term, field, Span(*span)) for term, field, *span in row.evidence)


def of_story(tx: Connection, story_id: int) -> dict[str, dict[int, tuple[Evidence, ...]]]:
    """The evidence of every match of a story's entries: rule's name → entry's id → places."""
    query = (
        select(matches)
        .join(placements, placements.c.entry_id == matches.c.entry_id)
        .where(placements.c.story_id == story_id)
        .order_by(matches.c.id)
    )
    found: dict[str, dict[int, tuple[Evidence, ...]]] = {}
    for row in tx.execute(query):
        found.setdefault(row.rule, {})[row.entry_id] = _places(row)
    return found


def of_lead(
    tx: Connection, story_id: int, lead_id: int, rules: Mapping[str, Rule]
) -> tuple[Match, ...]:
    """The story's matches as its lead shows them, for the rules that still exist.

    A rule that only another entry of the story fulfils comes without evidence. Of hundreds of
    entries only the lead's places are read.
    """
    query = (
        select(matches.c.rule)
        .join(placements, placements.c.entry_id == matches.c.entry_id)
        .where(placements.c.story_id == story_id)
        .group_by(matches.c.rule)
        .order_by(func.min(matches.c.id))
    )
    places = of_entry(tx, lead_id)
    found = tx.execute(query).scalars()
    return tuple(Match(rules[name], places.get(name, ())) for name in found if name in rules)


def rules_of(tx: Connection, entry_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """Names of the rules that hit each of the entries."""
    query = select(matches.c.entry_id, matches.c.rule).where(matches.c.entry_id.in_(entry_ids))
    found: dict[int, set[str]] = {}
    for row in tx.execute(query):
        found.setdefault(row.entry_id, set()).add(row.rule)
    return {entry_id: frozenset(names) for entry_id, names in found.items()}


def count(tx: Connection, since: datetime) -> dict[str, int]:
    """Matches per rule since `since`."""
    query = (
        select(matches.c.rule, func.count().label("hits"))
        .where(matches.c.matched_at >= since)
        .group_by(matches.c.rule)
    )
    return {row.rule: row.hits for row in tx.execute(query)}
