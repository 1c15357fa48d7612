"""What a rule means: from the line that a person types to the tree, and back."""


import pytest

from bot.model import And, Expression, Not, Or, Phrase, Prefix, Word
from bot.watchlist.language import parse

CHINE, DRONES, RUSSIE = Word("Chine"), Word("drones"), Word("Russie")
A, B, C = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    "text",
    [
        "Chine + drones + Russie",
        "Chine drones Russie",
        "+Chine +drones +Russie",
        "Chine+drones+Russie",
        "Chine & drones && Russie",
        "Chine AND drones and Russie",
        "Chine ET drones et Russie",
        "(Chine drones) Russie",
        "Chine (+drones + Russie)",
        "  Chine\u00a0drones\n Russie ",
        "\ufeffChine drones Russie",
    ],
)
def test_all_of_them(text: str) -> None:
    """However « and » is written, groups of it are one conjunction."""
    assert parse(text) == And((CHINE, DRONES, RUSSIE))


@pytest.mark.parametrize(
    "text", ["a | b", "a OU b", "a OR b", "a ou b", "a || b", "a|b", "(a)｜(b)"]
)
def test_any_of_them(text: str) -> None:
    """However « or » is written."""
    assert parse(text) == Or((A, B))


@pytest.mark.parametrize(
    "text",
    [
        *("a -b", "a –b", "a —b", "a !b", "a NOT b", "a SAUF b", "a PAS b"),
        *("a + -b", "a ET SAUF b", "a !!!b", "a -(b)", "a (-b)", "a –(–(–b))"),
    ],
)
def test_exclusions(text: str) -> None:
    """However « not » is written; two of them cancel out."""
    assert parse(text) == And((A, Not(B)))


@pytest.mark.parametrize(
    "text",
    [
        '"drone armé"',
        "« drone armé »",
        "«\u00a0drone armé\u00a0»",
        "“drone armé”",
        "„drone armé“",
        "”drone armé”",
        "'drone armé'",
        "‘drone armé’",
        "＂drone  armé＂",
    ],
)
def test_phrases(text: str) -> None:
    """Quotation marks of every kind, with or without blanks inside."""
    assert parse(text) == Phrase("drone armé")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a b | c", Or((And((A, B)), C))),
        ("a (b | c)", And((A, Or((B, C))))),
        ("a | b c | a", Or((A, And((B, C)), A))),
        ("a | (b | c)", Or((A, B, C))),
        ("-b a", And((Not(B), A))),
        ("a -b c", And((A, Not(B), C))),
        ("a -(b | c)", And((A, Not(Or((B, C)))))),
        ("a (-b -c)", And((A, Not(B), Not(C)))),
        ("a + a", And((A, A))),
        ("chin*", Prefix("chin")),
        ("chin* -chinchill*", And((Prefix("chin"), Not(Prefix("chinchill"))))),
        ("sol-air", Word("sol-air")),
        ("Paris–Berlin", Word("Paris–Berlin")),
        ("l’Inde", Word("l’Inde")),
        ("C++ + a", And((Word("C++"), A))),
        ("C+++a", And((Word("C++"), A))),
        ("R&D", And((Word("R"), Word("D")))),
        ("24/7", Word("24/7")),
        ("a or b", And((A, Word("or"), B))),
        ("not pas sauf", And((Word("not"), Word("pas"), Word("sauf")))),
        ("où", Word("où")),
        ('"ET" + a', And((Phrase("ET"), A))),
        ('a"b"c', And((A, Phrase("b"), C))),
        ("'Ndrangheta + a", And((Word("’Ndrangheta"), A))),
        ("'l'Inde et la Chine' | a", Or((Phrase("l'Inde et la Chine"), A))),
        ('« a "b" c »', Phrase("a b c")),
        ("中国 | 無人機", Or((Word("中国"), Word("無人機")))),
        ("U.S. lemonde.fr", And((Word("U.S."), Word("lemonde.fr")))),
        ("TIMES", Word("TIMES")),
    ],
)
def test_meaning(text: str, tree: Expression) -> None:
    """Exclusion binds closest, then « and », then « or »."""
    assert parse(text) == tree


def test_five_hundred_names_are_one_rule() -> None:
    """A long list is what people have; it stays within the limits."""
    names = [f"nom{number}" for number in range(500)]
    assert parse(" | ".join(names)) == Or(tuple(map(Word, names)))
