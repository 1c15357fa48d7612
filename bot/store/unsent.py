"""What the outbox has not sent, as people see it and decide on it.

What is dropped stays, and can be sent after all.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, case, func, select, update

from bot.i18n import Text
from bot.model import DIGEST, POST, DeliveryState, Priority
from bot.store.missed import Kept
from bot.store.tables import deliveries, missed

UNDECIDED = (DeliveryState.HELD, DeliveryState.DEAD)
"""What stays as it is until somebody decides."""
OWED = (*UNDECIDED, DeliveryState.UNCERTAIN, DeliveryState.SENDING, DeliveryState.PENDING)
"""All that is neither sent nor done with, the most in need of a person first."""
FINAL = (
    DeliveryState.DROPPED,
    DeliveryState.GATHERED,
    DeliveryState.GROUPED,
    DeliveryState.SENT,
)
"""What is done with, or is seen to in another way."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """A row of the outbox with what there is to say of it."""

    id: int
    story_id: int
    destination: str
    part: str
    state: DeliveryState
    priority: Priority
    text: str
    """Without markup."""
    created_at: datetime
    due_at: datetime
    attempt: int
    """Requests that went out."""
    started_at: datetime | None
    """When the last of them did; None when none can have arrived."""
    sent_at: datetime | None
    reason: Text | None
    """What came of the last attempt."""
    post: DeliveryState | None
    """Where the story's post stands there, on which edits and replies depend."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A post that stays as it is until somebody decides."""

    id: int
    destination: str
    state: DeliveryState
    reason: Text | None


def found(
    tx: Connection,
    states: Collection[DeliveryState],
    places: Collection[str] | None = None,
    limit: int | None = None,
) -> tuple[Unsent, ...]:
    """Posts in these states, the most in need of a person first, then the oldest.

    Args:
        tx: A transaction.
        states: Where they stand.
        places: Names of destinations; None for all.
        limit: How many at most; None for all.
    """
    rank = {state: number for number, state in enumerate((*OWED, *FINAL))}
    order = case(rank, value=deliveries.c.state)
    query = _within(_select(), states, places).order_by(order, deliveries.c.id)
    return tuple(_unsent(row) for row in tx.execute(query.limit(limit)))


def number(
    tx: Connection, states: Collection[DeliveryState], places: Collection[str] | None = None
) -> int:
    """How many there are."""
    query = _within(select(func.count()).select_from(deliveries), states, places)
    return int(tx.execute(query).scalar_one())


def by_id(tx: Connection, ids: Sequence[int]) -> dict[int, Unsent]:
    """The posts of these numbers; those that do not exist are missing."""
    query = _select().where(deliveries.c.id.in_(ids)).order_by(deliveries.c.id)
    return {row.id: _unsent(row) for row in tx.execute(query)}


def lost(
    tx: Connection, states: Collection[DeliveryState], since: datetime | None = None
) -> tuple[Lost, ...]:
    """Posts in these states, that are so since then or always were; by number."""
    columns = (deliveries.c.id, deliveries.c.destination, deliveries.c.state, deliveries.c.reason)
    query = select(*columns).where(deliveries.c.state.in_(states)).order_by(deliveries.c.id)
    if since is not None:
        query = query.where(deliveries.c.due_at > since)
    return tuple(
        Lost(row.id, row.destination, DeliveryState(row.state), row.reason)
        for row in tx.execute(query)
    )


def states(tx: Connection, ids: Collection[int]) -> dict[int, DeliveryState]:
    """Where these posts stand."""
    query = select(deliveries.c.id, deliveries.c.state).where(deliveries.c.id.in_(ids))
    return {row.id: DeliveryState(row.state) for row in tx.execute(query)}


def kept(tx: Connection, places: Collection[str] | None = None) -> tuple[Kept, ...]:
    """The stories that are kept back for a digest, those that are told first before the others."""
    query = select(missed).order_by(missed.c.due_at.is_(None), missed.c.due_at, missed.c.story_id)
    if places is not None:
        query = query.where(missed.c.destination.in_(places))
    return tuple(
        Kept(row.story_id, row.destination, row.due_at, row.reason) for row in tx.execute(query)
    )


def decide(tx: Connection, each: Unsent, state: DeliveryState, reason: Text, now: datetime) -> bool:
    """Let a post stand so from now on; False when it has moved on in the meantime."""
    still = (deliveries.c.id == each.id) & (deliveries.c.state == each.state)
    values: dict[str, object] = {"state": state, "reason": reason, "due_at": now}
    if each.state not in {DeliveryState.HELD, DeliveryState.DROPPED}:
        values["started_at"] = None  # what went out was refused: it cannot come twice
    return tx.execute(update(deliveries).where(still).values(**values)).rowcount > 0


def gather(tx: Connection, destination: str, stories: Collection[int]) -> None:
    """The posts of these stories that wait there, and what follows up on them, go out no more.

    Whoever calls this keeps the stories in the same transaction, to be told in a digest. The rows
    stay: one whose number came back could be taken for the one that a sender has in hand.
    """
    _group(tx, destination, stories, DeliveryState.PENDING, DeliveryState.GATHERED)


def told_together(tx: Connection, destination: str, stories: Collection[int]) -> None:
    """The digest is owed for which these were gathered."""
    _group(tx, destination, stories, DeliveryState.GATHERED, DeliveryState.GROUPED)


def _group(
    tx: Connection,
    destination: str,
    stories: Collection[int],
    before: DeliveryState,
    after: DeliveryState,
) -> None:
    if not stories:
        return
    concerned = (
        (deliveries.c.destination == destination)
        & (deliveries.c.state == before)
        & (deliveries.c.part != DIGEST)
        & (deliveries.c.story_id == bindparam("story"))
    )
    statement = update(deliveries).where(concerned).values(state=after)
    tx.execute(statement, [{"story": story_id} for story_id in stories])


_post = deliveries.alias("post")
_POST_STATE = (
    select(_post.c.state)
    .where(
        _post.c.story_id == deliveries.c.story_id,
        _post.c.destination == deliveries.c.destination,
        _post.c.part == POST,
    )
    .scalar_subquery()
)


def _select() -> Select[Any]:
    return select(deliveries, _POST_STATE.label("post"))


def _within(
    query: Select[Any], states: Collection[DeliveryState], places: Collection[str] | None
) -> Select[Any]:
    query = query.where(deliveries.c.state.in_(states))
    return query if places is None else query.where(deliveries.c.destination.in_(places))


def _unsent(row: Row[Any]) -> Unsent:
    return Unsent(
        row.id,
        row.story_id,
        row.destination,
        row.part,
        DeliveryState(row.state),
        Priority(row.priority),
        row.message["plain"],
        row.created_at,
        row.due_at,
        row.attempt,
        row.started_at,
        row.sent_at,
        row.reason,
        DeliveryState(row.post) if row.post else None,
    )
