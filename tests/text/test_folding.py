"""One key for all the forms of a word, and never one key for two words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.folding import fold, plain, variants

SAME = [
    "Chine chine CHINE",
    "Inde l'Inde l’Inde L’INDE d‘Inde d´Inde dʼInde qu’Inde jusqu'Inde",
    "China China's China’s CHINA'S",
    "drone drones Drones DRONES",
    "armé armés ARME armes",
    "œuf oeuf Œuf œufs",
    "Straße STRASSE strasse",
    "réseau réseaux",
    "cheval chevaux",
    "travail travaux",
    "feu feux",
    "cheveu cheveux",
    "loi lois",
    "élu élus",
    "cafe\u0301 café CAFÉ",
    "Łódź lodz",
    "ёлка елка",
    "sous-marin sousmarin sous\u2011marins",
    "Chi\u200bne chine chi\u00adne",
    "ﬁn fin",
    "كِتَاب كتاب",
    "bleu bleus",
    "détenu détenus",
    "matériau matériaux",
]
DIFFERENT = [
    "prix prie",
    "voix voie",
    "paix paie",
    "й и",
    "ї і",
    "Paris pari",
    "mais mai",
    "fils fil",
    "mars mar",
    "Hamas Hama",
    "virus viru",
    "presse press",
    "cours cour",
    "taux tal",
    "Marie Mary",
    "partie party",
    "armée arme",
    "maïs mais",
    "sûr sur",
    "né ne",
    "campus campu",
]


@pytest.mark.parametrize("words", SAME)
def test_forms_of_a_word_share_its_key(words: str) -> None:
    """Case, accents, elision, ligatures, possessive and plural make no other word."""
    assert len({fold(word) for word in words.split()}) == 1


@pytest.mark.parametrize("words", DIFFERENT)
def test_two_words_never_meet(words: str) -> None:
    """An ending is only folded where that cannot make another word of it."""
    one, other = words.split()
    assert fold(other) not in variants(one)
    assert fold(one) not in variants(other) or plain(one) == plain(other)


def test_an_accent_tells_few_words_and_may_be_forgotten() -> None:
    """« maïs » is not in every French text; « mais » in a rule means either."""
    assert variants("maïs") == {"maïs"}
    assert variants("mais") == {"mais", "maïs"}
    assert fold("MAI\u0308S") == "maïs"


@pytest.mark.parametrize("singular", ["industrie", "industry"])
def test_a_plural_in_ies_is_found_by_both_its_singulars(singular: str) -> None:
    """« industries » is French and English at once."""
    assert fold("industries") in variants(singular)
    assert variants("industries") >= {fold(singular)}


def test_a_prefix_is_compared_with_the_ending_as_written() -> None:
    """« chinois* » has to find « Chinois », whose key has lost the -s."""
    assert plain("Chinois") == "chinois"
    assert fold("Chinois") == "chinoi"


def test_signs_have_no_key() -> None:
    """What holds no letter and no digit folds to nothing."""
    assert [fold(sign) for sign in ("", "-", "’", "\u200b", "\u0301")] == [""] * 5


@given(st.text(max_size=30))
def test_case_and_normal_form_never_matter(text: str) -> None:
    """Any text has the key of its decomposed form, and folding never fails."""
    assert fold(text) == fold(unicodedata.normalize("NFD", text))


@given(st.text(alphabet=st.characters(categories=["Ll", "Nd"]), min_size=5, max_size=20))
def test_folding_leaves_the_first_three_characters(word: str) -> None:
    """The matcher finds the candidates of a prefix by them."""
    assert fold(word)[:3] == plain(word)[:3]
