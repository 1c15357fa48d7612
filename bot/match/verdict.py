"""Whether an expression holds for an article, what shows it, and what is missing."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.match.article import Article
from bot.model import And, Evidence, Expression, Not, Or

_FIELDS: Final = ("title", "text")


def holds(expression: Expression, article: Article) -> bool:
    """Whether `article` fulfils `expression`."""
    if isinstance(expression, And):
        return all(holds(child, article) for child in expression.children)
    if isinstance(expression, Or):
        return any(holds(child, article) for child in expression.children)
    if isinstance(expression, Not):
        return not holds(expression.child, article)
    return article.has(expression)


def shown(expression: Expression, article: Article) -> Iterator[Evidence]:
    """The places of every positive term that is in the parts of `expression` that hold."""
    if isinstance(expression, And | Or):
        for child in expression.children:
            if holds(child, article):
                yield from shown(child, article)
    elif not isinstance(expression, Not):
        yield from article.evidence(expression)


def failures(expression: Expression, article: Article) -> tuple[Expression, ...]:
    """The smallest set of clauses to mend so that `expression` would hold; the first of equals.

    A choice of which nothing at all was found is one clause.
    """
    if holds(expression, article):
        return ()
    if isinstance(expression, And):
        every = (failed for child in expression.children for failed in failures(child, article))
        return tuple(dict.fromkeys(every))
    if isinstance(expression, Or):
        child, smallest = min(
            ((child, failures(child, article)) for child in expression.children),
            key=lambda pair: len(pair[1]),
        )
        return (expression,) if smallest == (child,) else smallest
    return (expression,)


def in_reading_order(places: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Title first, from left to right; of places that overlap the first, or the longest."""
    kept: list[Evidence] = []
    for place in sorted(places, key=_position):
        last = kept[-1] if kept else None
        apart = last is None or last.field != place.field or last.span.end <= place.span.start
        if apart:
            kept.append(place)
    return tuple(kept)


def _position(place: Evidence) -> tuple[int, int, int]:
    return _FIELDS.index(place.field), place.span.start, -place.span.end
