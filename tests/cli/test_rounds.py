"""What the terminal tells of polls."""

import asyncio
import io
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from rich.console import Console

from bot.cli import rounds as module
from bot.cli.rounds import Rounds, summary
from bot.cli.running import StandardError
from bot.i18n import Text
from bot.model import FailureKind, FetchFailure, PollOutcome, PollReport
from tests.fixed_clock import NOON
from tests.samples import OTHER_SOURCE, SOURCE

FINE = PollReport(SOURCE, PollOutcome.NEW, NOON, timedelta(seconds=1), 9, 3, 1)
FAILED = replace(
    FINE,
    entries_read=0,
    entries_new=0,
    matches=0,
    failure=FetchFailure(
        FailureKind.NOT_FOUND, Text(en="Not there.", fr="Absent."), Text(en="Look.", fr="Voyez.")
    ),
)


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """A terminal in the place of standard error."""
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=80, color_system=None)
    monkeypatch.setattr(module, "ERR", console)
    return screen


def test_trouble_is_told_once(screen: io.StringIO) -> None:
    """A feed's failure is told when it begins, with what to do, and again when it is over."""
    told = Rounds(5, "en", bar=False)
    for report in (FINE, FAILED, FAILED, FINE, FINE):
        told.polled(report)
    assert screen.getvalue().splitlines() == [
        "✗ Le Phare  Not there.",
        "    Look.",
        "✓ Le Phare  9 items, 3 new, 1 matching",
    ]


def test_first_poll_of_every_feed(screen: io.StringIO) -> None:
    """When asked, each feed gets a line for its first poll, and no more."""
    told = Rounds(2, "fr", every_feed=True, bar=False)
    for report in (FINE, FINE, replace(FINE, source=OTHER_SOURCE), FINE):
        told.polled(report)
    assert screen.getvalue().splitlines() == [
        "✓ Le Phare  9 articles, 3 nouveaux, 1 retenu",
        "✓ Harbour Post  9 articles, 3 nouveaux, 1 retenu",
    ]


async def test_bar_goes_after_the_first_round(screen: io.StringIO) -> None:
    """The bar is there until every feed was polled once, and is never drawn again."""
    with Rounds(2, "en") as told:
        told.polled(FINE)
        assert "Polling the feeds" in screen.getvalue()
        told.polled(FINE)
        told.polled(replace(FAILED, source=OTHER_SOURCE))
        drawn = len(screen.getvalue())
        told.polled(FINE)
        assert len(screen.getvalue()) == drawn


async def test_bar_goes_when_nothing_is_due(
    screen: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a restart most feeds are not due: the bar does not wait for them."""
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    with Rounds(2, "en") as told:
        await asyncio.sleep(0.01)
        drawn = len(screen.getvalue())
        told.polled(FINE)
        assert len(screen.getvalue()) == drawn


async def test_log_passes_through_the_bar(
    screen: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line of the log stands above the bar, whole."""
    with Rounds(2, "en"):
        StandardError().write("a log line\n")
        assert "a log line\n" in screen.getvalue()
    assert not hasattr(sys.stderr, "rich_proxied_file")


async def test_no_bar_beside_posts(screen: io.StringIO) -> None:
    """Where posts are printed there is no bar to tear."""
    with Rounds(2, "en", bar=False):
        assert screen.getvalue() == ""


def test_summary() -> None:
    """A round is one line; a round in which nothing was due says so."""
    told = Rounds(1, "en")
    assert "No feed is due" in summary(told.tally, "en")
    told.tally.add(FINE)
    told.tally.add(FAILED)
    assert summary(told.tally, "en") == "2 feeds polled, 1 failed; 9 items read, 3 new, 1 matching."
    assert summary(told.tally, "fr") == (
        "2 flux relevés, 1 en échec ; 9 articles lus, 3 nouveaux, 1 retenu."
    )
