"""What the keys of an article tell about a rule: its conjunctive clauses.

And → those of all its children; Or → one clause, the cheapest of each child together; AtLeast
n of k → the cheapest of any k - n + 1 children; Not → nothing; what speaks of places → the clauses
of its words. As in Lucene Monitor's query trees.
"""

from collections.abc import Iterable
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
    Term,
    Times,
)
from bot.match.index import Clause, Plan
from bot.match.lexicon import Lexicon

GROUP: Final = 8
"""Words of a choice that are more than these share a key of their own."""
TEXT: Final = frozenset({"title", "lead", "body"})
"""The parts of the article's text; other fields have keys of their own."""


class Planner:
    """Takes the keys of one rule, and tells its plan."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._scope = ""
        self.keys: list[int] = []
        """All that were taken."""
        self.fields: list[str] = []
        """Fields of metadata that have to be read for it."""
        self._none: list[int] = []
        self._deep = False

    def plan(self, expression: Expression) -> Plan:
        """The plan of a rule."""
        clauses = list(dict.fromkeys(self._clauses(expression)))
        return Plan(clauses, tuple(self._none), self._deep)

    def _clauses(self, expression: Expression) -> list[Clause]:  # noqa: C901, PLR0911 - one case for each kind of node
        match expression:
            case And(children=children):
                return [clause for child in children for clause in self._clauses(child)]
            case Or(children=children):
                return [self._choice(children)]
            case Not(child=child):
                self._exclude(child)
                return []
            case In(scope=scope, child=child):
                return self._field(scope, child)
            case Concept(terms=terms):
                return [self._choice(terms)]
            case Near(children=children):
                self._deep = True
                return [clause for child in children for clause in self._clauses(child)]
            case AtLeast(count=count, children=children):
                return self._at_least(count, children)
            case Times(child=child):
                self._deep = True
                return self._clauses(child)
        return self._term(expression)

    def _choice(self, children: Iterable[Expression]) -> Clause:
        """One clause of every child together; big ones become a key of their own."""
        keys = dict.fromkeys(key for child in children for key in self._alternative(child))
        if len(keys) <= GROUP:
            return tuple(keys)
        group = self._lexicon.take_any(keys)
        self.keys.append(group)
        return (group,)

    def _alternative(self, child: Expression) -> Clause:
        """The cheapest clause of one of several; unless it says all, places have to."""
        excluded = len(self._none)
        clauses = self._clauses(child)
        if len(clauses) != 1 or len(self._none) != excluded:
            self._deep = True
            del self._none[excluded:]
        return min(clauses, key=self._cost)

    def _cost(self, clause: Clause) -> int:
        return sum(self._lexicon.uses[key] for key in clause)

    def _at_least(self, count: int, children: tuple[Expression, ...]) -> list[Clause]:
        self._deep = True
        clauses = sorted((self._alternative(child) for child in children), key=self._cost)
        enough = clauses[: len(children) - count + 1]
        return [tuple(dict.fromkeys(key for clause in enough for key in clause))]

    def _exclude(self, child: Expression) -> None:
        """What must not be there: keys where they decide."""
        deep, excluded, self._deep = self._deep, len(self._none), False
        clauses = self._clauses(child)
        decided = len(clauses) == 1 and not self._deep and len(self._none) == excluded
        del self._none[excluded:]
        self._deep = deep or not decided
        if decided:
            self._none += clauses[0]

    def _field(self, scope: str, child: Expression) -> list[Clause]:
        if scope in TEXT:
            self._deep = True
            excluded = len(self._none)
            clauses = self._clauses(child)
            del self._none[excluded:]  # keys are the whole text's: elsewhere it may well be
            return clauses
        self.fields.append(scope)
        self._scope = f"{scope}:"
        clauses = self._clauses(child)
        self._scope = ""
        return clauses

    def _term(self, term: Term) -> list[Clause]:
        sought = self._lexicon.take(term, self._scope)
        if isinstance(sought, tuple):
            self.keys += sought
            return [sought]
        self.keys += sought.every
        if len(sought.every) > 1 or (isinstance(term, Phrase) and term.slop):
            self._deep = True
        return list(sought.required)
