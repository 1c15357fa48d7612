"""Rules that another rule makes idle: the same ones, and those that catch nothing of their own.

Pure. A thousand rules are compared in seconds, because only pairs that share a word of
each clause are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from bot.expression import Expression
from bot.i18n import Text
from bot.model import Priority, Rule, Source
from bot.watchlist.implication import Implication, scoped
from bot.watchlist.lint import Finding, Kind

_URGENCY: Final = (Priority.BREAKING, Priority.NORMAL, Priority.SILENT)


def overlaps(
    rules: Sequence[Rule], sources: Sequence[Source], implication: Implication, now: datetime
) -> Iterator[Finding]:
    """What rules that raise alerts have of each other's; each rule is told once, at most."""
    awake = [rule for rule in rules if _is_awake(rule, now)]
    trees = [scoped(rule.expression) for rule in awake]
    heard = [frozenset(s.url for s in sources if rule.listens_to(s)) for rule in awake]
    idle: set[int] = set()
    for one, other in _pairs(trees, implication):
        if {one, other} & idle or not implication.implies(trees[one], trees[other]):
            continue
        alike = heard[one] == heard[other] and awake[one].languages == awake[other].languages
        if alike and implication.implies(trees[other], trees[one]):
            idle.add(max(one, other))
            yield _same(awake[max(one, other)], awake[min(one, other)])
        elif heard[one] <= heard[other] and _tells_less(awake[one], awake[other]):
            idle.add(one)
            yield _shadowed(awake[one], awake[other])


def _is_awake(rule: Rule, now: datetime) -> bool:
    return rule.enabled and not (rule.expires_at and rule.expires_at <= now)


def _pairs(trees: Sequence[Expression], implication: Implication) -> Iterator[tuple[int, int]]:
    """Those of which the first may imply the second: it has to hold what that one cannot lack."""
    usage = Counter(key for tree in trees for key in implication.keys(tree))
    anchors = [implication.anchors(tree, usage) for tree in trees]
    anchored: defaultdict[str, list[int]] = defaultdict(list)
    for index, tree in enumerate(trees):
        for key in implication.anchor(tree, usage):
            anchored[key].append(index)
    for index, tree in enumerate(trees):
        reach = implication.reach(tree)
        met = {other for key in reach for other in anchored.get(key, ())} - {index}
        for other in sorted(met):
            if not any(map(reach.isdisjoint, anchors[other])):
                yield index, other


def _tells_less(one: Rule, other: Rule) -> bool:
    """Whether each alert of `one` is one of `other`'s, at the same places, no later or lower."""
    return (
        set(one.to) <= set(other.to)
        and _speaks_less(one, other)
        and one.max_age <= other.max_age
        and _URGENCY.index(one.priority) >= _URGENCY.index(other.priority)
        and one.digest >= other.digest
        and other.quiet_hours in {None, one.quiet_hours}
        and other.cap_per_hour is None
        and not (other.muted_until or other.dry_run_until or other.expires_at)
    )


def _speaks_less(one: Rule, other: Rule) -> bool:
    return not other.languages or (bool(one.languages) and one.languages <= other.languages)


def _same(one: Rule, other: Rule) -> Finding:
    why = Text(
        en=f"This rule and “{other.name}” find exactly the same articles.",
        fr=f"Cette règle et « {other.name} » trouvent exactement les mêmes articles.",
    )
    advice = Text(
        en=f"Keep one of them; “to” takes several channels (now {_places(one, other, 'and')}).",
        fr=f"Gardez-en une ; « to » accepte plusieurs canaux (ici {_places(one, other, 'et')}).",
    )
    return Finding(Kind.SAME, one.name, why, advice, other=other.name)


def _shadowed(one: Rule, other: Rule) -> Finding:
    why = Text(
        en=f"Every article of this rule is one of “{other.name}” too, which tells it at the same "
        "places.",
        fr=f"Tout article de cette règle est aussi un article de « {other.name} », qui l'annonce "
        "aux mêmes endroits.",
    )
    advice = Text(
        en="Remove it, send it elsewhere, or keep it for its hashtag alone.",
        fr="Retirez-la, envoyez-la ailleurs, ou ne la gardez que pour son mot-dièse.",
    )
    return Finding(Kind.SHADOWED, one.name, why, advice, other=other.name)


def _places(one: Rule, other: Rule, conjunction: str) -> str:
    first, second = ", ".join(one.to), ", ".join(other.to)
    return first if first == second else f"{first} {conjunction} {second}"
