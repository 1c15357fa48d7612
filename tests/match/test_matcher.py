"""Which rules match which entries, where it shows, and that nothing is missed."""

import random
import re
import time
from dataclasses import dataclass
from itertools import pairwise

import pytest

from bot.expression import And, Expression, Not, Or, Phrase, Prefix, Span, Term, Word
from bot.match import Matcher, explain
from bot.match.cover import Planner
from bot.match.lexicon import NO_KEY, Lexicon
from bot.match.matcher import Terms
from bot.match.patterns import Pattern, halves
from bot.model import Evidence, Source
from bot.text.analysis import Analyser
from bot.watchlist.language import parse
from bot.watchlist.wording import format_rule
from tests.samples import OTHER_SOURCE, SOURCE, entry, rule


def found(expression: str, text: str, title: str = "") -> list[str] | None:
    """The pieces of title and text that show a rule; None when it does not match."""
    article = entry(title=title, text=text)
    matches = Matcher([rule(expression=parse(expression))]).match(article, SOURCE)
    fields = {"title": title, "text": text}
    return (
        [fields[each.field][each.span.start : each.span.end] for each in matches[0].evidence]
        if matches
        else None
    )


@pytest.mark.parametrize("rule_text", ["sol-air", '"sol air"', "solair", "Sol-Airs"])
@pytest.mark.parametrize(
    "written", ["sol-air", "sol air", "solair", "SOL\u2011AIR", "sol\u00a0air"]
)
def test_hyphen_space_and_joined_forms_are_one(rule_text: str, written: str) -> None:
    """However a compound is written, in the rule and in the article."""
    assert found(rule_text, f"des missiles {written} russes") == [written]


@pytest.mark.parametrize("rule_text", ["COVID-19", "covid19", '"covid 19"', "F-16 | covid19"])
@pytest.mark.parametrize("written", ["COVID-19", "covid19", "Covid 19"])
def test_numbers_are_joined_or_not(rule_text: str, written: str) -> None:
    """COVID-19, covid19 and covid 19 are one."""
    assert found(rule_text, f"le {written}, encore") == [written]


@pytest.mark.parametrize(
    ("rule_text", "text", "pieces"),
    [
        ("drone", "un drone-tueur", ["drone"]),
        ("Chine", "une machine en Indochine", None),
        ("inde", "l’Inde et d'Inde", ["Inde", "Inde"]),
        ("l'Inde", "INDE", ["INDE"]),
        ("chine", "Chi\u200bne; China's", ["Chi\u200bne"]),
        ("etats-unis", "E\u0301tats-Unis", ["E\u0301tats-Unis"]),
        ("etatsunis", "aux États-Unis", ["États-Unis"]),
        ("sondes", "le son des cloches", None),
        ("maintenu", "main, tenu", None),
        ("email", "un e-mail", ["e-mail"]),
        ("e-mail", "un email", ["email"]),
        ("arcenciel", "l'arc-en-ciel", ["arc-en-ciel"]),
        ("C++", "le C++, la vitamine C", ["C++"]),
        ("industrie | city", "industries and cities", ["industries", "cities"]),
        ("chinois*", "un Chinois, des chinoiseries, la Chine", ["Chinois", "chinoiseries"]),
        ("drones*", "un drone", None),
        ("sousmar*", "des sous-mariniers", ["sous-mariniers"]),
        ("sous-mar*", "des sousmariniers", ["sousmariniers"]),
        ("covid-1*", "covid-19", ["covid-19"]),
        ("中国", "我爱中国人", ["中国"]),
        ('"drone armé"', "Drones armés, drone. Armé", ["Drones armés", "drone. Armé"]),
        ('"drone armé"', "un drone\n\narmé", None),
        ('"drone armé"', "un drone\narmé", ["drone\narmé"]),
        ('"drone armé"', "armé drone", None),
        ('"missiles sol-air russes"', "missile sol air russe", ["missile sol air russe"]),
        ('drone | "drone armé"', "drone armé, drone", ["drone armé", "drone"]),
        ("drone + drones", "drone", ["drone"]),
        ("a -b", "a b", None),
        ("a -b", "a c", ["a"]),
        ("a -(b c)", "a b", ["a"]),
        ("(a b) | c", "a c", ["c"]),
        ('"a a b"', "a a a b", ["a a b"]),
    ],
)
def test_what_matches_and_where(rule_text: str, text: str, pieces: list[str] | None) -> None:
    """Whole words, blind to case, accents and plural; the places are those of the original."""
    assert found(rule_text, text) == pieces


