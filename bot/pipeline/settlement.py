"""What becomes of a post after an attempt to send it, or a look whether it arrived. Pure.

Nothing that is owed is ever dropped for want of an answer: see `docs/decisions/` on uncertain
deliveries.
"""

from datetime import datetime, timedelta

from bot.i18n import Text
from bot.model import (
    Delivery,
    DeliveryState,
    OnUncertain,
    Receipt,
    SendFailure,
    SendProblem,
)
from bot.store.outbox import Settlement

LOOK_AFTER = timedelta(seconds=45)
"""The Bot API server may still deliver this long after the request (it absorbs flood waits)."""
MOST_BACKOFF = timedelta(minutes=5)
FIRST_PARKING = timedelta(minutes=5)
LONGEST_PARKING = timedelta(hours=6)

_AGAIN = {
    SendProblem.NOT_SENT,
    SendProblem.FLOOD,
    SendProblem.MIGRATED,
    SendProblem.UNREACHABLE,
    SendProblem.TOKEN,
}
"""Surely not sent, and worth another attempt; the others of the surely not sent are not."""


def after_sending(delivery: Delivery, outcome: Receipt | SendFailure, now: datetime) -> Settlement:
    """Settle an attempt. `delivery` is as it was before the attempt."""
    if isinstance(outcome, Receipt):
        return _sent(delivery, outcome, now)
    if outcome.problem is SendProblem.UNCERTAIN:
        return Settlement(delivery.id, DeliveryState.UNCERTAIN, now + LOOK_AFTER, outcome.text)
    if outcome.problem in _AGAIN:
        due_at = now + retry_delay(delivery.attempt, outcome)
        return Settlement(delivery.id, DeliveryState.PENDING, due_at, outcome.text)
    return Settlement(delivery.id, DeliveryState.DEAD, now, outcome.text)


def after_looking(
    delivery: Delivery,
    found: Receipt | SendFailure | None,
    on_uncertain: OnUncertain,
    now: datetime,
) -> Settlement:
    """Settle a look for an uncertain delivery."""
    if isinstance(found, Receipt):
        return _sent(delivery, found, now)
    if found is None:
        reason = Text(en="It had not arrived.", fr="Il n'était pas arrivé.")
        return Settlement(delivery.id, DeliveryState.PENDING, now, reason)
    if found.problem is SendProblem.UNCERTAIN:
        return Settlement(delivery.id, _undecidable(delivery, on_uncertain), now, found.text)
    due_at = now + retry_delay(delivery.attempt, found)
    return Settlement(delivery.id, DeliveryState.UNCERTAIN, due_at, found.text)


def _undecidable(delivery: Delivery, on_uncertain: OnUncertain) -> DeliveryState:
    """One automatic resend at most: a chat that swallows every answer must not be flooded."""
    if on_uncertain == "skip":
        return DeliveryState.DROPPED
    may_resend = on_uncertain == "resend" and delivery.attempt < 2
    return DeliveryState.PENDING if may_resend else DeliveryState.HELD


def _sent(delivery: Delivery, receipt: Receipt, now: datetime) -> Settlement:
    return Settlement(delivery.id, DeliveryState.SENT, now, receipt.notice, receipt)


def retry_delay(attempt: int, failure: SendFailure) -> timedelta:
    """What the server asks for, else 1, 2, 4 … seconds, five minutes at most."""
    if failure.retry_after is not None:
        return failure.retry_after
    if failure.problem in {SendProblem.MIGRATED, SendProblem.UNREACHABLE, SendProblem.TOKEN}:
        return timedelta(0)  # the way changes, or the whole queue waits; not this post
    return min(timedelta(seconds=2 ** min(attempt, 16)), MOST_BACKOFF)


def parking(times: int) -> timedelta:
    """How long a destination that was parked `times` times in a row waits for another try."""
    doubled: timedelta = FIRST_PARKING * 2 ** min(times, 16)
    return min(doubled, LONGEST_PARKING)
