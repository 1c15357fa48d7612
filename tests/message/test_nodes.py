"""The builder of messages."""

from datetime import UTC, datetime

import pytest

from bot.expression import Span
from bot.message.nodes import Writer, runs_right_to_left, safe, utf16_length
from bot.model import Mark, Passage, Style


def test_styles_stand_inside_each_other() -> None:
    """One bold element with underlined parts, told as ranges too, the outer one first."""
    writer = Writer()
    with writer.marked(Mark.BOLD):
        writer.passage(Passage("a & b", (Span(4, 5),)))
    assert writer.html == "<b>a &amp; <u>b</u></b>"
    assert writer.plain == "a & b"
    assert writer.styles == [Style(Mark.BOLD, Span(0, 5)), Style(Mark.UNDERLINE, Span(4, 5))]


def test_nothing_has_no_style() -> None:
    """An empty element marks nothing."""
    writer = Writer()
    with writer.marked(Mark.ITALIC):
        writer.text("\u202e")
    assert (writer.plain, writer.styles) == ("", [])


def test_a_moment() -> None:
    """Seconds since 1970, and the fall-back in the plain text."""
    writer = Writer()
    writer.time(datetime(2026, 3, 2, 12, tzinfo=UTC), "Dt", "2 <mars>")
    assert writer.html == '<tg-time unix="1772452800" format="Dt">2 &lt;mars&gt;</tg-time>'
    assert writer.plain == "2 <mars>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb\tc\x00", "a b c "),
        ("\u202ea\u2066b\u200f", "ab"),
        ("\ud800a", "a"),
        ("👨‍👩‍👧 é", "👨‍👩‍👧 é"),
    ],
)
def test_safe(text: str, expected: str) -> None:
    """One line, no disguise; families of emoji stay together."""
    assert safe(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("אב", True), ("7. العربية", True), ("AFP: אב", True), ("123 !", False), ("", False)],
)
def test_direction(text: str, expected: bool) -> None:
    """One letter is enough to turn what stands behind it."""
    assert runs_right_to_left(text) is expected


def test_utf16_length() -> None:
    """An emoji counts twice, half of one once."""
    assert [utf16_length(text) for text in ("", "é", "🚢", "\ud800")] == [0, 1, 2, 1]
