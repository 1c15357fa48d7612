"""Editing the rules of feeds.yaml: surgery on its text, everything else stays to the byte.

Each function takes the bytes of a valid file and gives those of another valid one, in which the
sources, channels, concepts and other rules are the same; or it raises, and nothing was changed.
Comments above a rule stay where they are, even when the rule goes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.errors import EditRefused
from bot.expression import Span
from bot.i18n import Text, did_you_mean
from bot.model import Rule, Watchlist
from bot.watchlist.load import loads
from bot.watchlist.rule_places import Item, Sheet
from bot.watchlist.yaml_nodes import MapNode
from bot.watchlist.yaml_writing import Value, block_lines, flow, written

FILE: Final = "feeds.yaml"
"""What the file is called in errors, unless told."""
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_LAST_LINE_END: Final = re.compile(r"(?:\r\n|\r|\n)\Z")


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule to be written."""

    name: str
    match: str
    to: tuple[str, ...]
    options: Mapping[str, Value] = field(default_factory=dict)
    """The other keys, as they are written in the file."""

    @property
    def pairs(self) -> dict[str, Value]:
        """Every key with its value."""
        return {"name": self.name, "match": self.match, "to": self.to, **self.options}


class Edited(NamedTuple):
    """A valid file after an edit."""

    content: bytes
    rule: Rule | None
    """As it is now; None when it was removed."""


class Place(NamedTuple):
    """Where a rule stood that was removed."""

    line: int
    """The first one that went, from 1."""
    apart: bool
    """Whether that was an empty line."""


def with_rule(content: bytes, draft: Draft, file: str = FILE) -> Edited:
    """The file with a rule more, at the end of the list.

    Raises:
        WatchlistError: the file is not valid, or would not be with this rule.
    """
    return _edited(content, file, None, lambda sheet: _appended(sheet, draft.pairs))


def changed(
    content: bytes, name: str, changes: Mapping[str, Value | None], file: str = FILE
) -> Edited:
    """The file with other values for some keys of a rule; None takes a key out.

    Raises:
        EditRefused: there is no such rule.
        WatchlistError: the file is not valid, or would not be with these values.
    """

    def work(sheet: Sheet) -> str:
        number = sheet.items.index(_item(sheet, name))
        for key, value in changes.items():
            sheet = Sheet(_with_value(sheet, sheet.items[number], key, value))
        return sheet.text

    return _edited(content, file, name, work)


def without(content: bytes, name: str, file: str = FILE) -> Edited:
    """The file without a rule.

    Raises:
        EditRefused: there is no such rule, or no other.
        WatchlistError: the file is not valid.
    """

    def work(sheet: Sheet) -> str:
        item = _item(sheet, name)
        if len(sheet.items) == 1:
            raise EditRefused(_LAST, _SWITCH_OFF)
        return _spliced(sheet, _cut(sheet, item), "")

    return _edited(content, file, name, work)


def replaced(content: bytes, name: str, text: str, file: str = FILE) -> Edited:
    """The file with another text, as `rule_text` gives it, for a rule.

    Raises:
        EditRefused: there is no such rule, or the text is more or less than one rule.
        WatchlistError: the file is not valid, or would not be with this text.
    """

    def work(sheet: Sheet) -> str:
        item = _item(sheet, name)
        if sheet.in_brackets:
            return _spliced(sheet, item.span, _between_braces(sheet, text))
        return _spliced(sheet, item.span, _lines(sheet, _split(text)))

    return _edited(content, file, name, work)


def restored(content: bytes, text: str, place: Place, file: str = FILE) -> Edited:
    """The file with a rule that was removed: at its place where that is possible, else at the end.

    Raises:
        EditRefused: the text does not fit the file any more.
        WatchlistError: the file is not valid, or would not be with this rule.
    """
    return _edited(content, file, None, lambda sheet: _put_back(sheet, text, place))


def rule_text(content: bytes, name: str, file: str = FILE) -> str:
    """A rule as the file writes it, with its comments, from the margin; lines end with a line feed.

    Raises:
        EditRefused: there is no such rule.
        WatchlistError: the file is not valid.
    """
    loads(content, file)
    sheet = _sheet(content)
    return _text(sheet, _item(sheet, name))


