"""The 29 promises of a polite poller, one test each, against a server that notes what it gets."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.fetch.lanes import Lane, Lanes
from bot.model import FailureKind, PollOutcome, Source
from bot.store import feeds, findings
from bot.text.discovery import feed_links, usual_places
from bot.watchlist.opml import read_opml, write_opml
from tests.asking import MANNERS
from tests.fixed_clock import NOON, FixedClock
from tests.raw_feed import item, only, read, rss
from tests.raw_server import answer
from tests.wire import EVERY, ITEMS, Wire, wired

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def wire(tmp_path: Path) -> AsyncIterator[Wire]:
    """A feed that is due for the first time."""
    async with wired(tmp_path) as opened:
        yield opened


async def test_line_01_validators_go_back_byte_for_byte(wire: Wire) -> None:
    """However odd they are; and nothing is made up where there were none."""
    wire.serve(ETag='W/"a\'b,  c"', Last_Modified="mon, 2 march 2026 11:00")
    await wire.poll()
    assert wire.server.sent("If-None-Match") is None
    assert wire.server.sent("If-Modified-Since") is None
    await wire.poll(HOUR)
    assert wire.server.sent("If-None-Match") == 'W/"a\'b,  c"'
    assert wire.server.sent("If-Modified-Since") == "mon, 2 march 2026 11:00"


async def test_line_02_every_200_brings_new_validators(wire: Wire) -> None:
    """Also when its body is the one that is known."""
    wire.serve(ETag='"1"', Last_Modified="Mon, 02 Mar 2026 10:00:00 GMT")
    await wire.poll()
    wire.serve(ETag='"2"', Last_Modified="Mon, 02 Mar 2026 10:30:00 GMT")
    report = await wire.poll(HOUR)
    assert report.outcome is PollOutcome.UNCHANGED
    assert (wire.state.etag, wire.state.last_modified) == ('"2"', "Mon, 02 Mar 2026 10:30:00 GMT")


async def test_line_03_validators_of_a_304_count_and_those_that_are_gone_do_not(wire: Wire) -> None:
    """A 304 replaces what it carries; a 200 without validators takes them away."""
    wire.serve(ETag='"1"', Last_Modified="Mon, 02 Mar 2026 10:00:00 GMT")
    await wire.poll()
    wire.serve(b"", "304 Not Modified", ETag='"2"')
    await wire.poll(HOUR)
    assert (wire.state.etag, wire.state.last_modified) == ('"2"', "Mon, 02 Mar 2026 10:00:00 GMT")
    wire.serve()
    await wire.poll(HOUR)
    assert (wire.state.etag, wire.state.last_modified) == (None, None)


async def test_line_04_validators_belong_to_the_final_address(wire: Wire) -> None:
    """Of a redirect only the end gets them; a server that contradicts itself gets none."""
    final = wire.at("/final", answer(rss(ITEMS), ETag='"1"'))
    wire.at("/rss", answer(status="302 Found", Location=final))
    await wire.poll()
    await wire.poll(HOUR)
    assert wire.paths == ["/rss", "/final"] * 2
    assert wire.server.sent("If-None-Match", 2) is None
    assert wire.server.sent("If-None-Match", 3) == '"1"'
    elsewhere = wire.at("/other", answer(rss(ITEMS), ETag='"1"'))
    wire.at("/rss", answer(status="302 Found", Location=elsewhere))
    await wire.poll(HOUR)
    assert wire.server.sent("If-None-Match") is None
    for headers in (
        {"Expires": "0", "Last_Modified": "yesterday"},
        {"Date": wire.http_date(), "Last_Modified": wire.http_date(hours=-1)},
    ):
        wire.at("/rss", answer(rss(ITEMS), ETag='"1"', **headers))
        await wire.poll(HOUR)
        assert wire.state.etag is None


async def test_line_05_validators_are_stored_with_the_items_or_not_at_all(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash between the two would lose the items for good."""

    class Crash(BaseException):
        pass

    def dies(*_: object) -> None:
        raise Crash

    wire.serve(ETag='"1"')
    with monkeypatch.context() as patch:
        patch.setattr(feeds, "save", dies)
        with pytest.raises(Crash):
            await wire.poll()
    assert (wire.titles, wire.state.etag) == ([], None)
    await wire.poll(HOUR)
    assert (wire.titles, wire.state.etag) == (["Des drones au port"], '"1"')


