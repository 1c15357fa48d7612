"""What servers say in their headers: validators, and until when they want to be left alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cadence import caching
from bot.model import FailureKind, Fetched, FetchFailure, NotModified, ParsedFeed
from tests.fixed_clock import NOON
from tests.looking import DATE, DAY, EVERY, STATE, URL, after, failure, fetched, unmodified, wait

Answer = Fetched | NotModified | FetchFailure
LATER = "Mon, 02 Mar 2026 13:00:00 GMT"
EARLIER = "Mon, 02 Mar 2026 11:00:00 GMT"
FAR = "Mon, 02 Mar 2099 12:00:00 GMT"


@pytest.mark.parametrize("etag", ['W/"a,\\"b"', "unquoted", '""', " "])
@pytest.mark.parametrize("modified", ["yesterday", "02 Mar 2026", "0"])
def test_line_1_validators_stay_byte_for_byte(etag: str, modified: str) -> None:
    """Whatever a server calls a validator is kept as it came; none is invented."""
    kept = after(STATE, fetched(etag=etag, last_modified=modified))
    assert (kept.etag, kept.last_modified) == (etag, modified)
    bare = after(STATE, fetched())
    assert (bare.etag, bare.last_modified, bare.validated_url) == (None, None, None)


@pytest.mark.parametrize("parsed", [None, ParsedFeed("", ())], ids=["same body", "read"])
def test_line_2_a_200_replaces_both(parsed: ParsedFeed | None) -> None:
    """A 200 replaces both validators, even when its body is the one that is known."""
    kept = after(STATE, fetched(etag='"b"', last_modified="tuesday"), parsed)
    assert (kept.etag, kept.last_modified) == ('"b"', "tuesday")


@pytest.mark.parametrize(
    ("outcome", "validators"),
    [
        (unmodified(), ('"a"', "monday")),
        (unmodified(etag='"b"'), ('"b"', "monday")),
        (unmodified(last_modified="tuesday"), ('"a"', "tuesday")),
        (fetched(etag='"b"'), ('"b"', None)),
        (fetched(last_modified="tuesday"), (None, "tuesday")),
        (fetched(), (None, None)),
        (failure(etag='"b"'), ('"a"', "monday")),
    ],
)
def test_line_3_a_304_replaces_those_it_carries(
    outcome: Answer, validators: tuple[str | None, str | None]
) -> None:
    """A 304 replaces what it carries, a 200 drops what it does not, a failure changes nothing."""
    kept = after(STATE, outcome)
    assert (kept.etag, kept.last_modified) == validators


def test_line_4_validators_belong_to_the_final_address() -> None:
    """After a redirect they are the final address's, not the one's that was asked."""
    other = "https://other.example/feed"
    kept = after(STATE, fetched(other, etag='"b"'))
    assert (kept.etag, kept.validated_url) == ('"b"', other)
    assert after(kept, fetched(etag='"c"')).validated_url == URL


@pytest.mark.parametrize(
    ("headers", "is_kept"),
    [
        ({"expires": "0", "date": "now"}, False),
        ({"expires": "0", "date": DATE, "last_modified": "never"}, False),
        ({"expires": "0", "date": DATE}, True),
        ({"expires": "0"}, True),
        ({"expires": "0", "date": DATE, "last_modified": EARLIER}, True),
        ({"date": DATE, "last_modified": LATER}, False),
        ({"date": DATE, "last_modified": DATE}, True),
        ({"date": "now", "last_modified": LATER}, True),
        ({"date": DATE, "last_modified": "Mon, 02 Mar 2026 12:30:00 +0100"}, True),
    ],
)
@pytest.mark.parametrize("answer", [fetched, unmodified])
def test_line_4_contradictions_forget_validators(
    answer: Callable[..., Fetched | NotModified], headers: dict[str, str], *, is_kept: bool
) -> None:
    """`Expires: 0` with a broken date, or changed after it was sent: no validator is kept."""
    kept = after(STATE, answer(etag='"b"', **headers))
    assert kept.etag == ('"b"' if is_kept else None)
    assert is_kept or (kept.last_modified, kept.validated_url) == (None, None)


def test_line_5_validators_come_with_what_they_vouch_for() -> None:
    """Validators, the body's hash and its items' are one value, which one transaction writes."""
    document = fetched(etag='"b"', last_modified="tuesday")
    kept = after(STATE, document, ParsedFeed("", (), seen=b"abcdefgh"), new=1)
    assert (kept.etag, kept.last_modified) == ('"b"', "tuesday")
    assert (kept.body_hash, kept.seen) == (document.body_hash, b"abcdefgh")


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({}, 15),
        ({"cache_control": "max-age=60"}, 15),
        ({"cache_control": "max-age=3600"}, 60),
        ({"cache_control": "max-age=3600", "age": "1200"}, 40),
        ({"cache_control": "max-age=3600", "age": "-5"}, 60),
        ({"cache_control": "max-age=3600", "age": "99999"}, 15),
        ({"cache_control": "public, Max-Age = 3600"}, 60),
        ({"cache_control": 'max-age="3600"'}, 60),
        ({"cache_control": "max-age=3600, max-age=7200"}, 60),
        ({"cache_control": "private, must-revalidate, max-age=3600"}, 60),
        ({"cache_control": 'no-cache="Set-Cookie", max-age=3600'}, 60),
        ({"cache_control": 'extension="a, max-age=60", max-age=3600'}, 60),
        ({"cache_control": "s-maxage=7200, private"}, 15),
        ({"cache_control": "stale-while-revalidate=7200"}, 15),
        ({"cache_control": "x-max-age=7200"}, 15),
        ({"cache_control": "max-age=-1"}, 15),
        ({"cache_control": "max-age"}, 15),
        ({"cache_control": "max-age=soon", "date": DATE, "expires": FAR}, 15),
        ({"cache_control": "max-age=999999999999999"}, 24 * 60),
        ({"cache_control": "no-cache"}, 15),
        ({"cache_control": "no-cache, max-age=31536000"}, 15),
        ({"cache_control": "max-age=31536000, No-Store"}, 15),
        ({"cache_control": "no-store, no-cache", "date": DATE, "expires": FAR}, 15),
        ({"expires": LATER, "date": DATE}, 60),
        ({"expires": LATER, "date": DATE, "age": "600"}, 50),
        ({"expires": LATER, "date": EARLIER}, 120),
        ({"expires": EARLIER, "date": DATE}, 15),
        ({"expires": FAR, "date": DATE}, 24 * 60),
        ({"expires": "Mon, 02 Mar 2026 13:00:00", "date": "Mon, 02 Mar 2026 12:00:00 -0000"}, 60),
        ({"expires": LATER}, 60),
        ({"expires": "0", "date": DATE}, 15),
        ({"expires": FAR, "date": "today"}, 15),
        ({"cache_control": "max-age=0", "expires": FAR, "date": DATE}, 15),
        ({"retry_after": "3600"}, 60),
        ({"retry_after": LATER}, 60),
        ({"retry_after": LATER, "date": EARLIER}, 120),
        ({"retry_after": "9" * 30}, 24 * 60),
        ({"retry_after": "3600", "cache_control": "max-age=7200"}, 120),
        ({"retry_after": "7200", "cache_control": "no-store"}, 120),
    ],
)
@pytest.mark.parametrize(
    "answer",
    [fetched, unmodified, lambda **headers: failure(FailureKind.TIMEOUT, **headers)],
    ids=["200", "304", "failure"],
)
def test_line_7_never_before_the_server_wants(
    answer: Callable[..., Answer], headers: dict[str, str], minutes: int
) -> None:
    """The longer of our interval and the server's wish, a day at most, after every answer."""
    assert wait(STATE, answer(**headers)) == timedelta(minutes=minutes)
    asked = after(STATE, answer(**headers)).not_before
    assert asked is None or asked - NOON <= timedelta(minutes=max(minutes, 15))
    assert minutes == 15 or asked == NOON + timedelta(minutes=minutes)


