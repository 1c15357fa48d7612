"""What is found again, fails again, or is told by rules that rest: nothing is lost or stuck."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import EDIT, POST, DeliveryState, Entry, Priority
from bot.pipeline.catch_up import tell_missed
from bot.store import findings
from tests.newsroom import Newsroom
from tests.pipeline.test_follow_ups import another, posted
from tests.samples import OTHER_SOURCE, SOURCE, entry, own_words, rule, watchlist

NIGHT = timedelta(hours=9).total_seconds()


def story(name: str) -> Entry:
    """An article of a story of its own."""
    return entry(name, title=f"Drones : {own_words(name, 3)}")


def catch_up(newsroom: Newsroom) -> int:
    """Tell what waits, if all of it is read."""
    with newsroom.database.begin() as tx:
        return tell_missed(tx, newsroom.watched, newsroom.clock.now())


@pytest.fixture
async def away(newsroom: Newsroom) -> Newsroom:
    """Nobody has looked since last night; now both feeds are read, the one with four stories."""
    newsroom.watch(watchlist(rule()))
    for source in (SOURCE, OTHER_SOURCE):
        await newsroom.read(entry("old", title="Le marché", text="Rien."), source=source)
    newsroom.clock.advance(NIGHT)
    await newsroom.read(*(story(f"n{n}") for n in range(4)))
    await newsroom.read(source=OTHER_SOURCE)
    return newsroom


async def test_what_was_found_anew_while_it_was_told_stays_owed(newsroom: Newsroom) -> None:
    """A second rule hits the entry while its first telling waits for a page; then a crash."""
    newsroom.watch(watchlist(rule()))
    await newsroom.read(entry("a"))
    now = newsroom.clock.now()
    with newsroom.database.begin() as tx:
        findings.add(tx, 1, ["Drones"], now)
        (first,) = findings.claim(tx, now, 5)
        findings.add(tx, 1, ["Port"], now)
        (second,) = findings.claim(tx, now + timedelta(seconds=1), 5)
        findings.done(tx, first)
        assert findings.count(tx) == 1
        findings.done(tx, second)
        assert findings.count(tx) == 0


async def test_one_that_cannot_be_told_does_not_keep_the_others_waiting(away: Newsroom) -> None:
    """A missed finding that fails again and again holds no digest up."""
    with away.database.begin() as tx:
        findings.add(tx, 1, ["Drones"], away.clock.now(), missed=True)
    assert catch_up(away) == 0
    with away.database.begin() as tx:
        for _ in range(findings.HOPELESS):
            away.clock.advance(1)
            findings.release(tx, away.clock.now())
            assert findings.claim(tx, away.clock.now(), 5)
    assert catch_up(away) == 4


@pytest.mark.parametrize("priority", [Priority.NORMAL, Priority.BREAKING])
async def test_breaking_news_of_a_story_of_a_digest_are_heard(
    priority: Priority, away: Newsroom
) -> None:
    """There is no post to reply to: it is posted, once; by any other rule it is not."""
    assert catch_up(away) == 4
    away.clock.advance(600)
    away.watch(watchlist(rule(), rule("Port", priority=priority)))
    for name in ("x", "y"):
        again = replace(story("n0"), identity=name, url="", canonical_url="")
        await away.read(again, source=OTHER_SOURCE)
    posts = [each.state for each in away.deliveries() if each.part == POST]
    is_heard = priority is Priority.BREAKING
    assert posts.count(DeliveryState.PENDING) == is_heard
    assert posts.count(DeliveryState.GROUPED) == 4 - is_heard


async def test_a_mute_rule_takes_nothing_from_its_posts(newsroom: Newsroom) -> None:
    """Another outlet takes the story up while the rule is mute: hashtags and highlights stay."""
    newsroom.watch(watchlist(rule()))
    await posted(newsroom)
    newsroom.watch(watchlist(rule(muted_until=newsroom.clock.now() + timedelta(days=1))))
    await another(newsroom, "b")
    (edit,) = (each.message for each in newsroom.deliveries() if each.part == EDIT)
    assert "#Drones" in edit.plain
    assert "<u>" in edit.html
