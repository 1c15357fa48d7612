"""Stories that are kept back, until they are told together.

Some were missed, or were there before anybody watched: they are told as soon as all of it is read.
Others are held by quiet hours, a cap or a digest, until a moment that is known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, or_, select

from bot.i18n import Text
from bot.store.tables import missed
from bot.store.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Kept:
    """A story that waits for others, to be told at one destination."""

    story_id: int
    destination: str
    due_at: datetime | None
    """None for what was missed: when all of it is read."""
    reason: Text | None
    """What holds it; None for what was missed."""


def add(tx: Connection, kept: Kept) -> None:
    """The story is to be told there, with others; what holds it already stays."""
    row = {
        "destination": kept.destination,
        "story_id": kept.story_id,
        "due_at": kept.due_at,
        "reason": kept.reason,
    }
    tx.execute(insert_into(tx, missed).values(**row).on_conflict_do_nothing())


def waiting(tx: Connection, now: datetime) -> dict[str, list[Kept]]:
    """The stories whose time has come, by destination, the oldest first."""
    found: dict[str, list[Kept]] = {}
    due = or_(missed.c.due_at.is_(None), missed.c.due_at <= now)
    for row in tx.execute(select(missed).where(due).order_by(missed.c.story_id)):
        kept = Kept(row.story_id, row.destination, row.due_at, row.reason)
        found.setdefault(row.destination, []).append(kept)
    return found


def of_story(tx: Connection, story_id: int) -> tuple[Kept, ...]:
    """Where the story waits."""
    query = select(missed).where(missed.c.story_id == story_id).order_by(missed.c.destination)
    return tuple(
        Kept(story_id, row.destination, row.due_at, row.reason) for row in tx.execute(query)
    )


def clear(tx: Connection, destination: str, stories: Iterable[int]) -> None:
    """These are told there."""
    mine = (missed.c.destination == destination) & missed.c.story_id.in_(list(stories))
    tx.execute(delete(missed).where(mine))
