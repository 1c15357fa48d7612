"""What a rule means: from the line that a person types to the tree, and back."""

import random
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import RuleError
from bot.model import And, Expression, Not, Or, Phrase, Prefix, Word
from bot.watchlist.caret import caret
from bot.watchlist.language import hints, parse
from bot.watchlist.lexer import MAX_LENGTH
from bot.watchlist.wording import format_rule, wording

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


def nodes(tree: Expression) -> Iterator[Expression]:
    """The tree and all that is in it."""
    yield tree
    children = tree.children if isinstance(tree, And | Or) else ()
    for child in (tree.child,) if isinstance(tree, Not) else children:
        yield from nodes(child)


words = st.sampled_from(
    ["Chine", "sol-air", "l’Inde", "C++", "or", "’Ndrangheta", "中国", "24/7", "U.S."]
)
terms = st.one_of(
    words.map(Word),
    st.sampled_from(["chin", "sous-mar", "été"]).map(Prefix),
    st.sampled_from(["drone armé", "ET", "a, b (c) | -d", "l'Inde + d’ici"]).map(Phrase),
)


def conjunctions(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Two or more clauses, of which at least the first or the last says what to look for."""
    plain = parts.filter(lambda part: not isinstance(part, And))
    clauses = st.lists(st.one_of(plain, parts.map(Not)), min_size=1, max_size=4)
    return st.tuples(plain, clauses, st.booleans()).map(
        lambda made: And((made[0], *made[1]) if made[2] else (*made[1], made[0]))
    )


def choices(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Two or more alternatives."""
    plain = parts.filter(lambda part: not isinstance(part, Or))
    return st.lists(plain, min_size=2, max_size=4).map(lambda made: Or(tuple(made)))


trees = st.recursive(terms, lambda parts: conjunctions(parts) | choices(parts), max_leaves=12)


@settings(max_examples=300, deadline=None)
@given(trees)
def test_the_canonical_form_is_the_same_rule(tree: Expression) -> None:
    """Formatting and parsing again gives the same tree, for every tree there is."""
    assert parse(format_rule(tree)) == tree


@settings(max_examples=200, deadline=None)
@given(trees)
def test_every_part_knows_its_place(tree: Expression) -> None:
    """The text at the span of a clause is that clause."""
    text = format_rule(tree)
    for node in nodes(parse(text)):
        piece = text[node.span.start : node.span.end]
        assert parse(f"a {piece}" if isinstance(node, Not) else piece) == (
            And((A, node)) if isinstance(node, Not) else node
        )


SIGNS = "ab+&|-–—!()[]{}\"'’‘“”„«»*~=@/:,;.?é中ß \u00a0\u200b\u0301\n\x00\ud800🚁"
WORDS = "AND ET ou OR NOT SAUF PAS or title: NEAR/3 PUIS ATLEAST/2( chin* C++ sol-air =a @b drones"
PIECES = [*SIGNS, *WORDS.split()]


def check_never_breaks(seed: int) -> None:
    """One random text: a tree that can be told and written again, or a refusal with a place."""
    chance = random.Random(seed)
    text = "".join(
        chance.choice(PIECES) + chance.choice(["", " "]) for _ in range(chance.randint(0, 14))
    )
    try:
        tree = parse(text)
    except RuleError as error:
        check_refusal(error, text)
    else:
        assert parse(format_rule(tree)) == tree
        assert wording(tree, "en")
        assert all(text[span.start : span.end] for span, _ in hints(text))


def check_refusal(error: RuleError, text: str) -> None:
    """It has a place in the text, advice, and can be shown."""
    assert 0 <= error.start <= error.end <= len(text)
    assert error.start < error.end or not text
    assert error.hint
    assert caret(error, "fr").count("\n") >= 3


def test_no_text_breaks_the_parser() -> None:
    """5,000 random texts: each is a rule or a refusal."""
    for seed in range(5_000):
        check_never_breaks(seed)


@pytest.mark.slow
def test_no_text_of_very_many_breaks_the_parser() -> None:
    """100,000 random texts: each is a rule or a refusal."""
    for seed in range(5_000, 105_000):
        check_never_breaks(seed)


@pytest.mark.parametrize(
    "piece", ["(", ")", "-", "'a ", '"', "a'", "a|", "-a ", "a*", "中", "+", "«"]
)
def test_hostile_rules_take_no_time(piece: str) -> None:
    """The longest rule there may be is read, or refused, well within a second."""
    text = (piece * MAX_LENGTH)[:MAX_LENGTH]
    start = time.process_time()
    with pytest.raises(RuleError):
        parse(text)
    assert time.process_time() - start < 1
