"""Where each entry of a list stands in feeds.yaml, for editing that leaves all else as it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bot.expression import Span
from bot.watchlist.page import Notes, Page
from bot.watchlist.yaml_nodes import ListNode, MapNode, Node, TextNode, compose


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the list."""

    name: str
    node: MapNode
    span: Span
    """Of a list of lines: from the beginning of the line of its dash to the end of its last line,
    without that line's end. Of a list in brackets: from brace to brace."""


@dataclass(frozen=True)
class Sheet:
    """The text of a valid feeds.yaml, without a byte-order mark, and one of its lists."""

    text: str
    section: Literal["rules", "sources"] = "rules"

    @cached_property
    def page(self) -> Page:
        """The text's lines."""
        return Page(self.text)

    @cached_property
    def _section(self) -> tuple[Span, ListNode]:
        root = compose(Notes(self.page))
        if isinstance(root, MapNode):
            for key, value in root.pairs:
                if key.text == self.section and isinstance(value, ListNode):
                    return key.span, value
        raise ValueError(f"a feeds.yaml without a list of {self.section} is not valid")

    @property
    def key(self) -> Span:
        """The word before the list."""
        return self._section[0]

    @property
    def entries(self) -> ListNode:
        """The list."""
        return self._section[1]

    @property
    def in_brackets(self) -> bool:
        """Whether the list is written ``[…]`` instead of line by line."""
        return self.entries.flow is not None

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every entry, in the order of the file."""
        nodes = (node for node in self.entries.items if isinstance(node, MapNode))
        return tuple(Item(_name(node), node, self._span(node)) for node in nodes)

    def find(self, name: str) -> Item | None:
        """The entry of this name."""
        return next((item for item in self.items if item.name == name), None)

    # ── lines ────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def line_end(self) -> str:
        """How the lines of this file end."""
        return "\r\n" if "\r\n" in self.text else "\n"

    def end_of_line(self, index: int) -> int:
        """Where the line that holds `index` ends, before its line end."""
        return self.page.line_start(index) + len(self.page.line_at(index))

    def end_of_former_line(self, start: int) -> int:
        """Where the line before the one that begins at `start` ends, before its line end."""
        return start - (2 if self.text[:start].endswith("\r\n") else 1)

    def column(self, index: int) -> int:
        """How many characters stand before `index` on its line."""
        return index - self.page.line_start(index)

    def begins_line(self, index: int) -> bool:
        """Whether only blanks stand before `index` on its line."""
        return not self.text[self.page.line_start(index) : index].strip()

    def is_blank_before(self, start: int) -> bool:
        """Whether the line before the one that begins at `start` is empty."""
        return not self.page.line_at(self.end_of_former_line(start)).strip()

    @property
    def dash_column(self) -> int:
        """Where the dashes of the list stand."""
        return self.column(self.entries.span.start)

    # ── ends of values ───────────────────────────────────────────────────────────────────────

    def end(self, node: Node) -> int:
        """Where the last character of a value ends."""
        match node:
            case ListNode(flow=Span() as flow) | MapNode(flow=Span() as flow):
                return flow.end
            case ListNode():
                return self.end(node.items[-1])
            case MapNode():
                return self.end(node.pairs[-1][1])
            case _:
                return node.span.start + len(self.text[slice(*node.span)].rstrip())

    def _span(self, node: MapNode) -> Span:
        if self.in_brackets:
            return Span(node.span.start, self.end(node))
        return Span(self._dash_line(node), self._last_line(self.end(node)))

    def _dash_line(self, node: MapNode) -> int:
        """Where the line of the node's dash begins; the node may begin on a later line."""
        start, column = self.page.line_start(node.span.start), self.dash_column
        while self.text[start : start + column + 1].strip() != "-":
            start = self.page.line_start(self.end_of_former_line(start))
        return start

    def _last_line(self, end: int) -> int:
        """The end of the entry that ends at `end`, with the comments inside it that follow."""
        last = self.end_of_line(end)
        while (start := self._next_line(last)) < len(self.text):
            line = self.page.line_at(start)
            words = line.lstrip(" ")
            if not words.startswith("#") or len(line) - len(words) <= self.dash_column:
                break
            last = start + len(line)
        return last

    def _next_line(self, end: int) -> int:
        return end + (2 if self.text.startswith("\r\n", end) else 1)


def _name(node: MapNode) -> str:
    for key, value in node.pairs:
        if key.text == "name" and isinstance(value, TextNode):
            return value.text.strip()
    return ""
