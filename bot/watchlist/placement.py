"""What may stand where in a rule: near, counted, in a field, or as all that there is to find."""

import re
from dataclasses import replace
from typing import Final

from bot.errors import RuleError
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
    Span,
    Times,
    Word,
)
from bot.i18n import Text
from bot.watchlist.keywords import DASHES
from bot.watchlist.wording import format_rule

TEXT_SCOPES: Final[frozenset[Scope]] = frozenset({"title", "lead", "body"})
"""Parts of the article's text: only there are places, distances and counts."""
WIDE_SCOPES: Final[frozenset[Scope]] = frozenset({"tag", "lang", "country"})
"""Fields that hold for most of what is published. An author, a source or a site is what a person
may want to follow, whatever the words are; « everything in French » is the world."""


def excludes(expression: Expression) -> bool:
    """Whether `expression` only says what must not be there."""
    if isinstance(expression, And):
        return all(isinstance(child, Not) for child in expression.children)
    return isinstance(expression, Not)


def unsought(expression: Expression) -> Expression | None:
    """The part that lets nearly every article through; None when there is something to find."""
    if isinstance(expression, In):
        return expression if expression.scope in WIDE_SCOPES else None
    if isinstance(expression, Not):
        return expression
    if isinstance(expression, And):
        found = all(unsought(child) for child in expression.children)
        return expression if found else None
    if isinstance(expression, Or):
        return next((child for child in expression.children if unsought(child)), None)
    if isinstance(expression, AtLeast):
        loose = sum(unsought(child) is not None for child in expression.children)
        return expression if loose >= expression.count else None
    return None


def misplaced(expression: Expression, *, chained: bool = True) -> Expression | None:
    """The part of `expression` that has no places in the text; None when all of it has.

    A `Near` only has when it is itself `chained`, not one of several choices or in a field.
    """
    if isinstance(expression, Or):
        found = (misplaced(child, chained=False) for child in expression.children)
        return next((child for child in found if child), None)
    if isinstance(expression, In) and expression.scope in TEXT_SCOPES:
        return misplaced(expression.child, chained=False)
    if isinstance(expression, Near) and chained:
        return None
    return None if isinstance(expression, Word | Prefix | Phrase | Concept) else expression


def uncoded(expression: Expression, letters: tuple[int, int]) -> Expression | None:
    """The part that is no code of so many letters, nor a choice of codes; None when all are."""
    if isinstance(expression, Or):
        return next((child for child in expression.children if uncoded(child, letters)), None)
    shortest, longest = letters
    if isinstance(expression, Word) and not expression.exact:
        text = expression.text
        if text.isascii() and text.isalpha() and shortest <= len(text) <= longest:
            return None
    return expression


def placed(expression: Expression) -> Expression | None:
    """The distance or count in `expression`, which is to be looked for outside the text."""
    if isinstance(expression, Near | Times | AtLeast):
        return expression
    if isinstance(expression, Not):
        return placed(expression.child)
    if isinstance(expression, And | Or):
        return next((child for child in map(placed, expression.children) if child), None)
    return None


def chain(parts: list[Expression], gaps: list[Gap], span: Span) -> Near:
    """`parts` as one chain; those that are chains themselves give their links to it."""
    children: list[Expression] = []
    links: list[Gap] = []
    for number, part in enumerate(parts):
        if number:
            links.append(gaps[number - 1])
        if isinstance(part, Near):
            children += part.children
            links += part.gaps
        else:
            children.append(part)
    return Near(tuple(children), tuple(links), span)


_ADDRESS: Final = re.compile(
    rf"(?:https?://)?(?:www\.)*+([^\W_][\w-]*(?:\.[\w-]*\w)+(?:/.*(?<![{DASHES}]))?)", re.DOTALL
)


def bare_addresses(expression: Expression) -> Expression:
    """What is looked for in an address, without ``https://`` and ``www.`` before it."""
    if isinstance(expression, Word) and not expression.exact:
        found = _ADDRESS.fullmatch(expression.text)
        return replace(expression, text=found[1]) if found else expression
    if isinstance(expression, Not):
        return replace(expression, child=bare_addresses(expression.child))
    if isinstance(expression, And | Or):
        children = tuple(map(bare_addresses, expression.children))
        return replace(expression, children=children)
    return expression


# ── What to say about it ─────────────────────────────────────────────────────────────────────


