"""What one poll brought, and all that is to be remembered of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bot.cadence import caching, moves, rate
from bot.cadence.backoff import backed_off
from bot.cadence.pace import NEVER, Pace, next_poll, wishes
from bot.cadence.push import slowed, trusted_until
from bot.cadence.trouble import RECOVERED_AFTER, is_worth_telling
from bot.model import FailureKind, Fetched, FetchFailure, FetchState, Hints, NotModified, ParsedFeed

DELTA: Final = 226
"""The new entries only (RFC 3229, "IM Used")."""
HASH: Final = 8
"""Bytes of an item's hash."""
MOST_SEEN: Final = 2000 * HASH
"""To which deltas may add up: as many items as are read of one document."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one poll brought."""

    outcome: Fetched | NotModified | FetchFailure
    """What came; a body that could not be parsed is a failure too."""
    parsed: ParsedFeed | None
    """What was read in it; None when there was nothing to read."""
    new: int
    """Its entries that were never seen before."""
    ended: datetime


def after(state: FetchState, look: Look, pace: Pace, jitter: float) -> FetchState:
    """The state to remember after a poll.

    Args:
        state: Before it, as the feed was asked with (see `before`).
        look: What it brought.
        pace: How often the feed should be looked at.
        jitter: From -1 to 1; spreads polls.
    """
    if isinstance(look.outcome, FetchFailure):
        return _failed(state, look, look.outcome, pace, jitter)
    return _answered(state, look, look.outcome, pace, jitter)


def _answered(
    state: FetchState, look: Look, outcome: Fetched | NotModified, pace: Pace, jitter: float
) -> FetchState:
    now = look.ended
    document = _read(state, outcome, look.parsed)
    validators = caching.validators(state, outcome)
    wanted = wishes(caching.wish(outcome.headers, now), document.hints, now)
    learned = _rate(state, look)
    last_new_at = now if look.new else state.last_new_at
    pushed_until = trusted_until(state, look.parsed, look.new, now)
    wait = slowed(_interval(learned, last_new_at, now, pace), pushed_until, now)
    successes = state.successes + 1 if state.told_at else 0
    recovered = successes >= RECOVERED_AFTER
    # One replace: of such a wide value it costs more than all the rest.
    answered = replace(
        state,
        **document._asdict(),
        etag=validators.etag,
        last_modified=validators.last_modified,
        validated_url=validators.url,
        rate=learned,
        next_poll_at=next_poll(now + pace.spread(wait, jitter), wanted, now, jitter),
        not_before=wanted.not_before,
        last_polled_at=now,
        last_ok_at=now,
        last_new_at=last_new_at,
        unmodified_since=_unmodified_since(state, outcome, now),
        failures=0,
        successes=0 if recovered else successes,
        failing_since=None,
        failure=None,
        told_at=None if recovered else state.told_at,
        pushed_until=pushed_until,
    )
    return moves.followed(answered, outcome, now)


class _Document(NamedTuple):
    """What the last document says."""

    body_hash: str | None
    seen: bytes
    hints: Hints
    hub: str | None
    topic: str | None


def _read(
    state: FetchState, outcome: Fetched | NotModified, parsed: ParsedFeed | None
) -> _Document:
    """A delta has only a part of the document: what it does not have stays."""
    known = _Document(state.body_hash, state.seen, state.hints, state.hub, state.topic)
    if isinstance(outcome, NotModified):
        return known
    if outcome.status == DELTA:
        return known._replace(seen=_joined(parsed.seen, state.seen)) if parsed else known
    if parsed is None:
        return known._replace(body_hash=outcome.body_hash)
    return _Document(outcome.body_hash, parsed.seen, parsed.hints, parsed.hub, parsed.topic)


def _joined(new: bytes, old: bytes) -> bytes:
    """Hashes of both, each once, the new ones first."""
    both = new + old
    distinct = dict.fromkeys(both[at : at + HASH] for at in range(0, len(both), HASH))
    return b"".join(distinct)[:MOST_SEEN]


def _unmodified_since(
    state: FetchState, outcome: Fetched | NotModified, now: datetime
) -> datetime | None:
    return state.unmodified_since or now if isinstance(outcome, NotModified) else None


def _rate(state: FetchState, look: Look) -> float | None:
    """The first document is no news: its dates tell how often there is some."""
    if state.rate is None or state.last_ok_at is None:
        return rate.first(look.parsed.entries, look.ended) if look.parsed else state.rate
    return rate.learned(state.rate, look.new, state.last_ok_at, look.ended)


def _interval(
    learned: float | None, last_new_at: datetime | None, now: datetime, pace: Pace
) -> timedelta:
    return rate.interval(rate.present(learned, last_new_at, now), pace)


def _failed(
    state: FetchState, look: Look, failure: FetchFailure, pace: Pace, jitter: float
) -> FetchState:
    """Validators stay as they were: a document that could not be read has to come again."""
    now, failures = look.ended, state.failures + 1
    since = state.failing_since or now
    placed = moves.failed(state, failure)
    is_back = placed is not state
    stops = failure.kind is FailureKind.GONE and not is_back
    is_told = stops or is_worth_telling(failures, since, now)
    wanted = wishes(caching.wish(failure.headers, now), state.hints, now)
    wait = slowed(_interval(state.rate, state.last_new_at, now, pace), state.pushed_until, now)
    wait = wait if is_back else backed_off(wait, failures, failure.kind)
    due = next_poll(now + pace.spread(wait, jitter), wanted, now, jitter)
    return replace(
        placed,
        next_poll_at=NEVER if stops else due,
        not_before=wanted.not_before,
        last_polled_at=now,
        failures=failures,
        successes=0,
        failing_since=since,
        failure=failure.kind,
        told_at=state.told_at or (now if is_told else None),
    )
