"""What a server says in its headers."""

import pytest

from bot.fetch.headers import location, readable

URL = "https://phare.example/a/b?c"


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


def test_several_links_are_one_list() -> None:
    """A WebSub publisher names hub and topic in a header each."""
    links = [
        ("Link", '<https://hub.example/>; rel="hub"'),
        ("link", '<https://a.example/>; rel="self"'),
    ]
    joined = '<https://hub.example/>; rel="hub", <https://a.example/>; rel="self"'
    assert readable(links) == {"link": joined}
