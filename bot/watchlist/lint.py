"""What is odd about a rule, told from its tree alone. Pure; `bot.pipeline.lint` adds the history.

Every finding is a fact with its reason and an advice; nothing here is an error, the rule works as
it is written.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final, NamedTuple

from bot.expression import (
    And,
    AtLeast,
    Expression,
    In,
    Near,
    Not,
    Or,
    Span,
    Times,
    Word,
)
from bot.i18n import Text
from bot.model import Rule
from bot.watchlist.dead_parts import CanBe, Possibility, quoted
from bot.watchlist.implication import Implication, scoped

MOST_PAIRS: Final = 20_000
"""Parts of one group that are compared: two hundred parts with each other."""

MOST_ALIKE: Final = 50
"""Parts of a larger group that are compared because they share a word."""


class Kind(StrEnum):
    """What a finding is about."""

    NEVER = "never-matches"
    DEAD_PART = "part-never-matches"
    ADDS_NOTHING = "adds-nothing"
    EVERYWHERE = "brings-nearly-everything"
    SAME = "same-as-another-rule"
    SHADOWED = "shadowed-by-another-rule"
    UNHEARD = "source-without-rule"
    EXPIRED = "expired"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Finding:
    """One odd thing."""

    kind: Kind
    subject: str
    """The rule's name; of `Kind.UNHEARD`, the source's."""
    text: Text
    advice: Text
    span: Span | None = None
    """The place in the rule's text, where it has one."""
    other: str = ""
    """The name of the other rule, where there is one."""


def settled(found: Iterable[Finding]) -> list[Finding]:
    """Without what follows from another finding: a rule that never matches is silent, too."""
    every = list(found)
    never = {each.subject for each in every if each.kind is Kind.NEVER}
    return [
        each
        for each in every
        if each.kind in {Kind.NEVER, Kind.EXPIRED, Kind.UNHEARD} or each.subject not in never
    ]


def findings(rule: Rule, implication: Implication, can_be: CanBe) -> Iterator[Finding]:
    """What is odd about a rule by itself."""
    impossible = list(Possibility(implication, can_be).dead_parts(rule.expression))
    whole = [part for part in impossible if part.expression is rule.expression]
    for part in whole or impossible:
        kind, what = (Kind.NEVER, _NEVER) if whole else (Kind.DEAD_PART, _DEAD)
        why = Text(en=f"{what.en} {part.why.en}", fr=f"{what.fr} {part.why.fr}")
        yield Finding(kind, rule.name, why, part.advice, part.span)
    if not whole:
        yield from _idle_parts(rule, implication)


# ── what adds nothing ────────────────────────────────────────────────────────────────────────


def _idle_parts(rule: Rule, implication: Implication) -> Iterator[Finding]:
    """Parts that their neighbours make idle."""
    for group in _groups(rule.expression):
        children = [(child, scoped(child)) for child in group.children]
        gone: set[int] = set()
        for a, b in _comparable(children, implication):
            idle = _idle(group, (children[a][1], children[b][1]), implication)
            if idle is None or gone & {a, b}:
                continue
            index, kept = (b, a) if idle.second else (a, b)
            gone.add(index)
            pair = group.children[index], group.children[kept]
            yield _adds_nothing(rule, group, pair, equal=idle.equal)


def _groups(part: Expression) -> Iterator[And | Or | AtLeast]:
    """Every group of a rule, from the outside in; what a concept stands for is not the rule's."""
    if isinstance(part, And | Or | AtLeast | Near):
        if not isinstance(part, Near):
            yield part
        for child in part.children:
            yield from _groups(child)
    elif isinstance(part, Not | Times | In):
        yield from _groups(part.child)


def _comparable(
    children: Sequence[tuple[Expression, Expression]], implication: Implication
) -> Iterator[tuple[int, int]]:
    """Pairs that may have something in common; all of them where they are few."""
    pairs = combinations(range(len(children)), 2)
    if len(children) ** 2 <= MOST_PAIRS:
        yield from pairs
        return
    usage = Counter(key for _, tree in children for key in implication.keys(tree))
    holders: dict[str, list[int]] = {}
    for index, (_, tree) in enumerate(children):
        for key in implication.anchor(tree, usage):
            holders.setdefault(key, []).append(index)
    met = (
        (min(index, other), max(index, other))
        for index, (_, tree) in enumerate(children)
        for key in implication.reach(tree)
        for other in holders.get(key, ())[:MOST_ALIKE]
        if other != index
    )
    yield from sorted(set(met))


class _Idle(NamedTuple):
    """Which of two neighbours adds nothing."""

    second: bool
    equal: bool
    """Whether both say the same."""


def _idle(
    group: And | Or | AtLeast, pair: tuple[Expression, Expression], implication: Implication
) -> _Idle | None:
    first, second = pair
    forth, back = implication.implies(first, second), implication.implies(second, first)
    if forth and back:
        return _Idle(second=True, equal=True)
    if isinstance(group, AtLeast) or not (forth or back):
        return None  # of a list, each counts for itself
    return _Idle(second=forth == isinstance(group, And), equal=False)


def _adds_nothing(
    rule: Rule, group: Expression, pair: tuple[Expression, Expression], *, equal: bool
) -> Finding:
    """A finding about the first of the pair, because of the second."""
    idle, kept = pair
    told = quoted(idle)
    advice = Text(en=f"Leave out {told.en}.", fr=f"Retirez {told.fr}.")
    why = _reason(group, idle, kept, equal=equal)
    return Finding(Kind.ADDS_NOTHING, rule.name, why, advice, idle.span)


def _reason(group: Expression, idle: Expression, kept: Expression, *, equal: bool) -> Text:
    one, other = quoted(idle), quoted(kept)
    if idle == kept:
        return Text(en=f"{one.en} stands here twice.", fr=f"{one.fr} y est deux fois.")
    if equal and isinstance(idle, Word) and isinstance(kept, Word):
        return Text(
            en=f"{one.en} and {other.en} look for the same word: case, accents and endings do "
            "not count.",
            fr=f"{one.fr} et {other.fr} cherchent le même mot : casse, accents et terminaisons ne "
            "comptent pas.",
        )
    verb = Text(en="finds it", fr="le trouve")
    if isinstance(group, And):
        excludes, requires = Text(en="excludes it", fr="l'exclut"), Text("requires it", "l'exige")
        verb = excludes if isinstance(idle, Not) and isinstance(kept, Not) else requires
    return Text(
        en=f"{one.en} adds nothing: {other.en} already {verb.en}.",
        fr=f"{one.fr} n'ajoute rien : {other.fr} {verb.fr} déjà.",
    )


_NEVER: Final = Text(en="This rule can never match.", fr="Cette règle ne peut jamais correspondre.")
_DEAD: Final = Text(en="This part can never match.", fr="Cette partie ne peut jamais correspondre.")
