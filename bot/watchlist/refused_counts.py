"""Refusals of distances and counts that are written wrongly.

As in `refusals`, each function makes the `RuleError` for one mistake.
"""

from bot.errors import RuleError
from bot.expression import AtLeast, Expression, Or, Span, Times
from bot.i18n import Text
from bot.watchlist.refusals import mended, short, write
from bot.watchlist.wording import format_rule


def gap(source: str, span: Span, name: str, limit: int) -> RuleError:
    """``NEAR/500`` or ``NEAR/x``."""
    return RuleError(
        source,
        span,
        Text(
            en=f"After {name}/ stands a number of words from 0 to {limit}, or s for the sentence.",
            fr=f"Après {name}/ il faut un nombre de mots de 0 à {limit}, ou s pour la phrase.",
        ),
        Text(
            en=f"For example: {mended(source, span, f'{name}/10')}, or {name}/s; further apart: +",
            fr=f"Par exemple : {mended(source, span, f'{name}/10')}, ou {name}/s ; "
            "plus loin l'un de l'autre : +",
        ),
    )


def number_after_near(source: str, near: Span, number: Span) -> RuleError:
    """``NEAR 3``: it would look for the word « 3 »."""
    joined = f"{source[near.start : near.end]}/{source[number.start : number.end]}"
    return RuleError(
        source,
        Span(near.start, number.end),
        Text(
            en="Is this number the distance? It needs a slash.",
            fr="Ce nombre est-il la distance ? Il lui faut une barre oblique.",
        ),
        Text(
            en=f"Write: {mended(source, Span(near.start, number.end), joined)} (the number itself: "
            "in quotation marks)",
            fr=f"Écrivez : {mended(source, Span(near.start, number.end), joined)} (le nombre "
            "lui-même : entre guillemets)",
        ),
    )


def excluded_near(source: str, operator: Span, sign: Span) -> RuleError:
    """``a NEAR/3 -b``: what is not there is nowhere near."""
    return RuleError(
        source,
        Span(operator.start, sign.end),
        Text(
            en="An exclusion cannot be near anything: what is not there is nowhere.",
            fr="Une exclusion n'est proche de rien : ce qui est absent n'est nulle part.",
        ),
        Text(
            en=f"To leave it out: {mended(source, operator, '')}",
            fr=f"Pour l'écarter : {mended(source, operator, '')}",
        ),
    )


def no_number(source: str, span: Span, kind: str) -> RuleError:
    """``ATLEAST(a, b)`` or ``TIMES(a)``."""
    name = source[span.start : span.end]
    number = 2 if kind == "atleast" else 3
    return RuleError(
        source,
        span,
        Text(en=f"{name} needs a number.", fr=f"Il faut un nombre à {name}."),
        write(
            mended(source, span, f"{name}/{number}").replace(
                f"{name}/{number} (", f"{name}/{number}("
            )
        ),
    )


def bad_number(source: str, span: Span, name: str, limit: int) -> RuleError:
    """``TIMES/0`` or ``ATLEAST/x``."""
    return RuleError(
        source,
        span,
        Text(
            en=f"After {name}/ stands a number from 1 to {limit}.",
            fr=f"Après {name}/ il faut un nombre de 1 à {limit}.",
        ),
        _counts_are_written(),
    )


def no_list(source: str, span: Span) -> RuleError:
    """``TIMES/3 a``."""
    name = source[span.start : span.end]
    return RuleError(
        source,
        span,
        Text(
            en=f"After {name} stands what to count, in parentheses.",
            fr=f"Après {name}, il faut ce que l'on compte, entre parenthèses.",
        ),
        _counts_are_written(),
    )


def _counts_are_written() -> Text:
    return Text(
        en="Two of a list: ATLEAST/2(a, b, c). Three times: TIMES/3(a)",
        fr="Deux d'une liste : AUMOINS/2(a, b, c). Trois fois : FOIS/3(a)",
    )


def too_few(source: str, span: Span, count: int, alternatives: int) -> RuleError:
    """``ATLEAST/3(a, b)``: never true. A list of one is taken for a forgotten comma."""
    return RuleError(
        source,
        span,
        Text(
            en=f"At least {count} are wanted of a list that has {alternatives}.",
            fr=f"Il en faut au moins {count} dans une liste qui en a {alternatives}.",
        )
        if alternatives > 1
        else Text(
            en="There is only one thing in this list.",
            fr="Il n'y a qu'une chose dans cette liste.",
        ),
        Text(
            en="Commas separate what is counted: ATLEAST/2(a, b, c)",
            fr="Des virgules séparent ce que l'on compte : AUMOINS/2(a, b, c)",
        ),
    )


def repeated(source: str, span: Span) -> RuleError:
    """The same twice in a list: it would count for two."""
    return RuleError(
        source,
        span,
        Text(en="This is in the list already.", fr="Ceci est déjà dans la liste."),
        Text(
            en="Take it out. To find a word several times: TIMES/2(a)",
            fr="Retirez-le. Pour trouver un mot plusieurs fois : FOIS/2(a)",
        ),
    )


def excluded_in_list(source: str, span: Span) -> RuleError:
    """``ATLEAST/2(a, -b)``: what is not there cannot be counted."""
    left_out = source[span.start : span.end]
    return RuleError(
        source,
        span,
        Text(
            en="What must not be there cannot be counted.",
            fr="On ne peut pas compter ce qui ne doit pas être là.",
        ),
        Text(
            en=f"To leave it out, put it behind the list: ATLEAST/2(a, b) {short(left_out)}",
            fr=f"Pour l'écarter, mettez-le après la liste : AUMOINS/2(a, b) {short(left_out)}",
        ),
    )


def times_list(source: str, comma: Span, count: int, listed: list[Expression]) -> RuleError:
    """``TIMES/3(a, b)``: all of them three times, or three times in all?"""
    either = Times(count, Or(tuple(listed)))
    some = AtLeast(min(count, len(listed)), tuple(listed))
    return RuleError(
        source,
        comma,
        Text(
            en="Only one thing at a time is counted here.",
            fr="On ne compte ici qu'une chose à la fois.",
        ),
        Text(
            en=f"Any of them, in all: {short(format_rule(either, 'en'))}  "
            f"or so many of the list: {short(format_rule(some, 'en'))}",
            fr=f"L'un ou l'autre, en tout : {short(format_rule(either, 'fr'))}  "
            f"ou tant de la liste : {short(format_rule(some, 'fr'))}",
        ),
    )
