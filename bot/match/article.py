"""An entry as the matcher sees it: the keys that it fulfils, and their places when a rule asks."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from bot.expression import Span
from bot.match.lexicon import Lexicon
from bot.match.patterns import Pattern
from bot.model import Entry, Source
from bot.text.words import chunks, spans, split

LEAD_WORDS: Final = 60
"""Of the body; the title belongs to the lead as well."""
_NOWHERE: Final[dict[int, int]] = {}
_PARAGRAPH: Final = re.compile(r"\n[^\S\n]*\n")
_SENTENCE_END: Final = re.compile(r"[.!?…]+(?=[\s\"'«»“”‘’)\]]|$)|\n[^\S\n]*\n")


class Place(NamedTuple):
    """Words of a field, from the one numbered `first` to before `stop`."""

    first: int
    stop: int


class FieldWords:
    """One field: its words, and where those that rules use stand."""

    def __init__(self, text: str, lexicon: Lexicon, lang: str | None, scope: str = "") -> None:
        self.text = text
        self._chunks = chunks(text)
        placed = [*map(lexicon.placed(lang, scope), self._chunks)]
        self._starts = [*accumulate((each.words for each in placed), initial=0)]
        """The number of the first word of each chunk; some chunks have none."""
        self._at: dict[int, dict[int, int]] = defaultdict(dict)
        at = self._at
        for number, each in zip(self._starts, placed, strict=False):
            for key, first, stop in each.spots:
                at[key].setdefault(number + first, number + stop)

    def places(self, sought: Pattern) -> Iterator[Place]:
        """Every place of a term, from left to right."""
        if sought.only is not None:
            yield from map(Place._make, sorted(self._at.get(sought.only, _NOWHERE).items()))
        elif sought.halves:
            whole = self._at.get(sought.steps[0][0].key, _NOWHERE)
            yield from sorted({*map(Place._make, whole.items()), *self._in_two(sought)})
        else:
            yield from self._in_steps(sought)

    def span(self, place: Place) -> Span:
        """Where a place is in the text."""
        return Span(self._piece(place.first).start, self._piece(place.stop - 1).end)

    def sentence(self, word: int) -> int:
        """The number of the sentence in which a word stands."""
        return bisect_right(self._sentence_ends, self._piece(word).start)

    @cached_property
    def _sentence_ends(self) -> list[int]:
        return [found.end() for found in _SENTENCE_END.finditer(self.text)]

    @cached_property
    def _paragraph_ends(self) -> list[int]:
        return [found.end() for found in _PARAGRAPH.finditer(self.text)]

    def _piece(self, word: int) -> Span:
        number = bisect_right(self._starts, word) - 1
        _, start, end = split(self._chunks[number])[0][word - self._starts[number]]
        return Span(self._offsets[number] + start, self._offsets[number] + end)

    @cached_property
    def _offsets(self) -> list[int]:
        return [offset for offset, _ in spans(self.text)]

    def _in_two(self, sought: Pattern) -> Iterator[Place]:
        """Where the two halves of a word stand with nothing but a blank in between."""
        for left, right in sought.halves:
            behind = self._at.get(right, _NOWHERE)
            for first, stop in self._at.get(left, _NOWHERE).items():
                if behind.get(stop) == stop + 1 == first + 2 and self._is_blank(stop):
                    yield Place(first, stop + 1)

    def _is_blank(self, word: int) -> bool:
        """Whether there is just a blank before a word."""
        gap = self.text[self._piece(word - 1).end : self._piece(word).start]
        return len(gap) == 1 and gap.isspace() and gap != "\n"

    def _in_steps(self, sought: Pattern) -> Iterator[Place]:
        keys = (way.key for way in sought.steps[0]) if sought.steps else ()
        for first in sorted({at for key in keys for at in self._at.get(key, ())}):
            stop = self._follow(sought, first)
            if stop is not None and self._is_in_one_paragraph(first, stop):
                yield Place(first, stop)

    def _follow(self, sought: Pattern, first: int) -> int | None:
        """The word after the longest way through all steps from `first`; None if none leads."""
        reached = {0: {first}}  # for a word of the term, where in the text it may stand
        for word, ways in enumerate(sought.steps):
            for at in reached.pop(word, ()):
                for key, width in ways:
                    stop = self._at.get(key, _NOWHERE).get(at)
                    if stop is not None:
                        reached.setdefault(word + width, set()).add(stop)
            if not reached:
                return None
        ends = reached.get(len(sought.steps))
        return max(ends) if ends else None

    def _is_in_one_paragraph(self, first: int, stop: int) -> bool:
        start, end = self.span(Place(first, stop))
        ends = self._paragraph_ends
        return bisect_right(ends, start) == bisect_right(ends, end)


class Article:
    """The fields of an entry, each read when a rule first asks for it."""

    def __init__(self, entry: Entry, source: Source | None, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.lang = entry.lang or (source.lang if source else None)
        self._texts: dict[str, str] = {
            "title": entry.title,
            "body": entry.text,
            "author": entry.author,
            "url": entry.url,
            "lang": self.lang or "",
            "source": source.name if source else "",
            "tag": "\n\n".join(sorted(source.tags)) if source else "",
            "country": (source.country if source else None) or "",
        }
        self._fields: dict[str, FieldWords] = {}

    def keys(self, fields: Iterable[str]) -> set[int]:
        """The keys of title and body, and of the named fields of metadata."""
        text = f"{self._texts['title']}\n\n{self._texts['body']}"
        keys = self._lexicon.keys(text, self.lang)
        for field in list(fields):
            keys |= self._lexicon.keys(self._texts[field], None, f"{field}:")
        return keys

    def field(self, name: str) -> FieldWords:
        """The words of ``title``, ``body`` or a field of metadata."""
        if name not in self._fields:
            of_text = name in {"title", "body"}
            lang, scope = (self.lang, "") if of_text else (None, f"{name}:")
            self._fields[name] = FieldWords(self._texts[name], self._lexicon, lang, scope)
        return self._fields[name]
