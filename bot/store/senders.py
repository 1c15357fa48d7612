"""The right to send: a lease with a fencing number, in one row.

Who takes the lease gets a number that nobody had before. What is written about a delivery is
written in one transaction with a look at that number: a sender that was slow, asleep or cut off
finds that it is no longer the one, and changes nothing (Kleppmann, "How to do distributed
locking", 2016). The clocks of machines only decide when somebody else may try.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select, update

from bot.store.tables import senders
from bot.store.upsert import insert_into

LEASE: Final = timedelta(seconds=15)
"""Without a sign of life for so long, a sender is replaced."""
_NAME: Final = "telegram"
_NUMBER: Final = select(senders.c.number).with_for_update(read=True)


def take(tx: Connection, now: datetime, *, by_force: bool = False) -> int | None:
    """Become the sender.

    Args:
        tx: A transaction that writes.
        now: The present moment.
        by_force: Whether the one that has the lease is known to be gone.

    Returns:
        The fencing number; None while another has the lease.
    """
    held = tx.execute(select(senders.c.number, senders.c.until).with_for_update()).first()
    if held is None:
        row = {"name": _NAME, "number": 1, "until": now + LEASE}
        made = insert_into(tx, senders).values(row).on_conflict_do_nothing()
        return 1 if tx.execute(made).rowcount else None
    # A clock that was set back must not make a lease last for ever.
    if not by_force and now < held.until <= now + LEASE:
        return None
    number: int = held.number + 1
    tx.execute(update(senders).values(number=number, until=now + LEASE))
    return number


def renew(tx: Connection, number: int, now: datetime) -> bool:
    """Keep the lease; False when another has it by now."""
    mine = update(senders).where(senders.c.number == number)
    return tx.execute(mine.values(until=now + LEASE)).rowcount > 0


def give_up(tx: Connection, number: int, now: datetime) -> None:
    """Let another take the lease at once."""
    tx.execute(update(senders).where(senders.c.number == number).values(until=now))


def is_sender(tx: Connection, number: int) -> bool:
    """Whether this number is still the one; it stays so until the transaction ends."""
    return tx.execute(_NUMBER).scalar() == number