async def test_line_06_an_implausible_streak_of_304_is_asked_about_once_a_day(wire: Wire) -> None:
    """A busy feed that has "not changed" for days is asked without conditions, once a day."""
    dated = "".join(
        item(f"Article {n}", f"https://phare.example/{n}", str(n), f"<pubDate>{when}</pubDate>")
        for n, when in enumerate(wire.http_date(hours=n) for n in range(20))
    )
    wire.serve(rss(dated), ETag='"1"')
    await wire.poll()

    async def stubborn(writer: asyncio.StreamWriter) -> None:
        is_asked = wire.server.sent("If-None-Match") is not None
        status = "304 Not Modified" if is_asked else "200 OK"
        writer.write(answer(b"" if is_asked else rss(dated), status, ETag='"1"'))
        await writer.drain()

    wire.at("/rss", stubborn)
    unconditional = []
    for hour in range(72):
        await wire.poll(HOUR)
        if wire.server.sent("If-None-Match") is None:
            unconditional.append(hour)
    assert 1 <= len(unconditional) <= 3
    assert all(b - a >= 24 for a, b in pairwise(unconditional))


@pytest.mark.parametrize(
    ("body", "headers", "least"),
    [
        (b"", {"Cache_Control": "max-age=7200"}, 2 * HOUR),
        (b"", {"Expires": "Mon, 02 Mar 2026 15:00:00 GMT", "Date": "+0"}, 3 * HOUR),
        (b"", {"Cache_Control": "max-age=9999999"}, DAY),
        (b"<ttl>60</ttl>", {}, timedelta(minutes=15)),
        (b"<skipHours><hour>12</hour><hour>13</hour></skipHours>", {}, 2 * HOUR),
        (b"<skipDays><day>Monday</day></skipDays>", {}, timedelta(hours=12)),
    ],
    ids=["max-age", "Expires", "a day at most", "ttl", "skipHours", "skipDays"],
)
async def test_line_07_never_before_it_is_wanted(
    wire: Wire, body: bytes, headers: dict[str, str], least: timedelta
) -> None:
    """Neither before the headers allow nor before the document does; also after 304."""
    if "Date" in headers:
        headers = headers | {"Date": wire.http_date()}
    wire.serve(rss(ITEMS, body.decode()), ETag='"1"', **headers)
    await wire.poll()
    assert least <= wire.waits <= max(least, EVERY) * 1.25
    due = wire.clock.now() + wire.waits
    if "Cache_Control" in headers:
        wire.serve(b"", "304 Not Modified", ETag='"1"', **headers)
        await wire.poll(due - wire.clock.now())
        assert wire.waits >= least


@pytest.mark.parametrize("status", ["404 Not Found", "503 Service Unavailable"])
async def test_line_07_nor_after_errors(wire: Wire, status: str) -> None:
    """Seconds and dates, in the answer to whatever."""
    wire.serve(b"", status, Retry_After="10800")
    await wire.poll()
    assert wire.waits >= 3 * HOUR
    wire.serve(b"", status, Retry_After=wire.http_date(hours=-12))
    await wire.poll(3 * HOUR)
    assert wire.waits >= 8 * HOUR


async def test_line_08_a_restart_polls_nothing_early(wire: Wire) -> None:
    """What was promised to a server is in the database."""
    wire.serve(Cache_Control="max-age=3600")
    await wire.poll()
    with wire.database.begin() as tx:
        feeds.release(tx)
        feeds.sync(tx, [wire.source], wire.clock.now())
    wire.clock.advance(3599)
    assert not wire.due()
    wire.clock.advance(3600)
    assert wire.due()


async def test_line_09_a_busy_server_speaks_for_its_host(wire: Wire) -> None:
    """Its other feeds wait as well, and come back one after the other."""
    others = [Source(f"s{n}", f"{wire.server.url}/{n}") for n in range(3)]
    with wire.database.begin() as tx:
        feeds.sync(tx, [wire.source, *others], wire.clock.now())
    wire.serve(b"", "429 Too Many Requests", Retry_After="600")
    await wire.poll()
    with wire.database.reading() as tx:
        due = sorted(state.next_poll_at or NOON for state in feeds.every(tx))
    assert due[0] >= NOON + timedelta(minutes=10)
    assert len(set(due)) == 4


