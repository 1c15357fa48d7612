"""Editing the rules of feeds.yaml: surgery on its text, everything else stays to the byte.

Each function takes the bytes of a valid file and gives those of another valid one, in which the
sources, channels, concepts and other rules are the same; or it raises, and nothing was changed.
Comments above a rule stay where they are, even when the rule goes.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.errors import EditRefused
from bot.expression import Span
from bot.i18n import Text, did_you_mean
from bot.model import Rule, Watchlist
from bot.watchlist.load import loads
from bot.watchlist.rule_places import Item, Sheet
from bot.watchlist.surgery import (
    appended,
    cut,
    inserted,
    is_spaced,
    lines_in,
    lines_of,
    spliced,
    with_value,
)
from bot.watchlist.yaml_writing import Value

FILE: Final = "feeds.yaml"
"""What the file is called in errors, unless told."""


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
    return _edited(content, file, None, lambda sheet: appended(sheet, draft.pairs))


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
            sheet = Sheet(with_value(sheet, sheet.items[number], key, value))
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
        return spliced(sheet, cut(sheet, item), "")

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
            return spliced(sheet, item.span, _between_braces(sheet, text))
        return spliced(sheet, item.span, lines_of(sheet, lines_in(text)))

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
    first = sheet.page.line_of(cut(sheet, item).start) + 1
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


# ── whole rules ──────────────────────────────────────────────────────────────────────────────


def _text(sheet: Sheet, item: Item) -> str:
    if sheet.in_brackets:
        return "\n".join(lines_in(sheet.text[slice(*item.span)]))
    start = item.node.span.start
    column = sheet.column(start)
    first, *rest = lines_in(sheet.text[start : item.span.end])
    return "\n".join([first, *(_moved_left(line, column) for line in rest)])


def _between_braces(sheet: Sheet, text: str) -> str:
    return sheet.line_end.join(lines_in(text.strip()))


def _moved_left(line: str, columns: int) -> str:
    return line[min(columns, len(line) - len(line.lstrip(" "))) :]


def _put_back(sheet: Sheet, text: str, place: Place) -> str:
    last = sheet.items[-1]
    if sheet.in_brackets:
        return spliced(
            sheet, Span(last.span.end, last.span.end), f", {_between_braces(sheet, text)}"
        )
    for end in _gaps(sheet):
        if sheet.page.line_of(end) == place.line - 1:
            return inserted(sheet, end, lines_in(text), blank=place.apart)
    return inserted(sheet, last.span.end, lines_in(text), blank=is_spaced(sheet))


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
