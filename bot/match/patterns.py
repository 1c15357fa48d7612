"""A term of a rule, ready to be looked for: which keys may stand at which of its words."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from bot.expression import Prefix, Term, Word
from bot.text.analysis import Analyser
from bot.text.folding import plain
from bot.text.inflection import ENDLESS
from bot.text.words import Reading, read

STAR: Final = "*"
"""Ends the form that stands for a prefix; no word of a text has one."""
_SHORTEST_JOINED: Final = 3
FUNCTION_WORDS: Final = frozenset(
    # Beside these a space is no forgotten hyphen: « le son des cloches » is about no « sondes ».
    """
    all and any are aux avec but can ces cet cette dans des dont elle est for had has her his ils
    its les leur mais mes mon nos not nous ont our out par pas plus pour puis que qui sans ses son
    sont tes the ton tout tres une vos vous was who you
    """.split()  # noqa: SIM905 - reads better without the quotes
)


class Sought(NamedTuple):
    """What may stand for some words of a term: `text` read as a word, an exact one or a prefix."""

    text: str
    sign: Literal["", "=", "*"] = ""

    def forms(self, analyser: Analyser) -> Iterable[str]:
        """The forms of which a word of a text must have one."""
        if self.sign == STAR:
            return (plain(self.text) + STAR,)
        return (analyser.exact(self.text),) if self.sign else analyser.sought(self.text)


class Way(NamedTuple):
    """One way to read on: this stands for the next `width` words of the term."""

    sought: Sought
    width: int


Steps = tuple[tuple[Way, ...], ...]
"""A term as steps: ``steps[n]`` are the ways to read on from its word number n."""


def steps(term: Term) -> Steps:
    """`term`, read: joined, hyphenated and spaced forms become ways through the same steps."""
    words = read(term.text)
    ways: list[list[Way]] = [[] for _ in words.texts]
    for text, first, last in _readings(term, words):
        ends = last == len(words.texts) - 1
        ways[first].append(Way(Sought(text, _sign(term, ends=ends)), last - first + 1))
    return tuple(map(tuple, ways))


def _sign(term: Term, *, ends: bool) -> Literal["", "=", "*"]:
    if isinstance(term, Prefix):
        return "*" if ends else ""
    return "=" if term.exact else ""


def _readings(term: Term, words: Reading) -> Iterator[tuple[str, int, int]]:
    """What may be one word of a text: its letters, and the first and last word of the term."""
    exact = _is_exact(term)
    joined = {word for each in words.compounds for word in range(each.first, each.last + 1)}
    for number, text in enumerate(words.texts):
        if not (exact and number in joined):  # « =sol-air » is not « sol air »
            yield text, number, number
    for _, first, last in words.compounds:
        yield term.text[words.starts[first] : words.ends[last]], first, last
    for number in range(len(words.texts) - 1):
        if not exact and _spaced(term.text, words, number):
            yield words.texts[number] + words.texts[number + 1], number, number + 1


def is_plain(term: Term) -> bool:
    """Whether this is a word in any of its forms."""
    return isinstance(term, Word) and not term.exact


def _is_exact(term: Term) -> bool:
    return not isinstance(term, Prefix) and term.exact


def _spaced(text: str, words: Reading, number: int) -> bool:
    """Whether a blank after a word may stand for a hyphen (sous marin, sol air)."""
    gap = text[words.ends[number] : words.starts[number + 1]]
    if len(gap) != 1 or not gap.isspace():
        return False
    return all(
        len(key) >= _SHORTEST_JOINED and key not in FUNCTION_WORDS and key.isalpha()
        for key in words.keys[number : number + 2]
    )


def halves(term: Term, analyser: Analyser) -> Iterator[tuple[Sought, Sought]]:
    """Two words whose hyphen may have been forgotten: solair is « sol air » too.

    Both have to be words of their own: else a rule for « Portugal » would look for « port ugal ».
    """
    if not is_plain(term) or not term.text.isalpha():
        return
    for cut in range(_SHORTEST_JOINED, len(term.text) - _SHORTEST_JOINED + 1):
        left, right = term.text[:cut], term.text[cut:]
        if _is_a_word(left, analyser) and _is_a_word(right, analyser):
            yield Sought(left), Sought(right)


def _is_a_word(text: str, analyser: Analyser) -> bool:
    return plain(text) not in FUNCTION_WORDS and any(
        form.startswith(f"{lang}:") and not form.endswith(ENDLESS)
        for lang in analyser.langs
        for form in analyser.forms(text, lang)
    )


class KeyWay(NamedTuple):
    """One way to read on: this key stands for the next `width` words of the term."""

    key: int
    width: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A term in the keys of a lexicon."""

    steps: tuple[tuple[KeyWay, ...], ...]
    halves: tuple[tuple[int, int], ...]
    """Pairs of keys that stand for the only word of the term."""
    every: tuple[int, ...]
    """All its keys, each as often as it is used."""
    required: tuple[tuple[int, ...], ...]
    """Sets of keys; of each of them one at least is in every text that has the term."""

    @property
    def only(self) -> int | None:
        """The key that alone tells whether the term is there; None when places have to."""
        return self.every[0] if len(self.every) == 1 == len(self.steps) else None


def pattern(term: Term, analyser: Analyser, key_of: Callable[[Sought], int]) -> Pattern:
    """`term` in keys."""
    ways = tuple(
        tuple(KeyWay(key_of(way.sought), way.width) for way in step) for step in steps(term)
    )
    cuts = halves(term, analyser) if len(ways) == 1 else ()
    pairs = tuple((key_of(left), key_of(right)) for left, right in cuts)
    every = (*(way.key for step in ways for way in step), *(key for pair in pairs for key in pair))
    return Pattern(ways, pairs, every, tuple(_required(ways, [left for left, _ in pairs])))


def lone(key: int) -> Pattern:
    """The pattern of a term of which one key tells all."""
    return Pattern(((KeyWay(key, 1),),), (), (key,), ((key,),))


def _required(
    steps: tuple[tuple[KeyWay, ...], ...], instead: Iterable[int]
) -> Iterator[tuple[int, ...]]:
    for word in range(len(steps)):
        ways = (
            way.key
            for start, step in enumerate(steps[: word + 1])
            for way in step
            if start + way.width > word
        )
        yield tuple(dict.fromkeys((*ways, *instead)))
