"""Entries: newness by identity, changes by content."""

from sqlalchemy import Connection

from bot.store import entries
from tests.fixed_clock import NOON
from tests.samples import entry, later


def test_known_entries_are_ignored(tx: Connection) -> None:
    """The second poll of an unchanged feed brings nothing."""
    assert len(entries.remember(tx, 1, "Le Phare", [entry("a"), entry("b")], NOON)) == 2
    assert entries.remember(tx, 1, "Le Phare", [entry("a"), entry("b")], later(hours=1)) == ()


def test_same_identity_in_two_feeds_is_two_entries(tx: Connection) -> None:
    """GUIDs are unique in their feed only."""
    assert entries.remember(tx, 1, "Le Phare", [entry("a")], NOON)
    assert entries.remember(tx, 2, "Harbour Post", [entry("a")], NOON)


def test_changed_entry_comes_back_once(tx: Connection) -> None:
    """A new title or text is reported as a change, with the new content, once."""
    entries.remember(tx, 1, "Le Phare", [entry("a")], NOON)
    edited = entry("a", title="Des drones au-dessus du port")
    (changed,) = entries.remember(tx, 1, "Le Phare", [edited], later(hours=1))
    assert not changed.is_new
    assert changed.stored.first_seen_at == NOON
    assert entries.load(tx, [changed.stored.id])[changed.stored.id].entry == edited
    assert entries.remember(tx, 1, "Le Phare", [edited], later(hours=2)) == ()


def test_order_of_the_document_is_kept(tx: Connection) -> None:
    """More entries than one statement takes come back in the document's order."""
    many = [entry(f"{number:04}") for number in range(450, 0, -1)]
    fresh = entries.remember(tx, 1, "Le Phare", many, NOON)
    assert [item.stored.entry for item in fresh] == many


def test_repeated_identity_in_one_document(tx: Connection) -> None:
    """A document that repeats an identity stores its last form once."""
    fresh = entries.remember(tx, 1, "Le Phare", [entry("a"), entry("a", title="Bis")], NOON)
    assert [item.stored.entry.title for item in fresh] == ["Bis"]
    assert entries.count(tx) == 1
