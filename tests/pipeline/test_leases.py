"""What is to be done about subscriptions at hubs."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Subscription, SubscriptionState
from bot.pipeline.leases import (
    AFTER_DENIAL,
    FIRST_RETRY,
    GOODBYE,
    LAST_RETRY,
    LEASE,
    LONGEST_LEASE,
    RENEWED,
    SHORTEST_LEASE,
    Keys,
    Plan,
    denied,
    has_left,
    plan,
    verified,
)
from tests.fixed_clock import NOON

HUB, TOPIC = "https://hub.example/", "https://phare.example/rss"
WANTED = {1: (HUB, TOPIC)}
ASKED = Subscription(1, HUB, TOPIC, "t", "s", SubscriptionState.ASKED, NOON, attempts=1)
VERIFIED = replace(
    ASKED, state=SubscriptionState.VERIFIED, attempts=0, lease_until=NOON + timedelta(days=1)
)


def _plan(
    wanted: Mapping[int, tuple[str, str]], *known: Subscription, now: timedelta = timedelta(0)
) -> Plan:
    by_feed = {each.feed_id: each for each in known}
    return plan(wanted, by_feed, lambda: Keys("new", "fresh"), NOON + now)


def test_a_feed_with_a_hub_is_subscribed_to() -> None:
    """Line 17: when hub and topic are advertised."""
    (asked,) = _plan(WANTED).ask
    assert (asked.hub, asked.topic, asked.token, asked.secret) == (HUB, TOPIC, "new", "fresh")
    assert (asked.state, asked.attempts) == (SubscriptionState.ASKED, 1)


def test_a_silent_hub_is_asked_less_and_less() -> None:
    """An hour, two, four … two days at most; never twice at a time."""
    known, waits = ASKED, []
    for _ in range(9):
        now = known.due_at - NOON
        (known,) = _plan(WANTED, known, now=now).ask
        waits.append(known.due_at - NOON - now)
        assert _plan(WANTED, known, now=now).ask == ()
    assert waits[0] == 2 * FIRST_RETRY
    assert waits == sorted(waits)
    assert waits[-1] == LAST_RETRY


def test_a_lease_is_renewed_before_it_ends() -> None:
    """At four fifths, under the same address and secret; it holds while the hub is asked."""
    lease = verified(ASKED, TOPIC, "864000", NOON)
    assert lease is not None
    assert lease.lease_until == NOON + timedelta(days=10)
    assert _plan(WANTED, lease, now=timedelta(days=7.9)).ask == ()
    (again,) = _plan(WANTED, lease, now=timedelta(days=10) * RENEWED).ask
    assert (again.token, again.secret, again.state) == ("t", "s", SubscriptionState.VERIFIED)
    assert again.lease_until == lease.lease_until


def test_a_lease_that_ran_out_is_no_promise() -> None:
    """A hub that does not renew is no longer counted on."""
    late = replace(VERIFIED, due_at=NOON + timedelta(days=2))
    (again,) = _plan(WANTED, late, now=timedelta(days=2)).ask
    assert (again.state, again.lease_until) == (SubscriptionState.ASKED, None)


@pytest.mark.parametrize(
    ("seconds", "granted"),
    [
        ("3600", timedelta(hours=1)),
        ("1", SHORTEST_LEASE),
        ("99999999999", LONGEST_LEASE),
        ("", LEASE),
        ("-5", LEASE),
        ("soon", LEASE),
    ],
)
def test_leases_within_reason(seconds: str, granted: timedelta) -> None:
    """What the hub says, neither seconds nor years."""
    lease = verified(ASKED, TOPIC, seconds, NOON)
    assert lease is not None
    assert lease.lease_until == NOON + granted


@pytest.mark.parametrize(
    ("subscription", "topic"),
    [
        (ASKED, "https://other.example/rss"),
        (VERIFIED, TOPIC),
        (replace(ASKED, state=SubscriptionState.DENIED), TOPIC),
        (replace(ASKED, state=SubscriptionState.LEAVING), TOPIC),
    ],
    ids=["other topic", "nobody asked", "denied", "leaving"],
)
def test_what_was_not_asked_for_is_not_confirmed(subscription: Subscription, topic: str) -> None:
    """A stranger cannot subscribe this Vigie to anything, nor prolong what it has."""
    assert verified(subscription, topic, "60", NOON) is None


def test_a_denial_is_heard_for_a_week() -> None:
    """Then it is tried again."""
    refused = denied(ASKED, TOPIC, NOON)
    assert refused is not None
    assert (refused.state, refused.due_at) == (SubscriptionState.DENIED, NOON + AFTER_DENIAL)
    assert _plan(WANTED, refused, now=AFTER_DENIAL - timedelta(seconds=1)).ask == ()
    (again,) = _plan(WANTED, refused, now=AFTER_DENIAL).ask
    assert again.state is SubscriptionState.ASKED
    assert denied(ASKED, "https://other.example/", NOON) is None


@pytest.mark.parametrize("where", [("https://new.example/", TOPIC), (HUB, "https://new.example/")])
def test_another_hub_or_topic_is_another_subscription(where: tuple[str, str]) -> None:
    """With another address and another secret."""
    (asked,) = _plan({1: where}, VERIFIED).ask
    assert (asked.hub, asked.topic) == where
    assert (asked.token, asked.secret, asked.lease_until) == ("new", "fresh", None)


def test_a_feed_that_leaves_is_unsubscribed() -> None:
    """The hub is asked once; after a day it is forgotten, confirmed or not."""
    (leaving,) = _plan({}, VERIFIED).ask
    assert leaving.state is SubscriptionState.LEAVING
    assert has_left(leaving, TOPIC)
    assert not has_left(leaving, "https://other.example/")
    assert not has_left(VERIFIED, TOPIC)
    assert _plan({}, leaving, now=timedelta(hours=1)) == Plan((), ())
    assert _plan({}, leaving, now=GOODBYE) == Plan((), (1,))
