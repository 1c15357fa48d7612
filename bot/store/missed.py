"""Stories that were missed, until they are told together."""

from sqlalchemy import Connection, delete, select

from bot.store.tables import missed
from bot.store.upsert import insert_into


def add(tx: Connection, destination: str, story_id: int) -> None:
    """The story is to be told there, with others."""
    row = {"destination": destination, "story_id": story_id}
    tx.execute(insert_into(tx, missed).values(**row).on_conflict_do_nothing())


def waiting(tx: Connection) -> dict[str, list[int]]:
    """The stories that wait, by destination, the oldest first."""
    found: dict[str, list[int]] = {}
    query = select(missed.c.destination, missed.c.story_id).order_by(missed.c.story_id)
    for row in tx.execute(query):
        found.setdefault(row.destination, []).append(row.story_id)
    return found


def clear(tx: Connection, destination: str) -> None:
    """All of them are told there."""
    tx.execute(delete(missed).where(missed.c.destination == destination))
