"""Dictionaries between two runs."""

from sqlalchemy import Connection

from bot.store import dictionaries
from bot.text.analysis import Analyser


def test_a_dictionary_is_made_once(tx: Connection) -> None:
    """The next analyser takes what the first one made, and has nothing to keep."""
    first = Analyser(("fr",))
    forms = first.forms("livreront", "fr")
    dictionaries.keep(tx, first.export())
    second = Analyser(("fr", "en"))
    for lang, content in dictionaries.kept(tx, second.langs).items():
        assert second.adopt(lang, content)
    assert second.forms("livreront", "fr") == forms
    assert second.export() == {}


def test_the_newest_one_is_kept(tx: Connection) -> None:
    """A language has one dictionary; others are not read with it."""
    dictionaries.keep(tx, {"fr": b"old", "en": b"other"})
    dictionaries.keep(tx, {"fr": b"new"})
    assert dictionaries.kept(tx, ("fr", "de")) == {"fr": b"new"}
