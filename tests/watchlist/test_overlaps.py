"""Rules that another rule makes idle."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from time import process_time
from typing import Any

import pytest

from bot.model import Priority, QuietHours, Rule
from bot.watchlist.implication import Implication
from bot.watchlist.language import parse
from bot.watchlist.lint import Kind
from bot.watchlist.overlaps import overlaps
from tests.fixed_clock import NOON
from tests.samples import OTHER_SOURCE, SOURCE, later, rule
from tests.word_forms import ANALYSER

SOURCES = (replace(SOURCE, tags=frozenset({"mer"})), OTHER_SOURCE)


def of(name: str, text: str, **options: Any) -> Rule:
    """A rule with this expression."""
    return rule(name, text=text, expression=parse(text), **options)


def told(*rules: Rule) -> list[tuple[Kind, str, str]]:
    """What is told of some rules."""
    found = overlaps(rules, SOURCES, Implication(ANALYSER), NOON)
    return [(each.kind, each.subject, each.other) for each in found]


WIDE = of("Wide", "drones")
NARROW = of("Narrow", "Chine + drone")
SHADOWED = [(Kind.SHADOWED, "Narrow", "Wide")]


def test_narrower_rule_is_shadowed() -> None:
    """In whichever order they stand."""
    assert told(WIDE, NARROW) == SHADOWED
    assert told(NARROW, WIDE) == SHADOWED


def test_same_rule_is_told_once() -> None:
    """The later one is the one to remove; where they go does not matter."""
    again = of("Again", "DRONE", to=("other",))
    assert told(WIDE, again) == [(Kind.SAME, "Again", "Wide")]


@pytest.mark.parametrize(
    "options",
    [
        {"to": ("other",)},
        {"sources": frozenset({OTHER_SOURCE.name})},
        {"tags": frozenset({"mer"})},
        {"languages": frozenset({"fr"})},
        {"max_age": timedelta(hours=1)},
        {"priority": Priority.SILENT},
        {"digest": True},
        {"cap_per_hour": 1},
        {"quiet_hours": QuietHours(NOON.time(), NOON.time())},
        {"muted_until": later(days=1)},
        {"dry_run_until": later(days=1)},
        {"expires_at": later(days=1)},
        {"expires_at": NOON},
        {"enabled": False},
    ],
)
def test_a_rule_that_tells_less_shadows_nothing(options: dict[str, Any]) -> None:
    """It would not tell all that the narrower one tells, there, as loud, as soon."""
    assert told(replace(WIDE, **options), NARROW) == []


@pytest.mark.parametrize(
    "options",
    [
        {"sources": frozenset({SOURCE.name})},
        {"tags": frozenset({"mer"})},
        {"languages": frozenset({"fr"})},
        {"max_age": timedelta(hours=1)},
        {"priority": Priority.SILENT},
        {"cap_per_hour": 1},
    ],
)
def test_a_rule_that_tells_more_shadows(options: dict[str, Any]) -> None:
    """Its own narrower limits do not save the narrow rule."""
    assert told(WIDE, replace(NARROW, **options)) == SHADOWED


def test_named_and_tagged_sources_are_compared_as_they_are() -> None:
    """A source named here may be one that is tagged there."""
    wide = replace(WIDE, tags=frozenset({"mer"}))
    assert told(wide, replace(NARROW, sources=frozenset({SOURCE.name}))) == SHADOWED


def test_each_rule_is_told_once() -> None:
    """A chain of ever narrower rules is told link by link, and none twice."""
    rules = [WIDE, NARROW, of("Narrower", "Chine + drones + Russie")]
    assert [subject for _, subject, _ in told(*rules)] == ["Narrow", "Narrower"]


def test_unlike_rules_are_left_alone() -> None:
    """Sharing words is no overlap."""
    assert (
        told(of("A", "Chine + drones"), of("B", "drones + Russie"), of("C", "drones -Chine")) == []
    )


def test_a_thousand_rules_in_seconds() -> None:
    """All pairs, where half of the rules have a word in common."""
    words = ["".join(letters) for letters in product("bcdfglm", repeat=3)]
    rules = [
        of(str(n), f"({words[n % 300]} | {words[n * 7 % 300]}) + {words[n * 13 % 300]} + drones")
        if n % 2
        else of(str(n), f"{words[n % 300]} + {words[n * 11 % 300]} -{words[n * 17 % 299]}")
        for n in range(1000)
    ]
    begun = process_time()
    told(*rules)
    assert process_time() - begun < 5
