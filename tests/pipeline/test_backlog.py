"""What was there before anybody watched: as it was chosen, and never as a flood."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import DIGEST, POST, Backlog, DeliveryState, Entry, Match, Priority, Rule
from bot.pipeline.backlog import Hit, of_first_document, take_up
from bot.pipeline.catch_up import tell_missed
from bot.store import backlogs
from tests.fixed_clock import NOON
from tests.newsroom import Newsroom
from tests.samples import OTHER_SOURCE, SOURCE, entry, own_words, rule, stored, watchlist

HOUR = timedelta(hours=1)


def story(name: str, hours: float | None = 1) -> Entry:
    """An article of a story of its own, so many hours old."""
    published = None if hours is None else NOON - hours * HOUR
    return entry(name, title=f"Drones : {own_words(name, 3)}", published_at=published)


def choose(newsroom: Newsroom, backlog: Backlog) -> None:
    """As `vigie feeds add --backlog` does."""
    with newsroom.database.begin() as tx:
        backlogs.choose(tx, [SOURCE.url], backlog)


def catch_up(newsroom: Newsroom) -> int:
    """Tell together what waits for it."""
    with newsroom.database.begin() as tx:
        return tell_missed(tx, newsroom.watched, newsroom.clock.now())


def titles(newsroom: Newsroom) -> list[str]:
    """The addresses of what was posted, in order."""
    return [post.message.preview_url.rsplit("/", 1)[-1] for post in newsroom.deliveries()]


def parts(newsroom: Newsroom) -> list[tuple[str, DeliveryState]]:
    """What is owed, and how it stands."""
    return [(delivery.part, delivery.state) for delivery in newsroom.deliveries()]


# ── a feed that is new ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("backlog", "told"),
    [("none", []), ("last", ["b", "a", "old"]), ("all", ["a", "b", "c", "d"])],
)
async def test_a_choice_for_one_feed(backlog: Backlog, told: list[str], newsroom: Newsroom) -> None:
    """Nothing; the last three, however old; or all that is young, each by itself."""
    newsroom.watch(watchlist(rule()))
    aged = {"a": 30.0, "b": 29.0, "old": 300.0, "older": 400.0}
    young = dict.fromkeys("abcd", 1.0)
    ages = aged if backlog == "last" else young
    documents = [story(name, hours) for name, hours in ages.items()]
    choose(newsroom, backlog)
    await newsroom.read(*documents)
    assert sorted(titles(newsroom)) == sorted(told)
    assert catch_up(newsroom) == 0


async def test_otherwise_it_is_told_together(newsroom: Newsroom) -> None:
    """What is young comes in one digest; breaking news of before are none."""
    newsroom.watch(watchlist(rule(priority=Priority.BREAKING), sources=(SOURCE,)))
    choose(newsroom, "digest")
    await newsroom.read(*(story(name) for name in "abcd"), story("old", 300))
    assert newsroom.deliveries() == ()
    assert catch_up(newsroom) == 4
    assert (
        parts(newsroom) == [(DIGEST, DeliveryState.PENDING)] + [(POST, DeliveryState.GROUPED)] * 4
    )


async def test_a_digest_waits_for_the_feeds_that_were_added_with_it(newsroom: Newsroom) -> None:
    """A list of three hundred feeds makes one digest and not a dozen."""
    newsroom.watch(watchlist(rule()))
    choose(newsroom, "digest")
    await newsroom.read(*(story(name) for name in "abcd"))
    assert catch_up(newsroom) == 0
    await newsroom.read(source=OTHER_SOURCE)
    assert catch_up(newsroom) == 4


@pytest.mark.parametrize("backlog", ["none", "last"])
async def test_what_changes_later_stays_of_before(backlog: Backlog, newsroom: Newsroom) -> None:
    """A new headline does not make news of what was not to be told; new articles are news."""
    newsroom.watch(watchlist(rule()))
    choose(newsroom, backlog)
    old = [story(name, hours) for hours, name in enumerate("abcd", 1)]
    await newsroom.read(*old)
    before = titles(newsroom)
    newsroom.clock.advance(600)
    await newsroom.read(*old[:3], entry("d", title="Drones : tout autre chose"), story("new", 0))
    assert titles(newsroom) == [*before, "new"]


def hit(name: str, hours: float | None, by: Rule | None = None) -> Hit:
    """An entry that a rule has hit."""
    known = replace(stored(sum(map(ord, name))), entry=story(name, hours))
    return Hit(known, (Match(by or rule(), ()),))


def test_the_last_three_are_those_that_may_be_told() -> None:
    """By their dates; those without come last; a rule that rests does not take a place."""
    mute = rule(muted_until=NOON + HOUR)
    hits = [hit("undated", None), hit("m", 0, mute), *(hit(f"h{n}", n) for n in (5, 1, 3, 9))]
    told = of_first_document(hits, "last", NOON)
    newest = [hits[3], hits[4], hits[2]]
    assert list(told) == [each.stored.id for each in newest]


# ── a rule that is new ───────────────────────────────────────────────────────────────────────


async def wanted(newsroom: Newsroom, *, together: bool) -> int:
    """Four articles were read before the rule was written, which asks for three of them."""
    newsroom.watch(watchlist())
    await newsroom.read(*(story(name) for name in "abcd"))
    rows = newsroom.everything()["entries"]
    with newsroom.database.begin() as tx:
        ids = [row[0] for row in rows][: 4 if together else 3]
        backlogs.want(tx, "drones", ids, NOON, together=together)  # type: ignore[arg-type]  # a row's id
        assert take_up(tx, newsroom.watched, NOON) == 0  # the rule is not read yet
    newsroom.watch(watchlist(rule("drones"), sources=(SOURCE,)))
    with newsroom.database.begin() as tx:
        return take_up(tx, newsroom.watched, NOON)


async def test_a_new_rule_tells_what_was_asked_of_it(newsroom: Newsroom) -> None:
    """Once the bot knows the rule, and only once."""
    assert await wanted(newsroom, together=False) == 3
    await newsroom.tell()
    assert titles(newsroom) == ["a", "b", "c"]
    with newsroom.database.begin() as tx:
        assert not backlogs.any_wanted(tx)
        assert take_up(tx, newsroom.watched, NOON) == 0


async def test_a_new_rule_tells_it_together(newsroom: Newsroom) -> None:
    """As one digest."""
    assert await wanted(newsroom, together=True) == 4
    await newsroom.tell()
    assert catch_up(newsroom) == 4
    assert parts(newsroom)[0] == (DIGEST, DeliveryState.PENDING)


async def test_what_no_rule_ever_asked_again_is_forgotten(newsroom: Newsroom) -> None:
    """A rule that was taken out again before the bot has read it leaves nothing behind."""
    await newsroom.read(story("a"))
    with newsroom.database.begin() as tx:
        backlogs.want(tx, "gone", [1], NOON, together=False)
        assert backlogs.forget(tx, NOON, 10) == 0
        assert backlogs.forget(tx, NOON + HOUR, 10) == 1
        assert not backlogs.any_wanted(tx)
