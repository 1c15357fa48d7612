"""A destination that can be reached again: what waited long comes as a digest, not as a flood."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bot.i18n import Text, counted
from bot.log import logger
from bot.model import POST, DeliveryState, Destination, Priority
from bot.pipeline.catch_up import FEW
from bot.store import destinations, missed, unsent
from bot.store.database import Transaction
from bot.store.missed import Kept
from bot.store.unsent import Unsent

LONG: Final = timedelta(minutes=15)
"""What waited no longer is news still, and posted as such."""

_log = logger("comeback")


class Gathering(NamedTuple):
    """The stories that are told together, and why; none, and why not."""

    stories: tuple[int, ...]
    reason: Text


def gathering(waiting: Iterable[Unsent], now: datetime) -> Gathering:
    """What of the posts that wait for a destination comes in one digest. Pure.

    Breaking news stay posts, and so does what is still young; three others are no flood.
    """
    old = [
        each.story_id
        for each in waiting
        if each.part == POST
        and each.state is DeliveryState.PENDING
        and each.priority is not Priority.BREAKING
        and now - each.created_at > LONG
    ]
    if len(old) <= FEW:
        return Gathering((), _few(len(old)))
    return Gathering(tuple(old), _WAITED)


def gather(tx: Transaction, name: str, now: datetime) -> int:
    """Let what waited long for this destination be told together, by the next catch-up.

    In one transaction its posts are withdrawn and their stories kept for the digest: none is lost,
    none told twice.

    Returns:
        How many stories.
    """
    found = gathering(unsent.found(tx, (DeliveryState.PENDING,), (name,)), now)
    unsent.gather(tx, name, found.stories)
    for story_id in found.stories:
        missed.add(tx, Kept(story_id, name, now, found.reason))
    _log.info(
        "what waited for a destination",
        destination=name,
        together=len(found.stories),
        reason=str(found.reason),
    )
    return len(found.stories)


def learn(tx: Transaction, wanted: Sequence[Destination], now: datetime) -> None:
    """Learn the destinations of the watchlist; one whose address was mended comes back so."""
    before = destinations.parked(tx)
    destinations.sync(tx, wanted)
    for name in before.keys() - destinations.parked(tx).keys():
        gather(tx, name, now)


_WAITED: Final = Text(
    en="the channel could not be reached for long", fr="le canal est resté longtemps injoignable"
)


def _few(number: int) -> Text:
    return Text(
        en=f"{counted(number, 'post', 'posts', 'en')} that waited long: no flood",
        fr=f"{counted(number, 'message', 'messages', 'fr')} en attente depuis longtemps : "
        "ce n'est pas un flot",
    )
