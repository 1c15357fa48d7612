"""The forms of words, and which words of rules they are."""

import time
import unicodedata
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.analysis import MOST_REMEMBERED, Analyser
from bot.text.words import read, split


@cache
def analyser() -> Analyser:
    """French and English, as Vigie comes."""
    return Analyser(("fr", "en"))


def finds(rule: str, word: str, lang: str | None = "fr") -> bool:
    """Whether a rule's word finds an article's word."""
    return not analyser().sought(rule).isdisjoint(of_chunk(word, lang))


def of_chunk(chunk: str, lang: str | None) -> set[str]:
    """The forms of every word of a chunk, and of what is joined in it."""
    words, joined = split(chunk)
    texts = (*(word.text for word in words), *(whole.text for whole in joined))
    return {form for text in texts for form in analyser().forms(text, lang)}


SAME = [
    ("drone", "drones"),
    ("drones", "drone"),
    ("DRONES", "drone"),
    ("chine", "Chine"),
    ("Chine", "CHINE"),
    ("Iran", "l'Iran"),
    ("cheval", "chevaux"),
    ("arrêter", "arrêtées"),
    ("arrêté", "arrêtée"),
    ("arretees", "arrêtées"),
    ("livrer", "livrera"),
    ("accuser", "accusés"),
    ("concerner", "concernant"),
    ("régional", "régionales"),
    ("élu", "élus"),
    ("bleu", "bleus"),
    ("sousmarin", "sous-marins"),
    ("OTAN", "O.T.A.N."),
    ("OTAN", "Otan"),
    ("US", "U.S."),
    ("maïs", "MAÏS"),
    ("mais", "maïs"),
    ("maire", "maires"),
]
DIFFERENT = [
    ("pari", "Paris"),
    ("Paris", "pari"),
    ("chine", "machine"),
    ("Est", "être"),
    ("été", "sont"),
    ("fait", "faire"),
    ("avoir", "avant"),
    ("armée", "armer"),
    ("maïs", "mais"),
    ("sûr", "sur"),
    ("US", "us"),
    ("EU", "eu"),
    ("prix", "prie"),
    ("pays", "pay"),
]


@pytest.mark.parametrize(("rule", "word"), SAME)
def test_forms_of_a_word_are_found(rule: str, word: str) -> None:
    """However it is inflected, and whatever the editor's capitals and accents."""
    assert finds(rule, word)


@pytest.mark.parametrize(("rule", "word"), DIFFERENT)
def test_other_words_are_not(rule: str, word: str) -> None:
    """No stem is so short, and no detour so long, that two words meet."""
    assert not finds(rule, word)


@pytest.mark.parametrize(
    ("rule", "word"),
    [("attack", "attacked"), ("attacks", "attack"), ("strike", "struck"), ("country", "countries")],
)
def test_english_words(rule: str, word: str) -> None:
    """The lemmas are those of the article's language."""
    assert finds(rule, word, "en")


def test_an_article_without_a_language_is_read_in_all() -> None:
    """Rather a hit too many than a miss that nobody sees."""
    assert finds("livrer", "livrera", None)
    assert finds("strike", "struck", None)


def test_a_language_that_was_not_configured_has_no_lemmas() -> None:
    """Its words are found by their surface."""
    assert analyser().forms("Drohnen", "de") == ("drohnen", "=Drohnen")


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        ("صين", "الصين"),
        ("الصين", "والصين"),
        ("الصين", "بالصين"),
        ("الصين", "للصين"),
        ("وزير", "الوزير"),
        ("וושינגטון", "בוושינגטון"),
        ("ישראל", "לישראל"),
    ],
)
def test_prefixes_of_arabic_and_hebrew_hide_no_word(rule: str, word: str) -> None:
    """« And », « in », « for », « the » are letters of the next word there."""
    assert finds(rule, word, None)
    assert not finds("زير", "وزيرة", None)


def test_an_exact_form_has_its_case_accents_and_plural() -> None:
    """Only invisible characters, the normal form and the dots of an acronym do not count."""
    exact = analyser().exact
    assert exact("marché") == exact("marche\u0301") == "=marché"
    assert exact("Chi\u200bne") == "=Chine"
    assert exact("U.S.") == exact("US") != exact("us")
    assert exact("Orange") in analyser().forms("Orange", "fr")
    assert exact("Orange") not in analyser().forms("orange", "fr")


@given(st.text(alphabet="aeéèêiîoôuûcçnsrtlxyzœ", min_size=2, max_size=14))
def test_casing_and_normal_form_never_hide_a_word(word: str) -> None:
    """A rule's word finds itself, in any capitals, composed or not."""
    rule = analyser().sought(word)
    for written in (word, word.upper(), word.capitalize(), unicodedata.normalize("NFD", word)):
        assert not rule.isdisjoint(analyser().forms(written, "fr")), written


@given(st.text(max_size=30))
def test_any_word_has_forms(word: str) -> None:
    """Nothing raises, whatever a text holds."""
    for piece in read(word).texts:
        assert analyser().forms(piece, None)[0]
        assert analyser().sought(piece)


def test_the_memory_of_words_is_bounded() -> None:
    """A flood of invented words does not stay."""
    fresh = Analyser(())
    for number in range(MOST_REMEMBERED * 2):
        fresh.forms(f"mot{number}", None)
        fresh.forms("drone", None)
    assert len(fresh._remembered) + len(fresh._before) <= MOST_REMEMBERED
    assert ("drone", None) in fresh._remembered or ("drone", None) in fresh._before


def test_what_was_made_can_be_kept() -> None:
    """An adopted dictionary says the same; it is exported once, and damage is noticed."""
    first = Analyser(("fr",))
    assert first.export() == {}
    forms = first.forms("livreront", "fr")
    kept = first.export()
    assert list(kept) == ["fr"]
    assert first.export() == {}
    second = Analyser(("fr",))
    assert second.adopt("fr", kept["fr"])
    assert second.forms("livreront", "fr") == forms
    assert second.export() == {}
    for damaged in (b"", b"nonsense", kept["fr"][:-9], kept["fr"][:40]):
        assert not Analyser().adopt("fr", damaged)


@pytest.mark.parametrize("word", ["a" * 200_000, "é" * 200_000, "\u0301" * 200_000, "l'" * 100_000])
def test_a_monstrous_word_takes_no_time(word: str) -> None:
    """Nothing is looked up that no dictionary can hold, and all of it is linear."""
    analyser().forms("mot", "fr")
    began = time.process_time()
    of_chunk(word, "fr")
    assert time.process_time() - began < 2


@pytest.mark.parametrize("word", ["国际", "エジプト", "Portugal"])
def test_case_endings_are_those_of_cyrillic(word: str) -> None:
    """What is not written in Cyrillic is no word of Russian, so nothing is taken off its end."""
    russian = Analyser(("ru",))
    assert not any(form.startswith("ru:") for form in russian.forms(word, "ru"))
    assert any(form.startswith("ru:") for form in russian.forms("Пашиняна", "ru"))