def test_wishes_are_not_added_up() -> None:
    """A wish holds for the answer that carries it; the next one may want nothing."""
    kept = after(replace(STATE, not_before=NOON + DAY), fetched())
    assert (kept.not_before, kept.next_poll_at) == (None, NOON + EVERY)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("", None),
        ("120", 120),
        (" 120 ", 120),
        ("0", 0),
        ("99999999999999999999", 86_400),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("soon", None),
        ("Mon, 02 Mar 2026 12:01:00 GMT", 60),
        ("Mon, 02 Mar 2026 12:01:00", 60),
        ("Mon, 02 Mar 2026 13:01:00 +0100", 60),
        ("Monday, 02-Mar-26 12:01:00 GMT", 60),
        (EARLIER, 0),
        (FAR, 86_400),
        ("Mon, 99 Mar 2026 12:00:00 GMT", None),
        ("Mon, 02 Mar 99999 12:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -2300", None),
    ],
)
def test_reading_retry_after(value: str, seconds: int | None) -> None:
    """Seconds or a date, at most a day; nonsense says nothing."""
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert caching.retry_after({"retry-after": value}, NOON) == expected


def test_long_headers_are_read_fast() -> None:
    """A Cache-Control made to confuse is read in one pass."""
    assert caching.wish({"cache-control": 'a="' * 20_000 + "max-age=60"}, NOON) <= DAY
    assert caching.wish({"cache-control": "max-age=" * 20_000}, NOON) == timedelta(0)


@given(st.datetimes(timezones=st.just(UTC)))
def test_the_usual_form_of_a_date_is_read_as_the_library_reads_it(when: datetime) -> None:
    """The short way and the long one agree."""
    written = format_datetime(when, usegmt=True)
    read = caching._moment(written)
    assert when.year < 1000 or read == when.replace(microsecond=0)
    assert when.year < 1000 or read == parsedate_to_datetime(written)


@pytest.mark.parametrize(
    "written", ["Mon, 31 Feb 2026 11:41:07 GMT", "Mon, 02 Mrz 2026 11:41:07 GMT", "x" * 25 + " GMT"]
)
def test_what_looks_like_a_date_and_is_none(written: str) -> None:
    """It says nothing."""
    assert caching._moment(written) is None
