"""`concepts:` of feeds.yaml, and `country:` of a source."""

import pytest

from bot.errors import Problem, WatchlistError
from bot.expression import Concept, Phrase, Prefix, Word
from bot.model import OwnConcept, Watchlist
from bot.watchlist.concepts import known_in, shipped
from bot.watchlist.load import loads

REST = """\
sources:
  - {name: A, url: "https://a.example/rss"}
channels:
  alerts: {telegram: "@alerts_here"}
rules:
  - {name: R, match: %s, to: alerts}
"""


def quoted(rule: str) -> str:
    """A rule as a value of YAML."""
    return "'" + rule.replace("'", "''") + "'"


def read(concepts: str, rule: str = "drone") -> tuple[Watchlist, tuple[Problem, ...]]:
    """A small file with these concepts."""
    return loads(f"{concepts}{REST % quoted(rule)}".encode(), "feeds.yaml")


def problems(concepts: str, rule: str = "drone") -> list[tuple[int, int, str]]:
    """Where and what is wrong in it."""
    with pytest.raises(WatchlistError) as caught:
        read(concepts, rule)
    return [(each.line, each.column, each.text.en) for each in caught.value.problems]


def test_concepts_are_lists_of_terms() -> None:
    """Words, exact words, prefixes and phrases, with or without quotation marks of their own."""
    watchlist, warnings = read(
        """concepts:
  Drones navals: ["drone naval", USV, "=Magura", kamikaz*, '"sea baby"', a|b]
""",
        "@Drones-navals",
    )
    terms = (
        Phrase("drone naval"),
        Word("USV"),
        Word("Magura", exact=True),
        Prefix("kamikaz"),
        Phrase("sea baby"),
        Word("a"),
        Word("b"),
    )
    assert watchlist.concepts == (OwnConcept("Drones navals", terms),)
    concept = watchlist.rules[0].expression
    assert isinstance(concept, Concept)
    assert (concept.name, concept.terms) == ("Drones navals", terms)
    assert warnings == ()


def test_one_term_needs_no_brackets() -> None:
    """A single text is a list of one."""
    watchlist, _ = read("concepts:\n  Acier: sidérurg*\n", "@acier")
    assert watchlist.concepts[0].terms == (Prefix("sidérurg"),)


def test_a_plus_adds_to_a_shipped_concept() -> None:
    """Everything @Chine stood for, and one name more."""
    watchlist, _ = read("concepts:\n  +Chine: [Zhongnanhai]\n", "@China")
    concept = watchlist.rules[0].expression
    assert isinstance(concept, Concept)
    assert concept.terms[-1] == Word("Zhongnanhai")
    assert len(concept.terms) > 40
    assert known_in(watchlist).find("CN") == Concept("CN", concept.terms)


def test_a_known_name_replaces_the_shipped_concept() -> None:
    """An editor who knows better has the last word."""
    watchlist, _ = read("concepts:\n  Chine: [Pékin]\n", "@CN")
    concept = watchlist.rules[0].expression
    assert isinstance(concept, Concept)
    assert concept.terms == (Word("Pékin"),)


def test_without_concepts_the_shipped_ones_are_there() -> None:
    """The section may be left out."""
    watchlist, _ = read("", "@Chine")
    assert watchlist.concepts == ()
    assert known_in(watchlist) is shipped()


def test_a_concept_that_no_rule_uses() -> None:
    """It is told, as unused sources and channels are; any name of the thing is a use."""
    _, warnings = read("concepts:\n  Acier: [acier]\n  +Chine: [Zhongnanhai]\n", "x -@China")
    assert [(each.line, each.text.en) for each in warnings] == [
        (2, "No rule looks for this concept.")
    ]