async def test_line_10_a_move_is_believed_when_it_lasts(wire: Wire) -> None:
    """Three answers over two days; a temporary redirect never."""
    new = wire.at("/new", answer(rss(ITEMS)))
    for status, moved in (("302 Found", None), ("301 Moved Permanently", new)):
        wire.at("/rss", answer(status=status, Location=new))
        for _ in range(3):
            assert wire.state.moved_to is None
            await wire.poll(DAY)
        assert wire.state.moved_to == moved
    await wire.poll(DAY)
    assert wire.paths[-1] == "/new"
    assert wire.paths[-2] != "/rss"


async def test_line_11_gone_stops_and_is_told_not_found_lives(wire: Wire) -> None:
    """410 is an answer for good; 404 is asked again, later and later."""
    wire.serve(b"", "404 Not Found")
    waits: list[timedelta] = []
    for _ in range(4):
        await wire.poll(waits[-1] if waits else timedelta(0))
        waits.append(wire.waits)
    assert waits == sorted(waits)
    assert waits[-1] <= 1.1 * DAY
    wire.serve(b"", "410 Gone")
    report = await wire.poll(waits[-1])
    assert report.failure is not None
    assert report.failure.kind is FailureKind.GONE
    assert report.news in {"failing", None}  # the 404s may have been told already
    assert wire.state.told_at is not None
    wire.clock.advance(400 * 86_400)
    assert not wire.due()


async def test_line_12_two_at_a_time_and_a_pause_between() -> None:
    """Per host; feeds of other hosts do not wait for it, and share a connection of their own."""
    clock = FixedClock()
    lanes = Lanes(clock, 0.5, 20.0)
    first = await lanes.enter("phare.example", 1)
    await lanes.enter("phare.example", 2)
    assert clock.now() - NOON == timedelta(seconds=0.5)
    third = asyncio.ensure_future(lanes.enter("phare.example", 3))
    await asyncio.sleep(0)
    assert not third.done()
    assert isinstance(await lanes.enter("harbour.example", 4), Lane)
    assert isinstance(first, Lane)
    lanes.leave(first, 0.1)
    assert isinstance(await asyncio.wait_for(third, 1), Lane)


async def test_line_13_only_what_can_be_read_is_asked_for(wire: Wire) -> None:
    """Feeds first, anything at last; and the encodings that are decoded."""
    wire.serve()
    await wire.poll()
    accept, encodings = wire.server.sent("Accept"), wire.server.sent("Accept-Encoding")
    assert accept is not None
    assert accept.startswith("application/atom+xml")
    assert accept.endswith("*/*;q=0.5")
    assert encodings is not None
    assert {each.strip() for each in encodings.split(",")} == {"gzip", "deflate", "br", "zstd"}


async def test_line_14_who_asks_is_always_the_same(wire: Wire) -> None:
    """One name, no cookies, no referer, nothing added to the address."""
    wire.serve(Set_Cookie="track=1; Path=/")
    for _ in range(2):
        await wire.poll(HOUR)
    agents = {wire.server.sent("User-Agent", n) for n in (0, 1)}
    assert agents == {MANNERS.user_agent}
    assert wire.server.sent("Cookie") is None
    assert wire.server.sent("Referer") is None
    assert set(wire.paths) == {"/rss"}


async def test_line_15_polls_are_spread(wire: Wire) -> None:
    """Feeds that began together do not stay together."""
    wire.serve()
    minutes = set()
    for _ in range(12):
        await wire.poll(HOUR)
        minutes.add((wire.clock.now() + wire.waits).second)
    assert len(minutes) > 6


async def test_line_16_deltas_only_with_a_version_and_nothing_from_absence(wire: Wire) -> None:
    """RFC 3229: a 226 brings what is new; what it leaves out is not gone."""
    two = ITEMS + item("Autre", "https://phare.example/2", "b")
    wire.serve(rss(two), ETag='"1"')
    await wire.poll()
    assert wire.server.sent("A-IM") is None
    body = rss(item("Nouveau", "https://phare.example/3", "c"))
    wire.serve(body, "226 IM Used", ETag='"2"', IM="feed")
    report = await wire.poll(HOUR)
    assert wire.server.sent("A-IM") == "feed"
    assert report.entries_new == 1
    wire.serve(rss(two), ETag='"3"')
    report = await wire.poll(HOUR)
    assert report.entries_new == 0
    assert len(wire.titles) == 3


