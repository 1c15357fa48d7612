"""When to look at a feed again: a pure function of its state, what came, and now.

A server's wishes (Retry-After, max-age, Expires) are honoured up to a day; failures back off.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final, Literal

from bot.model import FailureKind, Fetched, FetchFailure, FetchState, NotModified, ParsedFeed

CEILING: Final = timedelta(hours=6)
"""A feed that fails is still asked this often."""
LONGEST_WISH: Final = timedelta(hours=24)
JITTER: Final = 0.1
"""Part of the interval by which polls spread, so that they never all begin together."""

_MAX_AGE: Final = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often to look, as the operator and the person who named the source want it."""

    every: timedelta
    """The interval."""


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
        state: Before it.
        look: What it brought.
        pace: The wanted interval.
        jitter: From -1 to 1; spreads the next poll by up to a tenth of the interval.
    """
    outcome, now, every = look.outcome, look.ended, pace.every
    if isinstance(outcome, FetchFailure):
        return _failed(state, outcome, now, every, jitter)
    wait = max(every, _wish(outcome.headers))
    common = replace(
        state,
        next_poll_at=now + _spread(wait, jitter),
        last_polled_at=now,
        last_ok_at=now,
        failures=0,
        failing_since=None,
        failure=None,
    )
    if isinstance(outcome, Fetched):
        common = replace(common, body_hash=outcome.body_hash)
    etag, last_modified = _validators(common, outcome)
    return replace(common, etag=etag, last_modified=last_modified)


def _validators(state: FetchState, outcome: Fetched | NotModified) -> tuple[str | None, str | None]:
    """ETag and Last-Modified: a 200 replaces both, a 304 only those that it carries.

    They belong to the final address: after a redirect they must not go to the first one.
    """
    etag, last_modified = outcome.headers.get("etag"), outcome.headers.get("last-modified")
    if isinstance(outcome, NotModified):
        return etag or state.etag, last_modified or state.last_modified
    return (etag, last_modified) if outcome.url == state.url else (None, None)


def _failed(
    state: FetchState, failure: FetchFailure, now: datetime, every: timedelta, jitter: float
) -> FetchState:
    """Validators stay as they were: a document that could not be read has to come again."""
    wait = max(
        _backoff(state.failures, failure, every),
        retry_after(failure.headers.get("retry-after"), now) or timedelta(0),
    )
    return replace(
        state,
        next_poll_at=now + _spread(min(wait, LONGEST_WISH), jitter),
        last_polled_at=now,
        failures=state.failures + 1,
        failing_since=state.failing_since or now,
        failure=failure.kind,
    )


def _backoff(failures: int, failure: FetchFailure, every: timedelta) -> timedelta:
    """The first failures cost nothing, as most pass by themselves; then it doubles to six hours."""
    if failure.kind is FailureKind.GONE:
        return LONGEST_WISH
    soft = 0 if failure.kind is FailureKind.BUSY else 2
    doublings = min(max(failures + 1 - soft, 0), 16)
    doubled: timedelta = every * 2**doublings
    return min(doubled, max(every, CEILING))


def _wish(headers: Mapping[str, str]) -> timedelta:
    """How long the server wants its answer to be kept, at most a day (RFC 9111, section 4.2.1)."""
    found = _MAX_AGE.search(headers.get("cache-control", ""))
    if found:
        return min(timedelta(seconds=int(found[1])), LONGEST_WISH)
    expires, date = _moment(headers.get("expires")), _moment(headers.get("date"))
    if not expires or not date:
        return timedelta(0)
    return min(max(expires - date, timedelta(0)), LONGEST_WISH)


def _moment(value: str | None) -> datetime | None:
    """An HTTP date; None for anything else, such as ``Expires: 0``."""
    try:
        moment = parsedate_to_datetime(value or "")
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _spread(wait: timedelta, jitter: float) -> timedelta:
    """Only later than asked for, never earlier."""
    return wait * (1 + JITTER * (jitter + 1) / 2)


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """How long to wait, from seconds or an HTTP date (RFC 9110, section 10.2.3)."""
    if not value:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), LONGEST_WISH)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(moment - now, timedelta(0)), LONGEST_WISH)


def before(state: FetchState, now: datetime) -> FetchState:  # noqa: ARG001 - no streak is implausible yet
    """What to ask with."""
    return state


def news(before: FetchState, after: FetchState) -> Literal["failing", "recovered"] | None:
    """What the operator is to be told of a feed's health."""
    if after.failure and not before.failure:
        return "failing"
    return "recovered" if before.failure and not after.failure else None


def host_pause(failure: FetchFailure, state: FetchState, now: datetime) -> datetime | None:  # noqa: ARG001 - as long as the server says
    """Until when the whole host is to be left alone."""
    if failure.kind is not FailureKind.BUSY:
        return None
    asked = retry_after(failure.headers.get("retry-after"), now)
    return now + asked if asked else None
