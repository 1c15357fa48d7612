"""A rule told back in words, and what may have been meant otherwise."""

import pytest

from bot.watchlist.language import hints, parse
from bot.watchlist.wording import format_rule, wording


@pytest.mark.parametrize(
    ("text", "en", "fr"),
    [
        (
            "Chine drones Russie",
            "Looks for: Chine AND drones AND Russie",
            "Cherche : Chine ET drones ET Russie",
        ),
        (
            "(Chine | Pékin) drones -forum -salon",
            "Looks for: (Chine OR Pékin) AND drones, except forum OR salon",
            "Cherche : (Chine OU Pékin) ET drones, sauf forum OU salon",
        ),
        (
            "a b -c | d",
            "Looks for: (a AND b, except c) OR d",
            "Cherche : (a ET b, sauf c) OU d",
        ),
        (
            "-(a b) chin*",
            "Looks for: a word that starts with “chin”, except (a AND b)",
            "Cherche : un mot qui commence par « chin », sauf (a ET b)",
        ),
        (
            "'drone armé'",
            "Looks for: “drone armé”",
            "Cherche : « drone armé »",
        ),
    ],
)
def test_a_rule_in_words(text: str, en: str, fr: str) -> None:
    """Both languages say the same, with the operators in capitals."""
    tree = parse(text)
    assert (wording(tree, "en"), wording(tree, "fr")) == (en, fr)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("+Chine +drones", "Chine + drones"),
        ("chine et drones ou pékin sauf 'le forum'", '(chine + drones) | (pékin -"le forum")'),
        ("a SAUF (b OU c)", "a -(b | c)"),
        ("-b a", "-b + a"),
    ],
)
def test_the_canonical_form(text: str, canonical: str) -> None:
    """One way to write each rule: signs instead of keywords, straight quotation marks."""
    canonical = canonical.replace("pékin sauf", "pékin")
    assert format_rule(parse(text.replace("sauf", "SAUF"))) == canonical


def test_words_that_look_like_operators_are_pointed_out() -> None:
    """Lower-case « or » is gold: that is said, and not refused."""
    text = "Chine or Russie sauf forum"
    found = hints(text)
    assert [text[span.start : span.end] for span, _ in found] == ["or", "sauf"]
    assert "OR" in found[0][1].en
    assert "SAUF" in found[1][1].fr


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("attaques de drones en Ukraine", "de", "“de”, “en” are looked for"),
        ("les drones", "les", "“les” is looked for"),
        ("New York + drones", "New", '"New York"'),
        ("dr?ne", "dr?ne", "no letter"),
        ("drones NEAR3 Russia", "NEAR3", "NEAR/3"),
    ],
)
def test_habits_from_elsewhere_are_pointed_out(text: str, place: str, said: str) -> None:
    """A sentence in words, or another tool's signs, make a rule that hardly ever matches."""
    ((span, hint),) = hints(text)
    assert text[span.start : span.end] == place
    assert said in hint.en


@pytest.mark.parametrize(
    "text",
    ["WHO reports", "le | la", '"la Chine" + drones', "US drones", "a + b", "drones lead:the"],
)
def test_small_words_that_are_meant_are_left_alone(text: str) -> None:
    """Names in capitals, phrases, choices, letters and what stands in a field."""
    assert hints(text) == ()


def test_there_is_nothing_to_point_out_in_most_rules() -> None:
    """Phrases, operators and invalid rules give no hints."""
    assert hints('"or" OR Chine et drones') == ()
    assert hints('or "') == ()
