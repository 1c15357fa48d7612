"""Why a rule matches, and the least that is missing when it does not."""

import pytest

from bot.match import explain
from bot.watchlist.language import parse
from bot.watchlist.wording import format_rule
from tests.samples import entry


@pytest.mark.parametrize(
    ("rule", "text", "failed", "pieces"),
    [
        ("Chine drones Russie", "La Chine et la Russie", ["drones"], ["Chine", "Russie"]),
        (
            "Chine drones -forum",
            "Chine, drones : un forum",
            ["-forum"],
            ["Chine", "drones", "forum"],
        ),
        ("Chine drones -forum", "un forum", ["Chine", "drones", "-forum"], ["forum"]),
        ("Chine | Pékin", "Londres", ["Chine | Pékin"], []),
        ("(Chine | Pékin) drones", "des drones", ["Chine | Pékin"], ["drones"]),
        ("(a b) | (c d)", "a", ["b"], ["a"]),
        ("(a b c) | (d e)", "a", ["b", "c"], ["a"]),
        ("(a b c) | (d e)", "b", ["a", "c"], ["b"]),
        ("(a b c) | (d e)", "e", ["d"], ["e"]),
        ("a -(b c)", "a b c", ["-(b + c)"], ["a", "b", "c"]),
        ('"drone armé"', "armé drone", ['"drone armé"'], []),
        ("a + a", "b", ["a"], []),
    ],
)
def test_a_miss(rule: str, text: str, failed: list[str], pieces: list[str]) -> None:
    """The smallest set of clauses to mend, and what was found all the same."""
    explanation = explain(parse(rule), entry(title="", text=text))
    assert not explanation.matched
    assert [format_rule(clause) for clause in explanation.failed] == failed
    assert [text[e.span.start : e.span.end] for e in explanation.evidence] == pieces


def test_a_hit() -> None:
    """Nothing failed, and every place is shown, the title's first."""
    explanation = explain(parse("drones (port | gare)"), entry())
    assert explanation.matched
    assert explanation.failed == ()
    assert [each.field for each in explanation.evidence] == ["title", "title", "text", "text"]


def test_failed_clauses_lead_back_to_the_rule() -> None:
    """Their spans mark what to mend in the line that the person typed."""
    text = "Chine + (drones | missiles) -forum"
    (clause,) = explain(parse(text), entry(title="Chine", text="")).failed
    assert text[clause.span.start : clause.span.end] == "drones | missiles"
