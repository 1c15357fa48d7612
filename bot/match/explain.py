"""Why a rule matches an entry, or why not."""

from collections.abc import Iterator

from bot.match.article import Article
from bot.match.verdict import failures, in_reading_order, shown
from bot.match.vocabulary import vocabulary
from bot.model import And, Entry, Evidence, Explanation, Expression, Not, Or, Term


def explain(expression: Expression, entry: Entry) -> Explanation:
    """Whether `entry` fulfils `expression`, with the places and the clauses that decide.

    When it does not match, the evidence is what was found all the same: every term looked for, and
    the places of an exclusion that struck.
    """
    article = Article(entry, vocabulary([expression]))
    failed = failures(expression, article)
    places = _found(expression, failed, article) if failed else shown(expression, article)
    return Explanation(not failed, in_reading_order(places), failed)


def _found(
    expression: Expression, failed: tuple[Expression, ...], article: Article
) -> Iterator[Evidence]:
    for term in _wanted(expression):
        yield from article.evidence(term)
    for clause in failed:
        if isinstance(clause, Not):
            yield from shown(clause.child, article)


def _wanted(expression: Expression) -> Iterator[Term]:
    if isinstance(expression, And | Or):
        for child in expression.children:
            yield from _wanted(child)
    elif not isinstance(expression, Not):
        yield expression
