"""Random rules of every form, as trees that the language can express."""

from collections.abc import Iterator
from random import Random
from typing import Final

from bot.expression import (
    And,
    AtLeast,
    Expression,
    Gap,
    In,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Scope,
    Times,
    Word,
)
from tests.concept_book import CHINA, DRONES, SOUTH_KOREA

TERMS: Final[tuple[Expression, ...]] = (
    *map(Word, ("Chine", "sol-air", "l’Inde", "C++", "or", "’Ndrangheta", "中国", "24/7", "U.S.")),
    *(Word(text, exact=True) for text in ("OTAN", "ET", "NEAR", "TIMES", "title", "l'Inde")),
    *map(Prefix, ("chin", "sous-mar", "été")),
    *map(Phrase, ("drone armé", "ET", "a, b (c) | -d", "l'Inde + d’ici", "title: @b =c")),
    *(Phrase("drone armé", slop) for slop in (1, 2, 100)),
    Phrase("drone armé", exact=True),
    Phrase("OTAN", exact=True),
)
NAMED: Final = (*TERMS, CHINA, SOUTH_KOREA, DRONES)
ADDRESSES: Final = tuple(map(Word, ("lemonde.fr/x", "a.fr/2024/b-", "bbc.com")))
CODES: Final[dict[Scope, tuple[Word, ...]]] = {
    "lang": (Word("fr"), Word("en"), Word("haw")),
    "country": (Word("FR"), Word("be")),
}
TITLES: Final[tuple[Scope, ...]] = ("title", "lead", "body")
WORDS_BETWEEN: Final = (None, 0, 1, 10, 100)


class Trees:
    """Makes trees; each is as deep as `depth` at most, but for what a field or a list holds."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.fields = True
        """Whether a field may be made now: not inside another."""

    def any(self, depth: int) -> Expression:
        """A tree that is a rule."""
        if depth == 0 or self.chance.random() < 0.2:
            return self.leaf()
        return self.chance.choice((self.conjunction, self.choice, self.list_of))(depth)

    def several(self, depth: int, *flattened: type[Expression]) -> list[Expression]:
        """Two to four trees, none of a kind that would be flattened."""
        wanted = self.chance.randint(2, 4)
        made: list[Expression] = []
        while len(made) < wanted:
            tree = self.any(depth - 1)
            if not isinstance(tree, flattened):
                made.append(tree)
        return made

    def choice(self, depth: int) -> Or:
        """Two or more alternatives."""
        return Or(tuple(self.several(depth, Or)))

    def conjunction(self, depth: int) -> And:
        """Clauses, exclusions and fields that no rule can do with alone, in any order."""
        first, *others = self.several(depth, And)
        clauses = [Not(clause) if self.chance.random() < 0.4 else clause for clause in others]
        if self.fields and self.chance.random() < 0.3:
            clauses.append(self.wide_field())
        clauses.append(first)
        self.chance.shuffle(clauses)
        return And(tuple(clauses))

    def list_of(self, depth: int) -> AtLeast:
        """Some of a list without repetition."""
        children = tuple(dict.fromkeys((*self.several(depth), Word("a"), Word("b"))))
        return AtLeast(self.chance.randint(1, len(children)), children)

    def leaf(self) -> Expression:
        """What has no « and », « or » or list in it, but perhaps in a field."""
        if self.fields and self.chance.random() < 0.4:
            return self.field()
        return self.chance.choice((self.name, self.distance, self.count))()

    def name(self) -> Expression:
        """A term or a concept."""
        return self.chance.choice(NAMED)

    def field(self) -> In:
        """A field with whatever it may hold."""
        scope: Scope = self.chance.choice((*TITLES, "author", "source", "url"))
        if scope == "url":
            return In(scope, self.one_or_more(ADDRESSES))
        if scope in {"author", "source"}:
            return In(scope, self.one_or_more(NAMED))
        self.fields = False
        child = self.any(self.chance.randint(0, 2))
        self.fields = True
        return In(scope, child)

    def wide_field(self) -> In:
        """A field that holds for most of what is published."""
        scope: Scope = self.chance.choice(("lang", "country", "tag"))
        return In(scope, self.one_or_more(CODES.get(scope, TERMS)))

    def one_or_more(self, words: tuple[Expression, ...]) -> Expression:
        """One of `words`, or a choice of two."""
        if self.chance.random() < 0.7:
            return self.chance.choice(words)
        return Or(tuple(self.chance.sample(words, 2)))

    def placed(self) -> Expression:
        """What has places in the text: a term, a concept, a field around it, or a choice."""
        parts = [self.one_place() for _ in range(self.chance.choice((1, 1, 1, 2, 3)))]
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def one_place(self) -> Expression:
        """A term, a concept, or a field around one or two of these."""
        if self.fields and self.chance.random() < 0.2:
            return In(self.chance.choice(TITLES), self.one_or_more(NAMED))
        return self.name()

    def distance(self) -> Near:
        """A chain of two to four parts."""
        children = tuple(self.placed() for _ in range(self.chance.randint(2, 4)))
        gaps = (
            Gap(self.chance.choice(WORDS_BETWEEN), self.chance.random() < 0.5) for _ in children[1:]
        )
        return Near(children, tuple(gaps))

    def count(self) -> Times:
        """One part, several times."""
        return Times(self.chance.choice((1, 2, 3, 100)), self.placed())


def tree(seed: int) -> Expression:
    """Some tree; over many seeds every node stands in every place where it may stand."""
    return Trees(seed).any(seed % 4)


def nodes(tree: Expression) -> Iterator[Expression]:
    """The tree and all that is in it; of what is looked for outside the text, the field only."""
    yield tree
    if isinstance(tree, Not | Times):
        yield from nodes(tree.child)
    elif isinstance(tree, In):
        if tree.scope in TITLES:
            yield from nodes(tree.child)
    elif isinstance(tree, And | Or | Near | AtLeast):
        for child in tree.children:
            yield from nodes(child)
