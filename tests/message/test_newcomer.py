"""What is told of a chat that feeds.yaml does not name."""

import json
from pathlib import Path

import pytest

from bot.i18n import LANGS, Lang, Text
from bot.message.newcomer import LONGEST_NAME, MOST, Newcomer, compose_newcomers, name_for
from bot.watchlist.load import load

TITLES = [
    "Veille Asie–Défense", "Été : drones & Cie", "新闻", "  ", "2024", "no", "Yes", "null", "True",
    "a: b # c", "{x}", "'\"", "-", "x" * 300, "\u202egpj.exe", "🂡 Cartes", "~", "1e5", "Off",
]  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_the_lines_can_be_pasted(title: str, tmp_path: Path) -> None:
    """Whatever the chat is called: feeds.yaml is valid with them."""
    newcomer = Newcomer(-1001234567890, title, (), "fr")
    name = name_for(title, ())
    rules = json.dumps([{"name": "Drones", "match": "drones", "to": [name]}])
    sources = json.dumps([{"name": "phare", "url": "https://phare.example/rss"}])
    file = tmp_path / "feeds.yaml"
    file.write_text(f"channels:\n{newcomer.line}\nsources: {sources}\nrules: {rules}\n", "utf-8")
    (place,) = load(file).destinations
    assert (place.name, place.telegram, place.lang) == (name, "-1001234567890", "fr")
    assert len(name) <= LONGEST_NAME + len("chat-")


def test_a_name_that_is_taken() -> None:
    """Another chat has it: a number makes it new."""
    assert name_for("Veille", ("veille",)) == "veille-2"
    assert name_for("Veille", ("veille", "veille-2", "veille-4")) == "veille-3"
    assert name_for("Ünï côdé", ()) == "uni-code"
    assert name_for("新闻", ()) == "chat"


@pytest.mark.parametrize("lang", LANGS)
def test_what_stands_in_the_way_is_said(lang: Lang) -> None:
    """The title of a stranger's chat breaks nothing."""
    obstacle = Text(en="The bot may not post.", fr="Le bot ne peut pas publier.")
    message = compose_newcomers([Newcomer(-5, "<b>&\n\u202ex", (), "en", obstacle)], lang)
    head, why, *lines = message.plain.splitlines()
    assert head.startswith("+ <b>& x · ")
    assert "&lt;b&gt;&amp; x" in message.html
    assert why == f"✗ {obstacle.into(lang)}"
    assert lines == ["  b-x: {telegram: -5, lang: en}"]


def test_very_many_are_counted() -> None:
    """Whoever knows the bot's name can add it anywhere."""
    message = compose_newcomers([Newcomer(-n, "x" * 900, (), "en") for n in range(1, 99)], "en")
    assert message.plain.count("{telegram:") == MOST
    assert message.plain.endswith(f"… and {98 - MOST} more")
    assert len(message.plain) < 4096
