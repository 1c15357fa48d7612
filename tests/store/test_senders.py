"""The right to send: one has it, and who lost it is told so."""

from datetime import timedelta

from bot.store import senders
from bot.store.database import Transaction
from bot.store.senders import LEASE
from tests.fixed_clock import NOON

MOMENT = timedelta(microseconds=1)


def test_a_lease_is_held_until_it_is_over(tx: Transaction) -> None:
    """Then another takes it, under a number that nobody had."""
    assert senders.take(tx, NOON) == 1
    assert senders.take(tx, NOON + LEASE - MOMENT) is None
    assert senders.take(tx, NOON + LEASE) == 2
    assert [senders.is_sender(tx, number) for number in (1, 2)] == [False, True]


def test_a_sign_of_life_prolongs_it(tx: Transaction) -> None:
    """From the moment of the sign."""
    assert senders.take(tx, NOON) == 1
    assert senders.renew(tx, 1, NOON + LEASE / 2)
    assert senders.take(tx, NOON + LEASE) is None
    assert senders.take(tx, NOON + LEASE * 1.5) == 2


def test_who_was_replaced_cannot_prolong_it_nor_give_it_up(tx: Transaction) -> None:
    """Nothing that it does changes the other's lease."""
    senders.take(tx, NOON)
    assert senders.take(tx, NOON, by_force=True) == 2
    assert not senders.renew(tx, 1, NOON)
    senders.give_up(tx, 1, NOON)
    assert senders.take(tx, NOON + LEASE - MOMENT) is None


def test_what_is_given_up_is_free_at_once(tx: Transaction) -> None:
    """And its number does not come back."""
    senders.take(tx, NOON)
    senders.give_up(tx, 1, NOON)
    assert senders.take(tx, NOON) == 2


def test_a_clock_that_is_set_back_does_not_make_it_last(tx: Transaction) -> None:
    """No lease is longer than it is: one that says so is over."""
    senders.take(tx, NOON)
    assert senders.take(tx, NOON - timedelta(hours=1)) == 2


def test_nobody_sends_before_somebody_took_it(tx: Transaction) -> None:
    """An empty table makes no number right."""
    assert not senders.is_sender(tx, 0)
