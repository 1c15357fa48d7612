"""Permanent redirects."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import cadence
from bot.model import FailureKind, FetchState, Move
from tests.fixed_clock import NOON
from tests.looking import DAY, EVERY, MINUTE, STATE, URL, after, failure, fetched, unmodified

NEW = "https://new.example/feed"
PLAIN = replace(STATE, url="http://phare.example/rss?a=1", validated_url=None)
MOVED = replace(STATE, moved_to=NEW, validated_url=NEW)


def _redirected(state: FetchState, *days: float, to: str | None = NEW) -> FetchState:
    """The state after answers that came by a permanent redirect, days from noon."""
    for day in days:
        state = after(state, fetched(to or URL, to=to, etag='"b"'), at=NOON + day * DAY)
    return state


@pytest.mark.parametrize(
    ("days", "is_moved"),
    [
        ((0,), False),
        ((0, 0.5, 1, 1.5, 1.9), False),
        ((0, 2.5), False),
        ((0, 1, 2), True),
        ((0, 0.1, 7), True),
    ],
)
def test_line_10_a_move_is_believed_when_it_lasts(
    days: tuple[float, ...], *, is_moved: bool
) -> None:
    """Three answers in a row, over two days at least."""
    state = _redirected(STATE, *days)
    assert state.address == (NEW if is_moved else URL)
    assert (state.move is None) == is_moved


def test_line_10_an_answer_that_says_otherwise_begins_anew() -> None:
    """Another address in between, or none, and nothing is believed yet."""
    for other in ("https://other.example/", None):
        state = _redirected(_redirected(_redirected(STATE, 0, 1), 1.5, to=other), 2, 2.5)
        assert state.move == Move(NEW, NOON + 2 * DAY, 2)
        assert state.address == URL


def test_line_10_failures_say_nothing_about_moves() -> None:
    """A bad day in between does not begin anew."""
    state = after(_redirected(STATE, 0, 1), failure(), at=NOON + 1.5 * DAY)
    assert _redirected(state, 2).address == NEW


def test_line_10_304_counts_as_an_answer() -> None:
    """A redirected feed that has not changed has moved all the same."""
    state = _redirected(STATE, 0, 1)
    assert after(state, unmodified(NEW, to=NEW), at=NOON + 2 * DAY).address == NEW


@pytest.mark.parametrize(
    ("to", "is_moved"),
    [
        ("https://phare.example/rss?a=1", True),
        ("https://phare.example/rss", False),
        ("https://www.phare.example/rss?a=1", False),
        ("http://phare.example/feed", False),
    ],
)
def test_line_10_tls_at_the_same_place_is_believed_at_once(to: str, *, is_moved: bool) -> None:
    """From http to https of the same host and path, and nothing else."""
    assert (after(PLAIN, fetched(to, to=to)).address == to) == is_moved


def test_line_10_nobody_is_sent_back_to_plain_http() -> None:
    """A move from https to http is followed each time and never remembered."""
    plain = "http://phare.example/rss"
    state = _redirected(STATE, 0, 1, 2, 3, to=plain)
    assert (state.address, state.move) == (URL, None)


def test_line_10_other_redirects_never_count() -> None:
    """302, 303 and 307 come without `moved_to`, wherever the document came from."""
    state = STATE
    for day in range(9):
        state = after(state, fetched(NEW), at=NOON + day * DAY)
    assert state.address == URL


def test_line_4_a_new_address_has_no_validators_of_the_old_one() -> None:
    """Validators and hashes are forgotten with the address, unless they are the new one's own."""
    elsewhere = "https://cdn.example/feed"
    state = _redirected(STATE, 0, 1)
    moved = after(state, fetched(elsewhere, to=NEW, etag='"c"'), at=NOON + 2 * DAY)
    assert moved.address == NEW
    assert (moved.etag, moved.last_modified, moved.validated_url) == (None, None, None)
    assert (moved.body_hash, moved.seen) == (None, b"")
    own = _redirected(state, 2)
    assert (own.address, own.etag, own.validated_url, own.seen) == (NEW, '"b"', NEW, STATE.seen)


def test_a_move_back_home() -> None:
    """A moved feed whose new address leads back is asked at its own again."""
    state = _redirected(MOVED, 0, 1, 2, to=URL)
    assert (state.moved_to, state.address) == (None, URL)


@pytest.mark.parametrize(
    ("kind", "times"),
    [
        (FailureKind.NOT_FOUND, 3),
        (FailureKind.DNS, 3),
        (FailureKind.NOT_A_FEED, 3),
        (FailureKind.GONE, 1),
        (FailureKind.SERVER, None),
        (FailureKind.BUSY, None),
        (FailureKind.TIMEOUT, None),
    ],
)
def test_line_10_a_lost_address_falls_back(kind: FailureKind, times: int | None) -> None:
    """Three hard failures, or one 410, and the feed's own address is asked, soon and anew."""
    state = MOVED
    for count in range(1, 5):
        state = after(state, failure(kind))
        if count == times:
            break
        assert state.address == NEW
    assert (state.address == URL) == (times is not None)
    if times:
        assert (state.etag, state.validated_url, state.body_hash, state.seen) == (None,) * 3 + (
            b"",
        )
        assert state.next_poll_at == NOON + EVERY


def test_a_feed_that_is_gone_at_both_addresses_stops() -> None:
    """The old address has the last word."""
    back = after(MOVED, failure(FailureKind.GONE))
    gone = after(back, failure(FailureKind.GONE), at=NOON + EVERY)
    assert (gone.address, gone.next_poll_at) == (URL, cadence.NEVER)
    assert cadence.news(MOVED, back) is None
    assert cadence.news(back, gone) == "failing"


def test_moves_are_counted_in_days_not_in_polls() -> None:
    """A hundred answers within an hour are one hotel's network."""
    days = [number * (timedelta(minutes=1) / DAY) for number in range(100)]
    state = _redirected(STATE, *days)
    assert state.move == Move(NEW, NOON, 100)
    assert state.last_polled_at == NOON + 99 * MINUTE
