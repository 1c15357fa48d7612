"""After a time in which nobody looked: together, and not as a flood."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_mock import MockerFixture

from bot.message import compose_digest
from bot.model import DIGEST, POST, DeliveryState, Destination, Entry, Priority, Story
from bot.pipeline.catch_up import AWAY, was_away
from bot.pipeline.catch_up import tell_missed as _tell_missed
from bot.store import feeds, outbox
from tests.newsroom import Newsroom
from tests.samples import (
    DESTINATION,
    OTHER_SOURCE,
    SOURCE,
    entry,
    own_words,
    rule,
    stored,
    watchlist,
)

NIGHT = timedelta(hours=9).total_seconds()


def story(name: str) -> Entry:
    """An article of a story of its own."""
    return entry(name, title=f"Drones : {own_words(name, 3)}")


def tell_missed(newsroom: Newsroom) -> int:
    """Tell what waits, if all of it is read."""
    with newsroom.database.begin() as tx:
        return _tell_missed(tx, newsroom.watched, newsroom.clock.now())


def parts(newsroom: Newsroom) -> list[tuple[str, DeliveryState]]:
    """What is owed, and how it stands."""
    return [(delivery.part, delivery.state) for delivery in newsroom.deliveries()]


@pytest.fixture
async def away(newsroom: Newsroom) -> Newsroom:
    """Nobody has looked since last night; the second feed is not read yet either."""
    newsroom.watch(watchlist(rule()))
    for source in (SOURCE, OTHER_SOURCE):
        await newsroom.read(entry("old", title="Le marché", text="Rien."), source=source)
    newsroom.clock.advance(NIGHT)
    return newsroom


async def test_many_missed_stories_come_as_a_digest(away: Newsroom) -> None:
    """A line each, silently, when every feed is read; no post of their own."""
    await away.read(*(story(f"n{n}") for n in range(4)))
    assert tell_missed(away) == 0
    assert away.deliveries() == ()
    await away.read(story("m"), source=OTHER_SOURCE)
    assert tell_missed(away) == 5
    assert parts(away) == [
        (DIGEST, DeliveryState.PENDING),
        *[(POST, DeliveryState.GROUPED)] * 5,
    ]
    digest = away.deliveries()[0].message
    assert digest.silent
    assert digest.plain.startswith("À rattraper : 5 sujets")
    assert digest.plain.count("•") == 5
    with away.database.reading() as tx:
        (due,) = outbox.due(tx, away.clock.now(), [DESTINATION.name], 20)
    assert (due.part, due.target) == (DIGEST, None)
    assert tell_missed(away) == 0


async def test_few_are_posted_one_by_one(away: Newsroom) -> None:
    """Three posts are no flood."""
    await away.read(*(story(f"n{n}") for n in range(3)))
    await away.read(source=OTHER_SOURCE)
    assert tell_missed(away) == 3
    assert parts(away) == [(POST, DeliveryState.PENDING)] * 3


async def test_very_many_are_told_a_part_at_a_time(away: Newsroom, mocker: MockerFixture) -> None:
    """Each in a transaction of its own, and in digests that follow each other."""
    mocker.patch("bot.pipeline.catch_up.AT_ONCE", 4)
    await away.read(*(story(f"n{n}") for n in range(9)))
    await away.read(source=OTHER_SOURCE)
    assert [tell_missed(away) for _ in range(4)] == [4, 4, 1, 0]
    assert [part for part, _ in parts(away)].count(DIGEST) == 2
    assert len({delivery.story_id for delivery in away.deliveries()}) == 9


async def test_breaking_news_do_not_wait(away: Newsroom) -> None:
    """They are posted as soon as they are read, and are in no digest."""
    away.watch(watchlist(rule(priority=Priority.BREAKING)))
    await away.read(*(story(f"n{n}") for n in range(5)))
    assert parts(away) == [(POST, DeliveryState.PENDING)] * 5
    await away.read(source=OTHER_SOURCE)
    assert tell_missed(away) == 0


async def test_what_comes_in_time_is_posted_as_ever(away: Newsroom) -> None:
    """Of a feed that is read again, only the first document was missed."""
    await away.read()
    away.clock.advance(600)
    await away.read(story("fresh"))
    assert parts(away) == [(POST, DeliveryState.PENDING)]


async def test_a_story_of_the_digest_is_not_posted_again(away: Newsroom) -> None:
    """When another outlet takes it up there is nothing to edit, and nothing new to tell."""
    await away.read(*(story(f"n{n}") for n in range(4)))
    await away.read(source=OTHER_SOURCE)
    tell_missed(away)
    before = parts(away)
    copy = story("n1")
    away.clock.advance(600)
    await away.read(copy, source=OTHER_SOURCE)
    assert parts(away) == before


async def test_a_place_that_left_keeps_nobody_waiting(away: Newsroom) -> None:
    """What waited for it is forgotten with it."""
    await away.read(*(story(f"n{n}") for n in range(4)))
    room = Destination("salle", "@salle")
    away.watch(watchlist(rule(to=(room.name,)), destinations=(room,)))
    await away.read(source=OTHER_SOURCE)
    assert tell_missed(away) == 0
    assert away.everything()["missed"] == []


async def test_only_a_poll_that_is_late_was_missed(newsroom: Newsroom) -> None:
    """By an hour at least; the first poll of a feed never."""
    newsroom.watch(watchlist(rule()))
    assert not was_away(newsroom.state(), newsroom.clock.now() + 3 * AWAY)
    await newsroom.read()
    state = newsroom.state()
    assert state.next_poll_at
    assert was_away(state, state.next_poll_at + AWAY)
    assert not was_away(state, state.next_poll_at + AWAY - timedelta(microseconds=1))


def test_a_long_digest_goes_on_in_another_message() -> None:
    """Forty links, 3,500 units: nothing is left out, and each knows how many there are."""
    stories = [
        Story(n, stored(n, title=f"{n} {own_words(str(n), 20)}"), (SOURCE.name,), ())
        for n in range(1, 91)
    ]
    messages = compose_digest(stories, "en")
    assert sum(number for number, _ in messages) == 90
    assert len(messages) > 3
    for number, message in messages:
        assert message.plain.startswith("To catch up on: 90 stories")
        assert message.plain.count("•") == number <= 40
        assert len(message.plain.encode("utf-16-le")) // 2 <= 3_500


async def test_it_waits_for_feeds_that_are_active(away: Newsroom) -> None:
    """A feed that left feeds.yaml is never read: nobody waits for it."""
    await away.read(*(story(f"n{n}") for n in range(4)))
    with away.database.begin() as tx:
        feeds.sync(tx, (SOURCE,), away.clock.now())
    assert tell_missed(away) == 4


async def test_a_story_of_one_digest_does_not_swallow_the_next(away: Newsroom) -> None:
    """It goes on the night after: it was told, and the others of that night are told as well."""
    await away.read(*(story(f"n{n}") for n in range(4)))
    await away.read(source=OTHER_SOURCE)
    tell_missed(away)
    away.clock.advance(NIGHT)
    await away.read(replace(story("n0"), identity="again", canonical_url="", url=""))
    await away.read(*(story(f"k{n}") for n in range(4)), source=OTHER_SOURCE)
    assert tell_missed(away) == 4
    digests = [each.message.plain for each in away.deliveries() if each.part == DIGEST]
    assert len(digests) == 2
    assert digests[1].startswith("À rattraper : 4 sujets")
    assert away.everything()["missed"] == []
