"""What a server says in its headers."""

from datetime import timedelta

import pytest

from bot.fetch.headers import location, readable, retry_after
from tests.fixed_clock import NOON

URL = "https://phare.example/a/b?c"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
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
        ("Mon, 02 Mar 2026 11:00:00 GMT", 0),
        ("Mon, 02 Mar 2099 12:00:00 GMT", 86_400),
        ("Mon, 99 Mar 2026 12:00:00 GMT", None),
        ("Mon, 02 Mar 99999 12:00:00 GMT", None),
    ],
)
def test_retry_after(value: str | None, seconds: int | None) -> None:
    """Seconds or a date, at most a day; nonsense says nothing."""
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert retry_after(value, NOON) == expected


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("https://other.example/x", "https://other.example/x"),
        ("//other.example/x", "https://other.example/x"),
        ("/x?y=1#z", "https://phare.example/x?y=1#z"),
        ("x", "https://phare.example/a/x"),
        (" /x ", "https://phare.example/x"),
        ("/a b", "https://phare.example/a%20b"),
        ("/é%20", "https://phare.example/%C3%A9%20"),
        ("/\udce9", "https://phare.example/%E9"),
        ("http://[", ""),
    ],
)
def test_location(value: str, url: str) -> None:
    """Seen from the address that redirects; every byte beyond ASCII escaped."""
    assert location(value, URL) == url


def test_readable() -> None:
    """Names in lower case, Cache-Control joined, of others the last, none that is not UTF-8."""
    received = [
        ("ETag", '"é"'),
        ("Server", "\udce9"),
        ("Cache-Control", "max-age=60"),
        ("cache-control", "\udce9"),
        ("CACHE-CONTROL", "private"),
        ("Age", "1"),
        ("Age", "2"),
    ]
    expected = {"etag": '"é"', "cache-control": "max-age=60, private", "age": "2"}
    assert readable(received) == expected
