"""What to do about WebSub subscriptions: decisions, without any request. Pure.

W3C WebSub, sections 5 (subscribing) and 7 (content). A hub that keeps silent costs nothing but a
request now and then: polling goes on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.model import Subscription, SubscriptionState

LEASE: Final = timedelta(days=10)
"""That is asked for; what the hub grants counts."""
LONGEST_LEASE: Final = timedelta(days=30)
SHORTEST_LEASE: Final = timedelta(minutes=10)
RENEWED: Final = 0.8
"""Part of the lease after which it is renewed."""
FIRST_RETRY: Final = timedelta(hours=1)
LAST_RETRY: Final = timedelta(days=2)
AFTER_DENIAL: Final = timedelta(days=7)
GOODBYE: Final = timedelta(days=1)
"""How long a hub may take to confirm the end of a subscription."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Fresh random values for a subscription."""

    token: str
    secret: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done now."""

    ask: tuple[Subscription, ...]
    """Hubs to write to; they are kept in this form before."""
    forget: tuple[int, ...]
    """Feeds whose subscription is over."""


def plan(
    wanted: Mapping[int, tuple[str, str]],
    known: Mapping[int, Subscription],
    new_keys: Callable[[], Keys],
    now: datetime,
) -> Plan:
    """What is due.

    Args:
        wanted: Hub and topic by feed.
        known: Subscriptions by feed.
        new_keys: Called for each feed that needs a new subscription.
        now: The present moment.
    """
    ask: list[Subscription] = []
    over: list[int] = []
    for feed_id, (hub, topic) in wanted.items():
        present = known.get(feed_id)
        if present is None or _is_another(present, hub, topic):
            keys, state = new_keys(), SubscriptionState.ASKED
            present = Subscription(feed_id, hub, topic, keys.token, keys.secret, state, now)
        if present.due_at <= now:
            ask.append(_asked(present, now))
    for feed_id in known.keys() - wanted.keys():
        subscription = known[feed_id]
        if subscription.state is not SubscriptionState.LEAVING:
            leaving = SubscriptionState.LEAVING
            ask.append(replace(subscription, state=leaving, due_at=now + GOODBYE))
        elif subscription.due_at <= now:
            over.append(feed_id)
    return Plan(tuple(ask), tuple(over))


def _is_another(known: Subscription, hub: str, topic: str) -> bool:
    """Whether the feed has moved to another hub, or has come back after it left."""
    return (known.hub, known.topic) != (hub, topic) or known.state is SubscriptionState.LEAVING


def _asked(subscription: Subscription, now: datetime) -> Subscription:
    """After asking: the next time is later each time, until the hub confirms."""
    wait = min(FIRST_RETRY * 2**subscription.attempts, LAST_RETRY)
    asked = replace(subscription, attempts=subscription.attempts + 1, due_at=now + wait)
    lease = subscription.lease_until
    if subscription.state is SubscriptionState.VERIFIED and lease and lease > now:
        return asked
    return replace(asked, state=SubscriptionState.ASKED, lease_until=None)


def verified(
    subscription: Subscription, topic: str, lease_seconds: str, now: datetime
) -> Subscription | None:
    """After the hub has asked whether we mean it; None when we do not.

    Only while an answer is awaited: nobody else may prolong what the hub once granted.
    """
    if topic != subscription.topic or not subscription.attempts:
        return None
    if subscription.state not in {SubscriptionState.ASKED, SubscriptionState.VERIFIED}:
        return None
    granted = _granted(lease_seconds)
    return replace(
        subscription,
        state=SubscriptionState.VERIFIED,
        attempts=0,
        due_at=now + granted * RENEWED,
        lease_until=now + granted,
    )


def _granted(lease_seconds: str) -> timedelta:
    text = lease_seconds.strip()
    if not (text.isascii() and text.isdigit()):
        return LEASE
    return min(max(timedelta(seconds=int(text[:9])), SHORTEST_LEASE), LONGEST_LEASE)


def denied(subscription: Subscription, topic: str, now: datetime) -> Subscription | None:
    """After the hub has refused, or ended the subscription; None when it is another's topic."""
    if topic != subscription.topic:
        return None
    return replace(
        subscription,
        state=SubscriptionState.DENIED,
        attempts=0,
        due_at=now + AFTER_DENIAL,
        lease_until=None,
    )


def has_left(subscription: Subscription, topic: str) -> bool:
    """Whether we do mean the end of this subscription."""
    return subscription.state is SubscriptionState.LEAVING and topic == subscription.topic
