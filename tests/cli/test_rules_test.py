"""`vigie rules test`: what a rule would have caught."""

import json
from pathlib import Path

import pytest

from bot.cli.terminal import OUT
from bot.i18n import Lang
from tests.command_line import Vigie
from tests.rules_desk import Desk, article

BOTH = pytest.mark.parametrize("lang", ["en", "fr"])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A week of drones, balloons and budgets."""
    made = Desk(tmp_path)
    made.read(9, article("old", "Le budget"))
    made.read(5, article("a", "Des drones au port"), article("b", "Le budget"))
    made.read(4, article("c", "Drones et forum"), article("d", "Ballons"))
    made.read(1, article("e", "Trois drones", "Un drone armé a survolé la ville dans la nuit."))
    return made


@BOTH
def test_an_expression(vigie: Vigie, desk: Desk, lang: Lang) -> None:
    """In words, with how much was read, the days, the rate and the latest articles."""
    said = vigie("rules", "test", "drones", "--lang", lang)
    assert said.code == 0
    assert said.err == ""
    for expected in {
        "en": ("Looks for: drones", "5 articles read", "3 articles match, 3 stories", "3 posts"),
        "fr": ("Cherche : drones", "5 articles lus", "3 articles correspondent, 3 sujets", "3 m"),
    }[lang]:
        assert expected in said.out
    assert "█ 1" in said.out
    shown = [line.strip() for line in said.out.splitlines() if "rone" in line][1:]
    assert shown == [
        "Trois *drones*",
        "Un *drone* armé a survolé la ville dans la nuit.",
        "*Drones* et forum",
        "Des *drones* au port",
    ]


def test_a_rule_by_its_name(vigie: Vigie, desk: Desk) -> None:
    """A name of feeds.yaml is that rule, not its words."""
    assert "4 articles match" in vigie("rules", "test", "Drones").out


def test_short_history_is_told(vigie: Vigie, desk: Desk) -> None:
    """When more days are asked for than are there."""
    assert "history begins" not in vigie("rules", "test", "drones").out
    said = vigie("rules", "test", "drones", "--days", "60")
    assert "6 articles read" in said.out
    assert "history begins on" in said.out


@BOTH
def test_new_version_against_the_present(vigie: Vigie, desk: Desk, lang: Lang) -> None:
    """What is gained and lost, with its articles."""
    said = vigie("rules", "test", "(drones | budget) -forum", "--name", "Drones", "--lang", lang)
    assert said.code == 0
    assert "+1 −2" in said.out
    gained, _, lost = said.out.partition("+1 −2")[2].partition("−")
    assert "*budget*" in gained
    assert "*Ballons*" in lost
    assert "*Drones* et forum" in lost


@BOTH
def test_nothing_found(vigie: Vigie, desk: Desk, lang: Lang) -> None:
    """Says so, without empty bars, and exits with 1."""
    said = vigie("rules", "test", "licorne", "--lang", lang)
    assert said.code == 1
    assert "✗" in said.out
    assert "█" not in said.out


def test_json(vigie: Vigie, desk: Desk) -> None:
    """All of it, for programs."""
    said = vigie("rules", "test", "drones", "--name", "Drones", "--json")
    told = json.loads(said.out)
    assert (told["read"], told["articles"], told["stories"]) == (5, 3, 3)
    assert told["posts_per_week"] == 3
    assert sum(told["days"].values()) == sum(told["hours"].values()) == 3
    assert told["latest"][0]["title"] == "Trois drones"
    assert told["latest"][0]["evidence"][0] == ["drones", "title", 6, 12]
    assert told["gained"]["articles"] == 0
    assert told["lost"]["latest"][0]["title"] == "Ballons"


@pytest.mark.parametrize(("days", "bars"), [("7", 8), ("90", 14), ("400", 14)])
def test_many_days_become_weeks_and_months(vigie: Vigie, desk: Desk, days: str, bars: int) -> None:
    """A chart fits a screen."""
    desk.read(500, article("ancient", "Drones anciens"))
    lines = vigie("rules", "test", "drones", "--days", days).out.splitlines()
    last = next(number for number, line in enumerate(lines) if line.startswith("Most in a day"))
    assert bars - 1 <= last - 3 <= bars


def test_mistakes_are_shown(vigie: Vigie, desk: Desk) -> None:
    """A caret for the expression, a suggestion for the name."""
    said = vigie("rules", "test", "drones + (x")
    assert said.code == 65
    assert "^" in said.err
    said = vigie("rules", "test", "x", "--name", "Drone")
    assert said.code == 64
    assert "Drones" in said.err
    assert vigie("rules", "test", "x", "--days", "0").code == 64


@BOTH
def test_before_the_first_run(vigie: Vigie, tmp_path: Path, lang: Lang) -> None:
    """Without a past there is nothing to try a rule on, and how to begin is told."""
    Desk(tmp_path)
    said = vigie("rules", "test", "drones", "--lang", lang)
    assert said.code == 74
    assert "vigie run" in said.err


def test_empty_past(vigie: Vigie, tmp_path: Path) -> None:
    """A database without any article."""
    Desk(tmp_path).open()
    said = vigie("rules", "test", "drones")
    assert said.code == 1
    assert "nothing is stored yet" in said.out


@pytest.mark.parametrize("columns", ["20", "40", "80", "200"])
def test_narrow_screens(
    vigie: Vigie, desk: Desk, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    """Bars are never wider than the screen, nor so wide that they cannot be followed."""
    monkeypatch.setattr(OUT, "_width", int(columns))  # COLUMNS is read once
    bars = [line for line in vigie("rules", "test", "drones").out.splitlines() if "█" in line]
    assert bars
    assert max(map(len, bars)) <= max(int(columns), 22)
