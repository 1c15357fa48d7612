"""Rules that come, go and are replaced while the matcher lives."""

from dataclasses import replace
from random import Random

import pytest

from bot.match import Matcher
from bot.model import Entry, Rule, Source
from tests.match.naive import ANALYSER
from tests.match.test_agreement import SOURCES, Rules, article


@pytest.mark.parametrize("seed", range(4))
def test_a_matcher_that_has_changed_is_as_good_as_new(seed: int) -> None:
    """After any changes it answers, to the last place, as one made of the rules that are left."""
    chance = Random(seed)
    stock = Rules(seed).many(60)
    present: dict[str, Rule] = {}
    matcher = Matcher([], ANALYSER)
    for _ in range(25):
        for _ in range(4):
            _change(matcher, present, chance, stock)
        entry, source = article(chance), chance.choice(SOURCES)
        fresh = Matcher(present.values(), ANALYSER)
        assert _found(matcher, entry, source) == _found(fresh, entry, source)
        assert len(matcher) == len(present)


def test_nothing_is_left_of_rules_that_are_gone() -> None:
    """Once every rule is taken out no key waits for an article any more."""
    matcher = Matcher([], ANALYSER)
    rules = Rules(9).many(60)
    for rule in rules:
        matcher.add(rule)
    for rule in rules:
        matcher.remove(rule.name)
    lexicon = matcher._lexicon
    left = (lexicon.uses, lexicon._keys, lexicon._by_form, lexicon._by_head, matcher._filed)
    waiting = (matcher.index._few, matcher.index._many, matcher.index._seconds)
    assert not any(left)
    assert not any(waiting)


def _change(matcher: Matcher, present: dict[str, Rule], chance: Random, stock: list[Rule]) -> None:
    name = str(chance.randrange(40))
    if name in present and chance.random() < 0.4:
        matcher.remove(name)
        del present[name]
        return
    rule = replace(chance.choice(stock), name=name)
    matcher.add(rule)
    present[name] = rule


def _found(matcher: Matcher, entry: Entry, source: Source) -> list[str]:
    return sorted(repr((hit.rule.name, hit.evidence)) for hit in matcher.match(entry, source))
