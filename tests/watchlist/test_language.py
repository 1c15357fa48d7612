"""What a rule means: from the line that a person types to the tree."""

import pytest

from bot.errors import RuleError
from bot.expression import (
    And,
    AtLeast,
    Concept,
    Expression,
    Gap,
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
from bot.watchlist.concepts import shipped
from bot.watchlist.language import parse
from bot.watchlist.wording import format_rule
from tests.concept_book import BOOK, CHINA, SOUTH_KOREA

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


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("=OTAN", Word("OTAN", exact=True)),
        ("=or | =ET", Or((Word("or", exact=True), Word("ET", exact=True)))),
        ("='Ndrangheta", Word("’Ndrangheta", exact=True)),
        ('="drone armé"', Phrase("drone armé", exact=True)),
        ("=« drone armé »", Phrase("drone armé", exact=True)),
        ("='drone armé'", Phrase("drone armé", exact=True)),
        ('"a b c"~2', Phrase("a b c", slop=2)),
        ("« a b »~3 c", And((Phrase("a b", slop=3), C))),
        ("“a b”~100", Phrase("a b", slop=100)),
        ("'a b'~2", Phrase("a b", slop=2)),
        ("@Chine", CHINA),
        ('@"corée du sud" | @« Corée du Sud »', Or((SOUTH_KOREA, SOUTH_KOREA))),
    ],
)
def test_forms_of_terms(text: str, tree: Expression) -> None:
    """Exact forms, windows and concepts, with every kind of quotation mark."""
    assert parse(text, BOOK) == tree


def test_a_concept_brings_its_terms() -> None:
    """Its name is the list's, its place the rule's, its terms are what the matcher needs."""
    concept = parse("@CHINE", BOOK)
    assert isinstance(concept, Concept)
    assert (concept.name, concept.span, concept.terms) == ("Chine", (0, 6), CHINA.terms)


def test_every_shipped_concept_can_be_written() -> None:
    """By any of its names, which are told back as a rule; unless others are given."""
    book = shipped()
    for name in book.names():
        for alias in (*book.aliases(name.fr), name.en):
            concept = parse(f'@"{alias}"')
            assert isinstance(concept, Concept)
            assert parse(format_rule(concept)) == concept
    with pytest.raises(RuleError):
        parse("@France", BOOK)


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        *((f"a {name} b", Gap(10)) for name in ("NEAR", "PROCHE", "near/10", "Proche/10")),
        *((f"a {name} b", Gap(10, ordered=True)) for name in ("ONEAR", "PUIS", "puis/10")),
        ("a NEAR/0 b", Gap(0)),
        ("a PROCHE/100 b", Gap(100)),
        ("a NEAR/s b", Gap(None)),
        ("a PROCHE/S b", Gap(None)),
        ("a ONEAR/s b", Gap(None, ordered=True)),
        ("a PUIS/5 b", Gap(5, ordered=True)),
        ("((a) NEAR/7 (b))", Gap(7)),
    ],
)
def test_distances(text: str, gap: Gap) -> None:
    """At most so many words between, ten when nothing is said, or one sentence."""
    assert parse(text) == Near((A, B), (gap,))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a NEAR/3 b PUIS/5 c", Near((A, B, C), (Gap(3), Gap(5, ordered=True)))),
        ("(a NEAR/3 b) NEAR/5 c", Near((A, B, C), (Gap(3), Gap(5)))),
        ("a NEAR/3 (b NEAR/5 c)", Near((A, B, C), (Gap(3), Gap(5)))),
        ("(a | b) NEAR c", Near((Or((A, B)), C), (Gap(),))),
        ("a NEAR @Chine", Near((A, CHINA), (Gap(),))),
        ("title:a NEAR (b | title:c)", Near((In("title", A), Or((B, In("title", C)))), (Gap(),))),
        ("a NEAR b | c", Or((Near((A, B), (Gap(),)), C))),
        ("a b NEAR c", And((A, Near((B, C), (Gap(),))))),
        ("a -b NEAR c", And((A, Not(Near((B, C), (Gap(),)))))),
        ("title:a b", And((In("title", A), B))),
        ("a -title:b", And((A, Not(In("title", B))))),
        ("title:(a NEAR b)", In("title", Near((A, B), (Gap(),)))),
        ("title:ATLEAST/2(a, b, c)", In("title", AtLeast(2, (A, B, C)))),
        ("title:(a -b) c", And((In("title", And((A, Not(B)))), C))),
        ("lang:fr a | b", Or((And((In("lang", Word("fr")), A)), B))),
        ("a lang:(fr | en)", And((A, In("lang", Or((Word("fr"), Word("en"))))))),
        ("url:lemonde.fr/a-b/2024 c", And((In("url", Word("lemonde.fr/a-b/2024")), C))),
        ("url:https://www.lemonde.fr", In("url", Word("lemonde.fr"))),
        ("url:(www.a.fr | b.fr/x/)", In("url", Or((Word("a.fr"), Word("b.fr/x/"))))),
        ('source:"Le Monde"', In("source", Phrase("Le Monde"))),
        ("auteur:=Dupont", In("author", Word("Dupont", exact=True))),
        ("ATLEAST/2(a, b, c)", AtLeast(2, (A, B, C))),
        ("AUMOINS/1 ( a | b ; -c d )", AtLeast(1, (Or((A, B)), And((Not(C), Word("d")))))),
        ("aumoins/2(a, b) c", And((AtLeast(2, (A, B)), C))),
        ("TIMES/3(a)", Times(3, A)),
        ("FOIS/1(a | b) -c", And((Times(1, Or((A, B))), Not(C)))),
        ("TIMES/2(@Chine) | a", Or((Times(2, CHINA), A))),
        ("York TIMES", And((Word("York"), Word("TIMES")))),
        ("20:30 | 24/7", Or((Word("20:30"), Word("24/7")))),
        ("me@a.fr", Word("me@a.fr")),
    ],
)
def test_meaning_of_operators(text: str, tree: Expression) -> None:
    """Fields bind closest, then distances, then exclusions."""
    assert parse(text, BOOK) == tree


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        ("title", ("title", "titre", "Titre", "TITLE")),
        ("lead", ("lead", "debut", "début", "Début", "de\u0301but")),
        ("body", ("body", "corps")),
        ("author", ("author", "auteur")),
        ("source", ("source",)),
        ("url", ("url", "URL")),
        ("tag", ("tag",)),
        ("lang", ("lang",)),
        ("country", ("country", "pays")),
    ],
)
def test_fields(scope: Scope, names: tuple[str, ...]) -> None:
    """In either language, blind to case and accents, with the blank of French typography."""
    for name in names:
        for colon in (":", ": ", " : ", "\u00a0: ", "："):
            assert parse(f"a {name}{colon}be") == And((A, In(scope, Word("be"))))
