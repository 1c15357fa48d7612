"""Polling: one transaction from the entries to what was found, on a real database file."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_mock import MockerFixture

from bot.expression import Word
from bot.model import (
    EDIT,
    Destination,
    FailureKind,
    FetchFailure,
    NotModified,
    PollOutcome,
    Priority,
)
from bot.store import entries, feeds, findings, matches, outbox, polls
from tests.fixed_clock import NOON
from tests.newsroom import EVERY, Newsroom
from tests.post_office import Crash
from tests.samples import ANYTHING, DESTINATION, OTHER_SOURCE, SOURCE, entry, rule, watchlist

LONG = " ".join(f"mot{number}" for number in range(60)) + " drones"
PORT = rule("Port", text="port", expression=Word("port"))
ROOM = Destination("salle", "@salle", lang="en")


# ── one transaction ──────────────────────────────────────────────────────────────────────────

WRITES = [
    (entries, "remember"),
    (matches, "add"),
    (findings, "add"),
    (polls, "add"),
    (feeds, "save"),
]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("room", "function"), WRITES, ids=[f"{m.__name__.split('.')[-1]}.{f}" for m, f in WRITES]
)
async def test_a_poll_that_is_killed_leaves_nothing_and_is_done_again(
    room: object, function: str, after: bool, newsroom: Newsroom, mocker: MockerFixture
) -> None:
    """Wherever in the middle it dies: no row at all, and the next poll brings everything."""
    newsroom.watch(watchlist(rule()))
    before = newsroom.everything()
    real = getattr(room, function)

    def dies(*given: object, **named: object) -> None:
        if after:
            real(*given, **named)
        raise Crash

    patch = mocker.patch.object(room, function, side_effect=dies)
    fresh = entry("a"), entry("b")
    with pytest.raises(Crash):
        await newsroom.read(*fresh)
    assert newsroom.everything() == before
    mocker.stop(patch)
    report = await newsroom.read(*fresh)
    assert (report.entries_new, report.matches, newsroom.owed) == (2, 2, 2)
    assert len(newsroom.deliveries()) == 2


async def test_everything_of_a_poll_is_kept(newsroom: Newsroom) -> None:
    """Entries, match, story, post, event and the feed's state come together."""
    newsroom.watch(watchlist(rule()))
    newsroom.press.headers["etag"] = '"1"'
    await newsroom.read(entry("a"), entry("b", title="Le marché", text="Rien à voir."))
    kept = {table: len(rows) for table, rows in newsroom.everything().items() if rows}
    assert kept == {
        "feeds": 2,
        "entries": 2,
        "matches": 1,
        "stories": 1,
        "placements": 1,
        "sketches": 1,
        "sketch_keys": 11,
        "boilerplates": 1,
        "poll_counts": 1,
        "destinations": 1,
        "deliveries": 1,
        "poll_events": 1,
    }
    state = newsroom.state()
    assert (state.etag, state.last_ok_at) == ('"1"', NOON)
    assert state.next_poll_at is not None
    assert NOON + EVERY <= state.next_poll_at <= NOON + EVERY * 1.1


# ── what comes ───────────────────────────────────────────────────────────────────────────────


async def test_an_unchanged_document_is_not_read(newsroom: Newsroom) -> None:
    """The same bytes again, or a 304, cost no parsing and change no entry."""
    newsroom.watch(watchlist(rule()))
    await newsroom.read(entry())
    again = await newsroom.read(entry())
    newsroom.press.answers.append(NotModified(SOURCE.url, {}, NOON))
    third = await newsroom.poll()
    assert [again.outcome, third.outcome] == [PollOutcome.UNCHANGED] * 2
    assert newsroom.press.parsed == 1
    assert len(newsroom.deliveries()) == 1


