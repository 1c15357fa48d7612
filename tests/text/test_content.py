"""The same words have the same hash."""

from bot.text.content import content_hash

SENTENCE = "La Russie a demandé des drones armés à la Chine, selon « des responsables ». "
LONG = SENTENCE * 4


def test_markup_case_and_punctuation_do_not_matter() -> None:
    """A copy with other quotation marks, capitals and accents is the same text."""
    copy = LONG.upper().replace("«", '"').replace("»", '"').replace("É", "E").replace(". ", "\n\n")
    assert content_hash("Drones", LONG) == content_hash("DRONES !", copy)
    assert len(content_hash("Drones", LONG)) == 64


def test_another_word_is_another_text() -> None:
    """One changed word changes the hash."""
    assert content_hash("Drones", LONG) != content_hash("Missiles", LONG)


def test_short_texts_have_none() -> None:
    """Under 48 words of title and text there is nothing to tell apart."""
    assert content_hash("titre", " mot" * 46) == ""
    assert content_hash("titre", " mot" * 47) != ""


def test_broken_characters_do_no_harm() -> None:
    """A lone surrogate cannot be encoded, and still has a hash."""
    assert content_hash("\ud800", LONG)