@pytest.mark.parametrize(
    ("item", "column", "what"),
    [
        ("drone + naval", 11, "A concept is a list of terms: this is more than one."),
        ("drone ET naval", 11, "A concept is a list of terms: this is more than one."),
        ("'title:drone'", 12, "A concept is a list of terms: this is more than one."),
        ("a NEAR/3 b", 11, "A concept is a list of terms: this is more than one."),
        ("'x | @Chine'", 16, "A concept is a list of terms: this is more than one."),
        ("ch*", 11, None),
        ("'=drone*'", 12, None),
        ("'drone -naval'", 12, "A concept is a list of terms: this is more than one."),
    ],
)
def test_what_is_no_term_is_refused_at_its_place(item: str, column: int, what: str | None) -> None:
    """With line and column, and in the words of the rule language where it is a matter of it."""
    ((line, found, text),) = problems(f"concepts:\n  Acier: [{item}]\n", "@acier")[:1]
    assert line == 2
    assert found == column if what else found >= column
    assert what is None or text == what


@pytest.mark.parametrize(
    ("concepts", "line", "what"),
    [
        ("concepts: [a, b]\n", 1, "“concepts” gives a list of terms for each name."),
        ("concepts:\n", 2, "“concepts” gives a list of terms for each name."),
        ("concepts:\n  A: []\n", 2, "This concept has nothing to look for."),
        ("concepts:\n  A:\n", 3, "“A” is empty."),
        ("concepts:\n  A: {b: c}\n", 2, "“A” wants one text."),
        ("concepts:\n  A: [b]\n  á: [c]\n", 3, "This concept is already on line 2."),
        ("concepts:\n  Chine: [b]\n  +China: [c]\n", 3, "This concept is already on line 2."),
        ("concepts:\n  +Chnie: [b]\n", 2, "There is no concept “Chnie” to add to."),
        ("concepts:\n  +Acier: [b]\n", 2, "There is no concept “Acier” to add to."),
        ("concepts:\n  '\"': [b]\n", 2, "A rule cannot write this name after an @."),
        ("concepts:\n  '+': [b]\n", 2, "A rule cannot write this name after an @."),
        ("concepts:\n  '--': [b]\n", 2, "A rule cannot write this name after an @."),
        ("concept:\n  A: [b]\n", 1, "No such key: “concept”."),
    ],
)
def test_mistakes_are_told_with_their_line(concepts: str, line: int, what: str) -> None:
    """Nothing is guessed, nothing is dropped in silence."""
    found = problems(concepts)
    assert (line, what) in [(number, text) for number, _, text in found]


def test_too_many_terms() -> None:
    """A list of any length gets its answer."""
    terms = ", ".join(f"word{number}" for number in range(501))
    ((_, _, text),) = problems(f"concepts:\n  A: [{terms}]\n".replace(", ", ",\n   "), "@A")
    assert text == "A concept has at most 500 terms."


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("FR", "FR"),
        ("fr", "FR"),
        ("France", "FR"),
        ("NO", "NO"),
        ("Royaume-Uni", "GB"),
        ("UK", "GB"),
        ("united states", "US"),
        ("Cote d'Ivoire", "CI"),
        ("Türkiye", "TR"),
        ("RDC", "CD"),
    ],
)
def test_the_country_of_a_source(written: str, code: str) -> None:
    """A name in either language or its two letters, as rules with country: compare it."""
    content = REST.replace("name: A,", f"name: A, country: {written},") % "drone"
    assert loads(content.encode(), "feeds.yaml").watchlist.sources[0].country == code


@pytest.mark.parametrize("written", ["Atlantide", "OTAN", "EU", "ONU", "XX", "''"])
def test_no_country(written: str) -> None:
    """What is no country is refused."""
    content = REST.replace("name: A,", f"name: A, country: {written},") % "drone"
    with pytest.raises(WatchlistError):
        loads(content.encode(), "feeds.yaml")


def test_every_country_has_its_own_code() -> None:
    """All 249 of them, each found by its French and its English name."""
    codes = {name.fr: shipped().country_code(name.fr) for name in shipped().names()}
    known = [code for code in codes.values() if code]
    assert len(known) == len(set(known)) == 249
    for name in shipped().names():
        code = codes[name.fr]
        assert shipped().country_code(name.en) == code
        assert code is None or shipped().country_code(code) == code
