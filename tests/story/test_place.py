"""Placing: new, the same address, the same text, and why."""

from datetime import timedelta

from bot.model import Candidate, Level
from bot.story import place
from tests.fixed_clock import NOON
from tests.samples import later, stored


def candidate(entry_id: int = 7, *, url: str = "", content: str = "", age: int = 0) -> Candidate:
    """A placed entry of story 70, first seen `age` days before noon."""
    return Candidate(entry_id, 70, "Harbour Post", NOON - timedelta(days=age), url, content)


def test_nothing_known_is_a_new_story() -> None:
    """Without candidates an entry begins a story."""
    placement = place(stored(), (), NOON)
    assert (placement.level, placement.story_id) == (Level.NEW, None)


def test_same_address_joins_and_says_where() -> None:
    """Two feeds with the same canonical address tell one story."""
    placement = place(stored(), [candidate(url="https://phare.example/a")], NOON)
    assert (placement.level, placement.story_id, placement.duplicate_of) == (
        Level.SAME_URL,
        70,
        7,
    )
    assert "Harbour Post" in placement.reason.fr


def test_same_text_joins_within_a_week() -> None:
    """A dispatch that another outlet prints word for word is the same story, for a week."""
    copy = stored(content_hash="c" * 64)
    assert place(copy, [candidate(content="c" * 64, age=7)], NOON).level is Level.SAME_TEXT
    assert place(copy, [candidate(content="c" * 64, age=8)], NOON).level is Level.NEW


def test_empty_keys_join_nothing() -> None:
    """Entries without an address, or too short to compare, are not all the same story."""
    short = stored(canonical_url="", content_hash="")
    assert place(short, [candidate()], NOON).level is Level.NEW


def test_changed_entry_stays_in_its_story() -> None:
    """An entry that is placed already is not moved by what else resembles it."""
    others = [candidate(3, url="https://phare.example/a"), candidate(1)]
    placement = place(stored(id=1), others, later(days=1))
    assert (placement.story_id, placement.duplicate_of) == (70, 1)
