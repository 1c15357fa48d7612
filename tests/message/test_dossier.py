"""The layout for those who look into a story."""

from dataclasses import replace

import pytest

from bot.expression import Span
from bot.message import compose, room
from bot.message.dossier import MOST_SOURCES
from bot.model import Evidence, Layout, Match, Message, Passage, Story, Summary
from tests.samples import DESTINATION, rule, stored
from tests.telegram_text import check

PLACE = replace(DESTINATION, layout="dossier")


def dossier(*sentences: str, outlets: int = 1, rules: int = 1) -> Message:
    """A dossier whose names are as long as names can be."""
    names = tuple(f"{number} {'🚢' * 98}" for number in range(outlets))
    pages = tuple(f"https://phare.example/{'a' * 1000}{number}" for number in range(outlets))
    matches = tuple(Match(rule(f"{number} {'🚢' * 90}"), ()) for number in range(rules))
    story = Story(1, stored(source=names[0]), names, matches, pages=pages)
    summary = Summary(Passage("Titre"), tuple(map(Passage, sentences)))
    message = compose(story, summary, PLACE, silent=False)
    check(message)
    return message


@pytest.mark.parametrize(
    ("layout", "length", "characters", "sentences"),
    [
        ("flash", 300, 300, 3),
        ("flash", 1000, 1000, 3),
        ("dossier", 50, 150, 10),
        ("dossier", 300, 900, 10),
        ("dossier", 600, 1200, 10),
        ("dossier", 1000, 1200, 10),
    ],
)
def test_room(layout: Layout, length: int, characters: int, sentences: int) -> None:
    """A dossier has three times as much, but no article."""
    place = replace(DESTINATION, layout=layout, summary_length=length)
    assert room(place) == (characters, sentences)


def test_a_story_of_one_outlet_has_no_list_of_sources() -> None:
    """It stands above already."""
    message = dossier("Une phrase.")
    assert "Sources" not in message.plain
    assert [button.label for button in message.buttons] == ["Lire"]


@pytest.mark.parametrize(("outlets", "has_button"), [(2, False), (10, False), (11, True)])
def test_sources_that_are_not_listed_are_behind_a_button(outlets: int, has_button: bool) -> None:
    """No button for what is told."""
    message = dossier(outlets=outlets)
    listed = message.plain.partition("Sources")[2].partition("\n\n")[0].count("•")
    assert listed == min(outlets, MOST_SOURCES)
    assert any(button.data for button in message.buttons) is has_button


def test_the_extract_goes_before_the_lists() -> None:
    """As many sentences as there is room for beside all names."""
    long = ["a" * 900 + ".", "b" * 900 + ".", "c" * 900 + "."]
    message = dossier(*long, outlets=10, rules=4)
    assert "a." in message.plain
    assert "c." not in message.plain
    assert "Trouvé par" in message.plain


def test_the_lists_go_when_nothing_else_is_left() -> None:
    """Title, correction and hashtags may fill a post by themselves."""
    words = tuple(Evidence(f"{number}{'🚢' * 40}", "source", Span(0, 1)) for number in range(8))
    tags = [Match(rule("🚢" * 90, hashtag=f"#{letter * 330}"), words) for letter in "abc"]
    names = tuple("🚢" * 60 + str(number) for number in range(10))
    lead = stored(title="🚢" * 400, source="🚢" * 100)
    story = Story(1, lead, names, tuple(tags), former_title="🚢" * 400)
    message = compose(story, Summary(Passage("🚢" * 400), ()), PLACE, silent=False)
    check(message)
    assert "#aaa" in message.plain
    assert "Trouvé par" not in message.plain
