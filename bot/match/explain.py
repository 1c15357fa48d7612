"""Why a rule matches an entry, or why not."""

from collections.abc import Iterator

from bot.expression import And, AtLeast, Expression, In, Near, Not, Or, Scope, Times
from bot.match.article import Article
from bot.match.cover import Planner
from bot.match.evidence import evidence
from bot.match.lexicon import Lexicon
from bot.match.matcher import Terms
from bot.match.places import Occurrence, Places
from bot.match.verdict import Verdict
from bot.model import Entry, Explanation, Source
from bot.text.analysis import Analyser


def explain(
    expression: Expression,
    entry: Entry,
    source: Source | None = None,
    analyser: Analyser | None = None,
) -> Explanation:
    """Whether `entry` fulfils `expression`, with the places and the clauses that decide.

    When it does not match, the evidence is what was found all the same: every term looked for, and
    the places of an exclusion that struck.
    """
    lexicon = Lexicon(analyser or Analyser())
    Planner(lexicon).plan(expression)
    article = Article(entry, source, lexicon)
    places = Places(article, Terms(lexicon).pattern)
    verdict = Verdict(places)
    failed = verdict.failures(expression)
    found = _found(expression, failed, places, verdict) if failed else verdict.shown(expression)
    return Explanation(not failed, evidence(found, article), failed)


def _found(
    expression: Expression, failed: tuple[Expression, ...], places: Places, verdict: Verdict
) -> Iterator[Occurrence]:
    yield from _wanted(expression, places, None)
    for clause in failed:
        if isinstance(clause, Not):
            yield from verdict.shown(clause.child)


def _wanted(expression: Expression, places: Places, scope: Scope | None) -> Iterator[Occurrence]:
    match expression:
        case (
            And(children=children)
            | Or(children=children)
            | Near(children=children)
            | AtLeast(children=children)
        ):
            for child in children:
                yield from _wanted(child, places, scope)
        case In(scope=inner, child=child):
            yield from _wanted(child, places, inner)
        case Times(child=child):
            yield from _wanted(child, places, scope)
        case Not():
            return
        case _:
            yield from places.of(expression, scope)
