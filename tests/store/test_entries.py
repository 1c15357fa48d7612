"""Entries: newness by identity, changes by content."""

from typing import Any

import pytest
from sqlalchemy import Connection, event, select

from bot.model import Entry, Retitled
from bot.store import entries
from bot.store.tables import title_changes
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


def _with_link(identity: str, link: int, **changes: object) -> Entry:
    url = f"https://phare.example/{link}"
    alike = {"text": f"Trois drones, et de {link}."}
    return entry(identity, url=url, canonical_url=url, **(alike | changes))


def test_new_guids_of_known_entries(tx: Connection) -> None:
    """A publisher who numbers everything anew has published nothing (line 22)."""
    entries.remember(tx, 1, "Le Phare", [_with_link(f"a{n}", n) for n in range(10)], NOON)
    anew = [_with_link(f"b{n}", n) for n in range(11)]
    fresh = entries.remember(tx, 1, "Le Phare", anew, later(hours=1))
    assert [item.stored.entry.identity for item in fresh] == ["b10"]
    assert entries.remember(tx, 1, "Le Phare", anew, later(hours=2)) == ()


def test_new_entries_beside_those_that_have_their_links(tx: Connection) -> None:
    """Three live pages go on: what the document still has under its own GUID is not renamed."""
    former = [_with_link(f"a{n}", n) for n in range(4)]
    entries.remember(tx, 1, "Le Phare", former, NOON)
    posts = [_with_link(f"b{n}", n, title="Autre chose") for n in range(4)]
    fresh = entries.remember(tx, 1, "Le Phare", [*posts, *former], later(hours=1))
    assert [item.is_new for item in fresh] == [True] * 4
    assert entries.remember(tx, 1, "Le Phare", [*posts, *former], later(hours=2)) == ()


def test_a_poll_looks_at_no_more_entries_than_it_brings(tx: Connection) -> None:
    """However many the feed has had: they are found by their GUID or link, not by their feed."""
    asked: list[tuple[str, Any]] = []

    def note(*given: Any) -> None:
        asked.append((given[2], given[3]))

    event.listen(tx, "before_cursor_execute", note)
    entries.remember(tx, 1, "Le Phare", [_with_link(f"a{n}", n) for n in range(4)], NOON)
    event.remove(tx, "before_cursor_execute", note)
    queries = [each for each in asked if each[0].startswith("SELECT")]
    plans = [tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {q}", values).all() for q, values in queries]
    found_by = [row[3].partition("(")[2] for plan in plans for row in plan if "entries" in row[3]]
    assert found_by == ["feed_id=? AND identity=?)", "canonical_url=?)"]


@pytest.mark.parametrize("count", [1, 2])
def test_a_single_new_guid_is_a_new_entry(tx: Connection, count: int) -> None:
    """The address alone does not make it the same: a live page, a weekly column."""
    entries.remember(tx, 1, "Le Phare", [_with_link(f"a{n}", n) for n in range(9)], NOON)
    anew = [_with_link(f"b{n}", n, title="Autre chose") for n in range(count)]
    assert len(entries.remember(tx, 1, "Le Phare", anew, later(hours=1))) == count


def test_entries_that_all_link_to_the_front_page(tx: Connection) -> None:
    """Their common address tells nothing: all of them are new."""
    entries.remember(tx, 1, "Le Phare", [_with_link(f"a{n}", 0) for n in range(9)], NOON)
    fresh = entries.remember(tx, 1, "Le Phare", [_with_link(f"b{n}", 0) for n in range(9)], NOON)
    assert len(fresh) == 9


def test_few_known_links_among_many_new_ones(tx: Connection) -> None:
    """Half of the links known is no new numbering."""
    entries.remember(tx, 1, "Le Phare", [_with_link(f"a{n}", n) for n in range(10)], NOON)
    anew = [_with_link(f"b{n}", n) for n in range(5, 15)]
    assert len(entries.remember(tx, 1, "Le Phare", anew, later(hours=1))) == 10


def test_a_changed_title_is_kept_with_the_former(tx: Connection) -> None:
    """Who corrects a headline is seen doing it; a changed text alone is no new title."""
    entries.remember(tx, 1, "Le Phare", [entry("a", title="Dix morts")], NOON)
    corrected = [entry("a", title="Deux morts")]
    (changed,) = entries.remember(tx, 1, "Le Phare", corrected, later(hours=1))
    assert changed.retitled == Retitled(changed.stored.id, "Dix morts", "Deux morts")
    rows = tx.execute(select(title_changes.c.before, title_changes.c.after)).all()
    assert rows == [("Dix morts", "Deux morts")]
    rewritten = [entry("a", title="Deux morts", text="Autrement dit.")]
    (again,) = entries.remember(tx, 1, "Le Phare", rewritten, later(hours=2))
    assert again.retitled is None
