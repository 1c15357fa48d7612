"""The outbox: every post that is owed, from the transaction that found its story to the receipt.

Unique on (story, destination, part): one post per story and place, whatever happens. What follows
up on a post (see `bot.store.follow_ups`) waits until it is there.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    exists,
    func,
    or_,
    select,
    update,
)

from bot.expression import Span
from bot.i18n import Text
from bot.model import (
    DIGEST,
    EDIT,
    POST,
    Button,
    Delivery,
    DeliveryState,
    Mark,
    Message,
    Priority,
    Receipt,
    Style,
)
from bot.store.tables import deliveries
from bot.store.tables import destinations as places
from bot.store.upsert import insert_into

OPEN = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNCERTAIN)
"""The states of a post that is still owed."""
_AT_ONCE = 500
"""Numbers in one statement; SQLite takes some thousands."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What becomes of a delivery, and why."""

    delivery_id: int
    state: DeliveryState
    due_at: datetime
    reason: Text | None = None
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """A post that a story owes to a destination."""

    story_id: int
    destination: str
    priority: Priority
    message: Message


def put(tx: Connection, owed: Owed, now: datetime) -> bool:
    """Owe a post. One that waits untried is rendered anew; one that went out stays as it is.

    A story that was told in a digest has no post of its own, and gets one for breaking news only.

    Returns:
        Whether there is something to send that was not owed before.
    """
    if put_part(tx, owed, POST, now):
        return True
    same = is_part(owed.story_id, owed.destination, POST)
    content = {"priority": owed.priority, "message": asdict(owed.message)}
    untried = (deliveries.c.state == DeliveryState.PENDING) & (deliveries.c.attempt == 0)
    tx.execute(update(deliveries).where(same, untried).values(**content))
    if owed.priority is not Priority.BREAKING:
        return False
    grouped = deliveries.c.state.in_((DeliveryState.GATHERED, DeliveryState.GROUPED))
    anew = {"state": DeliveryState.PENDING, "attempt": 0, "due_at": now, **content}
    return tx.execute(update(deliveries).where(same, grouped).values(**anew)).rowcount > 0


def put_part(
    tx: Connection,
    owed: Owed,
    part: str,
    now: datetime,
    state: DeliveryState = DeliveryState.PENDING,
) -> bool:
    """Owe something of a story, unless that part of it is there; says whether it was not."""
    statement = insert_into(tx, deliveries).values(part=part, state=state, **row(owed, now))
    made = tx.execute(statement.on_conflict_do_nothing().returning(deliveries.c.id)).first()
    return made is not None


def row(owed: Owed, now: datetime) -> dict[str, object]:
    """What every part of a story has at first: it is due at once."""
    return {
        "story_id": owed.story_id,
        "destination": owed.destination,
        "priority": owed.priority,
        "message": asdict(owed.message),
        "created_at": now,
        "due_at": now,
    }


def is_part(story_id: int, destination: str, part: str) -> ColumnElement[bool]:
    """The condition that picks one row."""
    return (
        (deliveries.c.story_id == story_id)
        & (deliveries.c.destination == destination)
        & (deliveries.c.part == part)
    )


