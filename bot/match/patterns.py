"""A term of a rule, ready to be looked for: which keys may stand at which of its words."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from bot.model import And, Expression, Not, Or, Phrase, Prefix, Term
from bot.text.folding import HYPHENS, plain, variants
from bot.text.words import Reading, read

STAR: Final = "*"
"""Ends the key that stands for a prefix; no word of a text has one."""

_SHORTEST_JOINED: Final = 3
_FUNCTION_WORDS: Final = frozenset(
    # Beside these a space is no forgotten hyphen: « le son des cloches » is about no « sondes ».
    """
    all and any are aux avec but can ces cet cette dans des dont elle est for had has her his ils
    its les leur mais mes mon nos not nous ont our out par pas plus pour puis que qui sans ses son
    sont tes the ton tout tres une vos vous was who you
    """.split()  # noqa: SIM905 - reads better without the quotes
)


class Step(NamedTuple):
    """One way to read on: any of `keys` stands for the next `width` words of the term."""

    keys: frozenset[str]
    width: int


@dataclass(frozen=True)
class Pattern:
    """A term as steps: `steps[n]` are the ways to read on from its word number n."""

    label: str
    """The term as the rule writes it."""
    steps: tuple[tuple[Step, ...], ...]

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every key that may take part."""
        return frozenset(key for step in self.steps for way in step for key in way.keys)

    def required(self) -> Iterator[frozenset[str]]:
        """Sets of keys; of each of them one at least is in every text that has the term."""
        for word in range(len(self.steps)):
            ways = (
                way
                for start, step in enumerate(self.steps[: word + 1])
                for way in step
                if start + way.width > word
            )
            yield frozenset(key for way in ways for key in way.keys)


def pattern(term: Term) -> Pattern:
    """`term`, analysed: joined, hyphenated and spaced forms become ways through the same steps."""
    words = read(term.text)
    steps = [[Step(_variants(term, words, word, word), 1)] for word in range(len(words.keys))]
    for compound in words.compounds:
        width = compound.last - compound.first + 1
        keys = _variants(term, words, compound.first, compound.last)
        steps[compound.first].append(Step(keys, width))
    for word in range(len(words.keys) - 1):
        if spaced(term.text, words, word):
            steps[word].append(Step(_variants(term, words, word, word + 1), 2))
    return Pattern(_label(term), tuple(tuple(step) for step in steps))


def spaced(text: str, words: Reading, word: int) -> bool:
    """Whether a blank between `word` and the next may stand for a hyphen (sous marin, sol air)."""
    gap = text[words.ends[word] : words.starts[word + 1]]
    if len(gap) != 1 or not gap.isspace() or gap == "\n":
        return False
    pair = words.keys[word : word + 2]
    return all(
        len(key) >= _SHORTEST_JOINED and key not in _FUNCTION_WORDS and key.isalpha()
        for key in pair
    )


def hyphenated(text: str, words: Reading, word: int) -> bool:
    """Whether nothing but a hyphen stands between `word` and the next."""
    gap = text[words.ends[word] : words.starts[word + 1]]
    return len(gap) == 1 and gap in HYPHENS


def terms(expression: Expression) -> Iterator[Term]:
    """Every term of a rule, the excluded ones too."""
    if isinstance(expression, And | Or):
        for child in expression.children:
            yield from terms(child)
    elif isinstance(expression, Not):
        yield from terms(expression.child)
    else:
        yield expression


def _variants(term: Term, words: Reading, first: int, last: int) -> frozenset[str]:
    """The keys of the words `first` to `last` of the term, in one."""
    text = "".join(
        term.text[words.starts[word] : words.ends[word]] for word in range(first, last + 1)
    )
    if isinstance(term, Prefix) and last == len(words.keys) - 1:
        return frozenset((plain(text) + STAR,))
    return variants(text)


def _label(term: Term) -> str:
    if isinstance(term, Phrase):
        return f'"{term.text}"'
    return term.text + STAR if isinstance(term, Prefix) else term.text
