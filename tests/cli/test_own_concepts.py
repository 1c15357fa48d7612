"""Concepts of one's own, wherever a rule is typed on the command line."""

from pathlib import Path

import pytest

from bot.i18n import Lang
from bot.watchlist.load import load
from tests.command_line import Vigie
from tests.rules_desk import FEEDS, Desk, article

BOTH = pytest.mark.parametrize("lang", ["en", "fr"])
OWN = "concepts:\n  Navires: [cargo, tanker]\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A feeds.yaml with a concept of its own, and a past with a ship in it."""
    made = Desk(tmp_path)
    made.write(OWN + FEEDS)
    made.read(2, article("a", "Un cargo au port"), article("b", "Le budget"))
    return made


def test_explain_knows_them(vigie: Vigie, desk: Desk, tmp_path: Path) -> None:
    """The rule holds by one of the concept's terms."""
    text = tmp_path / "article.txt"
    text.write_text("Deux cargos ont quitté le port.")
    said = vigie("explain", "@Navires", str(text))
    assert said.code == 0
    assert "*cargos*" in said.out


def test_a_rule_with_them_is_added_and_edited(vigie: Vigie, desk: Desk) -> None:
    """The new rule is told back, and stays as typed in the file."""
    added = vigie("rules", "add", "@navires + drones")
    assert added.code == 0, added.err
    assert vigie("rules", "edit", "Navires drones", "@Navires -sport").code == 0
    shown = vigie("rules", "show", "Navires drones").out
    assert "cargo" in shown
    (rule,) = (rule for rule in load(Path("feeds.yaml")).rules if rule.name == "Navires drones")
    assert rule.text == "@Navires -sport"


def test_the_past_is_asked_for_them(vigie: Vigie, desk: Desk) -> None:
    """As an expression, and as a new version of a rule."""
    said = vigie("rules", "test", "@Navires")
    assert (said.code, said.err) == (0, "")
    assert "Un *cargo* au port" in said.out
    assert "+1" in vigie("rules", "test", "@Navires", "--name", "Drones").out


@BOTH
@pytest.mark.parametrize(
    "words",
    [
        ("explain", "@Navirs", "feeds.yaml"),
        ("rules", "add", "@Navirs"),
        ("rules", "edit", "Drones", "@Navirs"),
        ("rules", "test", "@Navirs"),
    ],
)
def test_a_slip_is_answered_with_ones_own_name(
    vigie: Vigie, desk: Desk, words: tuple[str, ...], lang: Lang
) -> None:
    """What is closest in the own list is proposed before anything that is shipped."""
    said = vigie(*words, "--lang", lang)
    assert said.code == 65
    assert {"en": "Did you mean @Navires", "fr": "Vouliez-vous dire @Navires"}[lang] in said.err
