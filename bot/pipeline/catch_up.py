"""What came while nobody looked, or before, is told together and not as a flood."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.message import compose_digest
from bot.model import DIGEST, POST, DeliveryState, Destination, FetchState, Priority, Story
from bot.pipeline.alert import post
from bot.pipeline.standing import standing
from bot.pipeline.watch import Watch
from bot.store import feeds, findings, follow_ups, missed, outbox, unsent
from bot.store.database import Transaction
from bot.store.missed import Kept

AWAY: Final = timedelta(hours=1)
"""A poll that comes so late was not made by a Vigie that was there."""
FEW: Final = 3
"""Stories that are posted one by one all the same."""
AT_ONCE: Final = 200
"""Stories of a place in one transaction: others want to write too."""


def was_away(state: FetchState, now: datetime) -> bool:
    """Whether the poll of a feed comes long after its time: news has waited there.

    Not on its first poll, which has a rule of its own: the age of its articles.
    """
    if state.last_ok_at is None or state.next_poll_at is None:
        return False
    return now - state.next_poll_at >= AWAY


def tell_missed(tx: Transaction, watch: Watch, now: datetime) -> int:
    """Owe what was kept back: a digest, or posts where it is little and nothing held it.

    What was missed, or was there before a new feed was watched, is told when all of it is read and
    placed: a story has one place in one digest.

    Returns:
        How many stories were told; more may wait, until there are none.
    """
    waiting = missed.waiting(tx, now)
    is_read = not findings.any_missed(tx) and not _is_reading(tx, now)
    told = 0
    for name, every in waiting.items():
        kept = [each for each in every if is_read or each.due_at][:AT_ONCE]
        told += _tell(tx, name, kept, watch, now)
        missed.clear(tx, name, [each.story_id for each in kept])
    return told


def _tell(tx: Transaction, name: str, kept: Sequence[Kept], watch: Watch, now: datetime) -> int:
    """Tell at one place what is not told there yet; says how many stories."""
    place = watch.destinations.get(name)
    if place is None:
        return 0
    untold = [each for each in kept if not follow_ups.has_post(tx, each.story_id, name)]
    found = [standing(tx, each.story_id, watch) for each in untold]
    stories = [story for story in found if story]
    is_held = any(each.due_at for each in untold)
    if stories:
        _owe(tx, stories, place, now, few=0 if is_held else FEW)
    return len(stories)


def _is_reading(tx: Transaction, now: datetime) -> bool:
    """Whether feeds that may bring more of it are still to be read."""
    return feeds.any_due(tx, now - AWAY) or feeds.any_unread(tx, now)


def _owe(
    tx: Transaction, stories: Sequence[Story], place: Destination, now: datetime, few: int
) -> None:
    posts = [post(story, place) for story in stories]
    if len(stories) <= few:
        for each in posts:
            outbox.put(tx, each, now)
        return
    at = 0
    for number, message in compose_digest(stories, place.lang):
        # A digest hangs on the first of its stories.
        owed = replace(posts[at], priority=Priority.SILENT, message=message)
        outbox.put_part(tx, owed, DIGEST, now)
        at += number
    for each in posts:
        outbox.put_part(tx, each, POST, now, DeliveryState.GROUPED)
    unsent.told_together(tx, place.name, [story.id for story in stories])
