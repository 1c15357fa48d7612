"""The demo's papers: what should be read is read, and the rules find what they should."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from itertools import combinations
from xml.etree import ElementTree as ET

import httpx
import pytest

from bot.demo.outlets import Served, press, serve, watchlist
from bot.demo.outlets.broken import BROKEN
from bot.demo.outlets.feeds import CONTENT_TYPES, Issue, write
from bot.demo.outlets.press import Outlet
from bot.expression import Not, Phrase, Prefix, Word
from bot.fetch import HttpFetcher, Manners
from bot.match import Matcher, explain
from bot.model import (
    Entry,
    FailureKind,
    Fetched,
    FetchFailure,
    FetchState,
    ParsedFeed,
    Source,
)
from bot.parse.document import parse
from bot.watchlist.load import loads
from tests.fixed_clock import NOON, FixedClock

SITE = "http://127.0.0.1:8000"
WATCHLIST = loads(watchlist(SITE, "http://127.0.0.1:9").encode(), "feeds.yaml")
SOURCES = {source.url: source for source in WATCHLIST.watchlist.sources}
END = 60
"""Seconds after which every article is out."""

AT_ONCE = {
    ("Drones Chine–Russie", "La Dépêche du Cap", "depeche-du-cap/drones"),
    ("Drones Chine–Russie", "Le Courrier des Baies", "courrier-des-baies/drones"),
    ("Drones Chine–Russie", "Fil Continu", "depeche-du-cap/drones"),
    ("Mer de Chine", "Agence Mistral", "agence-mistral/mer-de-chine"),
    ("Armed drones", "Harbour Post", "harbour-post/armed-drones"),
    ("Cyclones", "Coral Coast Times", "coral-coast-times/cyclone-maren"),
}
"""Rule, source and page of every hit at the beginning."""
LATER = {
    ("Mer de Chine", "Fil Continu", "agence-mistral/mer-de-chine"),
    ("Diplomatie de Pékin", "Agence Mistral", "agence-mistral/pekin-dement"),
    ("Drones Chine–Russie", "L’Essentiel Express", "depeche-du-cap/drones"),
    ("Diplomatie de Pékin", "Le Quotidien des Deux Rives", "quotidien-des-deux-rives/bruxelles"),
    ("Sanctions européennes", "Le Quotidien des Deux Rives", "quotidien-des-deux-rives/bruxelles"),
    ("Armed drones", "The Northbridge Herald", "northbridge-herald/beijing-denies"),
    ("Cyclones", "Coral Coast Times", "coral-coast-times/cyclone-landfall"),
}
"""The same for what comes while one looks on."""

FAILURES = {
    "Radio Silence": FailureKind.CONNECT,
    "Le Sablier": FailureKind.TIMEOUT,
    "Rond-Point Info": FailureKind.REDIRECTS,
    "Le Pavé": FailureKind.TOO_LARGE,
    "Vitrine 24": FailureKind.HTML,
    "Pixels brisés": FailureKind.BROKEN_FEED,
    "Fort Nimbus": FailureKind.WALL,
    "La Gazette disparue": FailureKind.NOT_FOUND,
}

by_outlet = pytest.mark.parametrize("outlet", press(), ids=lambda outlet: outlet.slug)


def issue(outlet: Outlet, seconds: float) -> Issue:
    """What `outlet` shows so many seconds after the beginning."""
    return Issue.at(outlet, NOON, NOON + timedelta(seconds=seconds), f"{SITE}/")


def entries(outlet: Outlet, seconds: float = END) -> tuple[Entry, ...]:
    """The articles of its feed, as Vigie reads them."""
    url = f"{SITE}/feeds/{outlet.slug}"
    headers = {"content-type": f"{CONTENT_TYPES[outlet.format]}; charset={outlet.charset}"}
    body = write(issue(outlet, seconds))
    fetched = Fetched(url, 200, headers, body, NOON + timedelta(seconds=seconds))
    feed = parse(fetched, SOURCES[url])
    assert isinstance(feed, ParsedFeed)
    return feed.entries


def hits(seconds: float) -> Iterator[tuple[str, str, Entry]]:
    """Rule, source and entry of everything that the demo's rules find."""
    matcher = Matcher(WATCHLIST.watchlist.rules)
    for outlet in press():
        source = SOURCES[f"{SITE}/feeds/{outlet.slug}"]
        for entry in entries(outlet, seconds):
            for match in matcher.match(entry, source):
                yield match.rule.name, source.name, entry


