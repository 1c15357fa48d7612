"""Terms: what makes two words the same, in any script."""

import pytest

from bot.story.terms import LONGEST_READ, pairs, terms


@pytest.mark.parametrize(
    ("one", "other", "lang"),
    [
        ("Les manifestants", "des MANIFESTANTS", "fr"),
        ("l'annexion de la Cisjordanie", "annexion, Cisjordanie", "fr"),
        ("élections", "elections", "fr"),
        ("government officials", "Governments’ official", "en"),
        ("Россия и Пашинян", "России, Пашиняна", "ru"),
        ("الصين", "صين", "ar"),
        ("COVID-19", "covid 19", None),
    ],
)
def test_same_terms(one: str, other: str, lang: str | None) -> None:
    """Case, accents, endings, stop words and punctuation do not matter."""
    assert terms(one, lang) == terms(other, lang)
    assert terms(one, lang)


@pytest.mark.parametrize(
    ("one", "other", "lang"),
    [
        ("Bundestag", "Bundesrat", "de"),
        ("Chine", "Chili", "fr"),
        ("12", "13", None),
        ("1234567", "1234568", "fr"),
        ("北京", "东京", "zh"),
    ],
)
def test_other_terms(one: str, other: str, lang: str | None) -> None:
    """What differs stays apart: compounds in German, every digit, every character."""
    assert terms(one, lang) != terms(other, lang)


def test_scripts_without_spaces() -> None:
    """Characters count in twos, so that a word is found in a sentence."""
    sentence = terms("中国国家主席访问俄罗斯，签署协议。", "zh")
    assert set(terms("俄罗斯", "zh")) <= set(sentence)
    assert len(sentence) > 8
    assert set(terms("ロシア", "ja")) <= set(terms("大統領がロシアを訪問した", "ja"))
    assert set(terms("กรุงเทพ", "th")) & set(terms("ข่าวกรุงเทพวันนี้", "th"))
    assert len(terms("国", "zh")) == 1


def test_numbers_never_change() -> None:
    """The database keeps them: another number for a word would forget every article."""
    assert terms("drones", "fr") == [10638770540223037632]
    assert pairs(terms("drones russes", "fr")) == [7925305529366849983]


def test_stop_words_are_none() -> None:
    """A text of stop words has no terms, nor has an empty one."""
    assert terms("Il y a de la ... et du", "fr") == []
    assert terms("", None) == terms("—!?", "en") == []
    assert pairs([]) == pairs([7]) == []


def test_the_end_of_a_book_is_not_read() -> None:
    """The time for a text is bounded, whatever a feed sends."""
    assert len(terms("mot " * LONGEST_READ, "fr")) == LONGEST_READ // 4
