"""The dictionaries: the same lemmas as simplemma's own, in a tenth of the memory."""

from functools import cache

import pytest
from simplemma.strategies import DefaultDictionaryFactory

from bot.text.dictionary import Dictionary, adopt, read


@cache
def dictionary(lang: str) -> Dictionary:
    """Read once."""
    found = read(lang)
    assert found
    return found


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_form_has_the_lemma_that_simplemma_gives(lang: str) -> None:
    """The format is simplemma's inner one: another release may change it, and is noticed here."""
    listed = DefaultDictionaryFactory().get_dictionary(lang)
    ours = dictionary(lang)
    assert len(ours) == len(listed)
    assert [form for form, lemma in listed.items() if ours.lemma(form) != lemma] == []


def test_words_that_are_not_listed() -> None:
    """No lemma is invented, for whatever is asked."""
    for word in ("", "xyzzy", "dronés", "\ud800", "中", "a" * 10_000):
        assert dictionary("fr").lemma(word) is None


def test_it_is_small() -> None:
    """Eight bytes an entry: two megabytes for French."""
    entries = dictionary("fr")._entries
    assert entries.itemsize * len(entries) < 2_100_000


@pytest.mark.parametrize("lang", ["xx", "", "../fr", "fra", "pl", "sw"])
def test_languages_without_a_dictionary(lang: str) -> None:
    """Unknown ones have none; Polish and Swahili would take thirty megabytes."""
    assert read(lang) is None


def test_what_was_exported_is_adopted_whole_or_not_at_all() -> None:
    """Damage never makes wrong lemmas."""
    kept = dictionary("en").export()
    again = adopt("en", kept)
    assert again
    assert again.lemma("struck") == dictionary("en").lemma("struck") == "strike"
    middle = len(kept) // 2
    flipped = kept[:middle] + bytes([kept[middle] ^ 1]) + kept[middle + 1 :]
    assert adopt("en", flipped) is None
    assert adopt("en", kept[:-1]) is None
    assert adopt("en", b"x" + kept) is None


def test_other_data_than_now_are_not_adopted() -> None:
    """What was kept from another language, or another release, says nothing here."""
    assert adopt("fr", dictionary("en").export()) is None
