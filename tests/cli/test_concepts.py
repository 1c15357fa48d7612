"""`vigie concepts`: what a rule may call by one name, and what that stands for."""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from bot.cli.concepts import flowed
from bot.i18n import Lang
from tests.command_line import Vigie
from tests.rules_desk import FEEDS

BOTH = pytest.mark.parametrize("lang", ["en", "fr"])
OWN = """concepts:
  Navires: [cargo, tanker]
  +Chine: [Zhongnanhai]
  Inde: ["=India"]
"""


@pytest.fixture
def _own() -> None:
    Path("feeds.yaml").write_text(OWN + FEEDS)


@pytest.mark.usefixtures("_own")
@BOTH
def test_a_line_for_each(vigie: Vigie, lang: Lang) -> None:
    """For a program that reads lines: own ones first, then countries, then organisations."""
    said = vigie("concepts", "--lang", lang)
    lines = said.out.splitlines()
    first = {"en": ["China", "India", "Navires"], "fr": ["Chine", "Inde", "Navires"]}
    assert (said.code, lines[:4]) == (0, [*first[lang], "Afghanistan"])
    assert lines.index("France") < lines.index({"en": "NATO", "fr": "OTAN"}[lang])
    assert len(lines) == len(set(lines)) > 290


@pytest.mark.usefixtures("_own")
@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_screenful_on_a_terminal(process: Vigie, width: int) -> None:
    """In paragraphs that fit, under headings that say how many there are."""
    said = process("concepts", FORCE_COLOR="1", NO_COLOR="1", COLUMNS=str(width), LANG="fr_FR")
    lines = said.out.splitlines()
    assert said.code == 0
    assert "À vous, dans feeds.yaml (3)" in said.out
    assert "  +Chine, Inde, Navires" in lines
    assert len(lines) < {40: 130, 80: 75, 200: 70}[width]
    assert max(cell_len(line) for line in lines if ", " in line and line[0] == " ") <= width


@pytest.mark.usefixtures("_own")
@BOTH
@pytest.mark.parametrize("words", [["chine"], ["@China"], ["中国"]])
def test_one_in_full(vigie: Vigie, words: list[str], lang: Lang) -> None:
    """Its names, what else gives it away, by script, and what feeds.yaml adds."""
    said = vigie("concepts", *words, "--lang", lang)
    assert said.code == 0
    assert said.out.startswith({"en": "China · ", "fr": "Chine · "}[lang])
    assert "@Chine" in said.out
    assert "@CN" in said.out
    assert "\n    Китай\n" in said.out
    assert {"en": "Cyrillic", "fr": "Cyrillique"}[lang] in said.out
    heading = {"en": "Added by feeds.yaml", "fr": "Ajouté par feeds.yaml"}[lang]
    assert f"{heading}\n  Zhongnanhai\n" in said.out
    assert max(map(cell_len, said.out.splitlines())) <= 80


@pytest.mark.usefixtures("_own")
def test_ones_own_in_full(vigie: Vigie) -> None:
    """A new one, and one that stands in the place of a shipped one."""
    assert "Yours, in feeds.yaml\n  cargo, tanker\n" in vigie("concepts", "navires").out
    said = vigie("concepts", "India").out
    assert "Instead of what comes with Vigie, by feeds.yaml\n  =India\n" in said
    assert "印度" not in said


@BOTH
def test_a_name_of_several_words_needs_no_quotes(vigie: Vigie, lang: Lang) -> None:
    """With or without them, and with the sign that a rule has."""
    said = vigie("concepts", "Corée", "du", "Sud", "--lang", lang)
    assert said.code == 0
    for written in ("Corée du Sud", '@"South Korea"', "@« Corée du Sud »"):
        assert vigie("concepts", written, "--lang", lang).out == said.out


@pytest.mark.usefixtures("_own")
@BOTH
def test_an_unknown_name(vigie: Vigie, lang: Lang) -> None:
    """Is answered with the names that may be meant, or with where to find them."""
    for slip, meant in [("Navirs", "@Navires"), ("Corée", '@"Corée du Sud", @"Corée du Nord"')]:
        said = vigie("concepts", slip, "--lang", lang)
        assert (said.code, said.out) == (64, "")
        assert f"{meant}?" in said.err.replace("\u00a0", "").replace(" ?", "?")
    assert "vigie concepts" in vigie("concepts", "xyzzy", "--lang", lang).err.splitlines()[-1]


@pytest.mark.usefixtures("_own")
def test_for_programs(vigie: Vigie) -> None:
    """The list with the numbers of terms, and one with its terms as a rule writes them."""
    rows = {row["name"]["fr"]: row for row in json.loads(vigie("concepts", "--json").out)}
    assert rows["Navires"]["terms"] == 2
    assert not rows["Navires"]["shipped"]
    assert (rows["France"]["country"], rows["OTAN"]["country"]) == ("FR", None)
    one = json.loads(vigie("concepts", "China", "--json").out)
    assert one["own"] == ["Zhongnanhai"]
    assert "chinois*" in one["signs"]
    assert "Китай" in one["names"]


def test_without_a_valid_file(vigie: Vigie) -> None:
    """The shipped ones are told all the same, and why nothing else is."""
    Path("feeds.yaml").write_text("sources: []")
    said = vigie("concepts", "OTAN")
    assert said.code == 0
    assert "feeds.yaml is not valid" in said.err


def test_lines_are_filled() -> None:
    """Nothing is broken or lost; a wide character takes two columns."""
    assert [*flowed(["ab", "cd", "ef"], 7)] == ["ab, cd,", "ef"]
    assert [*flowed(["中国", "日本"], 9)] == ["中国,", "日本"]
    assert [*flowed(["a", "endless", "b"], 3)] == ["a,", "endless,", "b"]
    assert [*flowed([], 3)] == []
