"""Posts on a terminal."""

import io

import pytest
from rich.console import Console

from bot.channels.console import ConsoleChannel
from bot.expression import Span
from bot.model import Button, Mark, Message, Receipt, Style
from tests.fixed_clock import NOON, FixedClock
from tests.telegram_posts import Begun, delivery, none_settled, place

POST = Message(
    html="<b>Des <u>drones</u> au port</b>\nTrois <u>drones</u>.\n#Drones",
    plain="Des drones au port\nTrois drones.\n#Drones",
    styles=(
        Style(Mark.BOLD, Span(0, 18)),
        Style(Mark.UNDERLINE, Span(4, 10)),
        Style(Mark.LINK, Span(33, 40), "https://phare.example/tag"),
    ),
    buttons=(Button("Lire", url="https://phare.example/a"), Button("Pourquoi ?", data="why:7")),
)


async def printed(post: Message, *, terminal: bool) -> str:
    """What the terminal gets."""
    paper = io.StringIO()
    console = Console(
        file=paper, force_terminal=terminal, width=30, color_system="truecolor", highlight=False
    )
    channel = ConsoleChannel(FixedClock(), console)
    await channel.send(place("@veille"), Begun(delivery(post=post)))
    return paper.getvalue()


async def test_a_terminal_shows_bold_underline_and_links(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As the channel would."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    shown = await printed(POST, terminal=True)
    assert "\x1b[1mDes \x1b[0m" in shown
    assert "\x1b[1;4mdrones\x1b[0m" in shown
    assert "https://phare.example/tag" in shown


@pytest.mark.parametrize("terminal", [True, False])
async def test_without_a_terminal_or_with_no_color_asterisks_mark_the_terms(
    monkeypatch: pytest.MonkeyPatch, *, terminal: bool
) -> None:
    """For a pipe, a file, and people who want it so; the terms stay visible."""
    monkeypatch.setenv("NO_COLOR", "1")
    shown = await printed(POST, terminal=terminal)
    assert shown.splitlines() == [
        "── veille (@veille)",
        *POST.plain.replace("drones", "*drones*", 1).replace("#Drones", "*#Drones*").splitlines(),
        "Lire → https://phare.example/a",
        "",
    ]


async def test_markup_of_the_terminal_library_is_text() -> None:
    """A title may contain brackets."""
    shown = await printed(Message("", "[bold]Drones[/bold] :warning:"), terminal=False)
    assert "[bold]Drones[/bold] :warning:" in shown


async def test_a_feed_cannot_steer_the_terminal() -> None:
    """Control characters are shown as such."""
    shown = await printed(Message("", "a\x1b[2Jb\x9bc\rd"), terminal=True)
    assert "\x1b[2J" not in shown
    assert "a\ufffd[2Jb\ufffdc\ufffdd" in shown


async def test_every_post_has_a_receipt() -> None:
    """It begins and arrives like any other."""
    channel = ConsoleChannel(FixedClock(), Console(file=io.StringIO()))
    begun = Begun(delivery())
    receipts = [await channel.send(place("@veille"), begun) for _ in range(2)]
    assert receipts == [Receipt(0, 1, NOON), Receipt(0, 2, NOON)]
    assert begun.floors == [0, 0]


async def test_what_was_interrupted_is_printed_again() -> None:
    """Nothing tells whether it was seen, and nobody minds."""
    channel = ConsoleChannel(FixedClock(), Console(file=io.StringIO()))
    assert await channel.find(delivery(), place("@veille"), none_settled) is None  # type: ignore[func-returns-value] # the port's answer
