"""From a story to its posts: one per destination, whatever rules hit it."""

import pytest

from bot.expression import Word
from bot.model import Destination, Match, Priority, Rule, Story
from bot.pipeline.alert import News, most_urgent, owe, post
from bot.pipeline.watch import Watch
from bot.store import entries, matches, stories
from tests.fixed_clock import NOON
from tests.newsroom import Newsroom
from tests.samples import DESTINATION, SOURCE, entry, new_story, rule, stored, watchlist

ROOM = Destination("salle", "@salle", lang="en")
PORT = rule("Port", text="port", expression=Word("port"), to=(ROOM.name,))


def story(*rules: Rule) -> Story:
    """A story that these rules hit."""
    return Story(1, stored(), (SOURCE.name,), tuple(Match(each, ()) for each in rules))


@pytest.mark.parametrize(
    ("priorities", "expected"),
    [
        ([], Priority.NORMAL),
        ([Priority.SILENT], Priority.SILENT),
        ([Priority.SILENT, Priority.NORMAL], Priority.NORMAL),
        ([Priority.NORMAL, Priority.BREAKING, Priority.SILENT], Priority.BREAKING),
    ],
)
def test_the_most_urgent_rule_sets_the_pace(priorities: list[Priority], expected: Priority) -> None:
    """A story that is breaking news for one rule is breaking news."""
    assert most_urgent(priorities) is expected


@pytest.mark.parametrize(
    ("priorities", "silent"),
    [
        ((Priority.SILENT, Priority.SILENT), True),
        ((Priority.SILENT, Priority.NORMAL), False),
    ],
)
def test_a_post_is_silent_when_all_its_rules_are(
    priorities: tuple[Priority, Priority], silent: bool
) -> None:
    """One rule that may be heard is enough for a sound."""
    rules = (rule(name, priority=each) for name, each in zip("ab", priorities, strict=True))
    assert post(story(*rules), DESTINATION).message.silent is silent


def test_a_post_shows_the_rules_that_go_there() -> None:
    """Neither the hashtag nor the urgency of another place's rule is seen here."""
    urgent = rule("Port", to=(ROOM.name,), priority=Priority.BREAKING)
    owed = post(story(rule(), urgent), DESTINATION)
    assert "#Drones" in owed.message.plain
    assert "#Port" not in owed.message.plain
    assert (owed.destination, owed.priority) == (DESTINATION.name, Priority.NORMAL)


def test_a_post_speaks_the_language_of_its_place() -> None:
    """Each destination says what language the words around the article have."""
    labels = [
        [button.label for button in post(story(rule()), place).message.buttons]
        for place in (DESTINATION, ROOM)
    ]
    assert labels == [["Lire", "Pourquoi ?"], ["Read", "Why?"]]


async def test_only_alerting_rules_choose_the_places(newsroom: Newsroom) -> None:
    """Two rules hit the story; the places of the one that raises the alert are told, once each."""
    watch = Watch.of(watchlist(rule(), PORT, destinations=(DESTINATION, ROOM)))
    with newsroom.database.begin() as tx:
        (item,) = entries.remember(tx, 1, SOURCE.name, [entry()], NOON)
        number = stories.attach(tx, item.stored, new_story(), NOON)
        found = watch.matcher.match(item.stored.entry, SOURCE)
        matches.add(tx, item.stored.id, found, NOON)
        assert owe(tx, News(number, [rule()], NOON), watch) == 1
        assert owe(tx, News(number, [rule(), PORT], NOON), watch) == 1
        assert owe(tx, News(number, [rule(), PORT], NOON), watch) == 0
    assert [delivery.destination for delivery in newsroom.deliveries()] == ["veille", "salle"]


async def test_a_place_or_story_that_is_gone_is_owed_nothing(newsroom: Newsroom) -> None:
    """A poll that began before a reload may still name them."""
    watch = Watch.of(watchlist(rule(to=("partie",))))
    with newsroom.database.begin() as tx:
        (item,) = entries.remember(tx, 1, SOURCE.name, [entry()], NOON)
        number = stories.attach(tx, item.stored, new_story(), NOON)
        assert owe(tx, News(number, watch.watchlist.rules, NOON), watch) == 0
        assert owe(tx, News(999, [rule()], NOON), watch) == 0
    assert newsroom.deliveries() == ()
