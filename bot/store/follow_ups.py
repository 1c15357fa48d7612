"""What follows up on a post: its edits, and replies below it.

An edit is one row, whose content the newest replaces; a reply is a row for each thing that happens.
Neither is due before the post is there, and an edit only when the story has settled for a while.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, select

from bot.model import EDIT, POST, REPLY, DeliveryState, Message, Priority
from bot.store.outbox import OPEN, Owed, is_part, message_of, row
from bot.store.tables import deliveries
from bot.store.upsert import insert_into

APART = timedelta(seconds=60)
"""Between two edits of a post: outlets take up a story within minutes, and each edit counts against
Telegram's limits."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a post shows."""

    message: Message
    """As it reads, or will when its edit is made."""
    priority: Priority
    """With which it was sent."""


def shown(tx: Connection, story_id: int, destination: str) -> Shown | None:
    """What the story's post there shows; None without a post."""
    query = select(deliveries.c.part, deliveries.c.message, deliveries.c.priority).where(
        deliveries.c.story_id == story_id,
        deliveries.c.destination == destination,
        deliveries.c.part.in_((POST, EDIT)),
    )
    rows = {row.part: row for row in tx.execute(query)}
    if POST not in rows:
        return None
    newest = rows.get(EDIT, rows[POST])
    return Shown(message_of(newest.message), Priority(rows[POST].priority))


def is_untried(tx: Connection, story_id: int, destination: str) -> bool:
    """Whether the story's post there can still be rendered anew."""
    query = select(deliveries.c.id).where(
        is_part(story_id, destination, POST),
        deliveries.c.state == DeliveryState.PENDING,
        deliveries.c.attempt == 0,
    )
    return tx.execute(query).first() is not None


def edit(tx: Connection, owed: Owed, now: datetime) -> None:
    """Let the post read so; one that waits to be edited is edited once."""
    content = {"message": asdict(owed.message), "state": DeliveryState.PENDING, "attempt": 0}
    fresh = row(replace(owed, priority=Priority.SILENT), now) | {"due_at": now + APART} | content
    statement = insert_into(tx, deliveries).values(part=EDIT, version=1, **fresh)
    waits = deliveries.c.state == DeliveryState.PENDING
    anew = content | {
        "version": deliveries.c.version + 1,
        "due_at": case((waits, deliveries.c.due_at), else_=now + APART),
    }
    keys = ["story_id", "destination", "part"]
    tx.execute(statement.on_conflict_do_update(index_elements=keys, set_=anew))


def replies(tx: Connection, story_id: int, destination: str) -> frozenset[str]:
    """What was already said below the post, or is owed to be said."""
    query = select(deliveries.c.part).where(
        deliveries.c.story_id == story_id,
        deliveries.c.destination == destination,
        deliveries.c.part.startswith(REPLY),
    )
    return frozenset(part.removeprefix(REPLY) for part in tx.execute(query).scalars())


def places(tx: Connection, story_id: int) -> tuple[str, ...]:
    """The destinations that have a post of the story, or are owed one."""
    query = (
        select(deliveries.c.destination)
        .where(deliveries.c.story_id == story_id, deliveries.c.part == POST)
        .where(deliveries.c.state.in_((*OPEN, DeliveryState.SENT)))
        .order_by(deliveries.c.id)
    )
    return tuple(tx.execute(query).scalars())


def has_post(tx: Connection, story_id: int, destination: str) -> bool:
    """Whether the story was told there, is owed, or was given up: in a digest or in a post."""
    query = select(deliveries.c.id).where(
        is_part(story_id, destination, POST), deliveries.c.state != DeliveryState.GATHERED
    )
    return tx.execute(query).first() is not None
