"""A mistake in a rule, shown under the rule."""

import unicodedata
from typing import Final

from bot.errors import RuleError
from bot.i18n import Lang

_WIDTH: Final = 76
"""Columns of the excerpt: fits a terminal, and a log line."""
_CUT: Final = "…"


def caret(error: RuleError, lang: Lang) -> str:
    """The rule with ``^^^`` under the mistake, then what is wrong and what to write instead.

    Of a long rule only the surroundings of the mistake are shown. Characters that a terminal draws
    two columns wide, or on top of another, are counted as such.
    """
    start, end = _window(error)
    marked_end = max(min(error.end, end), error.start)
    before = _CUT if start else ""
    line = before + _shown(error.source[start:end]) + (_CUT if end < len(error.source) else "")
    indent = _columns(before + error.source[start : error.start])
    marks = max(_columns(error.source[error.start : marked_end]), 1)
    return "\n".join((line, " " * indent + "^" * marks, error.told(lang)))


def _window(error: RuleError) -> tuple[int, int]:
    """The part of the source to show: all of it, or what is around the mistake."""
    size = len(error.source)
    if size <= _WIDTH:
        return 0, size
    start = max(min(error.start - _WIDTH // 3, size - _WIDTH), 0)
    return start, min(start + _WIDTH, size)


def _shown(text: str) -> str:
    """`text` on one line: line breaks and control characters would move the marks."""
    return "".join(" " if _is_blank(char) else char for char in text)


def _is_blank(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) == "Cc"


def _columns(text: str) -> int:
    return sum(_width(char) for char in text)


def _width(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