@pytest.mark.parametrize(
    "kind", [FailureKind.BROKEN_FEED, FailureKind.PARSE_TIMEOUT, FailureKind.HTML]
)
async def test_a_document_that_cannot_be_read_comes_again(
    kind: FailureKind, newsroom: Newsroom
) -> None:
    """Validators and hash stay those of the last good one, so no 304 can hide what was missed."""
    newsroom.press.headers["etag"] = '"good"'
    await newsroom.read(entry())
    good = newsroom.state()
    newsroom.press.headers["etag"] = '"bad"'
    newsroom.press.answers.append((b"<rss", FetchFailure(kind, ANYTHING, ANYTHING)))
    report = await newsroom.poll()
    bad = newsroom.state()
    assert (report.outcome, report.failure and report.failure.kind) == (PollOutcome.FAILED, kind)
    assert (bad.etag, bad.body_hash) == ('"good"', good.body_hash)
    assert (bad.failures, bad.failing_since, bad.failure) == (1, NOON, kind)
    assert bad.last_ok_at == good.last_ok_at
    await newsroom.read(entry())
    assert newsroom.press.asked[-1].etag == '"good"'
    assert (newsroom.state().failures, newsroom.state().failure) == (0, None)


async def test_a_failed_request_is_remembered_with_its_words(newsroom: Newsroom) -> None:
    """The event and the feed carry the reason, and what was owed before is untouched."""
    newsroom.watch(watchlist(rule()))
    await newsroom.read(entry())
    newsroom.press.answers.append(FetchFailure(FailureKind.DNS, ANYTHING, ANYTHING))
    await newsroom.poll()
    with newsroom.database.reading() as tx:
        ((name, state, reason),) = feeds.failing(tx)
        assert polls.count(tx, NOON) == {PollOutcome.NEW: 1, PollOutcome.FAILED: 1}
    assert (name, state.failure, reason) == (SOURCE.name, FailureKind.DNS, ANYTHING)
    assert len(newsroom.deliveries()) == 1


# ── what is told ─────────────────────────────────────────────────────────────────────────────


async def test_an_entry_is_told_once(newsroom: Newsroom) -> None:
    """It may come back with every document; a changed text is matched again, not told again."""
    newsroom.watch(watchlist(rule()))
    await newsroom.read(entry("a"))
    await newsroom.read(entry("a"), entry("b", title="Le marché", text="Rien."))
    third = await newsroom.read(entry("a", text="Quatre drones, dit-on maintenant."))
    assert (third.entries_new, third.matches) == (0, 1)
    assert len(newsroom.deliveries()) == 1


async def test_an_entry_that_changes_into_a_hit_is_told(newsroom: Newsroom) -> None:
    """The missing word may come with a correction."""
    newsroom.watch(watchlist(rule()))
    quiet = await newsroom.read(entry(title="Au port", text="On a vu quelque chose."))
    assert (quiet.matches, newsroom.deliveries()) == (0, ())
    report = await newsroom.read(entry(title="Au port", text="On a vu des drones."))
    assert (report.entries_new, newsroom.owed) == (0, 1)


@pytest.mark.parametrize(
    ("age", "told"),
    [
        (timedelta(hours=24), True),
        (timedelta(hours=24, seconds=1), False),
        (timedelta(days=-1), True),
        (None, True),
    ],
    ids=["just", "too old", "tomorrow", "undated"],
)
async def test_max_age_is_a_matter_of_alerts_only(
    age: timedelta | None, told: bool, newsroom: Newsroom
) -> None:
    """What is too old for its rule is stored and matched; it has a story, and no post."""
    newsroom.watch(watchlist(rule(max_age=timedelta(hours=24))))
    await newsroom.read()
    published = None if age is None else NOON - age
    report = await newsroom.read(entry(published_at=published))
    assert (report.entries_new, report.matches, newsroom.owed) == (1, 1, int(told))
    assert len(newsroom.everything()["stories"]) == 1
    assert len(newsroom.deliveries()) == told


