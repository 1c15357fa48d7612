"""A builder of messages: whatever it is given, what it writes is well-formed.

It writes Telegram's HTML (core.telegram.org/bots/api, "HTML style") and the plain text with its
styles at the same time, so that the two cannot differ.
"""

import html
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from bot.expression import Span
from bot.model import Mark, Passage, Style
from bot.text.urls import is_web_url

LONGEST: Final = 4096
"""UTF-16 units of a message after its markup is taken away: Telegram's limit."""

_SPACE: Final = re.compile("[\x00-\x0c\x0e-\x1f\x7f-\x9f]")
_GONE: Final = re.compile(
    "[\r\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\u030a\u0333\u033f]|[\ud800-\udfff]"
)
"""What turns the direction of the text after it, what Telegram itself deletes (td,
`clean_input_string`; so what we keep is what is shown), and lone surrogates."""
_TAGS: Final = {Mark.BOLD: "b", Mark.ITALIC: "i", Mark.UNDERLINE: "u"}
_RIGHT_TO_LEFT: Final = {"R", "AL"}
_ISOLATE, _POP = "\u2068", "\u2069"
"""First-strong isolate: an Arabic title does not turn the line around it (Unicode UAX 9)."""


def utf16_length(text: str) -> int:
    """The length in UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def safe(text: str) -> str:
    """On one line, without what could break or disguise a message."""
    return _SPACE.sub(" ", _GONE.sub("", text))


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    for character in text[:200]:
        direction = unicodedata.bidirectional(character)
        if direction == "L":
            return False
        if direction in _RIGHT_TO_LEFT:
            return True
    return False


class Writer:
    """Collects a message piece by piece."""

    def __init__(self) -> None:
        self.html = ""
        self.plain = ""
        self.styles: list[Style] = []

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
        self.html += f"<{_TAGS[mark]}>"
        yield
        self.html += f"</{_TAGS[mark]}>"
        if len(self.plain) > start:
            self.styles.insert(place, Style(mark, Span(start, len(self.plain))))

    def link(self, text: str, url: str) -> None:
        """Text that leads to a web page; of an address that is none, the text alone."""
        if not (is_web_url(url) and url.isprintable()):
            self.text(text)
            return
        start = len(self.plain)
        self.html += f'<a href="{html.escape(url)}">'
        self.text(text)
        self.html += "</a>"
        self.styles.append(Style(Mark.LINK, Span(start, len(self.plain)), url))

    def passage(self, passage: Passage) -> None:
        """A passage with its highlights underlined, isolated where it runs right to left."""
        isolated = is_right_to_left(passage.text)
        self._write(_ISOLATE if isolated else "")
        position = 0
        for start, end in passage.highlights:
            self.text(passage.text[position:start])
            with self.marked(Mark.UNDERLINE):
                self.text(passage.text[start:end])
            position = end
        self.text(passage.text[position:])
        self._write(_POP if isolated else "")

    def time(self, moment: datetime, shape: str, fallback: str) -> None:
        """A moment that each reader sees in their own zone and language.

        Args:
            moment: An aware datetime.
            shape: Telegram's format, ``r|w?[dD]?[tT]?``.
            fallback: What older applications and plain text show.
        """
        self.html += f'<tg-time unix="{int(moment.timestamp())}" format="{html.escape(shape)}">'
        self.text(fallback)
        self.html += "</tg-time>"

    def _write(self, text: str) -> None:
        self.html += html.escape(text, quote=False)
        self.plain += text
