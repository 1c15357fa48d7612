"""Whether every article of one rule is one of another's: told from the trees alone.

The answer yes is certain, whatever the articles; a no only says that the trees do not show it. Two
spellings count for the certain ones, though they have exceptions nobody meets in the news: that a
phrase holds its words (`"sol air"` is found in « solair », `air` is not), and that a prefix holds
the word it begins, with all its forms.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

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
    Scope,
    Times,
    Word,
)
from bot.text.analysis import EXACT, Analyser
from bot.text.folding import plain
from bot.text.words import read

TEXT_SCOPES: Final = frozenset({"title", "lead", "body"})
"""The others say something of the article, not in it."""
_WITHIN: Final[dict[Scope | None, frozenset[Scope | None]]] = {
    "title": frozenset({"title", "lead", None}),
    "lead": frozenset({"lead", None}),
    "body": frozenset({"body", None}),
}
"""Whatever is found in the one field is found in the others; None is title and text."""
MOST_STEPS: Final = 50_000
"""Comparisons for one question; then the trees show nothing. A fifth of a second."""
_HEAD: Final = 3


class _Enough(Exception):
    """The question has taken too many steps."""


def scoped(expression: Expression, scope: Scope | None = None) -> Expression:
    """The same with fields at the terms: ``title:(a | b)`` becomes ``title:a | title:b``.

    Concepts become the choice of their terms.
    """
    if isinstance(expression, In):
        return scoped(expression.child, expression.scope)
    if isinstance(expression, And | Or | AtLeast | Near):
        parts = tuple(scoped(child, scope) for child in expression.children)
        return replace(expression, children=parts)
    if isinstance(expression, Not | Times):
        return replace(expression, child=scoped(expression.child, scope))
    if isinstance(expression, Concept) and expression.terms:
        return Or(tuple(scoped(term, scope) for term in expression.terms), expression.span)
    return In(scope, expression, expression.span) if scope else expression


class Token(NamedTuple):
    """A word of a term: the forms it looks for, or the only spelling it accepts."""

    forms: frozenset[str]
    spelling: str = ""

    def implies(self, other: "Token") -> bool:
        """Whether every word that this one finds is found by `other`."""
        if other.spelling:
            return self.spelling == other.spelling or self.forms == {other.spelling}
        if self.spelling:  # a word of this spelling has these forms, in any language
            return not other.forms.isdisjoint({*self.forms, self.spelling})
        return bool(self.forms) and self.forms <= other.forms


class Implication:
    """Answers for rules in the languages of an analyser; remembers the words it has met."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._tokens = lru_cache(maxsize=65_536)(self._read)
        self._steps = 0

    def implies(self, left: Expression, right: Expression) -> bool:
        """Whether every article that fulfils `left` fulfils `right`; both from `scoped`."""
        self._steps = 0
        try:
            return self._implies(left, right)
        except _Enough:
            return False

    def _implies(self, left: Expression, right: Expression) -> bool:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise _Enough
        if left == right:
            return True
        if isinstance(left, Or):
            return all(self._implies(child, right) for child in left.children)
        if isinstance(right, And):
            return all(self._implies(left, child) for child in right.children)
        return self._some(left, right) or self._whole(left, right)

    def _some(self, left: Expression, right: Expression) -> bool:
        """Whether a part of `left` is enough, or a part of `right`."""
        if isinstance(left, And) and any(self._implies(child, right) for child in left.children):
            return True
        if isinstance(right, Or):
            return any(self._implies(left, child) for child in right.children)
        if isinstance(right, AtLeast):
            return self._reaches(left, right)
        return False

    def _whole(self, left: Expression, right: Expression) -> bool:
        """Whether the two say the same thing more or less strictly."""
        if isinstance(left, Not) or isinstance(right, Not):
            both = isinstance(left, Not) and isinstance(right, Not)
            return both and self._implies(right.child, left.child)  # type: ignore[union-attr]  # both are Not
        if isinstance(left, AtLeast):
            return self._at_least(left, right)
        if isinstance(left, Near):
            return self._near(left, right)
        if isinstance(left, Times):
            return self._times(left, right)
        if isinstance(right, Times):
            return right.count == 1 and self._implies(left, right.child)
        return self._leaf(left, right)

    def _reaches(self, left: Expression, right: AtLeast) -> bool:
        held = [child for child in right.children if self._implies(left, child)]
        distinct = 0
        for index, child in enumerate(held):
            others = held[:index]
            distinct += not any(self._implies(other, child) for other in others)
        return distinct >= right.count

    def _at_least(self, left: AtLeast, right: Expression) -> bool:
        absent = len(left.children) - left.count  # at most so many do not hold
        if isinstance(right, AtLeast):
            partners = [*right.children]
            for child in left.children:
                found = next((each for each in partners if self._implies(child, each)), None)
                partners = [each for each in partners if each is not found]
            shared = len(right.children) - len(partners)
            return shared - absent >= right.count
        return sum(self._implies(child, right) for child in left.children) > absent

    def _near(self, left: Near, right: Expression) -> bool:
        if isinstance(right, Near):
            return len(left.children) == len(right.children) and (
                all(map(_looser, left.gaps, right.gaps))
                and all(map(self._places, left.children, right.children))
            )
        if isinstance(right, Times):
            return right.count == 1 and self._near(left, right.child)
        return any(self._implies(child, right) for child in left.children)

    def _times(self, left: Times, right: Expression) -> bool:
        if isinstance(right, Times):
            return left.count >= right.count and self._places(left.child, right.child)
        return self._implies(left.child, right)

    def _places(self, left: Expression, right: Expression) -> bool:
        """Whether each place of `left` is exactly a place of `right`."""
        if isinstance(left, Or):
            return all(self._places(child, right) for child in left.children)
        if isinstance(right, Or):
            return any(self._places(left, child) for child in right.children)
        terms = [_term(each) for each in (left, right) if _is_leaf(each)]
        loose = any(isinstance(term, Phrase) and term.slop for term in terms)
        sizes = {len(self._tokens(term)) for term in terms}
        is_place = len(terms) == 2 and len(sizes) == 1 and not loose
        return left == right or (is_place and self._implies(left, right))

    # ── terms ────────────────────────────────────────────────────────────────────────────────

    def _leaf(self, left: Expression, right: Expression) -> bool:
        if not (_is_leaf(left) and _is_leaf(right)):
            return False
        (here, term), (there, other) = _split(left), _split(right)
        if there not in _WITHIN.get(here, {here}):
            return False
        if here is not None and here not in TEXT_SCOPES:
            return _value(term) == _value(other)
        return self._term(term, other)

    def _term(self, left: Expression, right: Expression) -> bool:
        if isinstance(right, Prefix):
            return self._begins(left, right)
        if isinstance(left, Prefix | Concept) or isinstance(right, Concept):
            return False
        mine, theirs = self._tokens(left), self._tokens(right)
        if not mine or not theirs or (isinstance(left, Word) and len(mine) != len(theirs)):
            return False
        slop, allowed = (each.slop if isinstance(each, Phrase) else 0 for each in (left, right))
        if allowed:
            return slop + len(mine) - len(theirs) <= allowed and _one_to_one(theirs, mine)
        if len(theirs) == 1:
            return any(token.implies(theirs[0]) for token in mine)
        return not slop and any(
            all(map(Token.implies, mine[start : start + len(theirs)], theirs))
            for start in range(len(mine) - len(theirs) + 1)
        )

    def _begins(self, left: Expression, right: Prefix) -> bool:
        head = plain(right.text)
        if isinstance(left, Prefix):
            return plain(left.text).startswith(head)
        if isinstance(left, Concept):
            return False
        return len(read(right.text).keys) == 1 and any(
            token.forms and all(_bare_form(form).startswith(head) for form in token.forms)
            for token in self._tokens(left)
        )

    def _read(self, term: Expression) -> tuple[Token, ...]:
        if not isinstance(term, Word | Phrase):
            return (Token(frozenset({_value(term)})),)
        words = read(term.text)
        spelt = [term.text[a:b] for a, b in zip(words.starts, words.ends, strict=True)]
        if term.exact:
            exact = self._analyser.exact
            return tuple(Token(self._surface(word), exact(word)) for word in spelt)
        return tuple(Token(self._found(word)) for word in spelt)

    def _found(self, word: str) -> frozenset[str]:
        """The forms that `word` looks for, without those that no word has (`fr:drones`)."""
        sought, forms = self._analyser.sought(word), self._analyser.forms
        own = {form for lang in (None, *self._analyser.langs) for form in forms(word, lang)}
        had = {
            form
            for form in sought - own
            if form.startswith(EXACT) or form in forms(_bare_form(form), _lang(form))
        }
        return frozenset(sought & own | had) or sought

    def _surface(self, word: str) -> frozenset[str]:
        return frozenset(self._analyser.forms(word, None)[:1])

    # ── what two trees must have in common ───────────────────────────────────────────────────

    def keys(self, tree: Expression) -> frozenset[str]:
        """Of a tree from `scoped`: the words, prefixes and values that it looks for."""
        every = (keys for leaf in leaves(tree) for keys in self._words(leaf))
        return frozenset().union(*every)

    def reach(self, tree: Expression) -> frozenset[str]:
        """The keys of which one at least is among those of whatever `tree` implies."""
        keys = self.keys(tree)
        return keys | {f"{_bare_form(key)[:_HEAD]}*" for key in keys}

    def anchor(self, tree: Expression, usage: Counter[str]) -> frozenset[str]:
        """The least used of the `anchors`."""
        sets = self.anchors(tree, usage)
        return min(sets, key=lambda keys: sum(usage[key] for key in keys), default=frozenset())

    def anchors(self, tree: Expression, usage: Counter[str]) -> list[frozenset[str]]:
        """Sets of keys; of each of them one is in the `reach` of all that implies `tree`."""
        if isinstance(tree, Or | AtLeast):
            return [frozenset().union(*(self.anchor(child, usage) for child in tree.children))]
        if isinstance(tree, And):
            wanted = (child for child in tree.children if not isinstance(child, Not))
            return [keys for child in wanted for keys in self.anchors(child, usage)]
        if isinstance(tree, Near | Times):
            return [self.keys(tree)]
        return list(self._words(tree))

    def _words(self, leaf: Expression) -> Iterator[frozenset[str]]:
        """The keys of each word of a term, or of its prefix or value."""
        scope, term = _split(leaf)
        if scope is not None and scope not in TEXT_SCOPES:
            yield frozenset({f"{scope}:{_value(term)}"})
        elif isinstance(term, Prefix):
            yield frozenset({f"{plain(term.text)[:_HEAD]}*"})
        else:
            yield from (token.forms for token in self._tokens(term))


