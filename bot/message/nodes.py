"""A builder of messages: whatever it is given, what it writes is well-formed.

It writes Telegram's HTML (core.telegram.org/bots/api, "HTML style") and the plain text with its
styles at the same time, so that the two cannot differ.
"""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from bot.expression import Span
from bot.model import Button, Mark, Message, Passage, Style
from bot.text.urls import is_web_url

LONGEST: Final = 4096
"""UTF-16 units of a message after its markup is taken away: Telegram's limit."""
MOST_BYTES: Final = 32_768
"""Of a message with its markup, in UTF-8."""
MOST_ENTITIES: Final = 100
"""Telegram takes no notice of more."""
LONGEST_URL: Final = 2_000
"""Bytes: a link to a longer address is written as text, else a few would fill a message."""

_SPACE: Final = re.compile("[\x00-\x0c\x0e-\x1f\x7f-\x9f]")
_GONE: Final = re.compile(
    "[\r\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\u030a\u0333\u033f]|[\ud800-\udfff]"
)
"""What turns the direction of the text after it, what Telegram itself deletes (td,
`clean_input_string`; so what we keep is what is shown), and lone surrogates."""
_TAGS: Final = {
    Mark.BOLD: ("<b>", "</b>"),
    Mark.ITALIC: ("<i>", "</i>"),
    Mark.UNDERLINE: ("<u>", "</u>"),
    Mark.QUOTE: ("<blockquote expandable>", "</blockquote>"),
}
_RIGHT_TO_LEFT: Final = {"R", "AL"}
_ISOLATE, _POP = "\u2068", "\u2069"
"""First-strong isolate: an Arabic title does not turn the line around it (Unicode UAX 9)."""


def utf16_length(text: str) -> int:
    """The length in UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def safe(text: str) -> str:
    """On one line, without what could break or disguise a message."""
    return _SPACE.sub(" ", _GONE.sub("", text))


def runs_right_to_left(text: str) -> bool:
    """Whether some of it does, and would draw in the figures and signs that stand around it."""
    return any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text)


class Writer:
    """Collects a message piece by piece."""

    def __init__(self) -> None:
        self.html = ""
        self.plain = ""
        self.styles: list[Style] = []
        self._entities = 0

    @property
    def fits(self) -> bool:
        """Whether Telegram takes it."""
        return utf16_length(self.plain) <= LONGEST and len(self.html.encode()) <= MOST_BYTES

    def message(
        self, *, buttons: tuple[Button, ...] = (), preview_url: str = "", silent: bool = False
    ) -> Message:
        """What is written, as it is sent."""
        return Message(self.html, self.plain, tuple(self.styles), buttons, preview_url, silent)

    def text(self, text: str) -> None:
        """Text of others, on one line."""
        self._write(safe(text))

    def lines(self, number: int) -> None:
        """Begin a new line, or leave one out."""
        self._write("\n" * number)

    @contextmanager
    def marked(self, mark: Mark) -> Iterator[None]:
        """What is written meanwhile is in this style; others may stand inside."""
        start, place = len(self.plain), len(self.styles)
        with self._inside(*_TAGS[mark]) as is_marked:
            yield
        if is_marked and len(self.plain) > start:
            self.styles.insert(place, Style(mark, Span(start, len(self.plain))))

    @contextmanager
    def _inside(self, opening: str, closing: str) -> Iterator[bool]:
        """What is written meanwhile is in this element, if one more may be."""
        if self._entities == MOST_ENTITIES:
            yield False
            return
        self._entities += 1
        self.html += opening
        yield True
        self.html += closing

    def link(self, text: str, url: str) -> None:
        """Text that leads to a web page; of an address that is none, the text alone."""
        if not (is_web_url(url) and url.isprintable() and len(url.encode()) <= LONGEST_URL):
            self.passage(Passage(text))
            return
        start = len(self.plain)
        with self._inside(f'<a href="{html.escape(url)}">', "</a>") as is_link:
            self.passage(Passage(text))
        if is_link and len(self.plain) > start:
            self.styles.append(Style(Mark.LINK, Span(start, len(self.plain)), url))

    def passage(self, passage: Passage) -> None:
        """Words of others with their highlights underlined.

        What runs from right to left is isolated: the line around it keeps its order.
        """
        isolated = runs_right_to_left(safe(passage.text))
        self._write(_ISOLATE if isolated else "")
        position = 0
        for start, end in passage.highlights:
            self.text(passage.text[position:start])
            with self.marked(Mark.UNDERLINE):
                self.text(passage.text[start:end])
            position = end
        self.text(passage.text[position:])
        self._write(_POP if isolated else "")

    def passages(self, passages: Sequence[Passage]) -> None:
        """One after the other, with a space between them."""
        for index, passage in enumerate(passages):
            self._write(" " if index else "")
            self.passage(passage)

    def time(self, moment: datetime, shape: str, fallback: str) -> None:
        """A moment that each reader sees in their own zone and language.

        Args:
            moment: An aware datetime.
            shape: Telegram's format, ``r|w?[dD]?[tT]?``.
            fallback: What older applications and plain text show.
        """
        opening = f'<tg-time unix="{int(moment.timestamp())}" format="{html.escape(shape)}">'
        with self._inside(opening, "</tg-time>"):
            self.text(fallback)

    def _write(self, text: str) -> None:
        self.html += html.escape(text, quote=False)
        self.plain += text
