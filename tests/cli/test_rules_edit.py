"""`vigie rules list, show, add, edit, mute, remove, history, undo`."""

from pathlib import Path

import pytest

from bot.cli.rules import RULES
from bot.i18n import Lang
from bot.store.lock import sole_instance
from bot.watchlist.load import load
from tests.command_line import Vigie

BOTH = pytest.mark.parametrize("lang", ["en", "fr"])
FEEDS = """sources: [{name: A, url: "https://a.example/feed"}]
channels: {veille: {telegram: "@veille"}}
rules:
  - name: Mer Rouge   # for Ana
    match: '"mer Rouge" + navire'
    to: veille
  - name: Two
    match: b
    to: veille
"""
FILE = Path("feeds.yaml")


@pytest.fixture(autouse=True)
def _feeds(_alone: None) -> None:
    FILE.write_text(FEEDS)


@BOTH
@pytest.mark.parametrize("name", RULES)
def test_help_teaches(vigie: Vigie, name: str, lang: Lang) -> None:
    """Each command explains itself with an example, in both languages."""
    said = vigie("rules", name, "--help", "--lang", lang)
    assert said.code == 0
    assert f"  vigie rules {name}" in said.out
    assert ("Exemple :" if lang == "fr" else "Example:") in said.out


@BOTH
def test_add_then_undo(vigie: Vigie, lang: Lang) -> None:
    """A rule is told back in words and written; without a database, one is made; then undone."""
    said = vigie("rules", "add", "Chine + drones", "--cap", "5", "--lang", lang, "--as", "Ana")
    words = {"en": "Chine AND drones — in 1 source", "fr": "Chine ET drones — dans 1 source"}
    assert said.code == 0
    assert words[lang] in said.out
    (rule,) = (rule for rule in load(FILE).rules if rule.name == "Chine drones")
    assert (rule.to, rule.cap_per_hour) == (("veille",), 5)
    assert "Ana" in vigie("rules", "history", "Chine drones", "--lang", lang).out
    assert vigie("rules", "undo", "--lang", lang).code == 0
    assert FILE.read_text() == FEEDS


@BOTH
def test_a_mistake_gets_a_caret(vigie: Vigie, lang: Lang) -> None:
    """An expression that cannot be read is shown with its place; nothing is written."""
    for words in (("add", "(Chine + drones"), ("edit", "Two", "(Chine + drones")):
        said = vigie("rules", *words, "--lang", lang)
        assert said.code == 65
        assert "(Chine + drones\n^" in said.err
    assert FILE.read_text() == FEEDS


@BOTH
@pytest.mark.parametrize("name", ["show", "edit", "mute", "remove"])
def test_unknown_names_get_a_suggestion(vigie: Vigie, name: str, lang: Lang) -> None:
    """A slip in a rule's name is answered with the one that was meant."""
    said = vigie("rules", name, "mer rouge", "--lang", lang)
    assert said.code == 64
    assert {"en": "“Mer Rouge”", "fr": "« Mer Rouge »"}[lang] in said.err


@BOTH
def test_list_and_show(vigie: Vigie, lang: Lang) -> None:
    """The list has a line per rule with its state; one rule is shown in full."""
    vigie("rules", "mute", "Two", "--for", "2h")
    lines = vigie("rules", "list", "--lang", lang).out.splitlines()
    assert len(lines) == 2
    assert {"en": "enabled · 0 matches in 7 days", "fr": "activée · 0 correspondance en 7"}[
        lang
    ] in lines[0]
    assert {"en": "mute until", "fr": "muette jusqu'au"}[lang] in lines[1]
    shown = vigie("rules", "show", "Two", "--lang", lang).out
    assert shown.startswith("name: Two\nmatch: b\n")
    assert "\n  +muted_until: " in shown


