"""What the rule language refuses: where, why, and what to write instead."""

import pytest

from bot.errors import RuleError
from bot.expression import Word
from bot.watchlist.caret import caret
from bot.watchlist.grammar import MAX_DEPTH
from bot.watchlist.language import parse
from bot.watchlist.lexer import MAX_LENGTH, MAX_LEXEMES, MAX_WORDS
from tests.concept_book import BOOK


def refused(text: str) -> RuleError:
    """The refusal of `text`."""
    with pytest.raises(RuleError) as caught:
        parse(text, BOOK)
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
        ("a “b", "“", "never closed", "a “b”"),
        ("-drones", "-drones", "leave out", "Chine -drones"),
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
        ("Foo:bar", "Foo:", "not a field", '"Foo:bar"'),
        ("titr:Chine", "titr:", "not a field", "titre:Chine"),
        ("site:lemonde.fr a", "site:", "not a field", "url:lemonde.fr a"),
        ("Chine : drones", "Chine :", "not a field", "Chine drones"),
        ("https://www.a.fr/b?c=1 x", "https", "url:", "url:a.fr x"),
        ("www.a.fr/b", "www", "url:", "url:a.fr"),
        ("a title:", "title:", "missing right after", "title:Chine"),
        ("a title:-b", "title:", "missing right after", "title:Chine"),
        ("title:(a body:b)", "body:", "cannot stand inside", "title:Chine body:drones"),
        ("title:body:b", "body:", "cannot stand inside", ""),
        ("c title:(-a -b)", "title:(-a -b", "must not be", "drones -title:a -title:b"),
        ("a lang:french", "french", "code", "lang:(fr | en)"),
        ("a lang:(fr -en)", "fr -en", "code", "lang:(fr | en)"),
        ("a lang:=fr", "=fr", "code", "lang:(fr | en)"),
        ('a lang:"fr"', '"fr"', "code", "lang:(fr | en)"),
        ("a country:France", "France", "code", "a country:FR"),
        ("a country:Frnace", "Frnace", "code", "a country:FR"),
        ('a country:(BE | "Corée du Sud")', '"Corée du Sud"', "code", "a country:(BE | KR)"),
        ("a country:@Chine", "@Chine", "code", "a country:CN"),
        ("a country:(FR | UK)", "UK", "code", "a country:(FR | GB)"),
        ("a country:OTAN", "OTAN", "code", "country:(FR | BE)"),
        ("a country:(FR -BE)", "FR -BE", "code", "country:(FR | BE)"),
        ("a lang:@Chine", "@Chine", "code", ""),
        ("lang:fr", "lang:fr", "far too many", "drones lang:fr"),
        ("tag:sport", "tag:sport", "far too many", "drones tag:sport"),
        ("lang:fr -a", "lang:fr -a", "far too many", "drones lang:fr -a"),
        ("a | lang:fr", "lang:fr", "far too many", "(Chine | drones) lang:fr"),
        ("a | (lang:fr tag:b)", "lang:fr tag:b", "far too many", ""),
        ("ATLEAST/1(a, lang:fr)", "ATLEAST/1(", "far too many", ""),
        ("a lang:fr, en", ",", "as a group", "a lang:(fr | en)"),
        ("author:(a NEAR b)", "a NEAR b", "article's text", 'author:"Jean Dupont"'),
        ("tag:(a | TIMES/2(b))", "TIMES/2(b)", "article's text", ""),
        ("a NEAR/101 b", "NEAR/101", "from 0 to 100", "a NEAR/10 b"),
        ("a NEAR/ b", "NEAR/", "from 0 to 100", "a NEAR/10 b"),
        ("a PROCHE/x b", "PROCHE/x", "from 0 to 100", "a PROCHE/10 b"),
        ("a NEAR 3 b", "NEAR 3", "slash", "a NEAR/3 b"),
        ("a NEAR /3 b", "/3", "touch", "a NEAR/3 b"),
        ("a w/3 b", "w/3", "NEAR", "a NEAR/3 b"),
        ("a NEAR/3 -b c", "NEAR/3 -", "nowhere", "a -b c"),
        ("a NEAR/3 (b -c)", "b -c", "nowhere", "(a NEAR/3 b) -c"),
        ("a NEAR/3 (b c)", "b c", "several words", "a NEAR/3 b NEAR/3 c"),
        ("a NEAR (b | c d)", "c d", "several words", '(Chine | "drone armé") NEAR/5 Russie'),
        ("a NEAR (b | (c NEAR d))", "c NEAR d", "mixed", '(Chine | "drone armé") NEAR/5 Russie'),
        ("a NEAR TIMES/2(b)", "TIMES/2(b)", "mixed", "a + TIMES/2(b)"),
        ("a NEAR lang:fr", "lang:fr", "not in it", "a + lang:fr"),
        ("a NEAR title:(b NEAR c)", "b NEAR c", "mixed", ""),
        ("a NEAR", "NEAR", "missing", "a"),
        ("NEAR/3 a", "NEAR/3", "missing", "a"),
        ("a NEAR + b", "+", "missing", ""),
        ("TIMES(a)", "TIMES", "number", "TIMES/3(a)"),
        ("AUMOINS (a, b)", "AUMOINS", "number", "AUMOINS/2(a, b)"),
        ("TIMES/0(a)", "TIMES/0", "from 1 to 100", "TIMES/3(a)"),
        ("TIMES/101(a)", "TIMES/101", "from 1 to 100", "TIMES/3(a)"),
        ("ATLEAST/x(a, b)", "ATLEAST/x", "from 1 to 100", "ATLEAST/2(a, b, c)"),
        ("TIMES/3 a", "TIMES/3", "parentheses", "TIMES/3(a)"),
        ("TIMES/3(a, b)", ",", "one thing", "TIMES/3(a | b)"),
        ("TIMES/3(a, b)", ",", "one thing", "ATLEAST/2(a, b)"),
        ("TIMES/3(a b)", "a b", "several words", "TIMES/3(a) + TIMES/3(b)"),
        ("TIMES/3(a -b)", "a -b", "nowhere", "TIMES/3(a) -b"),
        ("TIMES/3(a NEAR b)", "a NEAR b", "mixed", 'TIMES/3(Chine | "drone armé")'),
        ("TIMES/3(-a)", "-a", "counted", ""),
        ("ATLEAST/3(a, b)", "ATLEAST/3(a, b)", "a list that has 2", "ATLEAST/2(a, b, c)"),
        ("ATLEAST/1(a)", "ATLEAST/1(a)", "only one thing", "ATLEAST/2(a, b, c)"),
        ("ATLEAST/2(a, b, a)", "a", "already", "TIMES/2(a)"),
        ("ATLEAST/2(a, -b)", "-b", "counted", ""),
        ("ATLEAST/2(a, b,)", ",", "missing", ""),
        ("ATLEAST/2((a, b), c)", ",", "comma", "ATLEAST/2((a | b), c)"),
        ("= OTAN", "=", "touch", '="drone armé"'),
        ("=(a b)", "=", "touch", '="drone armé"'),
        ("=@Chine", "=", "touch", '="drone armé"'),
        ("=chin*", "=chin*", "either exact", "=chin"),
        ("=title:OTAN", "=title:OTAN", "after the field", "title:=OTAN"),
        ('="a b"~2', '="a b"~2', "no room", '"a b"~2'),
        ('"a b"~', "~", "from 1 to 100", '"a b"~3'),
        ('"a b"~0', "~0", "from 1 to 100", '"a b"~3'),
        ('"a b"~101', "~101", "from 1 to 100", '"a b"~3'),
        ('"a b"~x', "~x", "from 1 to 100", '"a b"~3'),
        ('"Chine"~2', "~2", "after a phrase", '"drone armé"~3'),
        ("drone~2", "~", "after a phrase", '"drone armé"~3'),
        ('"a b"*', "*", "star", "chin*"),
        ("@ Chine", "@", "touch", '@"Corée du Sud"'),
        ("@Chin", "@Chin", "No concept", "@Chine"),
        ("@Corée du Sud", "@Corée", "No concept", '@"Corée du Sud"'),
        ("@Zorglub", "@Zorglub", "No concept", '"Zorglub"'),
        ("@Chine*", "*", "no sign", "@Chine"),
    ],
)
def test_refusals(text: str, place: str, why: str, suggestion: str) -> None:
    """The caret is under the mistake, and what is suggested is a rule or a part of one."""
    error = refused(text)
    assert text[error.start : error.end].startswith(place)
    assert why in error.text.en
    assert error.hint is not None
    assert suggestion in error.hint.en
    if suggestion:
        parse(f"a ({suggestion})", BOOK)


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
