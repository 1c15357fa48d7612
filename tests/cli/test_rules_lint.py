"""`vigie rules lint`: what is odd about the rules."""

import json
from pathlib import Path

import pytest

from bot.i18n import Lang
from tests.command_line import Vigie
from tests.rules_desk import FEEDS, Desk, article

BOTH = pytest.mark.parametrize("lang", ["en", "fr"])

ODD = (
    FEEDS
    + """  - {name: Never, match: "a -a", to: veille}
  - {name: Again, match: "Ballon | DRONE", to: veille}
  - {name: Twice, match: "x + (budget | budgets)", to: veille}
"""
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Where Vigie has not run yet."""
    return Desk(tmp_path)


@BOTH
def test_nothing_to_tell(vigie: Vigie, desk: Desk, lang: Lang) -> None:
    """Exits with 0, with and without a past."""
    said = vigie("rules", "lint", "--lang", lang)
    assert (said.code, said.out) == (0, "")
    assert said.err.startswith("✓")
    desk.read(1, article("a", "Le budget"))
    assert vigie("rules", "lint", "--lang", lang).code == 0


@BOTH
def test_findings(vigie: Vigie, desk: Desk, lang: Lang) -> None:
    """Each under its rule, with a caret, a reason and an advice; exits with 1."""
    desk.write(ODD)
    said = vigie("rules", "lint", "--lang", lang)
    assert said.code == 1
    assert "  a -a\n    ^^\n" in said.out
    assert "  x + (budget | budgets)\n                ^^^^^^^\n" in said.out
    assert [line for line in said.out.splitlines() if line and line[0] != " "] == [
        "Never",
        "Again",
        "Twice",
    ]
    words = {"en": ("can never match", "exactly the same"), "fr": ("jamais", "exactement")}
    assert all(word in said.out for word in words[lang])
    assert said.err.startswith("3 ")


def test_one_rule(vigie: Vigie, desk: Desk) -> None:
    """What is about it, also when another rule is the one to change."""
    desk.write(ODD)
    assert vigie("rules", "lint", "Twice").out.startswith("Twice")
    assert "Never" not in vigie("rules", "lint", "Twice").out
    assert vigie("rules", "lint", "Drones").out.startswith("Again")
    assert vigie("rules", "lint", "Nobody").code == 64


def test_json(vigie: Vigie, desk: Desk) -> None:
    """For programs, in both languages at once."""
    desk.write(ODD)
    told = json.loads(vigie("rules", "lint", "--json").out)
    by_subject = {each["subject"]: each for each in told}
    assert by_subject["Never"]["kind"] == "never-matches"
    assert (by_subject["Never"]["start"], by_subject["Never"]["end"]) == (2, 4)
    assert by_subject["Again"]["other"] == "Drones"
    assert by_subject["Twice"]["text"]["fr"] != by_subject["Twice"]["text"]["en"]
    desk.write(FEEDS)
    assert json.loads(vigie("rules", "lint", "--json").out) == []


def test_the_past_is_asked(vigie: Vigie, desk: Desk) -> None:
    """A rule that has found nothing for a month; a term of every second article."""
    desk.read(40, article("old", "Rien"))
    desk.read(2, *(article(str(n), "Budget" if n % 2 else "Mairie") for n in range(120)))
    desk.write(FEEDS + '  - {name: Budget, match: "budget + mairie", to: veille}\n')
    said = vigie("rules", "lint")
    assert said.code == 1
    assert "30 days and 120 articles" in said.out
    assert "“budget” is in 50% of the latest 121 articles" in said.out
