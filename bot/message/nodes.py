"""A builder of messages: whatever it is given, what it writes is well-formed.

It writes Telegram's HTML (core.telegram.org/bots/api, "HTML style") and the plain text with its
styles at the same time, so that the two cannot differ.
"""

import html
import re
import unicodedata
from datetime import datetime
from typing import Final

from bot.model import Mark, Passage, Span, Style

LONGEST: Final = 4096
"""UTF-16 units of a message after its markup is taken away: Telegram's limit."""

_UNSAFE: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of what follows."""
_TAGS: Final = {Mark.BOLD: "b", Mark.ITALIC: "i", Mark.UNDERLINE: "u"}
_RIGHT_TO_LEFT: Final = {"R", "AL"}
_ISOLATE, _POP = "\u2068", "\u2069"
"""First-strong isolate: an Arabic title does not turn the line around it (Unicode UAX 9)."""


def utf16_length(text: str) -> int:
    """The length in UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def safe(text: str) -> str:
    """Without what could break or disguise a message; lengths and offsets stay as they are."""
    return _UNSAFE.sub(" ", text).encode("utf-8", "replace").decode()


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

    def text(self, text: str, *marks: Mark) -> None:
        """Text in one or more styles."""
        cleaned = safe(text)
        if not cleaned:
            return
        tags = [_TAGS[mark] for mark in marks]
        opening = "".join(f"<{tag}>" for tag in tags)
        closing = "".join(f"</{tag}>" for tag in reversed(tags))
        self.html += f"{opening}{html.escape(cleaned, quote=False)}{closing}"
        span = Span(len(self.plain), len(self.plain) + len(cleaned))
        self.styles += [Style(mark, span) for mark in marks]
        self.plain += cleaned

    def passage(self, passage: Passage, *marks: Mark) -> None:
        """A passage with its highlights underlined, isolated where it runs right to left."""
        isolated = is_right_to_left(passage.text)
        self._isolate(_ISOLATE, wanted=isolated)
        position = 0
        for start, end in passage.highlights:
            self.text(passage.text[position:start], *marks)
            self.text(passage.text[start:end], *marks, Mark.UNDERLINE)
            position = end
        self.text(passage.text[position:], *marks)
        self._isolate(_POP, wanted=isolated)

    def time(self, moment: datetime, shape: str, fallback: str) -> None:
        """A moment that each reader sees in their own zone and language.

        Args:
            moment: An aware datetime.
            shape: Telegram's format, ``r|w?[dD]?[tT]?``.
            fallback: What older applications and plain text show.
        """
        cleaned = safe(fallback)
        seconds = int(moment.timestamp())
        tag = f'<tg-time unix="{seconds}" format="{html.escape(shape)}">'
        self.html += f"{tag}{html.escape(cleaned, quote=False)}</tg-time>"
        self.plain += cleaned

    def _isolate(self, character: str, *, wanted: bool) -> None:
        if wanted:
            self.html += character
            self.plain += character
