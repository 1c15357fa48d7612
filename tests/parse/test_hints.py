"""What a document says of itself."""

from datetime import timedelta

import pytest

from bot.model import Fetched, Hints, ParsedFeed
from bot.parse.document import parse
from tests.fixed_clock import NOON
from tests.raw_feed import SOURCE, URL, atom, item, read, rss

SPACES = (
    "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/' xmlns:a='http://www.w3.org/2005/Atom'"
)
HUB, TOPIC = "https://hub.example/", "https://phare.example/topic"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def _read(head: str) -> ParsedFeed:
    return read(f"<rss version='2.0' {SPACES}><channel>{head}{item()}</channel></rss>".encode())


@pytest.mark.parametrize(
    ("ttl", "hint"),
    [("60", HOUR), (" 5\n", 5 * MINUTE), ("1.5", MINUTE), ("99999", 7 * DAY), ("0", None),
     ("-5", None), ("une heure", None), ("", None), ("9" * 5000, None)],
)  # fmt: skip
def test_ttl(ttl: str, hint: timedelta | None) -> None:
    """Minutes, a week at most; nonsense is passed over."""
    assert _read(f"<ttl>{ttl}</ttl>").hints == Hints(ttl=hint)


@pytest.mark.parametrize(
    ("period", "frequency", "hint"),
    [
        ("hourly", None, HOUR),
        (" Hourly\n", "4", HOUR / 4),
        ("daily", "2", DAY / 2),
        ("weekly", "1", 7 * DAY),
        ("monthly", None, 7 * DAY),
        ("yearly", "365", DAY),
        (None, "24", HOUR),
        ("hourly", "0", None),
        ("hourly", "often", None),
        ("sometimes", "1", None),
    ],
)
def test_update_period(period: str | None, frequency: str | None, hint: timedelta | None) -> None:
    """The period divided by the frequency; once a day where only one of them is said."""
    head = f"<sy:updatePeriod>{period}</sy:updatePeriod>" if period else ""
    head += f"<sy:updateFrequency>{frequency}</sy:updateFrequency>" if frequency else ""
    assert _read(head).hints == Hints(update_period=hint)


def test_skips() -> None:
    """Hours count from 0 or to 24, days by their English names; the rest is passed over."""
    feed = _read(
        "<skipHours><hour>1</hour><hour> 02 </hour><hour>24</hour><hour>25</hour><hour>x</hour>"
        "</skipHours><skipdays><day>Sunday</day><day>saturday</day><day>lundi</day></skipdays>"
        "<cloud><hour>7</hour></cloud>"
    )
    assert feed.hints == Hints(skip_hours=frozenset({0, 1, 2}), skip_days=frozenset({5, 6}))


def test_skips_behind_the_items() -> None:
    """They count wherever the channel says them, and nowhere else."""
    inside = item("<![CDATA[<skipHours><hour>3</hour></skipHours>]]>")
    body = rss(f"{inside}{inside}<skipHours><hour>4</hour></skipHours>")
    assert read(body).hints.skip_hours == {4}


def test_hints_when_all_is_known() -> None:
    """They are there as well when every item was cut out."""
    body = rss(item() + "<skipHours><hour>4</hour></skipHours>", "<ttl>7</ttl>")
    first = read(body)
    again = parse(Fetched(URL, 200, {}, body, NOON), SOURCE, first.seen)
    assert isinstance(again, ParsedFeed)
    assert (again.entries, again.hints) == ((), first.hints)
    assert first.hints == Hints(ttl=7 * MINUTE, skip_hours=frozenset({4}))


def test_line_17_hub_of_the_document() -> None:
    """RSS says its hub in Atom's words, Atom in its own."""
    links = f"<a:link rel='hub' href='{HUB}'/><a:link rel='self' href='{TOPIC}'/>"
    found = read(atom(links.replace("a:", "") + "<entry><id>1</id><title>a</title></entry>"))
    assert (found.hub, found.topic) == (HUB, TOPIC)
    found = _read(links)
    assert (found.hub, found.topic) == (HUB, TOPIC)


@pytest.mark.parametrize("href", ["/hub", "hub.example", "javascript:x", "", "ftp://hub.example"])
def test_line_17_no_hub(href: str) -> None:
    """Only absolute http(s) addresses count."""
    assert _read(f"<a:link rel='hub' href='{href}'/>").hub is None


def test_line_17_links_of_articles() -> None:
    """What an article links to is no hub of the feed."""
    feed = _read(f"<item><title>b</title><a:link rel='hub' href='{HUB}'/></item>")
    assert feed.hub is None


@pytest.mark.parametrize(
    ("header", "hub", "topic"),
    [
        (f'<{HUB}>; rel="hub", <{TOPIC}>; rel="self"', HUB, TOPIC),
        (f"<{HUB}>;rel=hub,<{TOPIC}>;rel=self", HUB, TOPIC),
        (f'<{HUB}>; title="a, b; rel=self"; REL="x hub"', HUB, "https://phare.example/self"),
        (f"<{HUB}a,b>; rel=hub", f"{HUB}a,b", "https://phare.example/self"),
        (f"<{HUB}1>; rel=hub, <{HUB}2>; rel=hub", f"{HUB}1", "https://phare.example/self"),
        ("</hub>; rel=hub", "https://other.example/", "https://phare.example/self"),
        ("nonsense, <, >;;; rel=hub <>", "https://other.example/", "https://phare.example/self"),
        ("<" * 100_000, "https://other.example/", "https://phare.example/self"),
        ("", "https://other.example/", "https://phare.example/self"),
    ],
)
def test_line_17_hub_of_the_headers(header: str, hub: str, topic: str) -> None:
    """The header is believed before the document, for each of the two."""
    body = atom(
        "<link rel='hub' href='https://other.example/'/>"
        "<link rel='self' href='https://phare.example/self'/><entry><title>a</title></entry>"
    )
    parsed = parse(Fetched(URL, 200, {"link": header}, body, NOON), SOURCE)
    assert isinstance(parsed, ParsedFeed)
    assert (parsed.hub, parsed.topic) == (hub, topic)