def test_evidence_is_in_reading_order() -> None:
    """Title first; every occurrence; the term as the rule writes it."""
    article = entry(title="Drones", text="En Chine, des drones armés.")
    (match,) = Matcher([rule(expression=parse('chin* "drone armé" | drones'))]).match(
        article, SOURCE
    )
    assert match.evidence == (
        Evidence("drones", "title", Span(0, 6)),
        Evidence("chin*", "text", Span(3, 8)),
        Evidence('"drone armé"', "text", Span(14, 26)),
    )


def test_a_phrase_stays_in_its_field() -> None:
    """The end of the title and the beginning of the text are not adjacent."""
    assert found('"drone armé"', title="Le drone", text="Armé jusqu'aux dents") is None
    assert found("drone + armé", title="Le drone", text="Armé") == ["drone", "Armé"]


def test_what_a_part_of_the_text_must_not_hold_may_stand_elsewhere() -> None:
    """« title:(drones -Inde) » is fulfilled though the text names India, not if the title does."""
    assert found("title:(drones -Inde)", title="Drones", text="En Inde") == ["Drones"]
    assert found("body:(drones -Inde)", title="Inde", text="Des drones") == ["drones"]
    assert found("title:(drones -Inde)", title="Drones en Inde", text="") is None


def test_rules_that_do_not_concern_the_source_are_silent() -> None:
    """Disabled rules and rules for other sources do not match; the others keep their order."""
    rules = [
        rule("B"),
        rule("off", enabled=False),
        rule("here", sources=frozenset({SOURCE.name})),
        rule("there", sources=frozenset({OTHER_SOURCE.name})),
        rule("tagged", tags=frozenset({"mer"})),
        rule("A"),
    ]
    matcher = Matcher(rules)
    assert [match.rule.name for match in matcher.match(entry(), SOURCE)] == ["B", "here", "A"]
    tagged = Source("Autre", "https://autre.example", tags=frozenset({"mer"}))
    assert [match.rule.name for match in matcher.match(entry(), tagged)] == ["B", "tagged", "A"]


def test_no_rules_match_nothing() -> None:
    """An empty watchlist is no special case."""
    assert Matcher([]).match(entry(), SOURCE) == ()


# ── Against a naive evaluator ────────────────────────────────────────────────────────────────


SURFACES = {
    "chine": ["Chine", "chine", "CHINE"],
    "chinois": ["chinois", "Chinois"],
    "machine": ["machine", "machines"],
    "drone": ["drone", "Drones", "DRONES", "d’drone"],
    "arme": ["arme", "armé", "Armés", "ARMES"],
    "russie": ["Russie", "la-Russie", "l'Russie"],
    "pays": ["pays", "Pays"],
    "sol": ["sol"],
    "air": ["air", "Air"],
    "19": ["19"],
    "covid": ["COVID", "covid"],
    "国": ["国"],
}
SEPARATORS = [" ", " ", " ", ", ", ". ", "\u00a0", "-", "\n", "\n\n"]


@dataclass
class Written:
    """A text, and the same as a string of keys: « ¶ » between paragraphs."""

    text: str
    keys: str


def write(chance: random.Random) -> Written:
    """A random text of a few words."""
    text, keys = "", " "
    for _ in range(chance.randint(0, 8)):
        key = chance.choice(sorted(SURFACES))
        surface, separator = chance.choice(SURFACES[key]), chance.choice(SEPARATORS)
        text += surface + separator
        lead = "la " if surface == "la-Russie" else ""
        keys += f"{lead}{key} " + ("¶ " if separator == "\n\n" else "")
    return Written(text, keys)


def random_tree(chance: random.Random, depth: int = 2) -> Expression:
    """A random rule with words that the texts have."""
    kind = chance.randint(0, 5) if depth else chance.randint(3, 5)
    if kind <= 1:
        wanted = [random_tree(chance, depth - 1) for _ in range(chance.randint(1, 2))]
        unwanted = [Not(random_tree(chance, 0)) for _ in range(chance.randint(0, 1))]
        return And((*wanted, *unwanted)) if len(wanted + unwanted) > 1 else wanted[0]
    if kind == 2:
        return Or(tuple(random_tree(chance, depth - 1) for _ in range(chance.randint(2, 3))))
    if kind == 3:
        return Prefix(chance.choice(["chi", "chin", "arm", "chinois", "mach"]))
    words = [chance.choice(chance.choice([*SURFACES.values()])) for _ in range(kind - 2)]
    return Phrase(" ".join(words)) if kind == 5 else Word(words[0])


