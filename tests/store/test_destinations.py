"""Destinations: moving and parking."""

from dataclasses import replace

from sqlalchemy import Connection

from bot.store import destinations
from tests.fixed_clock import NOON
from tests.samples import ANYTHING, DESTINATION, later


def test_moved_group_is_found_at_its_new_id(tx: Connection) -> None:
    """After Telegram told of a move, the watchlist's address leads to the new chat."""
    destinations.sync(tx, [DESTINATION])
    destinations.moved(tx, DESTINATION.name, -100123)
    (located,) = destinations.located(tx, [DESTINATION])
    assert located.telegram == "-100123"


def test_all_that_post_in_a_group_move_with_it(tx: Connection) -> None:
    """And nobody else."""
    topic = replace(DESTINATION, name="sujet", topic=7)
    other = replace(DESTINATION, name="salle", telegram="@salle")
    destinations.sync(tx, [DESTINATION, topic, other])
    destinations.moved(tx, topic.name, -100123)
    destinations.moved(tx, DESTINATION.name, -100456)
    located = destinations.located(tx, [DESTINATION, topic, other])
    assert [each.telegram for each in located] == ["-100456", "-100456", "@salle"]


def test_new_address_starts_afresh(tx: Connection) -> None:
    """An address edited in feeds.yaml forgets the move and the parking of the old one."""
    destinations.sync(tx, [DESTINATION])
    destinations.moved(tx, DESTINATION.name, -100123)
    destinations.park(tx, DESTINATION.name, NOON, later(minutes=5), ANYTHING)
    edited = replace(DESTINATION, telegram="@elsewhere")
    destinations.sync(tx, [edited])
    assert destinations.located(tx, [edited]) == (edited,)
    assert destinations.parked(tx) == {}


def test_parking_counts_and_ends(tx: Connection) -> None:
    """Parking again keeps since when; the first success ends it and says so once."""
    destinations.sync(tx, [DESTINATION])
    destinations.park(tx, DESTINATION.name, NOON, later(minutes=5), ANYTHING)
    destinations.park(tx, DESTINATION.name, later(minutes=5), later(minutes=15), ANYTHING)
    parked = destinations.parked(tx)[DESTINATION.name]
    assert (parked.since, parked.until, parked.times) == (NOON, later(minutes=15), 2)
    assert destinations.unpark(tx, DESTINATION.name)
    assert not destinations.unpark(tx, DESTINATION.name)