async def test_the_first_poll_of_a_feed_is_no_flood(newsroom: Newsroom) -> None:
    """All is stored; alerts are raised for what is young, and not for what shows no date.

    Line 24 of the polite poller.
    """
    newsroom.watch(watchlist(rule(max_age=timedelta(hours=24))))
    young, old = NOON - timedelta(hours=1), NOON - timedelta(days=9)
    report = await newsroom.read(
        entry("young", published_at=young),
        entry("old", published_at=old),
        entry("undated", published_at=None),
    )
    assert (report.entries_new, report.matches) == (3, 3)
    (told,) = newsroom.deliveries()
    assert told.message.preview_url.endswith("/young")


async def test_what_was_there_before_stays_so_when_it_changes(newsroom: Newsroom) -> None:
    """A count of comments in a text without a date makes no news of it; a new one without is."""
    newsroom.watch(watchlist(rule()))
    await newsroom.read(entry("old", published_at=None))
    newsroom.clock.advance(600)
    report = await newsroom.read(
        entry("old", text="Des drones. 12 commentaires.", published_at=None),
        entry("new", published_at=None),
    )
    assert (report.matches, newsroom.owed) == (2, 1)
    newsroom.clock.advance(600)
    await newsroom.read(entry("new", text="Des drones, encore.", published_at=None))
    (told,) = newsroom.deliveries()
    assert told.message.preview_url.endswith("/new")


async def test_rules_with_different_ages_tell_their_own_places(newsroom: Newsroom) -> None:
    """A day-old entry is news for the patient rule's place and none for the other's."""
    hasty = rule(max_age=timedelta(hours=1))
    patient = replace(PORT, to=(ROOM.name,))
    newsroom.watch(watchlist(hasty, patient, destinations=(DESTINATION, ROOM)))
    await newsroom.read(entry(published_at=NOON - timedelta(days=1)))
    assert [delivery.destination for delivery in newsroom.deliveries()] == [ROOM.name]


async def test_several_rules_make_one_post_per_place(newsroom: Newsroom) -> None:
    """Each destination has one post, with the hashtags and the urgency of its own rules."""
    drones = rule(to=(DESTINATION.name, ROOM.name))
    port = replace(PORT, priority=Priority.BREAKING)
    newsroom.watch(watchlist(drones, port, destinations=(DESTINATION, ROOM)))
    report = await newsroom.read(entry())
    assert (report.matches, newsroom.owed) == (1, 2)
    posts = {delivery.destination: delivery for delivery in newsroom.deliveries()}
    here, there = posts[DESTINATION.name], posts[ROOM.name]
    assert "#Drones #Port" in here.message.plain
    assert "#Drones" in there.message.plain
    assert "#Port" not in there.message.plain
    assert (here.priority, there.priority) == (Priority.BREAKING, Priority.NORMAL)


async def test_a_rule_listens_to_its_sources_only(newsroom: Newsroom) -> None:
    """An entry of another feed does not concern it."""
    newsroom.watch(watchlist(rule(sources=frozenset({OTHER_SOURCE.name}))))
    assert (await newsroom.read(entry("a"))).matches == 0
    assert (await newsroom.read(entry("b"), source=OTHER_SOURCE)).matches == 1


async def test_a_rule_that_is_gone_tells_nothing_more(newsroom: Newsroom) -> None:
    """What it owed stays owed; a post rendered anew is without its hashtag."""
    newsroom.watch(watchlist(rule(), PORT))
    await newsroom.read(entry("a"))
    newsroom.watch(watchlist(PORT))
    await newsroom.read(entry("a", text="Cinq drones ont survolé le port."), entry("b", title="x"))
    first, second = newsroom.deliveries()
    for post in (first.message.plain, second.message.plain):
        assert "#Port" in post
        assert "#Drones" not in post