def naive(expression: Expression, fields: list[Written]) -> bool:
    """The same answer by searching in strings."""
    if isinstance(expression, And):
        return all(naive(child, fields) for child in expression.children)
    if isinstance(expression, Or):
        return any(naive(child, fields) for child in expression.children)
    if isinstance(expression, Not):
        return not naive(expression.child, fields)
    if isinstance(expression, Prefix):
        return any(f" {expression.text}" in field.keys for field in fields)
    assert isinstance(expression, Word | Phrase)
    keys = " ".join(key_of(word) for word in re.split(r"[ -]", expression.text))
    return any(f" {keys} " in field.keys for field in fields)


def key_of(surface: str) -> str:
    """The key by looking it up."""
    keys = [key for key, surfaces in SURFACES.items() if surface in surfaces]
    return keys[0] if keys else surface.casefold()


def test_the_matcher_agrees_with_a_naive_evaluator() -> None:
    """9,000 pairs of random rules and texts: the same answer, from the matcher and from explain."""
    chance = random.Random(1)
    trees = [random_tree(chance) for _ in range(300)]
    matcher = Matcher(
        rule(str(number), expression=parse(format_rule(tree))) for number, tree in enumerate(trees)
    )
    hits = 0
    for _ in range(30):
        fields = [write(chance), write(chance)]
        article = entry(title=fields[0].text, text=fields[1].text)
        expected = [str(number) for number, tree in enumerate(trees) if naive(tree, fields)]
        assert [match.rule.name for match in matcher.match(article, SOURCE)] == expected
        told = [explain(tree, article).matched for tree in trees]
        assert [str(number) for number, matched in enumerate(told) if matched] == expected
        hits += len(expected)
    assert 1_000 < hits < 8_000


def test_evidence_shows_a_term_of_the_rule() -> None:
    """Each place by itself has its term, and no two places overlap."""
    chance = random.Random(2)
    matcher = Matcher(rule(str(n), expression=random_tree(chance)) for n in range(100))
    for _ in range(50):
        article = entry(title=write(chance).text, text=write(chance).text)
        for match in matcher.match(article, SOURCE):
            assert match.evidence
            check_evidence(match.evidence, {"title": article.title, "text": article.text})


def check_evidence(evidence: tuple[Evidence, ...], fields: dict[str, str]) -> None:
    """Sorted, apart, and each piece of text fulfils its term."""
    places = [(each.field != "title", each.span.start, each.span.end) for each in evidence]
    assert places == sorted(places)
    for one, other in pairwise(places):
        assert one[0] != other[0] or one[2] <= other[1]
    for each in evidence:
        piece = fields[each.field][each.span.start : each.span.end]
        assert explain(parse(each.term), entry(title="", text=piece)).matched


@pytest.mark.parametrize("piece", ["a ", "a-", "sol air ", "\n\n", "中", "l'"])
def test_hostile_texts_take_linear_time(piece: str) -> None:
    """100,000 characters of the words that a rule looks for are matched within seconds."""
    matcher = Matcher([rule(expression=parse('"a a a a b" | "中中中国" | solair'))])
    start = time.process_time()
    matcher.match(entry(text=piece * (100_000 // len(piece))), SOURCE)
    assert time.process_time() - start < 5


def test_only_listed_words_are_halves() -> None:
    """A name without its case ending is no word that a hyphen could have joined."""
    russian = Analyser(("ru", "uk"))
    assert list(halves(Word("Пашинян"), russian)) == []
    assert list(halves(Word("мариуполь"), russian)) == []


def test_languages_that_nobody_knows_take_no_memory_each() -> None:
    """A feed that names a language for each article is matched, and fills one memo."""
    analyser = Analyser(("fr",))
    lexicon = Lexicon(analyser)
    Planner(lexicon).plan(parse("drones NEAR/3 Chine"))
    words = "Des drones en Chine. " + " ".join(f"{chr(97 + n)}mot" for n in range(20))
    codes = ["fr", None, *(f"q{chr(97 + n)}" for n in range(20))]
    for lang in codes:
        assert lexicon.keys(words, lang)
        assert lexicon.placed(lang)("drones").spots
    assert len(lexicon._keys_of) == len(lexicon._placed) == 3


def test_a_pattern_sought_while_rules_change_is_not_kept() -> None:
    """What was found with the keys of before is forgotten with them."""
    lexicon = Lexicon(Analyser(("fr",)))
    terms = Terms(lexicon)

    class Changing(Lexicon):
        def find(self, term: Term, scope: str = "") -> Pattern:
            found = lexicon.find(term, scope)
            Planner(lexicon).plan(term)
            terms.forget()
            return found

    terms._lexicon = Changing(lexicon.analyser)
    assert terms.pattern(Word("drone"), "body").only == NO_KEY
    terms._lexicon = lexicon
    assert terms.pattern(Word("drone"), "body").only != NO_KEY
