"""Whether an expression holds for an article, what shows it, and what is missing."""

from collections.abc import Iterable, Iterator

from bot.expression import And, AtLeast, Expression, In, Near, Not, Or, Scope, Times
from bot.match.places import Occurrence, Places, apart, chained


class Verdict:
    """What one article says to expressions."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def holds(self, expression: Expression, scope: Scope | None = None) -> bool:  # noqa: PLR0911 - one case for each kind of node
        """Whether the article fulfils `expression`, in one field when there is a `scope`."""
        match expression:
            case And(children=children):
                return all(self.holds(child, scope) for child in children)
            case Or(children=children):
                return any(self.holds(child, scope) for child in children)
            case Not(child=child):
                return not self.holds(child, scope)
            case In(scope=inner, child=child):
                return self.holds(child, inner)
            case AtLeast(count=count, children=children):
                return sum(self.holds(child, scope) for child in children) >= count
            case Times(count=count, child=child):
                return apart(self._places.of(child, scope)) >= count
            case Near():
                return bool(self._near(expression, scope))
        return self._places.has(expression, scope)

    def shown(self, expression: Expression, scope: Scope | None = None) -> Iterator[Occurrence]:
        """The places of every positive term that is in the parts of `expression` that hold."""
        match expression:
            case And(children=children) | Or(children=children) | AtLeast(children=children):
                for child in children:
                    if self.holds(child, scope):
                        yield from self.shown(child, scope)
            case Not():
                return
            case In(scope=inner, child=child):
                yield from self.shown(child, inner)
            case Near():
                yield from self._near(expression, scope)
            case Times(child=child):
                yield from self._places.of(child, scope)
            case _:
                yield from self._places.of(expression, scope)

    def _near(self, near: Near, scope: Scope | None) -> list[Occurrence]:
        links = [self._places.of(child, scope) for child in near.children]
        return chained(self._places.article, links, near.gaps)

    def failures(  # noqa: PLR0911 - one case for each kind of node
        self, expression: Expression, scope: Scope | None = None
    ) -> tuple[Expression, ...]:
        """The smallest set of clauses to mend so that `expression` would hold.

        The first of equals. A choice of which nothing at all was found is one clause.
        """
        if self.holds(expression, scope):
            return ()
        match expression:
            case And(children=children):
                return self._all(children, scope)
            case Or(children=children):
                return self._one_of(expression, children, scope)
            case In(scope=inner, child=child):
                return self._inside(expression, child, inner)
            case Near(children=children):
                return self._all(children, scope) or (expression,)
            case AtLeast(count=count, children=children):
                return self._some(expression, count, children, scope)
        return (expression,)

    def _all(self, children: Iterable[Expression], scope: Scope | None) -> tuple[Expression, ...]:
        every = (failed for child in children for failed in self.failures(child, scope))
        return tuple(dict.fromkeys(every))

    def _one_of(
        self, choice: Expression, children: Iterable[Expression], scope: Scope | None
    ) -> tuple[Expression, ...]:
        child, smallest = min(
            ((child, self.failures(child, scope)) for child in children),
            key=lambda pair: len(pair[1]),
        )
        return (choice,) if smallest == (child,) else smallest

    def _inside(self, field: In, child: Expression, scope: Scope) -> tuple[Expression, ...]:
        """What is missing in a field; all of it, when the field holds nothing of it."""
        failed = self.failures(child, scope)
        if failed == (child,):
            return (field,)
        return tuple(In(scope, each, each.span) for each in failed)

    def _some(
        self, whole: AtLeast, count: int, children: tuple[Expression, ...], scope: Scope | None
    ) -> tuple[Expression, ...]:
        """The clauses nearest to holding, as many as are missing; the whole when any would do."""
        missing = count - sum(self.holds(child, scope) for child in children)
        failed = sorted(
            (self.failures(child, scope) for child in children if not self.holds(child, scope)),
            key=len,
        )
        if len(failed) > missing:
            return (whole,)
        return tuple(dict.fromkeys(each for clause in failed[:missing] for each in clause))
