"""Editing the sources of feeds.yaml: as `edit` does rules, with everything else to the byte."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.errors import EditRefused
from bot.i18n import Text, counted, did_you_mean
from bot.model import Rule, Source, Watchlist
from bot.notation import write_duration
from bot.watchlist.edit import FILE
from bot.watchlist.load import loads
from bot.watchlist.rule_places import Item, Sheet
from bot.watchlist.surgery import appended_in_braces, cut, spliced, with_value
from bot.watchlist.yaml_writing import Value

YES: Final = "yes"
NO: Final = "no"


def pairs(source: Source) -> dict[str, Value]:
    """The keys of a source as the file writes them; what is usual is left out."""
    said: dict[str, Value | None] = {
        "name": source.name,
        "url": source.url,
        "lang": source.lang,
        "country": source.country,
        "tags": tuple(sorted(source.tags)) or None,
        "every": write_duration(source.every) if source.every else None,
        "paused": YES if source.paused else None,
        "full_text": None if source.full_text else NO,
    }
    return {key: value for key, value in said.items() if value}


def with_sources(content: bytes, sources: Sequence[Source], file: str = FILE) -> bytes:
    """The file with sources more, at the end of the list, one a line.

    Raises:
        WatchlistError: the file is not valid, or would not be with these sources.
        EditRefused: it cannot be written so that they are read back as they are.
    """
    before = loads(content, file).watchlist
    result = _with(content, lambda sheet: appended_in_braces(sheet, map(pairs, sources)))
    after = loads(result, file).watchlist
    _require(after, replace(before, sources=(*before.sources, *sources)))
    return result


def changed(
    content: bytes, name: str, changes: Mapping[str, Value | None], file: str = FILE
) -> bytes:
    """The file with other values for some keys of a source; None takes a key out.

    Raises:
        EditRefused: there is no such source.
        WatchlistError: the file is not valid, or would not be with these values.
    """
    before = loads(content, file).watchlist

    def work(sheet: Sheet) -> str:
        number = sheet.items.index(_item(sheet, name))
        for key, value in changes.items():
            sheet = replace(sheet, text=with_value(sheet, sheet.items[number], key, value))
        return sheet.text

    result = _with(content, work)
    after = loads(result, file).watchlist
    kept = (
        new if old.name == name else old
        for old, new in zip(before.sources, after.sources, strict=True)
    )
    _require(after, replace(before, sources=tuple(kept)))
    return result


def without(content: bytes, name: str, file: str = FILE) -> bytes:
    """The file without a source.

    Raises:
        EditRefused: there is no such source or no other, or rules need it.
        WatchlistError: the file is not valid.
    """
    before = loads(content, file).watchlist
    if needing := rules_needing(before, name):
        raise EditRefused(_needed(name, needing), _RULES_FIRST)

    def work(sheet: Sheet) -> str:
        item = _item(sheet, name)
        if len(sheet.items) == 1:
            raise EditRefused(_LAST, _PAUSE_IT)
        return spliced(sheet, cut(sheet, item), "")

    result = _with(content, work)
    others = tuple(source for source in before.sources if source.name != name)
    _require(loads(result, file).watchlist, replace(before, sources=others))
    return result


def rules_needing(watchlist: Watchlist, name: str) -> tuple[Rule, ...]:
    """The rules that could not stay as they are without a source.

    They name it, or a tag that no other source has.
    """
    others = frozenset(
        tag for source in watchlist.sources if source.name != name for tag in source.tags
    )
    return tuple(
        rule for rule in watchlist.rules if name in rule.sources or not rule.tags <= others
    )


def _with(content: bytes, work: Callable[[Sheet], str]) -> bytes:
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    sheet = Sheet(content.decode("utf-8-sig"), "sources")
    return mark + work(sheet).encode("utf-8", "surrogatepass")


def _require(found: Watchlist, wanted: Watchlist) -> None:
    """Refuse a result in which anything is otherwise than wanted."""
    if replace(found, digest="") != replace(wanted, digest=""):
        raise EditRefused(_NOT_ONE, _BY_HAND)


def _item(sheet: Sheet, name: str) -> Item:
    if item := sheet.find(name):
        return item
    raise EditRefused(no_such(name), did_you_mean(name, (item.name for item in sheet.items)))


def no_such(name: str) -> Text:
    """No source has this name."""
    return Text(en=f"No source is called “{name}”.", fr=f"Aucune source ne s'appelle « {name} ».")


def _needed(name: str, rules: Sequence[Rule]) -> Text:
    names = ", ".join(rule.name for rule in rules)
    return Text(
        en=f"“{name}” is named, or alone has the tag, in "
        f"{counted(len(rules), 'rule', 'rules', 'en')}: {names}.",
        fr=f"« {name} » est citée, ou porte seule l'étiquette, dans "
        f"{counted(len(rules), 'règle', 'règles', 'fr')} : {names}.",
    )


_RULES_FIRST: Final = Text(
    en="Nothing was removed. Change these rules first (vigie rules edit), or pause the source "
    "instead: vigie feeds pause NAME",
    fr="Rien n'a été retiré. Modifiez d'abord ces règles (vigie rules edit), ou mettez plutôt la "
    "source en pause : vigie feeds pause NOM",
)
_LAST: Final = Text(
    en="This is the only source, and there must be one.",
    fr="C'est la seule source, et il en faut une.",
)
_PAUSE_IT: Final = Text(
    en="Pause it instead: vigie feeds pause NAME",
    fr="Mettez-la plutôt en pause : vigie feeds pause NOM",
)
_NOT_ONE: Final = Text(
    en="This cannot be written without touching something else in the file.",
    fr="Cela ne peut pas être écrit sans toucher à autre chose dans le fichier.",
)
_BY_HAND: Final = Text(
    en="Nothing was written. Edit the file by hand; `vigie check` reads it over.",
    fr="Rien n'a été écrit. Modifiez le fichier à la main ; `vigie check` le relit.",
)
