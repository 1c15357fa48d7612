"""What the trees say of each other, held against articles: an implication is never wrong."""

from random import Random

import pytest

from bot.errors import RuleError
from bot.expression import Expression
from bot.match import Matcher
from bot.model import Entry
from bot.watchlist.implication import Implication, scoped
from bot.watchlist.language import parse
from tests.samples import SOURCE, entry, rule
from tests.word_forms import ANALYSER

WORDS = ["drone", "drones", "Chine", "port", "navire", "OTAN", "otan", "chinois"]
RULES = 120
ARTICLES = 40


def term(random: Random) -> str:
    """A word in one of its forms."""
    word, other = random.sample(WORDS, 2)
    forms = (word, word, f"={word}", f"{word[:4]}*", f'"{word} {other}"', f'"{word} {other}"~2')
    return random.choice(forms)


def clause(random: Random, depth: int) -> str:
    """A part of a rule, with every operator of the language."""
    if depth == 0:
        return term(random)
    first, second, third = (clause(random, depth - 1) for _ in range(3))
    near, one, other = (
        random.choice(("NEAR/2", "ONEAR/4", "NEAR/4", "NEAR/s")),
        *(random.choice(WORDS) for _ in range(2)),
    )
    return random.choice(
        (
            f"({first} + {second})",
            f"({first} | {second})",
            f"({first} + {second} + {third})",
            f"({first} -{term(random)})",
            f"{one} {near} {other}",
            f"title:{term(random)}",
            f"lead:({term(random)} | {term(random)})",
            f"body:({term(random)} + {term(random)})",
            f"ATLEAST/2({first}, {second}, {third})",
            f"TIMES/{random.randint(1, 3)}({one})",
            first,
        )
    )


def rules(random: Random, number: int) -> list[Expression]:
    """Valid ones."""
    found: list[Expression] = []
    while len(found) < number:
        try:
            found.append(parse(clause(random, random.choice((1, 1, 2)))))
        except RuleError:  # what would match the world, for instance
            continue
    return found


def article(random: Random) -> Entry:
    """A few of the words, in a title and a text of two paragraphs."""
    fill = [*WORDS, "le", "le", "la", "une"]

    def words(most: int) -> str:
        return " ".join(random.choices(fill, k=random.randint(1, most)))

    return entry(title=words(4), text=f"{words(6)}. {words(6)}.\n\n{words(5)}")


@pytest.mark.parametrize("seed", range(3))
def test_no_article_contradicts_an_implication(seed: int) -> None:
    """Whatever the trees say of two random rules holds for random articles."""
    random = Random(seed)
    trees = rules(random, RULES)
    scopes = [scoped(tree) for tree in trees]
    implication = Implication(ANALYSER)
    articles = [article(random) for _ in range(ARTICLES)]
    held = [set[int]() for _ in trees]
    matcher = Matcher((rule(str(n), expression=tree) for n, tree in enumerate(trees)), ANALYSER)
    for number, each in enumerate(articles):
        for match in matcher.match(each, SOURCE):
            held[int(match.rule.name)].add(number)
    said = 0
    for one, left in enumerate(scopes):
        for other, right in enumerate(scopes):
            if one != other and implication.implies(left, right):
                said += 1
                assert held[one] <= held[other], (trees[one], trees[other])
    assert said > RULES  # else the test shows nothing
