"""Concepts: one name in a rule for every name of a thing, in any language.

The shipped ones are the lines of `concepts.txt`: countries (their names by CLDR, demonyms,
capitals) and organisations. A name in feeds.yaml's `concepts:` adds to them.

    Chine / China, CN, RPC = =Chine =China Китай 中国 … ; chinois* Pékin Beijing …

The names before the equals sign and those up to the semicolon may follow an ``@``; what stands for
the concept in an article is what is behind the equals sign, in the notation of a rule's terms.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from bot.expression import Concept, Phrase, Prefix, Term, Word
from bot.i18n import Text
from bot.model import OwnConcept, Watchlist
from bot.text.folding import plain

MOST_ALIKE: Final = 4
_CODE: Final = re.compile("[A-Z]{2}")
"""Of a country: the first name after the French and the English one."""
_FEWEST_LETTERS: Final = 4
_LONGEST_COMPARED: Final = 80
_CLOSE: Final = 0.7
_TERM: Final = re.compile(r'(?P<exact>=?)(?:"(?P<phrase>[^"]+)"|(?P<word>[^\s"*]+)(?P<star>\*?))')


class _Entry(NamedTuple):
    names: tuple[str, ...]
    """The French and the English one come first."""
    named: str = ""
    """Its names in any language and what else gives it away, as the file has them."""
    others: str = ""
    own: tuple[Term, ...] = ()
    replaced: bool = False
    """Whether only its own terms count."""

    @property
    def terms(self) -> tuple[Term, ...]:
        written = "" if self.replaced else f"{self.named} {self.others}"
        return tuple(dict.fromkeys((*terms_in(written), *self.own)))


class Concepts:
    """Concepts by any of their names, blind to case, accents, hyphens and blanks; unchanging."""

    __slots__ = ("_called", "_entries", "_found", "_index")

    def __init__(self, entries: Iterable[_Entry] = ()) -> None:
        self._entries = tuple(entries)
        self._called: Mapping[str, tuple[int, str]] = {}
        self._index: Mapping[str, tuple[int, str]] = {}
        self._found: dict[int, tuple[Term, ...]] = {}

    def find(self, name: str) -> Concept | None:
        """The concept of that name, spelt as its list spells it, with what it stands for."""
        place = self._place(name)
        if place is None:
            return None
        number, spelt = place
        if number not in self._found:
            self._found[number] = self._entries[number].terms
        return Concept(spelt, self._found[number])

    def like(self, name: str) -> tuple[str, ...]:
        """Up to four names close to a misspelt one, the closest first, one for each concept."""
        wanted, called = key_of(name[:_LONGEST_COMPARED]), self._short_names()
        longer = [key for key in called if len(wanted) >= _FEWEST_LETTERS and wanted in key]
        close = get_close_matches(wanted, called, 2 * MOST_ALIKE, _CLOSE)
        by_concept: dict[int, str] = {}
        for number, spelt in map(called.__getitem__, (*close, *longer)):
            by_concept.setdefault(number, spelt)
        return tuple(by_concept.values())[:MOST_ALIKE]

    def names(self) -> tuple[Text, ...]:
        """What each concept is called in French and in English."""
        return tuple(Text(en=each.names[1], fr=each.names[0]) for each in self._entries)

    def aliases(self, name: str) -> tuple[str, ...]:
        """Every short name of the concept of that name; empty when there is none."""
        place = self._place(name)
        return tuple(dict.fromkeys(self._entries[place[0]].names)) if place else ()

    def country_code(self, name: str) -> str | None:
        """The two letters of ISO 3166-1 of a country; None for what is no country."""
        place = self._place(name)
        after_names = self._entries[place[0]].names[2:3] if place else ()
        return next(filter(_CODE.fullmatch, after_names), None)

    def extended(self, own: Iterable[OwnConcept]) -> "Concepts":
        """These, and `own` ones that are new, replace one of them or add to it."""
        entries = list(self._entries)
        new: dict[str, int] = {}
        for each in own:
            place = self._place(each.name)
            number = place[0] if place else new.setdefault(key_of(each.name), len(entries))
            if number == len(entries):
                entries.append(_Entry((each.name, each.name)))
            old = entries[number]
            entries[number] = old._replace(
                own=(*old.own, *each.terms) if each.adds else each.terms,
                replaced=old.replaced or not each.adds,
            )
        return Concepts(entries)

    def _place(self, name: str) -> tuple[int, str] | None:
        """The number of the concept of that name, and the name as it is spelt.

        Short names go before those that are looked for: @UA is Ukraine, whatever else it may be.
        """
        key = key_of(name)
        return self._short_names().get(key) or self._other_names().get(key)

    def _short_names(self) -> Mapping[str, tuple[int, str]]:
        if not self._called:
            self._called = _by_key(each.names for each in self._entries)
        return self._called

    def _other_names(self) -> Mapping[str, tuple[int, str]]:
        if not self._index:
            self._index = _by_key(_texts(each.named) for each in self._entries)
        return self._index


def key_of(name: str) -> str:
    """What names are compared by: letters and digits, without case and accents."""
    return plain(name).replace(" ", "")


def terms_in(written: str) -> Iterator[Term]:
    """The terms of a list, as a rule writes them, with blanks between."""
    for found in _TERM.finditer(written):
        exact = bool(found["exact"])
        if found["phrase"]:
            yield Phrase(found["phrase"], exact=exact)
        elif found["star"]:
            yield Prefix(found["word"])
        else:
            yield Word(found["word"], exact=exact)


@cache
def shipped() -> Concepts:
    """The concepts that come with Vigie; read once."""
    text = files("bot.watchlist").joinpath("concepts.txt").read_text("utf-8")
    return Concepts(_entry(line) for line in text.splitlines() if not line.startswith("#"))


def known_in(watchlist: Watchlist) -> Concepts:
    """The concepts that the rules of a watchlist may use: the shipped ones and its own."""
    return shipped().extended(watchlist.concepts) if watchlist.concepts else shipped()


def _entry(line: str) -> _Entry:
    called, _, written = line.partition(" = ")
    first, *aliases = called.split(", ")
    french, _, english = first.partition(" / ")
    named, _, others = written.partition(" ; ")
    return _Entry((french, english or french, *aliases), named, others)


def _by_key(names: Iterable[Iterable[str]]) -> dict[str, tuple[int, str]]:
    index: dict[str, tuple[int, str]] = {}
    for number, spelt in ((number, name) for number, each in enumerate(names) for name in each):
        index.setdefault(key_of(spelt), (number, spelt))
    return index


def _texts(written: str) -> Iterator[str]:
    return (found["phrase"] or found["word"] for found in _TERM.finditer(written))