def not_near(source: str, wrong: Expression, parts: list[Expression], gaps: list[Gap]) -> RuleError:
    """Something without places between two operators of distance."""
    wanted, others = _sorted_out(parts, chained=True)
    better: Expression | None = None
    if wanted:
        # what stood in one group takes the distance before the group
        links = [gaps[max(number - 1, 0)] for number, _ in wanted[1:]]
        clauses = [clause for _, clause in wanted]
        better = _joined(chain(clauses, links, wrong.span) if links else clauses[0], others)
    return _refused(source, wrong, _NEAR, better)


def not_counted(source: str, wrong: Expression, counted: Times) -> RuleError:
    """Something without places in a ``TIMES``."""
    wanted, others = _sorted_out([counted.child], chained=False)
    counts = [Times(counted.count, clause) for _, clause in wanted]
    better = _joined(counts[0], [*counts[1:], *others]) if counts else None
    return _refused(source, wrong, _TIMES, better)


def _sorted_out(
    parts: list[Expression], *, chained: bool
) -> tuple[list[tuple[int, Expression]], list[Expression]]:
    """The clauses of `parts` that have places, with the number of their part; then the others."""
    wanted: list[tuple[int, Expression]] = []
    others: list[Expression] = []
    for number, part in enumerate(parts):
        for clause in part.children if isinstance(part, And) else (part,):
            if misplaced(clause, chained=chained):
                others.append(clause)
            else:
                wanted.append((number, clause))
    return wanted, others


def _joined(first: Expression, others: list[Expression]) -> Expression | None:
    """The rule that is probably meant; None where that is not clear."""
    if any(isinstance(other, Or) for other in others):
        return None
    return And((first, *others)) if others else first


def too_wide(source: str, loose: Expression, whole: Expression) -> RuleError:
    """``lang:fr`` alone, or as one of several choices."""
    alone = Text(
        en=f"Say what to look for too: drones {format_rule(loose, 'en')}",
        fr=f"Dites aussi quoi chercher : drones {format_rule(loose, 'fr')}",
    )
    chosen = Text(
        en="It cannot be one of several choices. For all of them: (Chine | drones) lang:fr",
        fr="Ce ne peut être un choix parmi d'autres. Pour tous : (Chine | drones) lang:fr",
    )
    return RuleError(
        source,
        loose.span,
        Text(
            en="This only says where an article comes from: far too many would match.",
            fr="Ceci dit seulement d'où vient un article : beaucoup trop passeraient.",
        ),
        alone if loose is whole else chosen,
    )


def _refused(source: str, wrong: Expression, name: Text, better: Expression | None) -> RuleError:
    text, hint = _said(wrong, name), _TAKES[name]
    if better is not None and len(format_rule(better)) <= _LONGEST_BETTER:
        hint = Text(
            en=f"Write: {format_rule(better, 'en')}", fr=f"Écrivez : {format_rule(better, 'fr')}"
        )
    return RuleError(source, wrong.span, text, hint)


def _said(wrong: Expression, name: Text) -> Text:
    if isinstance(wrong, And) and any(isinstance(child, Not) for child in wrong.children):
        return Text(
            en=f"An exclusion cannot stand inside {name.en}: what is not there is nowhere.",
            fr=f"Une exclusion n'a pas sa place dans {name.fr} : ce qui est absent n'est nulle "
            "part.",
        )
    if isinstance(wrong, And):
        return Text(
            en=f"{name.en} cannot take several words at once.",
            fr=f"{name.fr} ne peut pas prendre plusieurs mots à la fois.",
        )
    if isinstance(wrong, In):
        return Text(
            en=f"{name.en} is for the article's text: this field is not in it.",
            fr=f"{name.fr} vaut pour le texte de l'article : ce champ n'y est pas.",
        )
    return Text(
        en=f"Distances and counts cannot be mixed inside {name.en}.",
        fr=f"Distances et comptes ne se mélangent pas dans {name.fr}.",
    )


_LONGEST_BETTER: Final = 200
"""Characters of a suggestion."""
_NEAR: Final = Text(en="NEAR", fr="PROCHE")
_TIMES: Final = Text(en="TIMES", fr="FOIS")
_TAKES: Final = {
    _NEAR: Text(
        en='Words, phrases, concepts or choices of them: (Chine | "drone armé") NEAR/5 Russie',
        fr="Des mots, expressions, concepts ou choix entre eux : "
        "(Chine | « drone armé ») PROCHE/5 Russie",
    ),
    _TIMES: Text(
        en='A word, a phrase, a concept or a choice of them: TIMES/3(Chine | "drone armé")',
        fr="Un mot, une expression, un concept ou un choix entre eux : "
        "FOIS/3(Chine | « drone armé »)",
    ),
}