def place_of(content: bytes, name: str) -> Place:
    """Where a rule of a valid file stands, as `restored` wants it.

    Raises:
        EditRefused: there is no such rule.
    """
    sheet = _sheet(content)
    item = _item(sheet, name)
    if sheet.in_brackets:
        return Place(sheet.page.line_of(item.span.start), apart=False)
    first = sheet.page.line_of(_cut(sheet, item).start) + 1
    return Place(first, apart=first < sheet.page.line_of(item.span.start))


# ── before and after ─────────────────────────────────────────────────────────────────────────


def _sheet(content: bytes) -> Sheet:
    return Sheet(content.decode("utf-8-sig"))


def _edited(content: bytes, file: str, name: str | None, work: Callable[[Sheet], str]) -> Edited:
    """Work on a valid file, and make sure that only the rule called `name` differs after it."""
    before = loads(content, file).watchlist
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    result = mark + work(_sheet(content)).encode("utf-8", "surrogatepass")
    after = loads(result, file).watchlist
    others = [rule for rule in before.rules if rule.name != name]
    kept = [rule for rule in after.rules if rule in others]
    more = [rule for rule in after.rules if rule not in others]
    if not _alike_around(before, after) or kept != others or len(more) > 1:
        raise EditRefused(_NOT_ONE, _BY_HAND)
    return Edited(result, more[0] if more else None)


def _alike_around(before: Watchlist, after: Watchlist) -> bool:
    """Whether everything but the rules is the same."""
    one, other = ((each.sources, each.destinations, each.concepts) for each in (before, after))
    return one == other


def _item(sheet: Sheet, name: str) -> Item:
    if item := sheet.find(name):
        return item
    text = Text(en=f"No rule is called “{name}”.", fr=f"Aucune règle ne s'appelle « {name} ».")
    raise EditRefused(text, did_you_mean(name, (item.name for item in sheet.items)))


def _spliced(sheet: Sheet, span: Span, text: str) -> str:
    return sheet.text[: span.start] + text + sheet.text[span.end :]


# ── whole rules ──────────────────────────────────────────────────────────────────────────────


def _text(sheet: Sheet, item: Item) -> str:
    if sheet.in_brackets:
        return "\n".join(_split(sheet.text[slice(*item.span)]))
    start = item.node.span.start
    column = sheet.column(start)
    first, *rest = _split(sheet.text[start : item.span.end])
    return "\n".join([first, *(_moved_left(line, column) for line in rest)])


def _split(text: str) -> list[str]:
    """Its lines; unlike `splitlines`, a U+2028 that stands inside a value stays there."""
    return _LINE_END.split(_LAST_LINE_END.sub("", text)) if text else []


def _between_braces(sheet: Sheet, text: str) -> str:
    return sheet.line_end.join(_split(text.strip()))


def _moved_left(line: str, columns: int) -> str:
    return line[min(columns, len(line) - len(line.lstrip(" "))) :]


def _lines(sheet: Sheet, lines: list[str]) -> str:
    """A rule for the list: a dash, and every line where its keys stand."""
    offset = _key_offset(sheet)
    indent = " " * (sheet.dash_column + offset)
    first, *rest = lines or [""]
    dash = " " * sheet.dash_column + "-" + " " * (offset - 1)
    return sheet.line_end.join([dash + first, *(indent + line if line else "" for line in rest)])


def _key_offset(sheet: Sheet) -> int:
    """How far the keys stand from the dash, as the last rule has it."""
    node = sheet.items[-1].node
    column = sheet.column(node.span.start)
    return max(2, column - sheet.dash_column) if column <= sheet.dash_column + 8 else 2


def _appended(sheet: Sheet, pairs: Mapping[str, Value]) -> str:
    last = sheet.items[-1]
    if sheet.in_brackets:
        return _spliced(sheet, Span(last.span.end, last.span.end), f", {flow(pairs)}")
    return _inserted(sheet, last.span.end, block_lines(pairs), blank=_is_spaced(sheet))


def _inserted(sheet: Sheet, end: int, lines: list[str], *, blank: bool) -> str:
    """With a rule on the lines after the one that ends at `end`."""
    ends = sheet.line_end * (2 if blank else 1)
    return _spliced(sheet, Span(end, end), ends + _lines(sheet, lines))


