"""Rules and trees are the same thing written twice; and no text at all breaks the parser."""

import random
import time
from contextlib import suppress
from itertools import chain
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import RuleError
from bot.expression import (
    And,
    AtLeast,
    Concept,
    Expression,
    In,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Scope,
    Times,
    Word,
)
from bot.i18n import LANGS
from bot.watchlist.caret import caret
from bot.watchlist.language import hints, parse
from bot.watchlist.lexer import MAX_LENGTH
from bot.watchlist.wording import format_rule, wording
from tests.concept_book import BOOK
from tests.rule_trees import nodes, tree

A = Word("a")


def check(rule: Expression) -> None:
    """The same rule in both languages; each part knows its place; all of it can be told."""
    for lang in LANGS:
        assert parse(format_rule(rule, lang), BOOK) == rule
        assert not {"{", "}", "None"} & set(wording(rule, lang).split())
    text = format_rule(rule)
    for node in nodes(parse(text, BOOK)):
        piece = text[node.span.start : node.span.end]
        # beside a word, because an exclusion or « lang:fr » is no rule alone
        clauses = node.children if isinstance(node, And) else (node,)
        assert parse(f"a ({piece})", BOOK) == And((A, *clauses))


SEEDS = st.integers(min_value=0, max_value=2**32)


@settings(max_examples=250, deadline=None)
@given(SEEDS)
def test_the_canonical_form_is_the_same_rule(seed: int) -> None:
    """Formatting and parsing again gives the same tree, and every span its own part of it."""
    check(tree(seed))


@pytest.mark.slow
def test_the_canonical_form_is_the_same_rule_for_very_many() -> None:
    """The same for 10,000 trees."""
    for seed in range(10_000):
        check(tree(seed))


def test_every_node_is_made() -> None:
    """The trees that are checked hold every node, in every field."""
    made = [node for seed in range(300) for node in nodes(tree(seed))]
    kinds = {type(node) for node in made}
    assert kinds == {Word, Prefix, Phrase, Concept, In, Near, AtLeast, Times, Not, And, Or}
    scopes = {node.scope for node in made if isinstance(node, In)}
    assert scopes == set(get_args(Scope))


QUOTES = "\"'’‘“”„«»‚"
SIGNS = "ab+&|-–—!()[]{}*~=@/:：,;.?é中ß \u00a0\u200b\u200f\u202e\u0301\n\x00\ud800🚁אب"
WORDS = """
    AND ET et ou OR NOT SAUF PAS or NEAR NEAR/3 near/s PROCHE PUIS/0 ONEAR/x ATLEAST/2( TIMES/3(
    aumoins/1( FOIS( title: titre: début: lead:( author:" source: url: url:a.fr/b- https://x.fr/y
    www.x.fr lang: lang:fr pays:FR tag:x foo: chin* C++ sol-air =a =" @b @Chine @"Corée drones 24/7
    ~2 "~3 'Ndrangheta l'a
"""
PIECES = [*SIGNS, *QUOTES, *WORDS.split()]
PARTS = [
    *("a", "-b", '"a b"', '"a b"~2', "=a", '="a b"', "@Chine", "title:a", "titre:(a ou b)"),
    *("lang:fr", 'source:"Le Monde"', "(a | b)", "(a b)", "ATLEAST/2(a, b c, d)", "FOIS/2(a)"),
    *("TIMES/3(a | title:b)", "url:www.a.fr/b", "(a NEAR b)", "body:(a -b)", "-(a b)", "chin*"),
]
OPERATORS = ["", "", "+", "|", "NEAR/3", "PUIS", "PROCHE/s", "-", ","]


def any_text(chance: random.Random) -> str:
    """Signs and words thrown together."""
    pieces = (
        chance.choice(PIECES) + chance.choice(["", " "]) for _ in range(chance.randint(0, 14))
    )
    return "".join(pieces)


def nearly_a_rule(chance: random.Random) -> str:
    """Clauses and operators in turn, sometimes with a character lost or added."""
    clauses = [chance.choice(PARTS) for _ in range(chance.randint(1, 6))]
    text = " ".join(chain.from_iterable((part, chance.choice(OPERATORS)) for part in clauses[:-1]))
    text = f"{text} {clauses[-1]}"
    if chance.random() < 0.3:
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(["", *SIGNS, *QUOTES]) + text[at + 1 :]
    return text


def is_a_rule(seed: int) -> bool:
    """Check one random text: it is a rule that can be told and written again, or it is refused."""
    chance = random.Random(seed)
    text = chance.choice([any_text, nearly_a_rule])(chance)
    try:
        rule = parse(text, BOOK)
    except RuleError as error:
        check_refusal(error, text)
        return False
    canonical = format_rule(rule)
    assert parse(canonical, BOOK) == rule
    assert format_rule(parse(canonical, BOOK)) == canonical
    assert parse(format_rule(rule, "fr"), BOOK) == rule
    assert wording(rule, "en")
    assert all(text[span.start : span.end] for span, _ in hints(text))
    return True


def check_refusal(error: RuleError, text: str) -> None:
    """It has a place in the text, advice, and can be shown."""
    assert 0 <= error.start <= error.end <= len(text)
    assert error.start < error.end or not text
    assert error.hint
    assert all(caret(error, lang).count("\n") >= 3 for lang in LANGS)


def test_no_text_breaks_the_parser() -> None:
    """5,000 random texts: each is a rule or a refusal, and many are rules."""
    assert sum(map(is_a_rule, range(5_000))) > 500


@pytest.mark.slow
def test_no_text_of_very_many_breaks_the_parser() -> None:
    """100,000 random texts: each is a rule or a refusal."""
    for seed in range(5_000, 105_000):
        is_a_rule(seed)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "(",
            ")",
            "-",
            "'a ",
            '"',
            "a'",
            "a|",
            "-a ",
            "a*",
            "中",
            "+",
            "«",
            "a NEAR/3 ",
            "title:",
        ),
        *("=a ", '="', "@", "~", ":", "a :", "a\u200b", "/", "a/", "a.", "a-", "TIMES/2(", "lang:"),
        *("ATLEAST/1(a, ", "url:a.", "url:www.", "http://", '"a" ', " ", "NEAR ", "\u0301", "'ʼ"),
    ],
)
def test_hostile_rules_take_no_time(piece: str) -> None:
    """The longest rule there may be is read, or refused, well within a second."""
    text = (piece * MAX_LENGTH)[:MAX_LENGTH]
    start = time.process_time()
    with suppress(RuleError):
        parse(text, BOOK)
    assert time.process_time() - start < 1