async def test_line_17_a_hub_is_found_where_it_is_named(wire: Wire) -> None:
    """In the document or in the headers; the life of a subscription is in test_websub."""
    links = "".join(
        f"<link xmlns='http://www.w3.org/2005/Atom' rel='{rel}' href='https://{host}.example/'/>"
        for rel, host in (("hub", "hub"), ("self", "phare"))
    )
    wire.serve(rss(ITEMS, links))
    await wire.poll()
    assert (wire.state.hub, wire.state.topic) == ("https://hub.example/", "https://phare.example/")


def test_line_18_discovery_is_for_people_who_add_a_site() -> None:
    """What the page names, then a handful of usual places; the bot itself never looks there."""
    page = "<link rel='alternate' type='application/rss+xml' title='Tout' href='/tout.xml'>"
    (link,) = feed_links(page, "https://phare.example/")
    assert link.url == "https://phare.example/tout.xml"
    places = usual_places("https://phare.example/section/")
    assert 3 <= len(places) <= 8
    assert all(place.startswith("https://phare.example/") for place in places)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("\ufeff<é/>".encode("utf-16"), "text/xml; charset=latin-1"),
        ("é".encode(), "text/xml; charset=iso-8859-1"),
        ("é".encode("iso-8859-2"), "text/xml; charset=iso-8859-2"),
        (b"<?xml version='1.0' encoding='iso-8859-15'?>" + "é".encode("iso-8859-15"), ""),
        ("é".encode("cp1252"), ""),
    ],
    ids=["byte order mark", "valid UTF-8", "HTTP header", "declaration", "windows-1252"],
)
def test_line_19_the_charset_that_is_meant(body: bytes, content_type: str) -> None:
    """Mark, then valid UTF-8, then what HTTP says, then the declaration, then windows-1252."""
    charset = {"byte order mark": "utf-16"}
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        document = rss(item("é")).decode().encode(charset["byte order mark"])
    else:
        head, mark, _ = body.partition(b"?>")
        declaration = head + mark if mark else b""
        accent = body[len(declaration) :]
        document = declaration + rss(item("@")).replace(b"@", accent)
    assert only(document, content_type or "application/rss+xml").title == "é"


@pytest.mark.parametrize(
    "broken",
    ["\x0b", "&eacute;", "&bogus;", "<b>", "<br>", "</i>", "& ", "&#0;", "]]>"],
)
def test_line_20_a_broken_item_never_costs_the_feed(broken: str) -> None:
    """Illegal characters, unknown entities, unclosed tags: what a person sees is read."""
    items = item("Un", guid="1") + item(f"Deux{broken}", guid="2") + item("Trois", guid="3")
    titles = [entry.title for entry in read(rss(items)).entries]
    assert len(titles) == 3
    assert (titles[0], titles[2]) == ("Un", "Trois")
    assert titles[1].startswith("Deux")


def test_line_21_identity() -> None:
    """The GUID, else the link, else what is written; a GUID that repeats gets its link added."""
    assert only(rss(item(guid="g", link="https://a.example/1"))).identity == "g"
    assert (
        only(rss(item(link="https://a.example/1?utm_source=x"))).identity == "https://a.example/1"
    )
    by_text = only(rss(item("Titre")))
    assert len(by_text.identity) == 64
    twice = item("Un", "https://a.example/1", "g") + item("Deux", "https://a.example/2", "g")
    assert len({entry.identity for entry in read(rss(twice)).entries}) == 2


async def test_line_22_new_numbers_are_no_news(wire: Wire) -> None:
    """When nearly all GUIDs are new and their links are known, nothing was published."""

    def numbered(by: str) -> bytes:
        return rss("".join(item(f"T{n}", f"https://a.example/{n}", f"{by}{n}") for n in range(9)))

    wire.serve(numbered("a"))
    await wire.poll()
    wire.serve(numbered("b"))
    report = await wire.poll(HOUR)
    assert report.entries_new == 0
    assert len(wire.titles) == 9


