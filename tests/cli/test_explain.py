"""`vigie explain`: does a rule match, and why."""

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.cli.explain.material import article, decoded
from bot.i18n import Lang
from bot.parse.entry import LONGEST_TEXT
from tests.command_line import Vigie
from tests.shared_data import SHARED_DATA, needs_shared_data

SEED = str(SHARED_DATA / "seed-article-fr.txt")
BOTH = pytest.mark.parametrize("lang", ["en", "fr"])

TEXT = """Un port sous surveillance

Trois drones ont survolé le port. La Chine n'a rien dit ! Personne d'autre non plus.
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    """An article with a title."""
    path = tmp_path / "article.txt"
    path.write_text(TEXT)
    return str(path)


@needs_shared_data
@BOTH
def test_the_article_that_matches(vigie: Vigie, lang: Lang) -> None:
    """`Chine + drones + Russie` finds the article, and shows the sentences with their terms."""
    said = vigie("--lang", lang, "explain", "Chine + drones + Russie", SEED)
    assert said.code == 0
    sentences = [line for line in said.out.splitlines() if line.startswith("  • ")]
    assert len(sentences) == 8
    assert "que la *Russie* veut des *drones* armés de la *Chine*" in sentences[0]


@needs_shared_data
@BOTH
@pytest.mark.parametrize("rule", ["machine", "Indochine"])
def test_no_part_of_a_word_matches(vigie: Vigie, lang: Lang, rule: str) -> None:
    """What merely contains the letters does not match, and is named as missing."""
    said = vigie("--lang", lang, "explain", rule, SEED)
    assert said.code == 1
    assert {"en": f"not found: {rule}", "fr": f"introuvable : {rule}"}[lang] in said.out


@BOTH
def test_unreadable_rule(vigie: Vigie, file: str, lang: Lang) -> None:
    """A mistake in the rule is EX_DATAERR, with a caret under it and the repair."""
    said = vigie("--lang", lang, "explain", "Chine + (drones", file)
    assert (said.code, said.out) == (65, "")
    rule, caret, _, repair = said.err.splitlines()
    assert rule[caret.index("^")] == "("
    assert repair.endswith("Chine + (drones)")


@BOTH
def test_what_may_have_been_meant_is_told(vigie: Vigie, file: str, lang: Lang) -> None:
    """A rule that can be read and says something else than it seems is explained with a hint."""
    said = vigie("explain", "drones or missiles", file, "--lang", lang)
    assert said.code == 1
    assert {"en": "the operator is written OR", "fr": "l'opérateur s'écrit OR"}[lang] in said.err


@BOTH
def test_the_name_of_a_rule_that_may_be_meant_stands_apart(
    vigie: Vigie, tmp_path: Path, file: str, lang: Lang
) -> None:
    """What to write and which rule may have been meant are two pieces of advice, on two lines."""
    (tmp_path / "feeds.yaml").write_text(
        'sources: [{name: A, url: "https://a.example/feed"}]\n'
        'channels: {veille: {telegram: "@veille"}}\n'
        "rules: [{name: Drones, match: drones, to: veille}]\n"
    )
    said = vigie("explain", "drones +", file, "--lang", lang)
    assert said.code == 65
    *_, repair, meant = said.err.splitlines()
    assert repair.endswith(": drones")
    assert {"en": "a rule of feeds.yaml? Did you", "fr": "règle de feeds.yaml ? Vouliez"}[
        lang
    ] in meant


@pytest.mark.parametrize("rule", ["", " ", "Chine |", "-Chine", "+", '"'])
def test_every_unreadable_rule(vigie: Vigie, file: str, rule: str) -> None:
    """No rule, however wrong, is more than a mistake."""
    assert vigie("explain", "--", rule, file).code == 65


def test_exclusion_that_struck(vigie: Vigie, file: str) -> None:
    """An excluded word that is there is named, and so is what was found."""
    said = vigie("explain", "drones -Chine", file)
    assert said.code == 1
    assert "excluded, but present: Chine" in said.out
    assert "Found: drones, Chine." in said.out


def test_missing_choice(vigie: Vigie, file: str) -> None:
    """A choice of which nothing is there is one line."""
    said = vigie("explain", "drones + (Inde | Japon)", file)
    assert said.code == 1
    assert "not found: Inde | Japon" in said.out


@pytest.mark.parametrize("content", ["", "\n\n \n"])
def test_empty_text(vigie: Vigie, tmp_path: Path, content: str) -> None:
    """Nothing to read is said to be nothing."""
    path = tmp_path / "empty.txt"
    path.write_text(content)
    said = vigie("explain", "drones", str(path))
    assert said.code == 1
    assert "The text is empty." in said.out


@pytest.mark.parametrize("words", [["explain", "drones"], ["explain", "drones", "-"]])
def test_standard_input(vigie: Vigie, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    """Without a file, or with a dash, the text is piped in."""
    piped = SimpleNamespace(isatty=lambda: False, buffer=io.BytesIO(TEXT.encode()))
    monkeypatch.setattr(sys, "stdin", piped)
    said = vigie(*words)
    assert said.code == 0
    assert "*drones*" in said.out
    assert said.err == ""


def test_prompt(vigie: Vigie, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who types is told how to end."""
    typed = SimpleNamespace(isatty=lambda: True, buffer=io.BytesIO(TEXT.encode()))
    monkeypatch.setattr(sys, "stdin", typed)
    assert "Ctrl-D" in vigie("explain", "drones").err


@BOTH
@pytest.mark.parametrize(("name", "code"), [("nowhere.txt", 66), (".", 66)])
def test_file_that_cannot_be_read(vigie: Vigie, lang: Lang, name: str, code: int) -> None:
    """A file that is not there is EX_NOINPUT, and one sentence."""
    said = vigie("--lang", lang, "explain", "drones", name)
    assert said.code == code
    assert said.err.startswith(name)
    assert len(said.err.splitlines()) == 1


def test_binary_file(vigie: Vigie, tmp_path: Path) -> None:
    """What is no text is EX_DATAERR."""
    path = tmp_path / "picture.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF")
    said = vigie("explain", "drones", str(path))
    assert said.code == 65
    assert "not text" in said.err


def test_windows_text() -> None:
    """A text that was saved on an older Windows keeps its accents."""
    assert decoded("Pékin – été".encode("cp1252")) == "Pékin – été"


def test_cut_character() -> None:
    """A text that is cut within a character is still UTF-8."""
    assert decoded("été".encode()[:-1]) == "ét"


def test_control_characters_are_shown() -> None:
    """A text does not steer the terminal."""
    assert article("drones \x1b]0;boo\x07").text == "drones \ufffd]0;boo\ufffd"


def test_first_line_is_a_title() -> None:
    """A line before a blank one is the title, whatever the line ends."""
    entry = article("\r\nTitle\r\n\r\nBody\r\nmore\r\n")
    assert (entry.title, entry.text) == ("Title", "Body\nmore")
    assert article("one\ntwo\n\nthree").title == ""


def test_huge_text(vigie: Vigie, tmp_path: Path) -> None:
    """Of a text that is too long the beginning is read, and the answer stays readable."""
    path = tmp_path / "huge.txt"
    path.write_text("drones " * 300_000)
    said = vigie("explain", "drones", str(path))
    assert said.code == 0
    assert f"{LONGEST_TEXT:,}" in said.err
    assert len(said.out) < 10_000
