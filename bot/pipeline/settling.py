"""What the end of an attempt writes, in one transaction: the delivery, and its destination."""

from datetime import datetime

from bot.log import logger
from bot.model import Delivery, Receipt, SendFailure, SendProblem
from bot.pipeline import comeback
from bot.pipeline.settlement import parking
from bot.store import destinations, outbox
from bot.store.database import Transaction
from bot.store.outbox import Settlement

_log = logger("deliver")


def settle(
    tx: Transaction,
    delivery: Delivery,
    settlement: Settlement,
    outcome: Receipt | SendFailure | None,
    now: datetime,
) -> None:
    """Write what became of a delivery, and what its outcome says of the place it goes to."""
    outbox.settle(tx, settlement, delivery.version)
    name = delivery.destination
    begun = delivery.started_at or now
    if isinstance(outcome, Receipt) and destinations.proven(tx, name, begun):
        _log.info("destination reachable again", destination=name)
        comeback.gather(tx, name, now)
    if isinstance(outcome, SendFailure):
        if outcome.problem is SendProblem.UNREACHABLE:
            _park(tx, name, outcome, now)
        if outcome.new_chat_id is not None:
            destinations.moved(tx, name, outcome.new_chat_id)


def _park(tx: Transaction, name: str, failure: SendFailure, now: datetime) -> None:
    before = destinations.parked(tx).get(name)
    until = now + parking(before.times if before else 0)
    destinations.park(tx, name, now, until, failure.text)
    if before is None:
        _log.error(
            "destination parked",
            destination=name,
            reason=str(failure.text),
            hint=str(failure.hint or ""),
            until=until,
        )
