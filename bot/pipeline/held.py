"""Posts of which nothing can tell whether they arrived: somebody has looked, and decides."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final, Literal

from bot.model import DeliveryState
from bot.pipeline import verdict
from bot.pipeline.verdict import Decided
from bot.store import unsent
from bot.store.database import Transaction
from bot.store.unsent import Unsent

Decision = Literal["resend", "drop"]

_ACTS: Final[
    Mapping[Decision, Callable[[Transaction, Sequence[Unsent], datetime], tuple[Decided, ...]]]
] = {"resend": verdict.retry, "drop": verdict.drop}


def decide_held(tx: Transaction, decision: Decision, newest: int, now: datetime) -> int:
    """Send again or drop all that is held, up to the post with the number `newest`.

    Returns:
        How many posts; none when they were decided on before.
    """
    ids = [each.id for each in unsent.lost(tx, (DeliveryState.HELD,)) if each.id <= newest]
    decided = _ACTS[decision](tx, tuple(unsent.by_id(tx, ids).values()), now)
    return sum(each.is_done for each in decided)
