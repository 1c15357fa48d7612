"""All that is remembered of a poll."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import cadence
from bot.cadence.look import MOST_SEEN
from bot.model import FailureKind, Fetched, FetchFailure, FetchState, Hints, NotModified, ParsedFeed
from tests.fixed_clock import NOON
from tests.looking import (
    DAY,
    HOUR,
    NOTHING,
    STATE,
    URL,
    after,
    entry,
    failure,
    fetched,
    named,
    unmodified,
)

OLD, NEW, OTHER = b"oldhash1", b"newhash2", b"another3"
MOMENTS = st.timedeltas(-40 * DAY, 40 * DAY).map(lambda ahead: NOON + ahead)
VALUES = st.sampled_from(
    ["0", "-1", "60", "9" * 30, "no-cache", "max-age=60", "max-age=99999999", "private, max-age=7"]
) | st.text(max_size=20)
HEADERS = st.dictionaries(
    st.sampled_from(
        ["etag", "last_modified", "expires", "date", "age", "cache_control", "retry_after"]
    ),
    VALUES | MOMENTS.map(lambda moment: f"{moment:%a, %d %b %Y %H:%M:%S} GMT"),
)
STATES = st.builds(
    FetchState,
    st.just(1),
    st.just(URL),
    moved_to=st.sampled_from([None, "https://new.example/"]),
    etag=st.none() | st.text(max_size=5),
    rate=st.none() | st.floats(0, 1e6),
    hints=st.builds(
        Hints,
        ttl=st.none() | st.timedeltas(),
        skip_hours=st.frozensets(st.integers(0, 23)),
        skip_days=st.frozensets(st.integers(0, 6)),
    ),
    last_ok_at=st.none() | MOMENTS,
    last_new_at=st.none() | MOMENTS,
    unmodified_since=st.none() | MOMENTS,
    failures=st.integers(0, 10**6),
    failing_since=st.none() | MOMENTS,
    told_at=st.none() | MOMENTS,
    pushed_until=st.none() | MOMENTS,
)
OUTCOMES = (
    HEADERS.map(lambda headers: replace(fetched(), headers=named(headers)))
    | HEADERS.map(lambda headers: unmodified(**headers))
    | st.builds(
        lambda kind, headers: failure(kind, **headers), st.sampled_from(FailureKind), HEADERS
    )
)


def test_a_document_replaces_what_the_last_one_said() -> None:
    """Hashes, hints and hub are the document's; an unchanged body, or a 304, keeps them."""
    told = Hints(ttl=timedelta(minutes=7))
    document = ParsedFeed("", (), seen=NEW, hints=told, hub="https://hub.example/", topic=URL)
    read = after(STATE, fetched(), document, new=1)
    assert (read.seen, read.hints, read.hub, read.topic) == (NEW, told, document.hub, URL)
    assert read.body_hash == fetched().body_hash
    for outcome in (fetched(), unmodified(), failure()):
        kept = after(read, outcome)
        assert (kept.seen, kept.hints, kept.hub, kept.topic) == (NEW, told, document.hub, URL)
    assert after(read, fetched(), NOTHING).hints == Hints()


def test_line_16_a_delta_adds_to_the_document() -> None:
    """A 226 has the new entries only: nothing is inferred from what it lacks."""
    told = Hints(ttl=timedelta(minutes=7))
    state = replace(STATE, seen=OLD + OTHER, hints=told, hub="https://hub.example/", topic=URL)
    delta = after(state, fetched(status=226, etag='"b"'), ParsedFeed("", (), seen=NEW + OLD), 1)
    assert delta.seen == NEW + OLD + OTHER
    assert (delta.body_hash, delta.hints, delta.hub) == (state.body_hash, told, state.hub)
    assert (delta.etag, delta.last_modified, delta.last_new_at) == ('"b"', None, NOON)
    assert after(state, fetched(status=226)).seen == state.seen


def test_deltas_are_bounded() -> None:
    """A year of deltas takes no more room than the largest document; the newest are kept."""
    state = STATE
    for number in range(0, 6000, 100):
        hashes = b"".join(f"{n:08}".encode() for n in range(number, number + 100))
        state = after(state, fetched(status=226), ParsedFeed("", (), seen=hashes))
    assert len(state.seen) == MOST_SEEN
    assert state.seen.startswith(b"00005900")


def test_what_is_new_is_counted() -> None:
    """The rate and the moment of the last news; the first document only tells a rate."""
    busy = after(STATE, fetched(), NOTHING, new=10)
    assert busy.last_new_at == NOON
    assert busy.rate is not None
    assert busy.rate > 24.0
    idle = after(busy, unmodified(), at=NOON + HOUR)
    assert (idle.last_new_at, idle.last_ok_at) == (NOON, NOON + HOUR)
    assert idle.rate is not None
    assert idle.rate < busy.rate
    daily = ParsedFeed("", tuple(entry(NOON - n * DAY) for n in range(1, 11)))
    first = after(FetchState(1, URL), fetched(), daily, new=10)
    assert first.rate == pytest.approx(1.0)
    assert first.last_new_at == NOON


@given(
    state=STATES,
    outcome=OUTCOMES,
    every=st.none() | st.timedeltas(timedelta(seconds=1), 3 * DAY),
    jitter=st.floats(-1, 1),
    new=st.integers(0, 1000),
)
def test_next_polls_have_their_bounds(
    state: FetchState,
    outcome: Fetched | NotModified | FetchFailure,
    every: timedelta | None,
    jitter: float,
    new: int,
) -> None:
    """Never before the wish or the floor, never later than a day, whatever comes."""
    parsed = NOTHING if isinstance(outcome, Fetched) else None
    pace = cadence.Pace(every)
    kept = cadence.after(state, cadence.Look(outcome, parsed, new, NOON), pace, jitter)
    due, wish = kept.next_poll_at, kept.not_before
    assert due is not None
    assert wish is None or NOON < wish <= NOON + DAY
    assert wish is None or due >= wish
    assert due >= NOON + (every or cadence.FLOOR) - timedelta(microseconds=9)
    assert due <= NOON + max(DAY, every or DAY) or due == cadence.NEVER
    assert (due == cadence.NEVER) == _stops(state, outcome)


def _stops(state: FetchState, outcome: Fetched | NotModified | FetchFailure) -> bool:
    is_gone = isinstance(outcome, FetchFailure) and outcome.kind is FailureKind.GONE
    return is_gone and state.moved_to is None


@given(state=STATES, now=MOMENTS)
def test_every_state_can_be_asked_with(state: FetchState, now: datetime) -> None:
    """Whatever is stored, there is an answer, and it changes only what is asked with."""
    asked = cadence.before(state, now)
    assert replace(asked, etag=state.etag, refreshed_at=state.refreshed_at) == state
    assert cadence.earliest(state, now) >= now
    silence = cadence.silent_for(state, now)
    assert silence is None or silence > timedelta(0)
