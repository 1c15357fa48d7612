"""`vigie rules noise`: how much the rules talk."""

import json
from pathlib import Path

import pytest

from bot.i18n import Lang
from tests.command_line import Vigie
from tests.rules_desk import FEEDS, Desk, article

BOTH = pytest.mark.parametrize("lang", ["en", "fr"])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Drones in games and in the news, and balloons."""
    made = Desk(tmp_path)
    made.write(FEEDS + '  - {name: Quiet, match: "licorne", to: veille}\n')
    made.read(
        2,
        *(article(f"g{n}", f"Un jeu de drones, partie {n}") for n in range(12)),
        *(article(f"n{n}", f"Des drones sur la ville {n}") for n in range(4)),
        *(article(f"b{n}", f"Ballons sur la ville {n}") for n in range(10)),
    )
    return made


@BOTH
def test_report(vigie: Vigie, desk: Desk, lang: Lang) -> None:
    """Weeks, silence, the loudest term, and a word to exclude with what it would have dropped."""
    said = vigie("rules", "noise", "--lang", lang)
    assert said.code == 0
    first = said.out.splitlines()[2].split()
    assert first[-3:] == ["0", "26", "0"]
    for expected in {
        "en": ("Silent for 2 days", "“drones”, in 16 of 26", "dropped 12 of 26", "never matched"),
        "fr": ("depuis 2 jours", "« drones », dans 16 des 26", "écarté 12 sur 26", "jamais rien"),
    }[lang]:
        assert expected in said.out
    assert "(drones | ballons) -jeu" in said.out or "(drones | ballons) -partie" in said.out
    assert said.out.count("Un jeu de *drones*") == 5


def test_one_rule(vigie: Vigie, desk: Desk) -> None:
    """Only that one; a suggestion for a wrong name."""
    assert vigie("rules", "noise", "Quiet").out.splitlines()[0] == "Quiet"
    assert "Drones" not in vigie("rules", "noise", "Quiet").out
    said = vigie("rules", "noise", "drone")
    assert said.code == 64
    assert "Drones" in said.err


def test_weeks(vigie: Vigie, desk: Desk) -> None:
    """As many lines as asked for."""
    told = json.loads(vigie("rules", "noise", "Drones", "--weeks", "6", "--json").out)
    assert [week["matches"] for week in told[0]["weeks"]] == [26, 0, 0, 0, 0, 0]
    assert vigie("rules", "noise", "--weeks", "0").code == 64


def test_json(vigie: Vigie, desk: Desk) -> None:
    """All of it, for programs."""
    loud, quiet = json.loads(vigie("rules", "noise", "--json").out)
    assert loud["loudest"] == {"term": "drones", "matches": 16, "of": 26}
    assert (loud["proposal"]["dropped"], loud["proposal"]["of"]) == (12, 26)
    assert len(loud["proposal"]["latest"]) == 5
    assert (quiet["rule"], quiet["last_match"], quiet["proposal"]) == ("Quiet", None, None)