def _is_spaced(sheet: Sheet) -> bool:
    """Whether the rules stand apart: an empty line between the last two."""
    if len(sheet.items) < 2:
        return False
    former, last = sheet.items[-2:]
    between = sheet.text[former.span.end : last.span.start].splitlines()
    return any(not line.strip() for line in between[1:])


def _cut(sheet: Sheet, item: Item) -> Span:
    """What goes with a rule: its lines and an empty one before them, or its comma."""
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


def _put_back(sheet: Sheet, text: str, place: Place) -> str:
    last = sheet.items[-1]
    if sheet.in_brackets:
        return _spliced(
            sheet, Span(last.span.end, last.span.end), f", {_between_braces(sheet, text)}"
        )
    for end in _gaps(sheet):
        if sheet.page.line_of(end) == place.line - 1:
            return _inserted(sheet, end, _split(text), blank=place.apart)
    return _inserted(sheet, last.span.end, _split(text), blank=_is_spaced(sheet))


def _gaps(sheet: Sheet) -> list[int]:
    """The ends of the lines after which a rule may begin."""
    ends = []
    begins = [sheet.page.line_start(sheet.key.start), *(item.span.end for item in sheet.items)]
    stops = [*(item.span.start for item in sheet.items), len(sheet.text)]
    for begin, stop in zip(begins, stops, strict=True):
        end = sheet.end_of_line(begin)
        while end < stop or end == begin:
            ends.append(end)
            start = end + len(sheet.line_end)
            if start >= stop:
                break
            end = sheet.end_of_line(start)
    return ends


# ── one key ──────────────────────────────────────────────────────────────────────────────────


def _with_value(sheet: Sheet, item: Item, key: str, value: Value | None) -> str:
    node = item.node
    number = next((n for n, (name, _) in enumerate(node.pairs) if name.text == key), None)
    if number is None:
        return sheet.text if value is None else _with_key(sheet, node, f"{key}: {written(value)}")
    if value is None:
        return _spliced(sheet, _cut_of_key(sheet, node, number), "")
    name, old = node.pairs[number]
    colon = sheet.text.index(":", name.span.end) + 1
    end = sheet.end(old)
    if sheet.page.line_of(old.span.start) == sheet.page.line_of(colon):
        return _spliced(sheet, Span(old.span.start, end), written(value))
    comment = sheet.text[colon : sheet.end_of_line(colon)]
    return _spliced(sheet, Span(colon, end), f" {written(value)}{comment.rstrip()}")


def _with_key(sheet: Sheet, node: MapNode, pair: str) -> str:
    end = sheet.end(node.pairs[-1][1])
    if node.flow:
        return _spliced(sheet, Span(end, end), f", {pair}")
    indent = " " * sheet.column(node.pairs[0][0].span.start)
    end = sheet.end_of_line(end)
    return _spliced(sheet, Span(end, end), sheet.line_end + indent + pair)


def _cut_of_key(sheet: Sheet, node: MapNode, number: int) -> Span:
    spans = [Span(key.span.start, sheet.end(value)) for key, value in node.pairs]
    this = spans[number]
    if node.flow:
        return _cut_of_flow(sheet, spans, number)
    if number == 0 and len(spans) > 1:  # on the line of the dash
        return Span(this.start, spans[1].start)
    start = sheet.end_of_former_line(sheet.page.line_start(this.start))
    return Span(start, sheet.end_of_line(this.end))


_LAST: Final = Text(
    en="This is the only rule, and there must be one.",
    fr="C'est la seule règle, et il en faut une.",
)
_SWITCH_OFF: Final = Text(
    en="Switch it off instead, or mute it: vigie rules mute NAME",
    fr="Désactivez-la plutôt, ou mettez-la en sourdine : vigie rules mute NOM",
)
_NOT_ONE: Final = Text(
    en="This cannot be changed without touching something else in the file.",
    fr="Cela ne peut pas être changé sans toucher à autre chose dans le fichier.",
)
_BY_HAND: Final = Text(
    en="Nothing was written. Edit the file by hand; `vigie check` reads it over.",
    fr="Rien n'a été écrit. Modifiez le fichier à la main ; `vigie check` le relit.",
)