async def test_line_23_newness_is_first_seen(wire: Wire) -> None:
    """A date that changes is no news; dates are within 1995 and ten minutes from now."""
    when = "<pubDate>{}</pubDate>".format
    wire.serve(rss(item("A", guid="a", more=when(wire.http_date(days=3)))))
    await wire.poll()
    wire.serve(rss(item("A", guid="a", more=when(wire.http_date(hours=0)))))
    report = await wire.poll(HOUR)
    assert report.entries_new == 0
    ahead = only(rss(item("B", more=when("Mon, 02 Mar 2099 12:00:00 GMT"))))
    assert ahead.published_at is None or ahead.published_at <= NOON + timedelta(minutes=10)
    assert only(rss(item("C", more=when("Thu, 01 Jan 1970 00:00:00 GMT")))).published_at is None


async def test_line_24_the_first_poll_is_no_flood(wire: Wire) -> None:
    """All is stored; only what is young is told."""
    items = "".join(
        item(f"Des drones {n}", f"https://a.example/{n}", str(n), f"<pubDate>{date}</pubDate>")
        for n, date in enumerate((wire.http_date(hours=1), wire.http_date(days=30)))
    )
    wire.serve(rss(items + item("Des drones sans date", guid="x")))
    report = await wire.poll()
    assert (report.entries_new, report.matches) == (3, 3)
    with wire.database.begin() as tx:
        alerting = [bool(found.rules) for found in findings.claim(tx, wire.clock.now(), 9)]
    assert alerting == [True, False, False]


@pytest.mark.parametrize(
    "written",
    [
        "lun., 2 mars 2026 11:00:00 +0000",
        "2026-03-02 11:00",
        "02 Mar 2026 11:00 UT",
        "Mon, 2 Mar 2026 12:00:00 CET",
        "2026-03-02T11:00Z",
        "Mon, 02 March 2026 11:00:00",
    ],
)
def test_line_25_dates_as_people_write_them(written: str) -> None:
    """French ones and those without a zone included; a hundred forms are in test_dates."""
    found = only(rss(item("A", more=f"<pubDate>{written}</pubDate>"))).published_at
    assert found == NOON - HOUR


def test_line_26_titles_are_plain() -> None:
    """Unescaped twice, without tags; a sign that is meant stays."""
    assert (
        only(rss(item("L&amp;amp;apos;&amp;lt;b&amp;gt;Inde&amp;lt;/b&amp;gt;"))).title == "L'Inde"
    )
    assert only(rss(item("AT&amp;amp;T"))).title == "AT&T"
    assert only(rss(item("1 &amp;lt; 2"))).title == "1 < 2"


def test_line_27_a_guid_is_a_link_only_when_it_is_one() -> None:
    """An absolute http(s) address serves; anything else opens nothing."""
    assert only(rss(item(guid="https://a.example/1"))).url == "https://a.example/1"
    for guid in ("12345", "tag:a.example,2026:1", "/relative", "javascript:alert(1)"):
        assert only(rss(item(guid=guid))).url == ""


def test_line_28_json_feed() -> None:
    """Version 1.1, read like any other."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Le Phare",
        "language": "fr",
        "items": [
            {
                "id": "1",
                "url": "https://phare.example/1",
                "title": "Des drones",
                "content_html": "<p>Trois <b>drones</b>.</p>",
                "date_published": "2026-03-02T11:00:00Z",
            }
        ],
    }
    entry = only(json.dumps(document).encode(), "application/feed+json")
    assert (entry.identity, entry.url, entry.title) == (
        "1",
        "https://phare.example/1",
        "Des drones",
    )
    assert (entry.text, entry.lang, entry.published_at) == ("Trois drones.", "fr", NOON - HOUR)


def test_line_29_opml_in_and_out() -> None:
    """What was written is read back."""
    sources = [
        Source("Le Phare", "https://phare.example/rss", tags=frozenset({"port", "monde"})),
        Source("Harbour & Post", "https://harbour.example/feed?a=1&b=2", lang="en"),
    ]
    found = read_opml(write_opml(sources, NOON).encode(), "list.opml")
    told = {(feed.url, feed.title, feed.tags) for feed in found.feeds}
    assert told == {(source.url, source.name, source.tags) for source in sources}
