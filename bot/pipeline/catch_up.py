"""What came while nobody looked, or before, is told together and not as a flood."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.message import compose_digest
from bot.model import DIGEST, POST, DeliveryState, Destination, FetchState, Priority, Story
from bot.pipeline.alert import post
from bot.pipeline.standing import standing
from bot.pipeline.watch import Watch
from bot.store import feeds, findings, follow_ups, missed, outbox
from bot.store.database import Transaction

AWAY: Final = timedelta(hours=1)
"""A poll that comes so late was not made by a Vigie that was there."""
FEW: Final = 3
"""Stories that are posted one by one all the same."""


def was_away(state: FetchState, now: datetime) -> bool:
    """Whether the poll of a feed comes long after its time: news has waited there.

    Not on its first poll, which has a rule of its own: the age of its articles.
    """
    if state.last_ok_at is None or state.next_poll_at is None:
        return False
    return now - state.next_poll_at >= AWAY


def tell_missed(tx: Transaction, watch: Watch, now: datetime) -> int:
    """Owe what waited: posts where it is little, a digest where it is more.

    It was missed, or was there before a new feed was watched. Nothing before all of it is read and
    placed: a story has one place in one digest.

    Returns:
        How many stories were told.
    """
    waiting = missed.waiting(tx)
    if not waiting or findings.any_missed(tx) or _is_reading(tx, now):
        return 0
    told = 0
    for name, numbers in waiting.items():
        place = watch.destinations.get(name)
        untold = [number for number in numbers if name not in follow_ups.places(tx, number)]
        found = [standing(tx, number, watch) for number in untold] if place else []
        stories = [story for story in found if story]
        if place and stories:
            _owe(tx, stories, place, now)
        missed.clear(tx, name)
        told += len(stories)
    return told


def _is_reading(tx: Transaction, now: datetime) -> bool:
    """Whether feeds that may bring more of it are still to be read."""
    return feeds.any_due(tx, now - AWAY) or feeds.any_unread(tx, now)


def _owe(tx: Transaction, stories: list[Story], place: Destination, now: datetime) -> None:
    posts = [post(story, place) for story in stories]
    if len(stories) <= FEW:
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
