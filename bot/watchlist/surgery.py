"""Surgery on a list of feeds.yaml: an entry more or less, another value; all else to the byte.

Nothing here knows what the entries mean: whoever cuts reads the result over.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from bot.expression import Span
from bot.watchlist.rule_places import Item, Sheet
from bot.watchlist.yaml_nodes import MapNode
from bot.watchlist.yaml_writing import Value, block_lines, flow, written

_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_LAST_LINE_END: Final = re.compile(r"(?:\r\n|\r|\n)\Z")


def spliced(sheet: Sheet, span: Span, text: str) -> str:
    """The file with `text` in the place of `span`."""
    return sheet.text[: span.start] + text + sheet.text[span.end :]


def lines_in(text: str) -> list[str]:
    """The lines of a text; unlike `splitlines`, a U+2028 that stands inside a value stays there."""
    return _LINE_END.split(_LAST_LINE_END.sub("", text)) if text else []


def lines_of(sheet: Sheet, lines: list[str]) -> str:
    """An entry for the list: a dash, and every line where its keys stand."""
    offset = _key_offset(sheet)
    indent = " " * (sheet.dash_column + offset)
    first, *rest = lines or [""]
    dash = " " * sheet.dash_column + "-" + " " * (offset - 1)
    return sheet.line_end.join([dash + first, *(indent + line if line else "" for line in rest)])


def _key_offset(sheet: Sheet) -> int:
    """How far the keys stand from the dash, as the last entry has it."""
    node = sheet.items[-1].node
    column = sheet.column(node.span.start)
    return max(2, column - sheet.dash_column) if column <= sheet.dash_column + 8 else 2


def appended(sheet: Sheet, pairs: Mapping[str, Value]) -> str:
    """The file with an entry more, at the end of the list."""
    last = sheet.items[-1]
    if sheet.in_brackets:
        return spliced(sheet, Span(last.span.end, last.span.end), f", {flow(pairs)}")
    return inserted(sheet, last.span.end, block_lines(pairs), blank=is_spaced(sheet))


def appended_in_braces(sheet: Sheet, entries: Iterable[Mapping[str, Value]]) -> str:
    """The file with entries more, each on one line, at the end of the list."""
    end = sheet.items[-1].span.end
    if sheet.in_brackets:
        more = "".join(f", {flow(pairs)}" for pairs in entries)
    else:
        more = "".join(sheet.line_end + lines_of(sheet, [flow(pairs)]) for pairs in entries)
    return spliced(sheet, Span(end, end), more)


def inserted(sheet: Sheet, end: int, lines: list[str], *, blank: bool) -> str:
    """With an entry on the lines after the one that ends at `end`."""
    ends = sheet.line_end * (2 if blank else 1)
    return spliced(sheet, Span(end, end), ends + lines_of(sheet, lines))


def is_spaced(sheet: Sheet) -> bool:
    """Whether the entries stand apart: an empty line between the last two."""
    if len(sheet.items) < 2:
        return False
    former, last = sheet.items[-2:]
    between = sheet.text[former.span.end : last.span.start].splitlines()
    return any(not line.strip() for line in between[1:])


def cut(sheet: Sheet, item: Item) -> Span:
    """What goes with an entry: its lines and an empty one before them, or its comma."""
    if sheet.in_brackets:
        spans = [each.span for each in sheet.items]
        return _cut_of_flow(sheet, spans, spans.index(item.span))
    start = item.span.start
    if item != sheet.items[0] and sheet.is_blank_before(start):
        start = sheet.page.line_start(sheet.end_of_former_line(start))
    return Span(sheet.end_of_former_line(start), item.span.end)


def _cut_of_flow(sheet: Sheet, spans: list[Span], number: int) -> Span:
    """One of several between brackets or braces, with a comma where no comment is lost by it."""
    this = spans[number]
    if number + 1 < len(spans):
        between = sheet.text[this.end : spans[number + 1].start]
        comma = this.end + between.index(",") + 1
        return Span(this.start, comma if "#" in between else spans[number + 1].start)
    start = spans[number - 1].end
    if "#" not in sheet.text[start : this.start]:
        return Span(start, this.end)
    return Span(this.start, this.end + sheet.text.startswith(",", this.end))


def with_value(sheet: Sheet, item: Item, key: str, value: Value | None) -> str:
    """The file with another value for a key of an entry; None takes the key out."""
    node = item.node
    number = next((n for n, (name, _) in enumerate(node.pairs) if name.text == key), None)
    if number is None:
        return sheet.text if value is None else _with_key(sheet, node, f"{key}: {written(value)}")
    if value is None:
        return spliced(sheet, _cut_of_key(sheet, node, number), "")
    name, old = node.pairs[number]
    colon = sheet.text.index(":", name.span.end) + 1
    end = sheet.end(old)
    if sheet.page.line_of(old.span.start) == sheet.page.line_of(colon):
        return spliced(sheet, Span(old.span.start, end), written(value))
    comment = sheet.text[colon : sheet.end_of_line(colon)]
    return spliced(sheet, Span(colon, end), f" {written(value)}{comment.rstrip()}")


def _with_key(sheet: Sheet, node: MapNode, pair: str) -> str:
    end = sheet.end(node.pairs[-1][1])
    if node.flow:
        return spliced(sheet, Span(end, end), f", {pair}")
    indent = " " * sheet.column(node.pairs[0][0].span.start)
    end = sheet.end_of_line(end)
    return spliced(sheet, Span(end, end), sheet.line_end + indent + pair)


def _cut_of_key(sheet: Sheet, node: MapNode, number: int) -> Span:
    spans = [Span(key.span.start, sheet.end(value)) for key, value in node.pairs]
    this = spans[number]
    if node.flow:
        return _cut_of_flow(sheet, spans, number)
    if number == 0 and len(spans) > 1:  # on the line of the dash
        return Span(this.start, spans[1].start)
    start = sheet.end_of_former_line(sheet.page.line_start(this.start))
    return Span(start, sheet.end_of_line(this.end))