def pages(seconds: float) -> set[tuple[str, str, str]]:
    """The same, told by the path of the page."""
    return {
        (rule, source, entry.url.removeprefix(f"{SITE}/articles/").partition("?")[0])
        for rule, source, entry in hits(seconds)
    }


def titled(beginning: str) -> Entry:
    """The article whose title begins like this."""
    found = (entry for outlet in press() for entry in entries(outlet))
    return next(entry for entry in found if entry.title.startswith(beginning))


# ── The feeds ────────────────────────────────────────────────────────────────────────────────


@by_outlet
def test_a_feed_is_well_formed_where_it_should_be(outlet: Outlet) -> None:
    """Real XML in its own charset, but for the one paper that writes bare ampersands."""
    body = write(issue(outlet, END))
    if outlet.ampersands_bare:
        with pytest.raises(ET.ParseError):
            ET.fromstring(body)
    else:
        assert ET.fromstring(body).tag.endswith(("rss", "feed", "RDF"))


@by_outlet
def test_every_article_comes_out_of_its_feed(outlet: Outlet) -> None:
    """RSS, Atom and RDF, windows-1252, double escapes and bare ampersands lose no article."""
    assert {(entry.title, entry.author) for entry in entries(outlet)} == {
        (item.title, entry_author(outlet, item.author)) for item in outlet.items
    }


def entry_author(outlet: Outlet, author: str) -> str:
    """RSS may leave the author out; Atom and RDF name the paper."""
    return author or (outlet.name if outlet.format in ("atom", "rdf") else "")


@by_outlet
def test_articles_are_fresh_and_clean(outlet: Outlet) -> None:
    """Younger than any rule's limit, with a text that holds no markup, and without tracking."""
    for entry in entries(outlet):
        assert entry.published_at is not None
        assert NOON - timedelta(days=1) < entry.published_at <= NOON + timedelta(seconds=END)
        assert not re.search(r"[<>]|&\w+;", entry.title + entry.text)
        assert "?" not in entry.canonical_url


def test_there_is_enough_to_look_at() -> None:
    """A dozen papers and more in two languages, with over a hundred articles."""
    assert {outlet.lang for outlet in press()} == {"fr", "en"}
    assert len(press()) >= 12
    assert sum(len(outlet.items) for outlet in press()) >= 120


@by_outlet
def test_a_feed_only_grows(outlet: Outlet) -> None:
    """Later waves add articles and leave the others as they were."""
    assert set(entries(outlet, 0)) <= set(entries(outlet, END))
    assert write(issue(outlet, END)) == write(issue(outlet, END + 999))


# ── The rules ────────────────────────────────────────────────────────────────────────────────


def test_the_watchlist_is_without_fault() -> None:
    """It names every paper and every broken feed, and not even a warning is raised."""
    assert not WATCHLIST.warnings
    served = {f"{SITE}/feeds/{outlet.slug}" for outlet in press()}
    broken = {f"{SITE}/feeds/{slug}" for slug in BROKEN}
    assert set(SOURCES) == served | broken | {"http://127.0.0.1:9/feeds/radio-silence"}


def test_the_first_round_finds_the_stories() -> None:
    """At once: the great affair with its copies, and one story for each of three more rules."""
    assert pages(0) == AT_ONCE


def test_later_waves_bring_what_follows() -> None:
    """The denial, the reaction and the landfall come later, and one more copy."""
    assert pages(END) == AT_ONCE | LATER


def test_the_great_affair_is_one_story_in_any_order() -> None:
    """Its first copies have an address or a text in common, each with each."""
    copies = [entry for rule, _, entry in hits(0) if rule.startswith("Drones")]
    assert len(copies) == 3
    for one, other in combinations(copies, 2):
        assert one.canonical_url == other.canonical_url or (
            one.content_hash and one.content_hash == other.content_hash
        )