def test_mute(vigie: Vigie) -> None:
    """A rule is muted for a time, until a day, and speaks again; other times are refused."""
    assert vigie("rules", "mute", "Two", "--until", "2090-12-31").code == 0
    (rule,) = (rule for rule in load(FILE).rules if rule.name == "Two")
    assert rule.muted_until
    assert rule.muted_until.isoformat() == "2091-01-01T00:00:00+00:00"
    assert vigie("rules", "mute", "Two", "--off").code == 0
    assert FILE.read_text() == FEEDS
    for wrong in (("--for", "0m"), ("--for", "soon"), ("--until", "2020-01-01"), ("--until", "x")):
        assert vigie("rules", "mute", "Two", *wrong).code == 64
    assert vigie("rules", "mute", "Two", "--off", "--for", "1h").code == 64


def test_edit_options(vigie: Vigie) -> None:
    """Options are set and taken out, the name is changed; a wrong value is told, not written."""
    assert vigie("rules", "edit", "Two", "b c", "--owner", "Ana", "--name", "Deux: 2").code == 0
    (rule,) = (rule for rule in load(FILE).rules if rule.name == "Deux: 2")
    assert (rule.text, rule.owner) == ("b c", "Ana")
    before = FILE.read_text()
    assert vigie("rules", "edit", "Deux: 2", "--cap", "0").code == 78
    assert vigie("rules", "edit", "Deux: 2", "--to", "nowhere").code == 78
    assert FILE.read_text() == before
    assert vigie("rules", "edit", "Deux: 2", "b", "--owner", "", "--name", "Two").code == 0
    assert FILE.read_text() == FEEDS


def test_edit_in_an_editor(vigie: Vigie, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without anything to change, the rule opens in the editor; what is saved is written."""
    monkeypatch.setenv("VISUAL", "sed -i s/navire/cargo/")
    assert vigie("rules", "edit", "Mer Rouge").code == 0
    assert FILE.read_text() == FEEDS.replace("navire", "cargo")
    monkeypatch.setenv("VISUAL", "true")
    assert "Nothing to change" in vigie("rules", "edit", "Mer Rouge").err


def test_remove(vigie: Vigie) -> None:
    """A rule goes and comes back; the only one stays."""
    assert vigie("rules", "remove", "Mer Rouge").code == 0
    assert vigie("rules", "remove", "Two").code == 73
    assert vigie("rules", "undo", "Mer Rouge").code == 0
    assert FILE.read_text() == FEEDS


def test_history_of_nothing(vigie: Vigie) -> None:
    """Before any change there is no history; a name that never changed is said to be so."""
    assert vigie("rules", "history").code == 0
    assert vigie("rules", "undo").code == 73
    assert vigie("rules", "history", "Two").code == 64


def test_while_vigie_runs(vigie: Vigie) -> None:
    """A running Vigie holds its lock; rules are edited all the same."""
    vigie("rules", "mute", "Two")
    with sole_instance(Path("data/vigie-dry-run.db")):
        assert vigie("rules", "mute", "Two", "--off").code == 0
    assert FILE.read_text() == FEEDS


def test_an_invalid_file_is_refused(vigie: Vigie) -> None:
    """A file with problems is not edited; they are told with their places."""
    FILE.write_text(FEEDS + "nonsense: 1\n")
    said = vigie("rules", "add", "x y")
    assert said.code == 78
    assert "feeds.yaml:10:1: " in said.err


@BOTH
def test_that_nothing_was_written_comes_first(vigie: Vigie, lang: Lang) -> None:
    """Line 9 of a feeds.yaml that is never written would frighten; the channels are named."""
    before = FILE.read_text()
    for words in (("add", "Gaza"), ("edit", "Two")):
        said = vigie("rules", *words, "--to", "nowhere", "--lang", lang)
        assert said.code == 78
        assert said.err.startswith({"en": "Nothing was written", "fr": "Rien n'a été écrit"}[lang])
        assert {"en": "One of: veille.", "fr": "Au choix : veille."}[lang] in said.err
    assert FILE.read_text() == before
