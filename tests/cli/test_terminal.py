"""What the commands share on the screen."""

from bot.cli.terminal import highlighted
from bot.expression import Span
from bot.model import Passage


def test_a_passage_does_not_steer_the_terminal() -> None:
    """A title from the web loses its escape characters, and keeps its highlights in place."""
    line = highlighted(Passage("\x1b[2Jdrones", (Span(4, 10),)))
    assert line.plain == "\N{REPLACEMENT CHARACTER}[2Jdrones"
    assert [(span.start, span.end) for span in line.spans] == [(4, 10)]