@pytest.mark.parametrize(
    ("title", "rule", "failed"),
    [
        ("Des machines-outils russes", "Drones Chine–Russie", Word("Chine")),
        ("Concours de drones", "Drones Chine–Russie", Word("Russie")),
        ("Manœuvres en mer de Chine", "Drones Chine–Russie", Word("Russie")),
        ("Livraisons d’armes", "Drones Chine–Russie", Word("drones")),
        ("Dopage", "Sanctions européennes", Not(Word("dopage"))),
        ("Football", "Sanctions européennes", Not(Word("football"))),
        ("Collecting: the hurricane lamp", "Cyclones", Prefix("evacuat")),
    ],
)
def test_look_alikes_miss_by_one_word(title: str, rule: str, failed: Word | Prefix | Not) -> None:
    """Machines of Indochina and hobbyists' drones come close, which is what they are for."""
    expression = next(each.expression for each in WATCHLIST.watchlist.rules if each.name == rule)
    assert explain(expression, titled(title)).failed == (failed,)


def test_porcelain_is_no_sea() -> None:
    """A phrase is a phrase: « porcelaine de Chine » is not « mer de Chine »."""
    expression = next(r.expression for r in WATCHLIST.watchlist.rules if r.name == "Mer de Chine")
    sea = explain(expression, titled("Porcelaine de Chine"))
    assert sea.failed
    assert not sea.evidence
    assert explain(Phrase("porcelaine de Chine"), titled("Porcelaine de Chine")).matched


# ── The server ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def clock() -> FixedClock:
    """The papers' time."""
    return FixedClock()


@pytest.fixture
async def outlets(clock: FixedClock) -> AsyncIterator[Served]:
    """The papers, on loopback."""
    async with serve(clock) as served:
        yield served


@pytest.fixture
async def browser(outlets: Served) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who visits them."""
    async with httpx.AsyncClient(base_url=outlets.url, trust_env=False) as client:
        yield client


async def test_each_broken_feed_fails_in_its_own_way(outlets: Served, clock: FixedClock) -> None:
    """Unreachable, hanging, circling, endless, a page, crumbs, a wall, gone; no other fails."""
    sources = loads(outlets.watchlist.encode(), "feeds.yaml").watchlist.sources

    async def failure(source: Source) -> FailureKind | None:
        patience = timedelta(seconds=0.5 if source.name == "Le Sablier" else 20)
        manners = Manners("test", patience, 1024**2, allow_private_hosts=True)
        async with HttpFetcher(manners, clock) as fetcher:
            fetched = await fetcher.fetch(source, FetchState(1, source.url))
        answer = parse(fetched, source) if isinstance(fetched, Fetched) else fetched
        return answer.kind if isinstance(answer, FetchFailure) else None

    kinds = await asyncio.gather(*map(failure, sources))
    failed = {source.name: kind for source, kind in zip(sources, kinds, strict=True) if kind}
    assert failed == FAILURES


async def test_a_visitor_who_knows_the_feed_is_told_so(
    browser: httpx.AsyncClient, clock: FixedClock
) -> None:
    """304 by ETag and by date until something new comes; then the whole feed, with a new ETag."""
    path = "/feeds/agence-mistral"
    first = await browser.get(path)
    etag = {"if-none-match": first.headers["etag"]}
    date = {"if-modified-since": first.headers["last-modified"]}
    assert [(await browser.get(path, headers=known)).status_code for known in (etag, date)] == [
        304,
        304,
    ]
    clock.advance(END)
    for known in (etag, date):
        later = await browser.get(path, headers=known)
        assert later.status_code == 200
        assert later.headers["etag"] != first.headers["etag"]
        assert "Pékin dément" in later.text


async def test_every_link_leads_to_a_page(browser: httpx.AsyncClient) -> None:
    """The button Read opens the article, aggregators' links with tracking included."""
    for outlet in press():
        for item in outlet.items:
            page = await browser.get(f"/articles/{item.page}", params=outlet.tracking)
            assert page.status_code == 200
            assert "<h1>" in page.text
    assert (await browser.get("/articles/depeche-du-cap/nothing")).status_code == 404
    assert (await browser.get("/feeds/nothing")).status_code == 404


async def test_the_papers_close_at_once(
    clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    """A visitor who still waits for an answer holds nothing up, and no log complains."""
    async with asyncio.timeout(5):
        async with httpx.AsyncClient(trust_env=False, timeout=None) as client:
            async with serve(clock) as outlets:
                waiting = asyncio.create_task(client.get(f"{outlets.url}/feeds/le-sablier"))
                await client.get(f"{outlets.url}/feeds/vitrine-24")
            with pytest.raises(httpx.TransportError):
                await waiting
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
