"""A name for a rule that was given none."""

from collections.abc import Iterator, Set
from itertools import count
from typing import Final

from bot.expression import (
    And,
    AtLeast,
    Concept,
    Expression,
    In,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Times,
    Word,
)

_LONGEST: Final = 60
"""Characters: a name stands in lists and under alerts."""


def name_of(expression: Expression, taken: Set[str]) -> str:
    """The first words that it looks for, such as "Chine drones Russie"; a number where taken."""
    name = ""
    for word in dict.fromkeys(_words(expression)):
        longer = f"{name} {word}".strip()
        if len(longer) > _LONGEST:
            break
        name = longer
    name = name if any(map(str.isalpha, name)) else f"Alerte {name}".strip()
    folded = {each.casefold() for each in taken}
    numbered = (name if number == 1 else f"{name} {number}" for number in count(1))
    return next(each for each in numbered if each.casefold() not in folded)


def _words(expression: Expression) -> Iterator[str]:
    match expression:
        case Word(text=text) | Prefix(text=text) | Phrase(text=text):
            yield " ".join(part for part in text.split() if part.isprintable())
        case Concept(name=name):
            yield name
        case In(child=child) | Times(child=child):
            yield from _words(child)
        case And(children=children) | Near(children=children) | AtLeast(children=children):
            for child in children:
                yield from _words(child)
        case Or(children=children):
            yield from _words(children[0])
        case Not():
            return
