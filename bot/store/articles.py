"""Articles: the full texts behind entries that rules have hit, for some days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from bot.expression import Span
from bot.model import Evidence, Missing, NoArticle
from bot.store.tables import articles


@dataclass(frozen=True, slots=True)
class FullText:
    """What is shown of an entry instead of the feed's text."""

    text: str
    lang: str | None
    evidence: Mapping[str, Sequence[Evidence]] = field(default_factory=dict)
    """Where rules are fulfilled in it (and in the title), by the rule's name."""
    read_at: datetime | None = None
    """When it was kept."""


_PASSING: Final = frozenset(
    {Missing.BUSY, Missing.SLOW, Missing.UNREACHABLE, Missing.UNREADABLE, Missing.WALL}
)
"""Why a page is not to be had that was to be had before: its text stays."""


def keep(tx: Connection, entry_id: int, found: FullText | NoArticle, now: datetime) -> None:
    """Keep the text, or why there is none; a site in trouble takes no text away."""
    if isinstance(found, NoArticle) and found.why in _PASSING:
        has_text = (articles.c.entry_id == entry_id) & articles.c.missing.is_(None)
        if tx.execute(select(articles.c.entry_id).where(has_text)).first():
            return
    tx.execute(delete(articles).where(articles.c.entry_id == entry_id))
    row: dict[str, object] = {"entry_id": entry_id, "read_at": now}
    if isinstance(found, NoArticle):
        row |= {"text": "", "evidence": {}, "missing": found.why, "reason": found.reason}
    else:
        evidence = {
            rule: [[place.term, place.field, *place.span] for place in places]
            for rule, places in found.evidence.items()
        }
        row |= {"text": found.text, "lang": found.lang, "evidence": evidence}
    tx.execute(insert(articles).values(**row))


def load(tx: Connection, entry_id: int) -> FullText | NoArticle | None:
    """What was kept; None when the page was never asked for, or long ago."""
    row = tx.execute(select(articles).where(articles.c.entry_id == entry_id)).first()
    if row is None:
        return None
    if row.missing:
        return NoArticle(Missing(row.missing), row.reason)
    evidence = {
        rule: tuple(Evidence(term, field, Span(*span)) for term, field, *span in places)
        for rule, places in row.evidence.items()
    }
    return FullText(row.text, row.lang, evidence, row.read_at)


def forget_before(tx: Connection, before: datetime, limit: int) -> int:
    """Delete up to `limit` that are older; says how many it was."""
    old = select(articles.c.entry_id).where(articles.c.read_at < before).limit(limit)
    return tx.execute(delete(articles).where(articles.c.entry_id.in_(old))).rowcount
