"""The answer to "Why?"."""

from hypothesis import given
from hypothesis import strategies as st

from bot.commands.why import LONGEST, why
from bot.expression import Span
from bot.model import Evidence, Field, Match, Rule, Story
from tests.samples import DESTINATION, rule, stored

TITLE = "Des drones au port"
TEXT = "Trois drones chinois ont survolé le port.\nLa\nRussie nie."
ENGLISH = type(DESTINATION)("newsroom", "@newsroom", lang="en")


def found(term: str, field: Field, word: str) -> Evidence:
    """The first place of a word."""
    start = (TITLE if field == "title" else TEXT).index(word)
    return Evidence(term, field, Span(start, start + len(word)))


def story(*matches: Match) -> Story:
    """A story about drones."""
    return Story(7, stored(title=TITLE, text=TEXT), ("Le Phare",), matches)


DRONES = Match(
    rule("Drones"),
    (
        found("drones", "title", "drones"),
        found("drones", "text", "drones"),
        found("chin*", "text", "chinois"),
        found('"La Russie"', "text", "La\nRussie"),
    ),
)


def test_the_rule_and_its_words_as_found() -> None:
    """Each term once, in reading order, on one line."""
    assert why(story(DRONES), DESTINATION) == "Drones : « drones », « chinois », « La Russie »"


def test_the_language_is_that_of_the_destination() -> None:
    """Around the words, which stay as they are."""
    match = Match(rule("Drones", to=("newsroom",)), DRONES.evidence)
    assert why(story(match), ENGLISH) == "Drones: “drones”, “chinois”, “La Russie”"


def test_only_rules_of_this_destination_are_told() -> None:
    """What others watch is their affair."""
    secret = Match(rule("Secret", to=("newsroom",)), DRONES.evidence)
    port = Match(rule("Port"), (found("port", "title", "port"),))
    told = why(story(secret, DRONES, port), DESTINATION)
    assert told.splitlines()[1] == "Port : « port »"
    assert "Secret" not in told


def test_what_is_no_longer_known_is_said() -> None:
    """The story may be gone, or the rule."""
    assert why(None, DESTINATION).startswith("Cette alerte est trop ancienne")
    assert why(None, ENGLISH).startswith("This alert is too old")
    assert "n'est plus dans feeds.yaml" in why(story(), DESTINATION)


def test_a_term_that_is_in_neither_title_nor_text_is_told_as_written() -> None:
    """Such as a country: no words of the article stand for it."""
    match = Match(rule("Drones"), (Evidence("country:FR", "country", Span(0, 2)),))
    assert why(story(match), DESTINATION) == "Drones : « country:FR »"


def test_an_answer_is_not_cut_inside_a_sign() -> None:
    """A family stays together, or is left out."""
    told = why(story(Match(rule("👨\u200d👩\u200d👧" * 40), DRONES.evidence)), DESTINATION)
    assert told == "👨\u200d👩\u200d👧" * 24 + "…"


@given(st.lists(st.text(min_size=1, max_size=150), min_size=1, max_size=4))
def test_the_answer_always_fits(names: list[str]) -> None:
    """200 UTF-16 units, and never half a character."""
    rules: list[Rule] = [rule(name) for name in names]
    told = why(story(*(Match(r, DRONES.evidence) for r in rules)), DESTINATION)
    assert 0 < len(told.encode("utf-16-le")) // 2 <= LONGEST
    told.encode()
