"""What a poll may bring, and the state after it: for tests of `bot.cadence`."""

from datetime import datetime, timedelta

from bot import cadence
from bot.i18n import Text
from bot.model import (
    Entry,
    FailureKind,
    Fetched,
    FetchFailure,
    FetchState,
    NotModified,
    ParsedFeed,
)
from tests.fixed_clock import NOON

URL = "https://phare.example/rss"
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
EVERY = 15 * MINUTE
STATE = FetchState(
    1,
    URL,
    etag='"a"',
    last_modified="monday",
    validated_url=URL,
    body_hash="0" * 64,
    seen=b"12345678",
    rate=24.0,
    last_polled_at=NOON - HOUR,
    last_ok_at=NOON - HOUR,
)
"""A feed that was read an hour ago."""
NOTHING = ParsedFeed("", ())
DATE = "Mon, 02 Mar 2026 12:00:00 GMT"
"""`NOON`."""


def named(headers: dict[str, str]) -> dict[str, str]:
    """Headers by their real names."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


def fetched(url: str = URL, status: int = 200, to: str | None = None, **headers: str) -> Fetched:
    """A document."""
    return Fetched(url, status, named(headers), b"<rss/>", NOON, moved_to=to)


def unmodified(url: str = URL, to: str | None = None, **headers: str) -> NotModified:
    """A 304."""
    return NotModified(url, named(headers), NOON, moved_to=to)


def failure(kind: FailureKind = FailureKind.SERVER, **headers: str) -> FetchFailure:
    """What came instead."""
    words = Text(en="no", fr="non")
    return FetchFailure(kind, words, words, headers=named(headers))


def entry(published_at: datetime | None) -> Entry:
    """An entry of that date."""
    return Entry(str(published_at), "", "", "Title", "", "", published_at=published_at)


def after(
    state: FetchState,
    outcome: Fetched | NotModified | FetchFailure,
    parsed: ParsedFeed | None = None,
    new: int = 0,
    at: datetime = NOON,
) -> FetchState:
    """The state after a poll of a feed that is looked at every quarter of an hour, unspread."""
    look = cadence.Look(outcome, parsed, new, at)
    return cadence.after(state, look, cadence.Pace(EVERY), -1)


def wait(state: FetchState, outcome: Fetched | NotModified | FetchFailure) -> timedelta:
    """How long after that poll the next one is due."""
    due = after(state, outcome).next_poll_at
    assert due is not None
    return due - NOON
