"""Words and their places in the original text."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.words import Compound, read, tokens


def keys(text: str) -> list[str]:
    """The keys of all words."""
    return [token.key for token in tokens(text)]


def pieces(text: str) -> list[str]:
    """The words as they stand in the text."""
    return [text[token.span.start : token.span.end] for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chine\u00a0; «\u202fdrones\u202f» armés", "chine drone arme"),
        ("l’invasion d'Ukraine", "invasion ukraine"),
        ("China's drones' range", "china drone range"),
        ("COVID-19 covid19 covid 19", "covid 19 covid 19 covid 19"),
        ("F-16 F16 F 16", "f 16 f 16 f 16"),
        ("drone-tueur sol\u2011air", "drone tueur sol air"),
        ("ROME/WASHINGTON–Kiev", "rome washington kiev"),
        ("du C++, pas Java++x", "du c++ pas java x"),
        ("#drones_armés @Chine", "drone arme chine"),
        ("20h30 le 1er 3,5", "20 h 30 le 1 er 3 5"),
        ("l’O.T.A.N. et les U.S. ; e\u0301.n.a. M. Li", "otan et les us ena m li"),
        ("U.S.-China, plan B. Ainsi www.le.fr", "us china plan b ainsi www le fr"),
        ("aujourd’hui", "aujourd hui"),
        ("中国の無人機", "中 国 の 無 人 機"),
        ("ไทย", "ไ ท ย"),
        ("हिन्दी में", "हिन्दी में"),
        ("", ""),
        ("… – « » ! 🚁 \u0301 \u200b", ""),
    ],
)
def test_words_of_a_text(text: str, expected: str) -> None:
    """Blanks, punctuation, hyphens, apostrophes and digits each end a word."""
    assert keys(text) == expected.split()


def test_places_lead_back_to_the_original() -> None:
    """Elided articles are left out; decomposed accents and invisible characters stay in."""
    text = "L’e\u0301te\u0301 d'Indo\u00adchine\u200b, «\u00a0Chi\u200bne's\u00a0»"
    assert pieces(text) == ["e\u0301te\u0301", "Indo\u00adchine", "Chi\u200bne"]
    assert keys(text) == ["ete", "indochine", "chine"]


def test_what_a_hyphen_joins_is_one_word_too() -> None:
    """A compound has the key of its parts written together, and their numbers."""
    words = read("un sous-marin, l’arc-en-ciel et covid19")
    assert words.compounds == [Compound("sousmarin", 1, 2), Compound("arcenciel", 3, 5)]


@given(st.text(max_size=200))
def test_places_are_in_order_and_inside(text: str) -> None:
    """Whatever the text, words follow each other without overlap, and each has a key."""
    end = 0
    for token in tokens(text):
        assert token.key
        assert end <= token.span.start < token.span.end <= len(text)
        end = token.span.end


@given(st.text(alphabet="éèàçñüœÉ aze'-1", max_size=60))
def test_decomposed_text_has_the_same_words(text: str) -> None:
    """It does not matter how a feed writes its accents."""
    assert keys(unicodedata.normalize("NFD", text)) == keys(text)


@pytest.mark.parametrize(
    "piece", ["a-", "l'", "'s", "a", "\u0301", "a\u200b", "中", "a1", "a++", "a.", "drones armés, "]
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    """Eight times the text takes about eight times as long, not sixty-four."""
    short, long = piece * 20_000, piece * 160_000
    assert _seconds(long) < 8 * 4 * _seconds(short) + 0.05


def _seconds(text: str) -> float:
    def once() -> float:
        start = time.process_time()
        read(text)
        return time.process_time() - start

    return min(once() for _ in range(2))
