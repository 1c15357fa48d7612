"""Destinations: where they are now, and which are parked because they cannot be reached."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, func, select, update

from bot.i18n import Text
from bot.model import Destination
from bot.store.tables import destinations
from bot.store.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Parked:
    """A destination whose posts wait until it can be reached again."""

    name: str
    since: datetime
    until: datetime
    """When it is tried again."""
    times: int
    """In a row."""
    reason: Text | None


def sync(tx: Connection, wanted: Iterable[Destination]) -> None:
    """Learn the destinations of the watchlist; one with a new address starts afresh."""
    for destination in wanted:
        row = {"name": destination.name, "telegram": destination.telegram}
        statement = insert_into(tx, destinations).values(**row)
        elsewhere = destinations.c.telegram != statement.excluded.telegram
        afresh = {
            column: case((elsewhere, None), else_=destinations.c[column])
            for column in ("moved_to", "parked_until", "parked_since", "parked_reason")
        }
        afresh["parkings"] = case((elsewhere, 0), else_=destinations.c.parkings)
        tx.execute(
            statement.on_conflict_do_update(
                index_elements=["name"], set_={"telegram": destination.telegram, **afresh}
            )
        )


def located(tx: Connection, wanted: Iterable[Destination]) -> tuple[Destination, ...]:
    """The destinations with the address they have moved to, where Telegram told us of a move."""
    query = select(destinations.c.name, destinations.c.moved_to)
    moved = {row.name: row.moved_to for row in tx.execute(query) if row.moved_to}
    return tuple(replace(d, telegram=moved.get(d.name, d.telegram)) for d in wanted)


def moved(tx: Connection, name: str, chat_id: int) -> None:
    """A group became a supergroup: it has another id from now on, for all that post there."""
    address = func.coalesce(destinations.c.moved_to, destinations.c.telegram)
    here = select(address).where(destinations.c.name == name).scalar_subquery()
    neighbours = tx.execute(select(destinations.c.name).where(address == here)).scalars().all()
    everywhere = update(destinations).where(destinations.c.name.in_(neighbours))
    tx.execute(everywhere.values(moved_to=str(chat_id)))


def park(tx: Connection, name: str, now: datetime, until: datetime, reason: Text) -> None:
    """Let the destination's posts wait until `until`; `since` is kept while it lasts."""
    since = case((destinations.c.parked_since.is_(None), now), else_=destinations.c.parked_since)
    tx.execute(
        update(destinations)
        .where(destinations.c.name == name)
        .values(
            parked_since=since,
            parked_until=until,
            parkings=destinations.c.parkings + 1,
            parked_reason=reason,
        )
    )


def unpark(tx: Connection, name: str) -> bool:
    """The destination can be reached; says whether it was parked."""
    return tx.execute(_UNPARK, {"place": name}).rowcount > 0


def proven(tx: Connection, name: str, begun: datetime) -> bool:
    """The same, because a post that was begun then has arrived.

    A post that was on its way when the destination was parked proves nothing: somebody may have
    stopped it meanwhile.
    """
    return tx.execute(_PROVEN, {"place": name, "begun": begun}).rowcount > 0


def hasten(tx: Connection, name: str, now: datetime) -> bool:
    """A parked destination is tried again at once; says whether it was parked."""
    waits = (destinations.c.name == name) & destinations.c.parked_since.is_not(None)
    return tx.execute(update(destinations).where(waits).values(parked_until=now)).rowcount > 0


def names(tx: Connection) -> tuple[str, ...]:
    """Every destination that there is, or was."""
    query = select(destinations.c.name).order_by(destinations.c.name)
    return tuple(tx.execute(query).scalars())


def parked(tx: Connection) -> dict[str, Parked]:
    """The parked destinations by name, those whose time has come for another try included."""
    query = select(destinations).where(destinations.c.parked_since.is_not(None))
    return {
        row.name: Parked(
            row.name, row.parked_since, row.parked_until, row.parkings, row.parked_reason
        )
        for row in tx.execute(query)
    }


# Every post passes here: to put it together costs as much as to run it.
_UNPARK = (
    update(destinations)
    .where(destinations.c.name == bindparam("place"), destinations.c.parked_since.is_not(None))
    .values(parked_since=None, parked_until=None, parkings=0, parked_reason=None)
)
_PROVEN = _UNPARK.where(
    destinations.c.parked_until <= bindparam("begun", type_=destinations.c.parked_until.type)
)
