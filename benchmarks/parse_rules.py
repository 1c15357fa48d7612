"""What it costs to read a rule: from its characters to its tree.

`./dev bench parse-rules [RULES]`. The floor is what Python takes to find the words of the same
rules with one regular expression, in the same run.
"""

import re
import time
from collections.abc import Callable, Sequence
from itertools import islice
from random import Random
from typing import TypeVar

from benchmarks.figures import Figure
from bot.expression import Concept, Word
from bot.watchlist.language import parse
from bot.watchlist.wording import format_rule

T = TypeVar("T")
ROUNDS = 15
"""The fastest one counts: what else the machine does only ever adds."""
_WORDS = re.compile(r"\w+")


class Book:
    """Concepts of any name: what is measured is the parser, not the list."""

    def find(self, name: str) -> Concept:
        """The concept of that name."""
        return Concept(name, (Word(name),))

    def like(self, name: str) -> tuple[str, ...]:
        """Nothing, since every name is found."""
        return (name,)[:0]


def measure(args: list[str]) -> list[Figure]:
    """Microseconds a rule, of typical rules and of an analyst's."""
    count = int(args[0]) if args else 1_000
    chance = Random(1)
    words = [invented(chance) for _ in range(5_000)]
    typical = [typical_rule(chance, words) for _ in range(count)]
    analyst = [analyst_rule(chance, words) for _ in range(max(count // 10, 1))]
    return [
        *figures("typical rules", typical, bar=40.0),
        *figures("an analyst's rules", analyst, bar=None),
        told_back(typical),
    ]


def figures(name: str, rules: Sequence[str], bar: float | None) -> list[Figure]:
    """The cost of parsing `rules`, alone and against the floor."""
    book = Book()
    cost = fastest(lambda rule: parse(rule, book), rules)
    floor = fastest(lambda rule: _WORDS.findall(rule.lower()), rules)
    length = sum(map(len, rules)) / len(rules)
    return [
        Figure(f"{name}: characters", length, ""),
        Figure(f"{name}: parse", cost, "µs", at_most=bar),
        Figure(f"{name}: parse ÷ floor", cost / floor, "", at_most=25.0),
        Figure(f"{name}: ns a character", 1000 * cost / length, "ns"),
    ]


def told_back(rules: Sequence[str]) -> Figure:
    """The cost of writing a rule in its canonical form."""
    trees = [parse(rule) for rule in rules]
    return Figure("typical rules: canonical form", fastest(format_rule, trees), "µs")


def fastest(work: Callable[[T], object], things: Sequence[T]) -> float:
    """Microseconds of CPU time for one of `things`, in the fastest round."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for thing in things:
            work(thing)
        rounds.append(time.process_time() - start)
    return 1e6 * min(rounds) / len(things)


def invented(chance: Random) -> str:
    """A word that can be pronounced."""
    syllables = ("".join(map(chance.choice, ("bcdfglmnprstv", "aeiouéè"))) for _ in range(4))
    word = "".join(islice(syllables, chance.randint(2, 4)))
    return word.capitalize() if chance.random() < 0.5 else word


def typical_rule(chance: Random, words: Sequence[str]) -> str:
    """Two to five terms: mostly all of them, some with a choice, an exclusion or a phrase."""
    terms = [chance.choice(words) for _ in range(chance.randint(2, 5))]
    kind = chance.random()
    if kind < 0.12:
        terms[0] = f"({terms[0]} | {chance.choice(words)})"
    elif kind < 0.22:
        return " + ".join(terms) + f" -{chance.choice(words)}"
    elif kind < 0.30:
        terms[0] = chance.choice(('"{} {}"', "« {} {} »")).format(terms[0], chance.choice(words))
    return chance.choice((" + ", " + ", " ", " et ")).join(terms)


def analyst_rule(chance: Random, words: Sequence[str]) -> str:
    """Choices of fifty names, distances, lists, fields and concepts."""
    names = [chance.choice(words) for _ in range(60)]
    return chance.choice(
        (
            f"({' | '.join(names[:50])}) + {names[50]}",
            f"({' | '.join(names[:20])}) NEAR/10 ({' | '.join(names[20:40])}) -{names[50]}",
            f"ATLEAST/2({', '.join(names[:12])}, @{names[12]}) titre:({names[13]} | {names[14]})",
            f'@{names[0]} PUIS/5 "{names[1]} {names[2]}" TIMES/2({names[3]} | {names[4]}) lang:fr',
            f'"{names[0]} {names[1]}"~3 + {names[2][:4]}abc* + =OTAN -source:"Le {names[3]}"',
        )
    )
