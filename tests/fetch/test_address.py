"""What an address says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetch.address import read
from bot.text.urls import LONGEST, is_this_machine, is_web_url


@pytest.mark.parametrize(
    ("url", "host", "port", "is_here"),
    [
        ("https://phare.example/rss?a=b&c=%20", "phare.example", None, False),
        ("https://phare.example", "phare.example", None, False),
        ("http://phare.example:8080/rss", "phare.example", 8080, False),
        ("HTTPS://Phare.Example/rss", "phare.example", None, False),
        ("https://user:word@phare.example/", "phare.example", None, False),
        ("https://fährhaus.example/", "fährhaus.example", None, False),
        ("http://localhost:65535/rss", "localhost", 65535, True),
        ("http://127.0.0.1:18304/rss", "127.0.0.1", 18304, True),
        ("http://[::1]/rss", "::1", None, True),
        ("http://127.1/rss", "127.1", None, False),
    ],
)
def test_parts(url: str, host: str, port: int | None, *, is_here: bool) -> None:
    """The host in lower case, the port if it is named, and whether it is this machine."""
    assert read(url) == (url, host, port, is_here)


@pytest.mark.parametrize(
    "url",
    ["", "rss", "ftp://phare.example/", "http://", "http://[", "http://phare.example:0/",
     "http://phare.example:99999/", "http://phare.example:65536/", "http://ph are.example/",
     "https://phare.example/a b", "https://phare.example/\n",
     "https://phare.example/" + "x" * LONGEST],
)  # fmt: skip
def test_no_address(url: str) -> None:
    """What cannot be asked has no parts."""
    assert read(url) is None


_PIECE = st.text(alphabet="ab1.-:/?#@[]% é0\n", max_size=12)


@given(st.builds("{}://{}:{}/{}".format, st.sampled_from(["http", "https"]), _PIECE,
                 st.sampled_from(["", "0", "80", "08", "70000"]), _PIECE) | _PIECE)  # fmt: skip
def test_short_way_says_the_same(url: str) -> None:
    """Whatever way is taken, the answer is that of the house's own rules."""
    address = read(url)
    assert (address is not None) == is_web_url(url)
    if address:
        assert address.is_here == is_this_machine(url)


@pytest.mark.parametrize(("port", "is_usual"), [("", True), (":8443", True), (":22", False)])
def test_usual_ports(port: str, *, is_usual: bool) -> None:
    """Only where web servers are."""
    address = read(f"https://phare.example{port}/")
    assert address is not None
    assert address.has_usual_port is is_usual
