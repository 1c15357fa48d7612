"""What is new about channels and posts in trouble, since somebody was told. Pure but for the look.

It compares what the database says with what was told, so that a restart repeats nothing, a trouble
that comes and goes between two looks is none, and thirty channels that fail together are one news.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.i18n import Text
from bot.message.troubles import Concerned, Troubles
from bot.model import DeliveryState
from bot.store import destinations, unsent
from bot.store.database import Transaction
from bot.store.unsent import Lost

OVERLAP: Final = timedelta(minutes=5)
"""A post is settled with the moment of its answer, and written later: a look goes back so far."""
MOST: Final = 5000
"""Posts in trouble that are remembered as told; whether an older one is sent is not told."""


@dataclass(frozen=True, slots=True)
class Known:
    """What was told, or was there before."""

    since: datetime
    """Posts that got into trouble before are known."""
    parked: frozenset[str] = frozenset()
    posts: Mapping[int, Lost] = field(default_factory=dict)
    """By number: the newest last."""
    is_rival: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """How things stand."""

    at: datetime
    parked: Mapping[str, Text | None]
    """Why they cannot be reached, by destination."""
    lost: tuple[Lost, ...]
    """Posts that got into trouble lately."""
    states: Mapping[int, DeliveryState]
    """Of the posts that are known."""
    rival: Text | None


def before(tx: Transaction, now: datetime) -> Known:
    """What a former Vigie has told: what is in trouble when this one starts."""
    held = unsent.lost(tx, (DeliveryState.HELD,))
    return Known(now, frozenset(destinations.parked(tx)), {each.id: each for each in held})


def look(tx: Transaction, known: Known, rival: Text | None, now: datetime) -> Seen:
    """How things stand now."""
    parked = {name: each.reason for name, each in destinations.parked(tx).items()}
    lost = unsent.lost(tx, unsent.UNDECIDED, known.since - OVERLAP)
    return Seen(now, parked, lost, unsent.states(tx, known.posts), rival)


def news(known: Known, seen: Seen) -> Troubles:
    """What has begun and what is over."""
    fresh = _fresh(known, seen)
    held = [each for each in fresh if each.state is DeliveryState.HELD]
    over = [each for each in known.posts.values() if seen.states.get(each.id) is DeliveryState.SENT]
    return Troubles(
        unreachable=[
            Concerned(name, reason=reason)
            for name, reason in seen.parked.items()
            if name not in known.parked
        ],
        held=_by_channel(held),
        newest_held=max((each.id for each in held), default=0),
        refused=_by_channel(each for each in fresh if each.state is DeliveryState.DEAD),
        rival=None if known.is_rival else seen.rival,
        reachable=[Concerned(name) for name in sorted(known.parked - seen.parked.keys())],
        sent=_by_channel(over),
        is_rival_gone=known.is_rival and seen.rival is None,
    )


def after(known: Known, seen: Seen) -> Known:
    """What is known once this is told. What a person has dropped is done with."""
    done = {DeliveryState.SENT, DeliveryState.DROPPED, DeliveryState.GROUPED}
    posts = {
        number: each
        for number, each in known.posts.items()
        if number in seen.states and seen.states[number] not in done
    }
    posts |= {each.id: each for each in _fresh(known, seen)}
    newest = dict(list(posts.items())[-MOST:])
    return Known(seen.at, frozenset(seen.parked), newest, seen.rival is not None)


def _fresh(known: Known, seen: Seen) -> list[Lost]:
    told = known.posts
    return [each for each in seen.lost if each.id not in told or told[each.id].state != each.state]


def _by_channel(posts: Iterable[Lost]) -> list[Concerned]:
    """How many of each channel, with the reason of the first."""
    found: dict[str, Concerned] = {}
    for each in posts:
        former = found.get(each.destination, Concerned(each.destination, 0, each.reason))
        found[each.destination] = Concerned(each.destination, former.posts + 1, former.reason)
    return list(found.values())
