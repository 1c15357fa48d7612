"""What is odd about one rule, told from its tree."""

from collections.abc import Iterable
from itertools import product

import pytest

from bot.expression import Concept, In, Or, Prefix, Word
from bot.i18n import LANGS
from bot.watchlist.implication import Implication
from bot.watchlist.language import parse
from bot.watchlist.lint import Finding, Kind, findings
from tests.samples import rule
from tests.word_forms import ANALYSER

IMPLICATION = Implication(ANALYSER)


def found(text: str, absent: Iterable[str] = ()) -> list[Finding]:
    """What is told of a rule, where nothing has the `absent` values."""

    def can_be(part: In) -> bool:
        return isinstance(part.child, Word) and part.child.text not in absent

    return list(findings(rule(text=text, expression=parse(text)), IMPLICATION, can_be))


def places(text: str, kind: Kind, absent: Iterable[str] = ()) -> list[str]:
    """The parts of the rule under which the caret stands; no other kind is told."""
    told = found(text, absent)
    assert {each.kind for each in told} <= {kind}
    return [text[slice(*each.span)] for each in told if each.span]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a -a", "-a"),
        ("drone -Drones", "-Drones"),
        ('"drone armé" + x -drone', "-drone"),
        ("chinois + x -chin*", "-chin*"),
        ("a + b -(b | c)", "-(b | c)"),
        ("title:drone -drone", "-drone"),
        ("a NEAR/3 b -b", "-b"),
        ("ATLEAST/2(a, b) -a", "-a"),
        ("(a -a) | (b -b)", "-a"),
        ("a + (b -a | c -a)", "-a"),
        ("title:a NEAR body:b", "title:a NEAR body:b"),
        ("x + (title:a NEAR body:b)", "title:a NEAR body:b"),
        ("lang:fr + lang:en + a", "lang:fr"),
    ],
)
def test_rules_that_never_match(text: str, place: str) -> None:
    """What they require, they exclude; or it cannot be in one place; the caret shows where."""
    assert places(text, Kind.NEVER) == [place]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a + (b | c -a)", "-a"),
        ("b | c -c", "-c"),
        ("ATLEAST/2(a, b, title:c NEAR body:d)", "title:c NEAR body:d"),
    ],
)
def test_parts_that_never_match(text: str, place: str) -> None:
    """The rest of the rule does."""
    assert places(text, Kind.DEAD_PART) == [place]


@pytest.mark.parametrize("text", ["a + tag:mer", "a + source:Phare", "a + country:FR"])
def test_values_that_no_source_has(text: str) -> None:
    """A tag, a name, a country that nothing the rule listens to has."""
    value = text.partition(":")[2]
    assert places(text, Kind.NEVER, absent=[value]) == [text.partition(" + ")[2]]
    assert found(text) == []


def test_unheard_alternative_is_a_part() -> None:
    """Another alternative still brings articles."""
    assert places("a + (tag:mer | tag:air)", Kind.DEAD_PART, absent=["air"]) == ["tag:air"]


@pytest.mark.parametrize(
    ("text", "idle"),
    [
        ("drone | drones", ["drones"]),
        ("Chine | chine | CHINE", ["chine", "CHINE"]),
        ("élu | elu", ["elu"]),
        ("chin* | chinois", ["chinois"]),
        ("chinois | chin*", ["chinois"]),
        ("=OTAN | otan", ["=OTAN"]),
        ("(a + b) | a", ["a + b"]),
        ("title:a | a", ["title:a"]),
        ('"drone armé" + drone', ["drone"]),
        ("drone + Drones", ["Drones"]),
        ("a NEAR/3 b + b", ["b"]),
        ("x + (a | b) + (a | b | c)", ["a | b | c"]),
        ("a -b -b", ["-b"]),
        ("a -chin* -chinois", ["-chinois"]),
        ("ATLEAST/2(drone, drones, chine)", ["drones"]),
        ("x -(drone | drones)", ["drones"]),
        ("title:(drone | drones)", ["drones"]),
    ],
)
def test_parts_that_add_nothing(text: str, idle: list[str]) -> None:
    """A neighbour says the same, or more."""
    assert places(text, Kind.ADDS_NOTHING) == idle


@pytest.mark.parametrize(
    "text",
    [
        "Chine + drones + Russie",
        "(Chine | Chinese | Китай) + drones -forum",
        '"drone armé" | drone*',
        "=US | =UN",
        "marché | marche*",
        "title:a + b",
        "title:a | body:a",
        "ATLEAST/2(chin*, chinois, c)",
        "drones NEAR/5 Chine -forum",
        "(a -b) | (b -a)",
        "lang:fr + a",
        "sous-marin | marin",
    ],
)
def test_good_rules_are_left_alone(text: str) -> None:
    """Nothing is told of a rule in which every part has a purpose."""
    if "marche*" in text or "drone*" in text:
        assert {each.kind for each in found(text)} == {Kind.ADDS_NOTHING}
    else:
        assert found(text) == []


def test_a_concept_holds_its_names() -> None:
    """A name beside its concept adds nothing; what is inside the concept is not the rule's."""
    china = Concept("Chine", (Word("Chine"), Word("chine"), Prefix("chino")))
    tried = rule(expression=Or((china, Word("chinoises"), Word("x"))))
    (told,) = findings(tried, IMPLICATION, lambda _: True)
    assert told.kind is Kind.ADDS_NOTHING
    assert "chinoises" in told.text.en


def test_both_languages_speak_of_the_same() -> None:
    """Every finding has a reason and an advice in each language, ending in a full stop."""
    for text in ("a -a", "a | a", "chin* | chinois", "a + (b | c -a)", "title:a NEAR body:b"):
        for each in found(text):
            for lang in LANGS:
                assert each.text.into(lang).endswith(".")
                assert each.advice.into(lang).endswith(".")
            assert each.text.en != each.text.fr


def test_long_lists_are_compared_in_time() -> None:
    """Of nine hundred alternatives the repeated ones are found."""
    words = ["".join(letters) for letters in product("bcdfglmnpr", repeat=3)][:900]
    text = " | ".join([*(f"a{word}o" for word in words), "AGLMO", "agln*"])
    assert places(text, Kind.ADDS_NOTHING) == ["AGLMO", "aglno"]
