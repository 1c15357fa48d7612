"""The rule language by the plainest possible recursion: what the engine has to agree with.

Reads like the dictionary of the house: every node as its docstring says, tried at every word of
every field. Only the analysis of words is shared with the engine.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product

from bot.expression import (
    And,
    AtLeast,
    Concept,
    Expression,
    Gap,
    In,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Times,
    Word,
)
from bot.match.patterns import FUNCTION_WORDS
from bot.model import Entry, Source
from bot.text import words as text_words
from bot.text.analysis import Analyser
from bot.text.folding import plain

ANALYSER = Analyser()
LEAD = 60
read = cache(text_words.read)
sought = cache(ANALYSER.sought)
Place = tuple[str, int, int]
"""Field, first word, word after the last."""


class Naive:
    """One entry, and what holds for it."""

    def __init__(self, entry: Entry, source: Source) -> None:
        lang = entry.lang or source.lang
        tags = "\n\n".join(sorted(source.tags))
        self.fields = {
            "title": Written(entry.title, lang),
            "body": Written(entry.text, lang),
            "author": Written(entry.author, None),
            "source": Written(source.name, None),
            "url": Written(entry.url, None),
            "tag": Written(tags, None),
            "lang": Written(lang or "", None),
            "country": Written(source.country or "", None),
        }

    def holds(self, node: Expression, scope: str = "") -> bool:  # noqa: PLR0911 - one case a node
        """Whether the entry fulfils `node`."""
        match node:
            case And():
                return all(self.holds(child, scope) for child in node.children)
            case Or():
                return any(self.holds(child, scope) for child in node.children)
            case Not():
                return not self.holds(node.child, scope)
            case In():
                return self.holds(node.child, node.scope)
            case AtLeast():
                return sum(self.holds(child, scope) for child in node.children) >= node.count
            case Times():
                return self.apart(self.places(node.child, scope)) >= node.count
            case Near():
                links = [self.places(child, scope) for child in node.children]
                return self.chain(links[0], links[1:], node.gaps)
        return bool(self.places(node, scope))

    def places(self, node: Expression, scope: str) -> set[Place]:
        """Every place of a term, a concept, or a choice of these."""
        match node:
            case Or():
                return {place for child in node.children for place in self.places(child, scope)}
            case In():
                return self.places(node.child, node.scope)
            case Concept():
                return {place for term in node.terms for place in self.places(term, scope)}
        assert isinstance(node, Word | Prefix | Phrase)
        names = ("title", "body") if scope in {"", "lead"} else (scope,)
        return {
            (name, first, stop)
            for name in names
            for first, stop in self.fields[name].places(node)
            if scope != "lead" or name == "title" or stop <= LEAD
        }

    def chain(self, ends: set[Place], links: list[set[Place]], gaps: tuple[Gap, ...]) -> bool:
        """Whether a chain that ends at one of `ends` goes on through all `links`."""
        if not links:
            return bool(ends)
        near = {b for a, b in product(ends, links[0]) if self.is_near(a, b, gaps[0])}
        return self.chain(near, links[1:], gaps[1:])

    def is_near(self, left: Place, right: Place, gap: Gap) -> bool:
        """Whether two places are in one field, apart, and within `gap`."""
        if left[0] != right[0] or (gap.ordered and right[1] < left[1]):
            return False
        before, after = sorted((left[1:], right[1:]))
        if before[1] > after[0]:
            return False
        if gap.words is not None:
            return after[0] - before[1] <= gap.words
        sentences = self.fields[left[0]].sentences
        return len({sentences[word] for word in (*range(*before), *range(*after))}) == 1

    @staticmethod
    def apart(places: set[Place]) -> int:
        """How many places do not overlap, taking those that end first."""
        chosen: list[Place] = []
        for place in sorted(places, key=lambda each: each[2]):
            if all(place[0] != other[0] or place[1] >= other[2] for other in chosen):
                chosen.append(place)
        return len(chosen)


class Written:
    """One field."""

    def __init__(self, text: str, lang: str | None) -> None:
        self.text = text
        self.found: dict[Term, set[tuple[int, int]]] = {}
        words = text_words.read(text)
        self.starts, self.ends, self.words = words.starts, words.ends, words.texts
        whole = [(word, at, at + 1) for at, word in enumerate(words.texts)]
        joined = [
            (text[words.starts[first] : words.ends[last]], first, last + 1)
            for _, first, last in words.compounds
        ]
        self.pieces = [
            (plain(letters), frozenset(ANALYSER.forms(letters, lang)), first, stop)
            for letters, first, stop in (*whole, *joined)
        ]
        marks = [m.end() for m in re.finditer(r"[.!?…]+(?=[\s\"'«»“”‘’)\]]|$)|\n\s*\n", text)]
        self.sentences = [sum(mark <= start for mark in marks) for start in words.starts]

    def places(self, term: Term) -> set[tuple[int, int]]:
        """Every place of a term: one for each word where it begins, the longest."""
        if term not in self.found:
            self.found[term] = self.look(term)
        return self.found[term]

    def look(self, term: Term) -> set[tuple[int, int]]:
        """Try the term at every word."""
        if isinstance(term, Phrase) and term.slop:
            return self.windows(read(term.text).texts, term.slop)
        found = {}
        for first in range(len(self.words)):
            stops = [stop for stop in self.walk(term, 0, first) if self.unbroken(first, stop)]
            if stops:
                found[first] = max(stops)
        return {*found.items(), *self.in_two(term)}

    def walk(self, term: Term, word: int, at: int) -> Iterator[int]:
        """Where the term may end, when its word number `word` begins at `at`."""
        count = len(read(term.text).texts)
        if word == count:
            yield at
        for letters, following in readings(term, word):
            for stop in self.stops(term, letters, at, last=following == count):
                yield from self.walk(term, following, stop)

    def stops(self, term: Term, letters: str, at: int, *, last: bool) -> list[int]:
        """Where some letters of the term end, when they begin at `at`: at the first possible."""
        if isinstance(term, Prefix) and last:
            ends = [e for key, _, b, e in self.pieces if b == at and key.startswith(plain(letters))]
        else:
            exact = not isinstance(term, Prefix) and term.exact
            wanted = {ANALYSER.exact(letters)} if exact else sought(letters)
            ends = [e for _, forms, b, e in self.pieces if b == at and not wanted.isdisjoint(forms)]
        return [min(ends)] if ends else []

    def unbroken(self, first: int, stop: int) -> bool:
        """Whether no blank line lies within."""
        return not re.search(r"\n[^\S\n]*\n", self.text[self.starts[first] : self.ends[stop - 1]])

    def in_two(self, term: Term) -> Iterator[tuple[int, int]]:
        """Where a word of the rule is written as two real words with a blank in between."""
        if not isinstance(term, Word) or term.exact or not term.text.isalpha():
            return
        for cut in range(3, len(term.text) - 2):
            left, right = term.text[:cut], term.text[cut:]
            if not (is_a_word(left) and is_a_word(right)):
                continue
            for at in range(len(self.words) - 1):
                both = self.stops(Word(left), left, at, last=True) == [at + 1]
                both &= self.stops(Word(right), right, at + 1, last=True) == [at + 2]
                gap = self.text[self.ends[at] : self.starts[at + 1]]
                if both and len(gap) == 1 and gap.isspace() and gap != "\n":
                    yield at, at + 2

    def windows(self, words: Sequence[str], slop: int) -> set[tuple[int, int]]:
        """The narrowest window from each word where one begins, with a word of its own for each."""
        columns = [
            [at for at in range(len(self.words)) if self.stops(Word(w), w, at, last=True)]
            for w in words
        ]
        spans = sorted(
            (min(chosen), max(chosen) + 1)
            for chosen in product(*columns)
            if len(set(chosen)) == len(chosen)
        )
        narrowest = dict(reversed(spans))
        return {span for span in narrowest.items() if span[1] - span[0] <= len(words) + slop}


def readings(term: Term, word: int) -> Iterator[tuple[str, int]]:
    """What may be one word of a text, from word number `word` of the term on; and what follows."""
    words = read(term.text)
    if word >= len(words.texts):
        return
    exact = not isinstance(term, Prefix) and term.exact
    joined = [(first, last) for _, first, last in words.compounds]
    if not exact or not any(first <= word <= last for first, last in joined):
        yield words.texts[word], word + 1
    for first, last in joined:
        if first == word:
            yield term.text[words.starts[first] : words.ends[last]], last + 1
    pair = words.texts[word : word + 2]
    if len(pair) == 2 and not exact and is_spaced(term.text, word):
        yield "".join(pair), word + 2


def is_spaced(text: str, word: int) -> bool:
    """Whether a blank after a word of the rule may be a forgotten hyphen."""
    words = read(text)
    gap = text[words.ends[word] : words.starts[word + 1]]
    keys = words.keys[word : word + 2]
    return (
        len(gap) == 1
        and gap.isspace()
        and all(len(key) > 2 and key.isalpha() and key not in FUNCTION_WORDS for key in keys)
    )


@cache
def is_a_word(text: str) -> bool:
    """Whether a dictionary lists it, and it is no function word."""
    listed = any(
        form.startswith(f"{lang}:")
        for lang in ANALYSER.langs
        for form in ANALYSER.forms(text, lang)
    )
    return listed and plain(text) not in FUNCTION_WORDS
