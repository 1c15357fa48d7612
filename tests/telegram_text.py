"""What Telegram makes of a message, and texts that are hard on it."""

from typing import Final

from hypothesis import strategies as st

from bot.demo.botapi.entities import Entity
from bot.demo.botapi.markup import parse_html
from bot.demo.botapi.tidy import tidied
from bot.expression import Span
from bot.message.nodes import LONGEST, utf16_length
from bot.model import Mark, Message, Passage

MARKS: Final = {
    "bold": Mark.BOLD,
    "italic": Mark.ITALIC,
    "underline": Mark.UNDERLINE,
    "text_link": Mark.LINK,
    "expandable_blockquote": Mark.QUOTE,
}
PIECES: Final = (
    "<b>", "</b>", "</blockquote>", "&amp;", "&#x3c;", "&", "<", ">", '"', "'", "<!--", "]]>",
    "javascript:alert(1)", "https://phare.example/é?a=1&b=2", "@veille", "#tag", "/start",
    "👨‍👩‍👧", "🇫🇷", "👍🏽", "🚢", "\u200d", "\ufe0f", "e\u0301", "ก็", "中国", "。",
    "العربية", "עברית", "פורסם 12+", "١٢٣", "\u202e", "\u202d", "\u2066", "\u2069", "\u200f",
    "\x00", "\x07", "\x1b[31m", "\x85", "\r\n", "\n\n", "\t", "\u2028", "\ud83d", "\udea2",
    " ", "\u00a0", "\u3000", "\u200b", "\ufeff", "\u00ad", "Des drones", "…", "«\u00a0", "1.",
)  # fmt: skip


def any_text(longest: int = 100) -> st.SearchStrategy[str]:
    """Whatever a feed or a file may say, often with what breaks messages.

    Short and of any characters, or up to 10,000 of the same.
    """
    pieces = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
    long = st.tuples(st.sampled_from(PIECES), st.integers(1, 10_000)).map(_repeated)
    return st.text(st.characters(), max_size=longest) | pieces | long


def _repeated(given: tuple[str, int]) -> str:
    piece, length = given
    return (piece * (length // len(piece) + 1))[:length]


@st.composite
def passages(draw: st.DrawFn, longest: int = 100) -> Passage:
    """Any text with highlights that are sorted and apart."""
    text = draw(any_text(longest))
    ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    return Passage(text, tuple(map(Span, ends[::2], ends[1::2])))


def check(message: Message) -> None:
    """What Telegram shows is what `plain` and `styles` say, within all limits."""
    parsed = parse_html(message.html)
    assert parsed.text == message.plain
    assert tidied(parsed).text == message.plain.strip(" \n")
    assert 0 < utf16_length(message.plain) <= LONGEST
    assert len(message.html.encode()) <= 32_768
    assert len(parsed.entities) <= 100
    assert len(tidied(parsed).entities) <= 100
    shown = [_shown(parsed.text, each) for each in parsed.entities if each.type in MARKS]
    written = [
        (style.mark, message.plain[slice(*style.span)], style.url) for style in message.styles
    ]
    assert sorted(each[:2] for each in shown) == sorted(each[:2] for each in written)
    assert sum(bool(url) for *_, url in shown) == sum(bool(url) for *_, url in written)
    assert all(len(button.data.encode()) <= 64 for button in message.buttons)


def _shown(text: str, entity: Entity) -> tuple[Mark, str, str]:
    units = text.encode("utf-16-le")[2 * entity.offset : 2 * entity.end]
    return MARKS[entity.type], units.decode("utf-16-le"), entity.url
