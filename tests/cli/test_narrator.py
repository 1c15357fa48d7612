"""What `run` tells the person at the terminal."""

from dataclasses import replace

import pytest
from rich.console import Console

from bot.cli import narrator
from bot.errors import Problem, WatchlistError
from bot.i18n import Text
from bot.model import EDIT, REPLY, Delivery, DeliveryState, Priority
from bot.pipeline.deliver import Delivered
from bot.settings import read_settings
from bot.store.outbox import Settlement
from tests import samples
from tests.fixed_clock import NOON

POST = Delivery(
    1, 1, "veille", DeliveryState.SENDING, Priority.NORMAL, samples.message("Titre\nTexte"), NOON
)


def test_sent(capsys: pytest.CaptureFixture[str]) -> None:
    """A post that arrived is one line: where, and its headline."""
    settlement = Settlement(1, DeliveryState.SENT, NOON)
    narrator.delivered(Delivered(POST, settlement), "fr")
    assert capsys.readouterr().err == "→ veille · envoyé  Titre\n"


@pytest.mark.parametrize(("part", "word"), [(EDIT, "modifié"), (REPLY + "1", "réponse envoyée")])
def test_followed_up(part: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An edit is no second post, and is not called one."""
    settlement = Settlement(1, DeliveryState.SENT, NOON)
    narrator.delivered(Delivered(replace(POST, part=part), settlement), "fr")
    assert capsys.readouterr().err == f"→ veille · {word}  Titre\n"


def test_not_sent(capsys: pytest.CaptureFixture[str]) -> None:
    """A post that did not arrive comes with the reason."""
    reason = Text(en="The bot is not in the channel.", fr="Le bot n'est pas dans le canal.")
    settlement = Settlement(1, DeliveryState.PENDING, NOON, reason)
    narrator.delivered(Delivered(POST, settlement), "en")
    assert capsys.readouterr().err.splitlines() == [
        "→ veille · waiting  Titre",
        "    The bot is not in the channel.",
    ]


def test_reloaded(capsys: pytest.CaptureFixture[str]) -> None:
    """A changed feeds.yaml is acknowledged."""
    narrator.reloaded(samples.watchlist(samples.rule()), "en")
    said = capsys.readouterr().err
    assert said == "✓ feeds.yaml is valid: 2 sources, 1 channel, 1 rule.\n"


def test_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong feeds.yaml is told with its place, and that nothing changes for now."""
    problem = Problem(3, 1, Text(en="Wrong.", fr="Faux."))
    narrator.reloaded(WatchlistError("feeds.yaml", (problem,)), "fr")
    said = capsys.readouterr().err
    assert said.startswith("feeds.yaml:3:1: Faux.")
    assert "reste en service" in said


def test_a_log_that_was_asked_for_is_not_talked_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vigie talks on a terminal, unless the operator has chosen a log."""
    console = Console(force_terminal=True)
    monkeypatch.setattr(narrator, "ERR", console)
    assert narrator.talks(read_settings({}, None))
    assert not narrator.talks(read_settings({"VIGIE_LOG_LEVEL": "info"}, None))
    assert not narrator.talks(read_settings({"VIGIE_LOG_FORMAT": "json"}, None))