def leaves(expression: Expression) -> Iterator[Expression]:
    """Every term of a tree from `scoped` that is looked for, with its field; no excluded one."""
    if isinstance(expression, And | Or | AtLeast | Near):
        for child in expression.children:
            yield from leaves(child)
    elif isinstance(expression, Times):
        yield from leaves(expression.child)
    elif not isinstance(expression, Not):
        yield expression


def _is_leaf(expression: Expression) -> bool:
    return isinstance(expression, Word | Prefix | Phrase | Concept | In)


def _split(leaf: Expression) -> tuple[Scope | None, Expression]:
    return (leaf.scope, leaf.child) if isinstance(leaf, In) else (None, leaf)


def _term(leaf: Expression) -> Expression:
    return _split(leaf)[1]


def _value(term: Expression) -> str:
    """What is written, for fields whose values are compared as a whole."""
    if isinstance(term, Prefix):
        return f"{plain(term.text)}*"
    if isinstance(term, Concept):
        return f"@{term.name.casefold()}"
    return " ".join(term.text.casefold().split()) if isinstance(term, Word | Phrase) else ""


def _bare_form(form: str) -> str:
    """A form without the language of which it is a lemma."""
    return form.rpartition(":")[2]


def _lang(form: str) -> str | None:
    return form.rpartition(":")[0] or None


def _one_to_one(wanted: Iterable[Token], given: Iterable[Token]) -> bool:
    """Whether each of `wanted` has one of `given` of its own that implies it."""
    free = list(given)
    for token in wanted:
        found = next((each for each in free if each.implies(token)), None)
        if found is None:
            return False
        free.remove(found)
    return True


def _looser(left: Gap, right: Gap) -> bool:
    """Whether what fits the gap `left` fits `right`."""
    if right.ordered and not left.ordered:
        return False
    if left.words is None or right.words is None:
        return left.words == right.words
    return left.words <= right.words