def due(
    tx: Connection,
    now: datetime,
    destinations: Collection[str],
    each: int,
    known: Collection[int] = (),
) -> tuple[Delivery, ...]:
    """The most urgent posts to send now, of the `each` first of every destination.

    So one destination's long queue never keeps another's posts from being seen. Those that are
    `known` by their number take a place, but are not read.
    """
    # The names of the priorities sort by urgency.
    order = (deliveries.c.priority, deliveries.c.due_at, deliveries.c.id)
    rank = func.row_number().over(partition_by=deliveries.c.destination, order_by=order)
    ready = (
        select(*order, rank.label("rank"))
        .where(
            deliveries.c.state == DeliveryState.PENDING,
            deliveries.c.due_at <= now,
            deliveries.c.destination.in_(destinations),
            _CAN_GO,
        )
        .subquery()
    )
    first = select(ready.c.id).where(ready.c.rank <= each)
    ids = tx.execute(first.order_by(ready.c.priority, ready.c.due_at, ready.c.id)).scalars()
    fresh = [number for number in ids if number not in known]
    found: list[Delivery] = []
    for start in range(0, len(fresh), _AT_ONCE):
        some = deliveries.c.id.in_(fresh[start : start + _AT_ONCE])
        found += _deliveries(tx, _select().where(some).order_by(*order))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A post that is due."""

    story_id: int
    priority: Priority
    created_at: datetime


def crowded(
    tx: Connection, now: datetime, destinations: Collection[str], more_than: int
) -> tuple[str, ...]:
    """Those of the destinations for which more posts are due than so many."""
    number = func.count()
    query = select(deliveries.c.destination).where(
        *_due_posts(now), deliveries.c.destination.in_(destinations)
    )
    query = query.group_by(deliveries.c.destination).having(number > more_than)
    return tuple(tx.execute(query).scalars())


def waiting_posts(tx: Connection, now: datetime, destination: str) -> tuple[Waiting, ...]:
    """The posts that are due there."""
    columns = (deliveries.c.story_id, deliveries.c.priority, deliveries.c.created_at)
    query = select(*columns).where(*_due_posts(now), deliveries.c.destination == destination)
    return tuple(
        Waiting(row.story_id, Priority(row.priority), row.created_at) for row in tx.execute(query)
    )


def _due_posts(now: datetime) -> tuple[ColumnElement[bool], ...]:
    is_post = deliveries.c.part == POST
    return deliveries.c.state == DeliveryState.PENDING, deliveries.c.due_at <= now, is_post


def uncertain(tx: Connection, now: datetime, destinations: Collection[str]) -> tuple[Delivery, ...]:
    """Posts that may or may not have arrived: of each destination the oldest due for a look.

    Looks are made one at a time in a chat. So what waits for them in one keeps no other waiting.
    """
    order = (deliveries.c.started_at, deliveries.c.id)
    rank = func.row_number().over(partition_by=deliveries.c.destination, order_by=order)
    ranked = (
        select(deliveries.c.id, rank.label("rank"))
        .where(
            deliveries.c.state == DeliveryState.UNCERTAIN,
            deliveries.c.due_at <= now,
            deliveries.c.destination.in_(destinations),
        )
        .subquery()
    )
    first = select(ranked.c.id).where(ranked.c.rank == 1)
    return _deliveries(tx, _select().where(deliveries.c.id.in_(first)).order_by(*order))


def current(tx: Connection, delivery_id: int) -> Delivery | None:
    """The delivery as it stands now."""
    found = tx.execute(_BY_ID, {"number": delivery_id}).first()
    return _delivery(found) if found else None


def start(
    tx: Connection, delivery_id: int, now: datetime, floor_message_id: int
) -> Delivery | None:
    """The request goes out now. From here on, a crash means "perhaps sent".

    Returns:
        The post as it is to be sent, to the letter, and as it stood before this attempt; None when
        it must not go out: it waits no more, is not due yet, or its destination is parked.
    """
    marks = {"number": delivery_id, "now": now, "floor": floor_message_id}
    if not tx.execute(_START, marks).rowcount:
        return None
    begun = tx.execute(_BY_ID, {"number": delivery_id}).one()
    return _delivery(begun, attempt=begun.attempt - 1)


def recover(tx: Connection, due_at: datetime) -> int:
    """After a crash: what was being sent is uncertain, to be looked for at `due_at`.

    An edit is simply made again: it changes nothing that it has changed before.
    """
    interrupted = update(deliveries).where(deliveries.c.state == DeliveryState.SENDING)
    edits = interrupted.where(deliveries.c.part == EDIT)
    tx.execute(edits.values(state=DeliveryState.PENDING))
    return tx.execute(interrupted.values(state=DeliveryState.UNCERTAIN, due_at=due_at)).rowcount


def reconsider(tx: Connection, now: datetime) -> int:
    """Look again for what was held: the operator may have changed what to do with it."""
    held = update(deliveries).where(deliveries.c.state == DeliveryState.HELD)
    return tx.execute(held.values(state=DeliveryState.UNCERTAIN, due_at=now)).rowcount


def settle(tx: Connection, settlement: Settlement, version: int = 0) -> None:
    """Write what became of a delivery, unless it has another content by now than this `version`."""
    receipt = settlement.receipt
    values: dict[str, object] = {
        "number": settlement.delivery_id,
        "content": version,
        "state": settlement.state,
        "due_at": settlement.due_at,
        "reason": settlement.reason,
    }
    if receipt:
        values["sent_at"] = receipt.sent_at
        values["chat_id"] = receipt.chat_id
        values["message_id"] = receipt.message_id
    tx.execute(_SETTLE, values)


def latest_posts(tx: Connection, limit: int = 2000) -> tuple[tuple[int, int], ...]:
    """Chat id and message id of the posts that were sent last."""
    query = (
        select(deliveries.c.chat_id, deliveries.c.message_id)
        .where(deliveries.c.state == DeliveryState.SENT, deliveries.c.message_id.is_not(None))
        .order_by(deliveries.c.sent_at.desc())
        .limit(limit)
    )
    return tuple((row.chat_id, row.message_id) for row in tx.execute(query))


def posts_among(tx: Connection, chat_id: int, ids: range) -> frozenset[int]:
    """Which of these message ids in a chat are posts of ours."""
    query = select(deliveries.c.message_id).where(
        deliveries.c.chat_id == chat_id,
        deliveries.c.message_id.between(ids.start, ids.stop - 1),
    )
    return frozenset(tx.execute(query).scalars())


def count(tx: Connection) -> dict[DeliveryState, int]:
    """How many deliveries stand in each state."""
    query = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
    return {DeliveryState(state): number for state, number in tx.execute(query)}


def next_due(tx: Connection, destinations: Collection[str]) -> datetime | None:
    """When the next open delivery to `destinations` is due; None when nothing is open.

    Edits do not count: they wait for more to come, and the next round makes them.
    """
    query = select(func.min(deliveries.c.due_at)).where(
        deliveries.c.state.in_(OPEN),
        deliveries.c.destination.in_(destinations),
        deliveries.c.part != EDIT,
        _CAN_GO,
    )
    return tx.execute(query).scalar()


_post = deliveries.alias("post")
_TARGET = (
    select(_post.c.message_id)
    .where(
        _post.c.story_id == deliveries.c.story_id,
        _post.c.destination == deliveries.c.destination,
        _post.c.part == POST,
        _post.c.state == DeliveryState.SENT,
        _post.c.message_id > 0,
    )
    .scalar_subquery()
)
"""The message id of the story's post, once it is there."""
_CAN_GO = or_(deliveries.c.part.in_((POST, DIGEST)), _TARGET.is_not(None))


