"""Where a story can be seen: the chats that were sent a post of it."""

from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from bot.model import POST, DeliveryState
from bot.store.tables import deliveries

_THERE = (
    DeliveryState.SENT,
    DeliveryState.SENDING,  # somebody may be quicker than the receipt
    DeliveryState.UNCERTAIN,
    DeliveryState.HELD,
)
"""The post is in the chat, or may be."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A post of a story."""

    destination: str
    chat_id: int | None
    """Where it was sent to; None while that is not certain."""


def posts_of(tx: Connection, story_id: int) -> tuple[Seen, ...]:
    """Every destination that shows the story, or may show it."""
    was_begun = deliveries.c.started_at.is_not(None)  # held, and then dropped
    dropped = (deliveries.c.state == DeliveryState.DROPPED) & was_begun
    query = select(deliveries.c.destination, deliveries.c.chat_id).where(
        deliveries.c.story_id == story_id,
        deliveries.c.part == POST,
        or_(deliveries.c.state.in_(_THERE), dropped),
    )
    return tuple(Seen(row.destination, row.chat_id) for row in tx.execute(query))
