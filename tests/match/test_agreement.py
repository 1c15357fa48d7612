"""The engine against the naive evaluator: random rules over every operator, random texts."""

from collections.abc import Sequence
from random import Random

import pytest

from bot.expression import Concept, Expression, Phrase, Prefix, Word
from bot.match import Matcher, explain
from bot.model import Entry, Rule, Source
from bot.watchlist.wording import format_rule
from tests.match.naive import ANALYSER, Naive
from tests.rule_trees import Trees
from tests.samples import entry, rule

WORDS = tuple(
    """
    Chine chine CHINE Chinois chinoises drone drones Drones DRONE armé armée armés ARMES Russie
    russes sol-air sol\u2011air sol solair l’Inde Inde d’Inde Indes OTAN Otan otan COVID-19 covid19
    covid C++ 中国 中国的 俄罗斯 Россия России الصين والصين 🚀 air 19 dro\u200bnes e\u0301te\u0301
    été États-Unis Etats Unis US us sous-marin sousmarins chinchilla le la marché marche
    """.split()  # noqa: SIM905 - reads better without the quotes
)
JOINTS = (*" " * 10, ", ", ". ", "! ", "… ", " — ", "\n", "\n\n", "-", "’", "\u00a0", "?» ")
TERMS: tuple[Expression, ...] = (
    *map(
        Word, ("Chine", "drones", "armé", "sol-air", "solair", "Inde", "OTAN", "covid-19", "中国")
    ),
    *map(
        Word, ("Россия", "الصين", "été", "marché", "C++", "sous-marin", "sousmarin", "US", "l’Inde")
    ),
    *(Word(text, exact=True) for text in ("OTAN", "Chine", "drones", "sol-air", "marché")),
    *map(Prefix, ("chin", "sou", "drone", "cov")),
    *map(Phrase, ("drone armé", "drones de Chine", "États-Unis", "sol air", "le drone", "中国的")),
    *(Phrase("Chine drone", slop) for slop in (1, 3)),
    Phrase("drone drones armé", 4),
    Phrase("drone armé", exact=True),
    Concept("Chine", (Word("Chine"), Word("中国"), Prefix("chinois"), Phrase("sol air"))),
    Concept("Inde", (Word("Inde"), Word("États-Unis"))),
)
SOURCES = (
    Source(
        "Le Phare", "https://phare.example/rss", "fr", frozenset({"port", "monde"}), country="FR"
    ),
    Source("Otan Daily", "https://otan.example/rss", "en", frozenset({"drones"}), country="BE"),
    Source("中国 Chine", "https://zh.example/rss", "zh"),
)


class Rules(Trees):
    """Rules of the words that the texts have."""

    def name(self) -> Expression:
        """A term or a concept."""
        return self.chance.choice(TERMS)

    def one_or_more(self, words: tuple[Expression, ...]) -> Expression:
        """Of the fields' own words where a field has some."""
        known = super().one_or_more(words)
        return known if self.chance.random() < 0.5 else super().one_or_more(TERMS)

    def many(self, count: int) -> list[Rule]:
        """Rules that are numbered."""
        trees = [self.any(self.chance.randint(0, 3)) for _ in range(count)]
        return [
            rule(str(n), text=format_rule(tree), expression=tree) for n, tree in enumerate(trees)
        ]


def article(chance: Random) -> Entry:
    """A title and some sentences; sometimes longer than a lead."""
    return entry(
        title=written(chance, chance.randint(0, 6)),
        text=written(chance, chance.choice((0, 5, 20, 40, 90))),
        url=f"https://a.fr/2024/{chance.choice(('b', 'drones', 'Chine'))}",
        author=written(chance, chance.choice((0, 2))),
        lang=chance.choice(("fr", "fr", "en", None)),
    )


def written(chance: Random, count: int) -> str:
    """So many words, joined in all manners."""
    return "".join(chance.choice(WORDS) + chance.choice(JOINTS) for _ in range(count))


def verdicts(rules: Sequence[Rule], item: Entry, source: Source) -> list[str]:
    """The names of the rules that the naive evaluator finds fulfilled."""
    told = Naive(item, source)
    return [each.name for each in rules if told.holds(each.expression)]


def check(rules: Sequence[Rule], matcher: Matcher, item: Entry, source: Source) -> int:
    """The engine says the same of all rules at once, and of each by itself; how many hit."""
    expected = verdicts(rules, item, source)
    found = matcher.match(item, source)
    wrong = {*expected} ^ {match.rule.name for match in found}
    shown = [
        (each.text, each.name in expected, item, source) for each in rules if each.name in wrong
    ]
    assert not shown
    for match in found:
        for place in match.evidence:
            if place.field in {"title", "text"}:
                whole = item.title if place.field == "title" else item.text
                assert whole[place.span.start : place.span.end].strip()
    return len(expected)


def run(seed: int, batches: int, rules: int, texts: int) -> float:
    """Random batches; returns the share of pairs that match."""
    chance, hits = Random(seed), 0
    for batch in range(batches):
        known = Rules(seed * 1000 + batch).many(rules)
        matcher = Matcher(known, ANALYSER)
        for _ in range(texts):
            hits += check(known, matcher, article(chance), chance.choice(SOURCES))
    return hits / (batches * rules * texts)


def test_the_engine_agrees_with_the_naive_evaluator() -> None:
    """3,000 pairs of rules and texts, over every operator."""
    assert 0.1 < run(1, batches=3, rules=50, texts=20) < 0.9


@pytest.mark.slow
def test_the_engine_agrees_on_many_pairs() -> None:
    """60,000 pairs."""
    assert 0.1 < run(2, batches=30, rules=100, texts=20) < 0.9


def test_explanations_agree() -> None:
    """What is told about a single rule is what the matcher does with it."""
    chance = Random(3)
    for each in Rules(4).many(60):
        for _ in range(5):
            item, source = article(chance), chance.choice(SOURCES)
            told = explain(each.expression, item, source, ANALYSER)
            assert told.matched == Naive(item, source).holds(each.expression), (each.text, item)
            assert bool(told.failed) != told.matched


def test_rules_come_and_go() -> None:
    """Added and removed in any order, the others answer as if they had always been alone."""
    chance = Random(5)
    stock = Rules(6).many(120)
    matcher, present = Matcher(stock[:40], ANALYSER), {each.name: each for each in stock[:40]}
    for _ in range(60):
        for each in chance.sample(stock, 3):
            if each.name in present:
                matcher.remove(each.name)
                del present[each.name]
            else:
                matcher.add(each)
                present[each.name] = each
        assert len(matcher) == len(present)
        check([*present.values()], matcher, article(chance), chance.choice(SOURCES))
    for name in [*present]:
        matcher.remove(name)
    assert matcher.match(article(chance), SOURCES[0]) == ()