def _select() -> Select[Any]:
    return select(deliveries, _TARGET.label("target"))


# What each post passes through is put together once: that costs as much as to run it.
_BY_ID = _select().where(deliveries.c.id == bindparam("number"))
_SETTLE = update(deliveries).where(
    deliveries.c.id == bindparam("number"), deliveries.c.version == bindparam("content")
)
_NOW = bindparam("now", type_=deliveries.c.due_at.type)
_START = (
    update(deliveries)
    .where(
        deliveries.c.id == bindparam("number"),
        deliveries.c.state == DeliveryState.PENDING,
        deliveries.c.due_at <= _NOW,
        ~exists().where(places.c.name == deliveries.c.destination, places.c.parked_until > _NOW),
    )
    .values(
        state=DeliveryState.SENDING,
        attempt=deliveries.c.attempt + 1,
        started_at=_NOW,
        floor_message_id=bindparam("floor"),
    )
)


def _deliveries(tx: Connection, query: Select[Any]) -> tuple[Delivery, ...]:
    return tuple(_delivery(row) for row in tx.execute(query))


def _delivery(row: Row[Any], attempt: int | None = None) -> Delivery:
    return Delivery(
        id=row.id,
        story_id=row.story_id,
        destination=row.destination,
        state=DeliveryState(row.state),
        priority=Priority(row.priority),
        message=message_of(row.message),
        due_at=row.due_at,
        attempt=row.attempt if attempt is None else attempt,
        started_at=row.started_at,
        floor_message_id=row.floor_message_id,
        part=row.part,
        version=row.version,
        target=None if row.part in {POST, DIGEST} else row.target,
    )


def message_of(stored: dict[str, Any]) -> Message:
    """A message as it was put into its row."""
    styles = tuple(
        Style(Mark(style["mark"]), Span(*style["span"]), style["url"]) for style in stored["styles"]
    )
    buttons = tuple(Button(**button) for button in stored["buttons"])
    return Message(**(stored | {"styles": styles, "buttons": buttons}))
