"""Places inside a value: from an offset in what YAML gives to the character in the file."""

from collections.abc import Iterator
from typing import Final

from bot.expression import Span
from bot.watchlist.page import Page
from bot.watchlist.yaml_nodes import TextNode

_ESCAPE_LENGTHS: Final = {"x": 4, "u": 6, "U": 10}
"""Of ``\\x41``, ``\\u0041`` and ``\\U00000041``; every other escape has two characters."""


def inside(page: Page, node: TextNode, span: Span) -> Span:
    """Where `span` of the node's text stands in the file.

    The whole node when it goes over several lines: YAML folds those, so offsets lead nowhere.
    """
    raw = page.text[node.span.start : node.span.end]
    places = list(_places(raw, node.style))
    if "\n" in raw or "\r" in raw or len(places) != len(node.text) + 1:
        return node.span
    start, end = places[min(span.start, len(node.text))], places[min(span.end, len(node.text))]
    return Span(node.span.start + start, node.span.start + end)


def _places(raw: str, style: str) -> Iterator[int]:
    """The place in `raw` of each character of the value, and of its end."""
    index, end = (1, len(raw) - 1) if style else (0, len(raw))
    while index < end:
        yield index
        index += _length(raw, index, style)
    yield end


def _length(raw: str, index: int, style: str) -> int:
    if style == "'" and raw[index] == "'":
        return 2
    if style == '"' and raw[index] == "\\":
        return _ESCAPE_LENGTHS.get(raw[index + 1], 2)
    return 1
