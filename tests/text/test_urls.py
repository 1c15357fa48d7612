"""Addresses: usable ones, and equal ones."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.text.urls import LONGEST, absolute, canonical_url, is_this_machine, is_web_url

ARTICLE = "https://phare.example/monde/drones-7"

PIECES = st.sampled_from(
    ["http://", "https://", "HTTP://", "www.", "amp.", "m.", "phare", ".example", "é", "%", "%E9",
     "%2F", "%25", "/", "//", "?", "&", "=", "#", "!", ":", ":80", ":443", "@", "[", "]", "::1",
     "utm_source", "a", "b", ";", "+", " ", "\ud800", "\x00", "..", "x" * 70, "straße", "。"]
)  # fmt: skip
ADDRESSES = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60).map(
    "https://phare.example/".__add__
)


@pytest.mark.parametrize(
    "other",
    [
        "http://phare.example/monde/drones-7",
        "https://www.phare.example/monde/drones-7",
        "https://www2.phare.example/monde/drones-7",
        "https://amp.phare.example/monde/drones-7",
        "https://m.phare.example/monde/drones-7",
        "HTTPS://WWW.PHARE.EXAMPLE/monde/drones-7",
        "https://phare.example:443/monde/drones-7",
        "http://phare.example:80/monde/drones-7",
        "https://phare.example./monde/drones-7",
        "https://reader@phare.example/monde/drones-7",
        "https://phare.example/monde/drones-7/",
        "https://phare.example/monde/drones%2d7",
        "https://phare.example/monde/drones-7#comments",
        "https://phare.example/monde/drones-7#xtor=RSS-3208",
        "https://phare.example/monde/drones-7?",
        "https://phare.example/monde/drones-7?utm_source=rss&utm_medium=feed",
        "https://phare.example/monde/drones-7?xtor=RSS-1&fbclid=abc&gclid=d",
        "https://phare.example/monde/drones-7?at_medium=RSS&at_campaign=KARANGA",
        "https://phare.example/monde/drones-7?ns_mchannel=rss&ns_source=PublicRSS20-sa&ns_fee=0",
        "https://phare.example/monde/drones-7?share=twitter&UTM_Campaign=x",
    ],
)
def test_same_article(other: str) -> None:
    """Ways to write and to track one address."""
    assert canonical_url(other) == ARTICLE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://phare.example/7", "https://phare.example/8"),
        ("https://phare.example/7", "https://phare.example/7.html"),
        ("https://phare.example/a", "https://phare.example/A"),
        ("https://phare.example/7", "https://vigie.example/7"),
        ("https://phare.example/7", "https://en.phare.example/7"),
        ("https://phare.example/7", "https://phare.example:8080/7"),
        ("https://phare.example/?p=7", "https://phare.example/?p=8"),
        ("https://phare.example/?id=7", "https://phare.example/"),
        ("https://phare.example/?article=7", "https://phare.example/?article=8"),
        ("https://phare.example/?story=7&utm_id=1", "https://phare.example/?story=8&utm_id=1"),
        ("https://phare.example/?at_id=7", "https://phare.example/?at_id=8"),
        ("https://phare.example/?ns_id=7", "https://phare.example/?ns_id=8"),
        ("https://phare.example/?a=1&a=2", "https://phare.example/?a=1"),
        ("https://phare.example/?q=%E9", "https://phare.example/?q=%E8"),
        ("https://phare.example/%E9", "https://phare.example/%E8"),
        ("https://phare.example/a%20b", "https://phare.example/ab"),
        ("https://phare.example/a%3Fb", "https://phare.example/a?b"),
        ("https://phare.example/#!/article/7", "https://phare.example/#!/article/8"),
        ("https://phare.example/#/7", "https://phare.example/#/8"),
        ("https://m.example/7", "https://www.example/7"),
    ],
)
def test_other_article(one: str, other: str) -> None:
    """What tells articles apart is kept."""
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://phare.example", "https://phare.example"),
        ("https://phare.example/?b=2&a=1&a=0", "https://phare.example?a=0&a=1&b=2"),
        ("https://phare.example/été", "https://phare.example/%C3%A9t%C3%A9"),
        ("https://phare.example/%c3%a9t%C3%A9", "https://phare.example/%C3%A9t%C3%A9"),
        ("https://été.example/", "https://xn--t-9fab.example"),
        ("https://www.com/", "https://www.com"),
        ("https://[2606:4700::1111]:8443/x", "https://[2606:4700::1111]:8443/x"),
        ("https://phare.example/a+b?q=c+d", "https://phare.example/a+b?q=c+d"),
    ],
)
def test_form(url: str, canonical: str) -> None:
    """The form itself, which is stored."""
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "text",
    ["", "phare.example", "/monde", "//phare.example", "ftp://phare.example/", "mailto:a@b.example",
     "https://", "https:///x", "https://:80", "http://[", "http://phare.example:99999/",
     "http://phare.example:0/", "http://phare.example:x/", "https://phare.example/a b",
     "https://phare.example/\x00", "https://phare.example/\ud800", "javascript:alert(1)",
     "https://phare.example/" + "x" * LONGEST],
)  # fmt: skip
def test_no_web_address(text: str) -> None:
    """Not absolute, not http(s), or nothing that can be asked."""
    assert not is_web_url(text)
    assert canonical_url(text) == ""


@pytest.mark.parametrize("text", ["https://a..b/", "https://" + "x" * 70 + ".example/"])
def test_impossible_host(text: str) -> None:
    """No such host can exist: there is nothing to compare."""
    assert canonical_url(text) == ""


@given(ADDRESSES)
@example("http://a:443/")
@example("http://phare.example/%2525")
@example("http://phare。")
def test_canonical_is_final(url: str) -> None:
    """Whatever comes in, there is an answer, and its canonical form is itself."""
    canonical = canonical_url(url)
    assert canonical_url(canonical) == canonical
    assert is_web_url(canonical) or not canonical or len(canonical) > LONGEST


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("/x", "https://phare.example/rss", "https://phare.example/x"),
        ("x", "https://phare.example/a/rss", "https://phare.example/a/x"),
        ("//cdn.example/x", "https://phare.example/rss", "https://cdn.example/x"),
        (" https://a.example/x ", "https://phare.example/", "https://a.example/x"),
        ("https://a.example/x y\n z", "", "https://a.example/x%20y%20z"),
        ("x", "", ""),
        ("urn:uuid:7", "https://phare.example/", ""),
        ("http://[", "https://phare.example/", ""),
        ("tag:phare.example,2026:7", "", ""),
    ],
)
def test_absolute(url: str, base: str, expected: str) -> None:
    """Seen from its base, with blanks escaped as browsers do, or nothing."""
    assert absolute(url, base) == expected


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://localhost:8000/rss", True),
        ("http://127.0.0.1/", True),
        ("http://127.9.9.9/", True),
        ("http://[::1]:80/", True),
        ("http://127.0.0.1.evil.example/", False),
        ("http://127.example/", False),
        ("http://phare.example/", False),
        ("http://192.168.1.1/", False),
        ("localhost", False),
    ],
)
def test_this_machine(url: str, here: bool) -> None:
    """Only what says so itself; other machines deserve manners."""
    assert is_this_machine(url) is here
