"""Feeds: state between polls, and claiming."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from bot.model import FailureKind, FetchFailure, FetchState
from bot.store import feeds
from bot.store.feeds import Change
from tests.fixed_clock import NOON
from tests.samples import ANYTHING, OTHER_SOURCE, SOURCE, later

LEASE = timedelta(minutes=2)


def test_claims_longest_due_first(tx: Connection) -> None:
    """Of several due feeds, the one that waits longest is taken first."""
    first, second = feeds.claim(tx, NOON, 10, LEASE)
    feeds.save(tx, [Change(first, replace(first, next_poll_at=later(minutes=5)))])
    feeds.save(tx, [Change(second, replace(second, next_poll_at=later(minutes=3)))])
    (taken,) = feeds.claim(tx, later(minutes=10), 1, LEASE)
    assert taken.url == second.url


def test_claimed_feed_is_not_given_twice(tx: Connection) -> None:
    """A feed that is being polled is not handed out again before its lease ends."""
    assert len(feeds.claim(tx, NOON, 10, LEASE)) == 2
    assert feeds.claim(tx, later(minutes=1), 10, LEASE) == ()
    assert len(feeds.claim(tx, later(minutes=2), 10, LEASE)) == 2


def test_restart_polls_nothing_early(tx: Connection) -> None:
    """A start forgets claims but not when each feed is due."""
    for state in feeds.claim(tx, NOON, 10, LEASE):
        feeds.save(tx, [Change(state, replace(state, next_poll_at=later(minutes=15)))])
    feeds.release(tx)
    feeds.sync(tx, (SOURCE, OTHER_SOURCE), later(minutes=1))
    assert feeds.claim(tx, later(minutes=1), 10, LEASE) == ()


def test_state_comes_back_as_it_was_saved(tx: Connection) -> None:
    """Validators, failures and times survive the database to the letter."""
    state = replace(
        feeds.claim(tx, NOON, 1, LEASE)[0],
        etag='W/"a\'é"',
        last_modified="Tue, 1 Sep",
        body_hash="f" * 64,
        next_poll_at=later(minutes=15),
        last_polled_at=NOON,
        last_ok_at=NOON,
        failures=2,
        failing_since=NOON,
        failure=FailureKind.DNS,
    )
    failure = FetchFailure(FailureKind.DNS, ANYTHING, ANYTHING)
    feeds.save(tx, [Change(FetchState(state.feed_id, state.url), state, failure)])
    assert state in feeds.every(tx)
    assert [(name, reason) for name, _, reason in feeds.failing(tx)] == [(SOURCE.name, ANYTHING)]


def test_removed_source_sleeps_and_keeps_its_history(tx: Connection) -> None:
    """A source that leaves feeds.yaml is not polled; when it comes back it is the same feed."""
    before = {state.url: state.feed_id for state in feeds.every(tx)}
    feeds.sync(tx, (SOURCE,), NOON)
    assert [state.url for state in feeds.claim(tx, NOON, 10, LEASE)] == [SOURCE.url]
    feeds.sync(tx, (SOURCE, replace(OTHER_SOURCE, name="Renamed")), NOON)
    assert {state.url: state.feed_id for state in feeds.every(tx)} == before


def test_a_clock_that_was_wrong_is_forgotten(tx: Connection) -> None:
    """What was polled next year is due now; what was polled a moment ago waits for its time."""
    first, second = feeds.claim(tx, NOON, 2, LEASE)
    year = timedelta(days=365)
    ahead = replace(first, last_polled_at=NOON + year, next_poll_at=NOON + 2 * year)
    usual = replace(second, last_polled_at=NOON, next_poll_at=later(hours=1))
    feeds.save(tx, [Change(first, ahead), Change(second, usual)])
    feeds.forget_future(tx, NOON)
    assert [state.feed_id for state in feeds.claim(tx, NOON, 9, LEASE)] == [first.feed_id]


def test_what_is_known_of_a_paused_feed_is_still_known(tx: Connection) -> None:
    """A paused feed is not polled, and can be asked about, with the words of its last trouble."""
    (state,) = feeds.claim(tx, NOON, 1, LEASE)
    failed = replace(state, failures=1, failure=FailureKind.DNS, failing_since=NOON)
    failure = FetchFailure(FailureKind.DNS, ANYTHING, ANYTHING)
    feeds.save(tx, [Change(state, failed, failure)])
    feeds.sync(tx, [replace(each, paused=True) for each in (SOURCE, OTHER_SOURCE)], NOON)
    assert feeds.every(tx) == ()
    assert set(feeds.known(tx)) == {SOURCE.url, OTHER_SOURCE.url}
    (known,) = feeds.known(tx, state.url).values()
    assert (known.state, known.reason, known.hint) == (failed, ANYTHING, ANYTHING)
    assert feeds.known(tx, "https://unknown.example/") == {}


def test_feeds_that_are_asked_for_come_sooner_and_never_later(tx: Connection) -> None:
    """Who asks for a poll brings it forward; one that is due before is not put off."""
    for state in feeds.claim(tx, NOON, 10, LEASE):
        feeds.save(tx, [Change(state, replace(state, next_poll_at=later(hours=state.feed_id)))])
    feeds.hasten(tx, {1: later(hours=1.5), 2: later(hours=1.5)})
    moments = {state.feed_id: state.next_poll_at for state in feeds.every(tx)}
    assert moments == {1: later(hours=1), 2: later(hours=1.5)}


def test_columns_are_in_the_order_of_the_state() -> None:
    """A state is made of a row without looking at names."""
    assert ("feed_id", "url", *feeds._KEPT, "seen") == FetchState.__slots__