async def test_a_rule_that_is_new_sees_new_entries_only(newsroom: Newsroom) -> None:
    """What was read before it came is not told, even when the feed still has it."""
    await newsroom.read(entry("a"))
    newsroom.watch(watchlist(rule()))
    report = await newsroom.read(entry("a"), entry("b"))
    assert (report.matches, newsroom.owed) == (1, 1)


# ── stories ──────────────────────────────────────────────────────────────────────────────────


async def test_another_outlet_is_added_to_a_post_that_waits(newsroom: Newsroom) -> None:
    """The same text in a second feed makes no second post: the waiting one says « +1 »."""
    newsroom.watch(watchlist(rule()))
    await newsroom.read(entry("a", text=LONG, content_hash="same"))
    (alone,) = newsroom.deliveries()
    assert "+1" not in alone.message.plain
    copy = entry("b", text=LONG, content_hash="same", url="https://harbour.example/b")
    report = await newsroom.read(copy, source=OTHER_SOURCE)
    (both,) = newsroom.deliveries()
    assert (report.matches, newsroom.owed) == (1, 0)
    assert f"{SOURCE.name} +1" in both.message.plain


async def test_another_outlet_leaves_a_post_that_went_out(newsroom: Newsroom) -> None:
    """Once its request has started the post stays as it is, to the letter."""
    newsroom.watch(watchlist(rule()))
    await newsroom.read(entry("a", content_hash="same"))
    (sending,) = newsroom.deliveries()
    with newsroom.database.begin() as tx:
        outbox.start(tx, sending.id, NOON, floor_message_id=0)
    copy = entry("b", content_hash="same", url="https://harbour.example/b")
    await newsroom.read(copy, source=OTHER_SOURCE)
    after, edit = newsroom.deliveries()
    assert (after.message, edit.part) == (sending.message, EDIT)


async def test_an_article_that_changes_after_months_stays_in_its_story(
    newsroom: Newsroom,
) -> None:
    """Slow feeds keep their items for years; a correction must not break the poll."""
    newsroom.watch(watchlist(rule(max_age=timedelta(days=1000))))
    await newsroom.read(entry("a"))
    newsroom.clock.advance(timedelta(days=100).total_seconds())
    report = await newsroom.read(entry("a", text="Deux drones, en fait."))
    assert (report.matches, newsroom.owed) == (1, 0)
    assert len(newsroom.everything()["stories"]) == 1


async def test_many_articles_at_one_address_do_not_break_the_poll(newsroom: Newsroom) -> None:
    """Some feeds give every item the address of their front page."""
    newsroom.watch(watchlist(rule()))
    front = {"url": "https://phare.example/", "canonical_url": "https://phare.example/"}
    items = [entry(f"{number}", **front) for number in range(120)]
    await newsroom.read(*items)
    changed = [replace(item, text="Encore des drones.") for item in items]
    report = await newsroom.read(*changed)
    assert (report.entries_new, report.matches) == (0, 120)


async def test_one_busy_address_does_not_silence_its_host(newsroom: Newsroom) -> None:
    """While other feeds of the host are answered, it is left alone shortly each time (line 9)."""
    well = replace(OTHER_SOURCE, url="https://phare.example/other")
    newsroom.watch(replace(watchlist(), sources=(SOURCE, well)))
    busy = FetchFailure(FailureKind.BUSY, ANYTHING, ANYTHING)
    for n in range(8):
        newsroom.press.answers.append(busy)
        await newsroom.poll()
        newsroom.clock.advance(60)
        await newsroom.read(entry(str(n)), source=well)
    newsroom.press.answers.append(busy)
    await newsroom.poll()
    due, now = newsroom.state(well).next_poll_at, newsroom.clock.now()
    assert due is not None
    assert due - now <= EVERY * 1.1
    for _ in range(8):  # nobody is answered any more
        newsroom.press.answers.append(busy)
        await newsroom.poll(well)
    due = newsroom.state().next_poll_at
    assert due is not None
    assert due - now > timedelta(hours=5)
