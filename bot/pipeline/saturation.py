"""A destination that gets more than it takes: what has waited long there comes as a digest."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final

from bot.i18n import Text
from bot.log import logger
from bot.model import Priority
from bot.pipeline.comeback import LONG
from bot.store import missed, outbox, unsent
from bot.store.database import Transaction
from bot.store.missed import Kept
from bot.store.outbox import Waiting

A_MINUTE_OF_POSTS: Final = 16
"""A destination is saturated when more wait for it than it takes in a minute: of the 20 that
Telegram takes, 4 are kept free for breaking news."""
LOOKED_AT: Final = timedelta(minutes=1)
"""Between two looks for such destinations."""

_REASON: Final = Text(
    en="more waited for the channel than it takes",
    fr="plus de messages attendaient que le canal n'en accepte",
)
_log = logger("deliver")


def joining(waiting: Iterable[Waiting], now: datetime) -> tuple[int, ...]:
    """The stories whose posts join a digest, of all that wait for one destination. Pure.

    Breaking news stay posts, and so does what is still young.
    """
    all_of_it = tuple(waiting)
    if len(all_of_it) <= A_MINUTE_OF_POSTS:
        return ()
    return tuple(
        each.story_id
        for each in all_of_it
        if each.priority is not Priority.BREAKING and now - each.created_at > LONG
    )


def is_needed(tx: Transaction, names: Collection[str], now: datetime) -> bool:
    """Whether one of these destinations is saturated."""
    return bool(outbox.crowded(tx, now, names, A_MINUTE_OF_POSTS))


def relieve(tx: Transaction, names: Collection[str], now: datetime) -> int:
    """Let what waited long for saturated destinations be told together, by the next catch-up.

    In one transaction its posts are withdrawn and their stories kept for the digest: none is lost,
    none told twice.

    Returns:
        How many stories.
    """
    together = 0
    for name in outbox.crowded(tx, now, names, A_MINUTE_OF_POSTS):
        found = joining(outbox.waiting_posts(tx, now, name), now)
        unsent.gather(tx, name, found)
        for story_id in found:
            missed.add(tx, Kept(story_id, name, now, _REASON))
        if found:
            _log.warning("destination saturated", destination=name, together=len(found))
        together += len(found)
    return together
