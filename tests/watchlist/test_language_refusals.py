"""What the rule language refuses: where, why, and what to write instead."""

import pytest

from bot.errors import RuleError
from bot.model import Word
from bot.watchlist.caret import caret
from bot.watchlist.grammar import MAX_DEPTH
from bot.watchlist.language import parse
from bot.watchlist.lexer import MAX_LENGTH, MAX_LEXEMES, MAX_WORDS


def refused(text: str) -> RuleError:
    """The refusal of `text`."""
    with pytest.raises(RuleError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "place", "why", "suggestion"),
    [
        ("Chine, drones", ",", "comma", "Chine + drones"),
        ("a; b; c", ";", "comma", "a + b + c"),
        ('"a, b", c', ",", "comma", '"a, b" | c'),
        ("Chine - Russie", "-", "dash", "Chine -Russie"),
        ("Chine – Russie", "–", "dash", "Chine -Russie"),
        ("Chine- Russie", "-", "dash", "Chine -Russie"),
        ("Chine -", "-", "dash", "drones -forum"),
        ("Chine !", "!", "dash", "drones -forum"),
        ("/chin(e|a)/", "/chin", "Regular", "chin*"),
        ("Chine/Russie", "/", "slash", "Chine | Russie"),
        ("[a b]", "[", "parentheses", "(a b)"),
        ('a "b', '"', "never closed", 'a "b"'),
        ("a «b", "«", "never closed", "a «b »"),
        ("a “b", "“", "never closed", 'a “b"'),
        ("a (b c", "(", "never closed", "a (b c)"),
        ("a b) c", ")", "closes nothing", "a b c"),
        ("a » b", "»", "closes nothing", "a b"),
        ("a )", ")", "closes nothing", "a"),
        ("a () b", "()", "nothing between", ""),
        ("(", "(", "nothing between", ""),
        ("a + (", "(", "nothing between", ""),
        ("a +", "+", "missing", "a"),
        ("a ET", "ET", "missing", "a"),
        ("| a", "|", "missing", "a"),
        ("a + | b", "|", "missing", "a + b"),
        ("a ( + ) b", "+", "missing", ""),
        ("SAUF", "SAUF", "missing", ""),
        ("-forum", "-forum", "leave out", "drones -forum"),
        ("-a -b", "-a -b", "leave out", "drones -a -b"),
        ("a -(-b -c)", "-b -c", "leave out", ""),
        ("x | -y", "-y", "one of several", "x -y"),
        ("-y OU x", "-y", "one of several", "-y x"),
        ("a (x | (-y -z))", "-y -z", "one of several", ""),
        ("*chine", "*", "star", "chin*"),
        ("ch*ne", "*", "star", "chin*"),
        ("chin**", "*", "star", "chin*"),
        ("ch*", "ch*", "3 letters", "chin*"),
        ('"drone arm*"', '"drone arm*"', "star", "drone + arm*"),
        ("a + …", "…", "no letter", ""),
        ('""', '""', "no letter", ""),
    ],
)
def test_refusals(text: str, place: str, why: str, suggestion: str) -> None:
    """The caret is under the mistake, and what is suggested is a rule or a part of one."""
    error = refused(text)
    assert text[error.start : error.end].startswith(place)
    assert why in error.text.en
    assert error.hint is not None
    assert suggestion in error.hint.en
    assert suggestion in error.hint.fr or '"' in suggestion
    if suggestion:
        parse(suggestion)


@pytest.mark.parametrize("text", ["", " ", "\n\u00a0\u200b"])
def test_an_empty_rule_is_refused(text: str) -> None:
    """A rule that says nothing would match nothing, silently."""
    error = refused(text)
    assert (error.start, error.end) == (0, len(text))
    assert "vide" in error.text.fr


def test_limits() -> None:
    """Length, terms, nesting and the words of a phrase are bounded, and say so."""
    assert str(MAX_LENGTH) in refused("a" * (MAX_LENGTH + 1)).text.fr
    assert str(MAX_LEXEMES) in refused("a " * (MAX_LEXEMES + 1)).text.fr
    assert str(MAX_WORDS) in refused(f'"{"a " * (MAX_WORDS + 1)}"').text.fr
    assert str(MAX_WORDS) in refused("中" * (MAX_WORDS + 1)).text.fr
    assert parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH) == Word("a")
    assert str(MAX_DEPTH) in refused("(" * (MAX_DEPTH + 1) + "a").text.fr


def test_a_mistake_is_shown_under_the_rule() -> None:
    """The rule, the caret, what is wrong, what to write."""
    assert caret(refused("Chine, drones"), "fr").splitlines() == [
        "Chine, drones",
        "     ^",
        "Une virgule ne dit pas s'il faut tous les mots ou l'un d'eux.",
        "+ pour tous, | pour l'un d'eux : Chine + drones  ou  Chine | drones",
    ]


def test_the_caret_counts_columns() -> None:
    """Chinese characters are two columns wide, combining accents none, a tab is shown as one."""
    line, marks, *_ = caret(refused("中国\te\u0301te\u0301, b"), "en").splitlines()
    assert line == "中国 e\u0301te\u0301, b"
    assert marks == " " * (4 + 1 + 3) + "^"


def test_of_a_long_rule_the_surroundings_are_shown() -> None:
    """The line stays short, and the caret is under the mistake all the same."""
    line, marks, *others = caret(refused("mot " * 200 + ", " + "mot " * 200), "en").splitlines()
    assert len(line) <= 80
    assert line[marks.index("^")] == ","
    assert all(len(other) < 300 for other in others)
