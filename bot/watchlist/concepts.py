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


class Entry(NamedTuple):
    """A concept as the lists have it."""

    aliases: tuple[str, ...]
    """Its short names; the French and the English one come first."""
    named: str = ""
    """Its names in any language and what else gives it away, as the file has them."""
    others: str = ""
    own: tuple[Term, ...] = ()
    replaced: bool = False
    """Whether only its own terms count."""

    @property
    def called(self) -> Text:
        """What it is called in French and in English."""
        return Text(en=self.aliases[1], fr=self.aliases[0])

    @property
    def is_shipped(self) -> bool:
        """Whether it comes with Vigie, whatever has been made of it."""
        return bool(self.named or self.others)

    @property
    def code(self) -> str | None:
        """The two letters of ISO 3166-1 of a country; None for what is no country."""
        return next(filter(_CODE.fullmatch, self.aliases[2:3]), None)

    @property
    def names(self) -> tuple[Term, ...]:
        """Its names in any language."""
        return () if self.replaced else tuple(terms_in(self.named))

    @property
    def signs(self) -> tuple[Term, ...]:
        """What else gives it away: its people, its capital, its members."""
        return () if self.replaced else tuple(terms_in(self.others))

    @property
    def terms(self) -> tuple[Term, ...]:
        """All that it stands for."""
        return tuple(dict.fromkeys((*self.names, *self.signs, *self.own)))


class Concepts:
    """Concepts by any of their names, blind to case, accents, hyphens and blanks; unchanging."""

    __slots__ = ("_called", "_entries", "_found", "_index")

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
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
        """Up to four names for what may be meant, the likeliest first, one for each concept.

        Those with the whole words in them (Corée: Corée du Sud) go before misspelt ones.
        """
        wanted, called = key_of(name[:_LONGEST_COMPARED]), self._short_names()
        longer = [key for key in called if len(wanted) >= _FEWEST_LETTERS and wanted in key]
        close = get_close_matches(wanted, called, 2 * MOST_ALIKE, _CLOSE)
        by_concept = dict(self._with_words(plain(name[:_LONGEST_COMPARED])))
        for number, spelt in map(called.__getitem__, (*close, *longer)):
            by_concept.setdefault(number, spelt)
        return tuple(by_concept.values())[:MOST_ALIKE]

    def every(self) -> tuple[Entry, ...]:
        """All concepts: the shipped ones by their French names, then new ones as they come."""
        return self._entries

    def entry(self, name: str) -> Entry | None:
        """What the lists have of the concept of that name."""
        place = self._place(name)
        return self._entries[place[0]] if place else None

    def names(self) -> tuple[Text, ...]:
        """What each concept is called in French and in English."""
        return tuple(each.called for each in self._entries)

    def aliases(self, name: str) -> tuple[str, ...]:
        """Every short name of the concept of that name; empty when there is none."""
        entry = self.entry(name)
        return tuple(dict.fromkeys(entry.aliases)) if entry else ()

    def country_code(self, name: str) -> str | None:
        """The two letters of ISO 3166-1 of a country; None for what is no country."""
        entry = self.entry(name)
        return entry.code if entry else None

    def extended(self, own: Iterable[OwnConcept]) -> "Concepts":
        """These, and `own` ones that are new, replace one of them or add to it."""
        entries = list(self._entries)
        new: dict[str, int] = {}
        for each in own:
            place = self._place(each.name)
            number = place[0] if place else new.setdefault(key_of(each.name), len(entries))
            if number == len(entries):
                entries.append(Entry((each.name, each.name)))
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

    def _with_words(self, words: str) -> list[tuple[int, str]]:
        """The concepts with these words in a name of theirs, and that name.

        Those that are mostly called so come first, and of them the ones with short names.
        """
        if not words:
            return []
        found = [
            (number, spelt)
            for number, each in enumerate(self._entries)
            for spelt in (*each.aliases, *_texts(each.named))
            if f" {words} " in f" {plain(spelt)} "
        ]
        first = dict(reversed(found))
        return sorted(first.items(), key=self._by_use)

    def _by_use(self, found: tuple[int, str]) -> tuple[bool, int]:
        number, spelt = found
        return spelt not in self._entries[number].aliases[:2], len(spelt)

    def _short_names(self) -> Mapping[str, tuple[int, str]]:
        if not self._called:
            self._called = _by_key(each.aliases for each in self._entries)
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


def _entry(line: str) -> Entry:
    called, _, written = line.partition(" = ")
    first, *aliases = called.split(", ")
    french, _, english = first.partition(" / ")
    named, _, others = written.partition(" ; ")
    return Entry((french, english or french, *aliases), named, others)


def _by_key(names: Iterable[Iterable[str]]) -> dict[str, tuple[int, str]]:
    index: dict[str, tuple[int, str]] = {}
    for number, spelt in ((number, name) for number, each in enumerate(names) for name in each):
        index.setdefault(key_of(spelt), (number, spelt))
    return index


def _texts(written: str) -> Iterator[str]:
    return (found["phrase"] or found["word"] for found in _TERM.finditer(written))
