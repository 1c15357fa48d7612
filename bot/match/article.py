"""An entry as the matcher sees it: the places of the words that rules use, and of nothing else."""

import re
from collections import defaultdict
from collections.abc import Iterator
from operator import add
from typing import Final

from bot.match.patterns import STAR, Pattern, Step, hyphenated, spaced
from bot.match.vocabulary import Vocabulary
from bot.model import Entry, Evidence, Field, Span, Term
from bot.text.folding import plain
from bot.text.words import read

Places = dict[str, dict[int, int]]
"""For each key the number of the word where it begins, and of the word after it."""

_NOWHERE: Final[dict[int, int]] = {}
_PARAGRAPH: Final = re.compile(r"\n[^\S\n]*\n")


class Article:
    """The fields of an entry, read once; terms are looked up when a rule asks, and remembered."""

    def __init__(self, entry: Entry, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._fields = (
            _FieldWords("title", entry.title, vocabulary),
            _FieldWords("text", entry.text, vocabulary),
        )
        self._found: dict[Term, tuple[Evidence, ...]] = {}

    def noticed(self) -> set[str]:
        """The keys of the vocabulary that the article holds."""
        title, text = self._fields
        return title.places.keys() | text.places.keys()

    def evidence(self, term: Term) -> tuple[Evidence, ...]:
        """Every place of `term`, in reading order; empty when it is not there."""
        if term not in self._found:
            sought = self._vocabulary.patterns[term]
            self._found[term] = tuple(
                Evidence(sought.label, words.name, span)
                for words in self._fields
                for span in words.spans(sought)
            )
        return self._found[term]

    def has(self, term: Term) -> bool:
        """Whether `term` is in the article."""
        return bool(self.evidence(term))


class _FieldWords:
    """One field: its words, and where those of the vocabulary stand."""

    def __init__(self, name: Field, text: str, vocabulary: Vocabulary) -> None:
        self.name = name
        self._text = text
        self._words = read(text)
        self.places: Places = defaultdict(dict)
        self._place_words(vocabulary)
        self._place_joined(vocabulary)
        if vocabulary.prefixes:
            self._place_prefixes(vocabulary)

    def _place_words(self, vocabulary: Vocabulary) -> None:
        wanted = vocabulary.keys
        for index, key in enumerate(self._words.keys):
            if key in wanted:
                self.places[key][index] = index + 1

    def _place_joined(self, vocabulary: Vocabulary) -> None:
        """What may be written in one word: hyphenated ones, and neighbours that make one."""
        pairs = list(map(add, self._words.keys, self._words.keys[1:]))
        if not vocabulary.pairs.isdisjoint(pairs):
            self._place_pairs(pairs, vocabulary.pairs)
        for key, first, last in self._words.compounds:
            if key in vocabulary.keys:
                self.places[key][first] = last + 1

    def _place_pairs(self, pairs: list[str], wanted: frozenset[str]) -> None:
        for index, key in enumerate(pairs):
            if key in wanted and self._joins(index):
                self.places[key][index] = index + 2

    def _joins(self, index: int) -> bool:
        here = (self._text, self._words, index)
        return hyphenated(*here) or spaced(*here)

    def _place_prefixes(self, vocabulary: Vocabulary) -> None:
        words, prefixes = self._words, vocabulary.prefixes
        heads = sorted({len(head) for head in prefixes})
        whole = ((key, index, index) for index, key in enumerate(words.keys))
        for key, first, last in (*whole, *words.compounds):
            for size in heads:
                for prefix in prefixes.get(key[:size], ()):
                    if self._surface(first, last).startswith(prefix):
                        self.places[prefix + STAR].setdefault(first, last + 1)

    def _surface(self, first: int, last: int) -> str:
        """The words with their own ending: a plural may be longer than its key."""
        return plain(self._text[self._words.starts[first] : self._words.ends[last]])

    def spans(self, sought: Pattern) -> Iterator[Span]:
        """Every place of a term, from left to right."""
        if not sought.steps:
            return
        ways = (way.keys for way in sought.steps[0])
        origins = {at for keys in ways for key in keys for at in self.places.get(key, ())}
        for origin in sorted(origins):
            stop = self._follow(sought, origin)
            if stop is not None:
                span = Span(self._words.starts[origin], self._words.ends[stop - 1])
                if not _PARAGRAPH.search(self._text, *span):
                    yield span

    def _follow(self, sought: Pattern, origin: int) -> int | None:
        """The word after the longest way through all steps from `origin`; None if none leads."""
        reached = {0: {origin}}  # for a word of the term, where in the text it may stand
        for word, ways in enumerate(sought.steps):
            for at in reached.pop(word, ()):
                for width, stop in self._stops(ways, at):
                    reached.setdefault(word + width, set()).add(stop)
            if not reached:
                return None
        return max(reached[len(sought.steps)])

    def _stops(self, ways: tuple[Step, ...], at: int) -> Iterator[tuple[int, int]]:
        for keys, width in ways:
            for key in keys:
                stop = self.places.get(key, _NOWHERE).get(at)
                if stop is not None:
                    yield width, stop
