"""Alerts that wait by their rule's or channel's wish: told together, and never lost."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.model import DIGEST, POST, DeliveryState, Entry, Priority, QuietHours, Rule
from bot.pipeline.catch_up import tell_missed
from bot.store import fates
from tests.fixed_clock import NOON
from tests.newsroom import Newsroom
from tests.samples import DESTINATION, OTHER_SOURCE, SOURCE, entry, own_words, rule, watchlist

LUNCH = QuietHours(time(11), time(14))
HOUR = 3600.0


def story(name: str) -> Entry:
    """An article of a story of its own."""
    return entry(name, title=f"Drones : {own_words(name, 3)}")


def watch(newsroom: Newsroom, *rules: Rule, **place: object) -> None:
    """Work with these rules, and a channel of this kind."""
    channel = replace(DESTINATION, **place)  # type: ignore[arg-type]  # by field
    newsroom.watch(watchlist(*rules, destinations=(channel,)))


def catch_up(newsroom: Newsroom) -> int:
    """Tell what has waited for its time."""
    with newsroom.database.begin() as tx:
        return tell_missed(tx, newsroom.watched, newsroom.clock.now())


def parts(newsroom: Newsroom) -> list[tuple[str, DeliveryState]]:
    """What is owed, and how it stands."""
    return [(delivery.part, delivery.state) for delivery in newsroom.deliveries()]


@pytest.fixture
async def read(newsroom: Newsroom) -> Newsroom:
    """Both feeds were read before."""
    watch(newsroom)
    for source in (SOURCE, OTHER_SOURCE):
        await newsroom.read(entry("old", title="Le marché", text="Rien."), source=source)
    newsroom.clock.advance(1)
    return newsroom


@pytest.mark.parametrize("whose", ["rule", "channel"])
async def test_quiet_hours_hold_alerts_until_they_end(whose: str, read: Newsroom) -> None:
    """Then they come as one digest; what comes later is posted as ever."""
    if whose == "rule":
        watch(read, rule(quiet_hours=LUNCH))
    else:
        watch(read, rule(), quiet_hours=LUNCH)
    await read.read(story("a"), story("b"))
    assert (catch_up(read), parts(read)) == (0, [])
    read.clock.advance(2 * HOUR)
    assert catch_up(read) == 2
    grouped = [(POST, DeliveryState.GROUPED)] * 2
    assert parts(read) == [(DIGEST, DeliveryState.PENDING), *grouped]
    await read.read()  # what it had in the meantime would have been missed
    await read.read(story("c"))
    assert parts(read)[3:] == [(POST, DeliveryState.PENDING)]
    assert catch_up(read) == 0


async def test_a_rule_that_is_awake_posts_at_once(read: Newsroom) -> None:
    """What another rule holds back goes out when one that may speak finds it too: once."""
    watch(read, rule(quiet_hours=LUNCH), rule("Port"))
    await read.read(story("a"))
    assert parts(read) == [(POST, DeliveryState.PENDING)]
    read.clock.advance(2 * HOUR)
    assert catch_up(read) == 0


async def test_breaking_news_wake_a_channel(read: Newsroom) -> None:
    """The quiet hours of a channel are not for them."""
    watch(read, rule(priority=Priority.BREAKING), quiet_hours=LUNCH)
    await read.read(story("a"))
    assert parts(read) == [(POST, DeliveryState.PENDING)]


async def test_a_cap_posts_the_first_and_gathers_the_rest(read: Newsroom) -> None:
    """Until the next full hour; then the rule may speak again."""
    watch(read, rule(cap_per_hour=2))
    await read.read(*(story(name) for name in "abcd"))
    assert parts(read) == [(POST, DeliveryState.PENDING)] * 2
    read.clock.advance(HOUR)
    assert catch_up(read) == 2
    assert parts(read)[2] == (DIGEST, DeliveryState.PENDING)
    read.clock.advance(60)
    await read.read(story("e"))
    assert parts(read)[-1] == (POST, DeliveryState.PENDING)


async def test_a_story_that_goes_on_does_not_use_up_the_cap(read: Newsroom) -> None:
    """Copies in other outlets are no posts."""
    watch(read, rule(cap_per_hour=1))
    await read.read(story("a"))
    await read.read(story("a"), source=OTHER_SOURCE)
    assert [part for part, _ in parts(read)].count(POST) == 1
    assert read.everything()["missed"] == []


async def test_the_digest_comes_at_the_channels_time(read: Newsroom) -> None:
    """In its zone; even one story alone comes so."""
    watch(read, rule(digest=True), timezone="Europe/Paris", digest_at=(time(8), time(18)))
    await read.read(story("a"))
    read.clock.advance(5 * HOUR - 2)  # it is 13:00 in Paris at noon
    assert catch_up(read) == 0
    read.clock.advance(2)
    assert catch_up(read) == 1
    assert [part for part, _ in parts(read)] == [DIGEST, POST]


async def test_why_it_waits_can_be_asked(read: Newsroom) -> None:
    """Until when, and what holds it."""
    watch(read, rule(quiet_hours=LUNCH))
    await read.read(story("a"))
    with read.database.reading() as tx:
        (kept,) = fates.fate(tx, 3).kept
    assert kept.due_at == NOON + timedelta(hours=2)
    assert kept.reason is not None
    assert kept.reason.en == "quiet hours of Drones (11:00–14:00)"
