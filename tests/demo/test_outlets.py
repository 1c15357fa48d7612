"""The demo's papers: what should be read is read, and the rules find what they should."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.demo.outlets import Served, press, serve
from bot.demo.stage import stage
from bot.fetch import HttpFetcher, Manners
from bot.match import Matcher
from bot.model import FailureKind, Fetched, FetchFailure, FetchState, ParsedFeed, Source
from bot.parse.document import parse
from bot.watchlist.load import load, loads
from tests.fixed_clock import FixedClock

HITS = {
    ("Drones Chine–Russie", "La Dépêche du Cap"),
    ("Drones Chine–Russie", "Le Courrier des Baies"),
    ("Drones Chine–Russie", "Fil Continu"),
    ("Mer de Chine", "Agence Mistral"),
    ("Armed drones", "Harbour Post"),
    ("Cyclones", "Coral Coast Times"),
}
"""Which rule finds something in which paper at the beginning: nothing in the look-alikes."""

BROKEN = {
    "Radio Silence": FailureKind.CONNECT,
    "Le Sablier": FailureKind.TIMEOUT,
    "Rond-Point Info": FailureKind.REDIRECTS,
    "Le Pavé": FailureKind.TOO_LARGE,
    "Vitrine 24": FailureKind.HTML,
    "Pixels brisés": FailureKind.BROKEN_FEED,
    "Fort Nimbus": FailureKind.FORBIDDEN,
    "La Gazette disparue": FailureKind.NOT_FOUND,
}


@pytest.fixture
def clock() -> FixedClock:
    """The papers' time."""
    return FixedClock()


@pytest.fixture
async def outlets(clock: FixedClock) -> AsyncIterator[Served]:
    """The papers, on loopback."""
    async with serve(clock) as served:
        yield served


async def polled(outlets: Served, clock: FixedClock) -> dict[Source, ParsedFeed | FetchFailure]:
    """Every source of the demo's watchlist, fetched and parsed."""
    watchlist = loads(outlets.watchlist.encode(), "feeds.yaml").watchlist

    async def poll(source: Source) -> ParsedFeed | FetchFailure:
        patience = timedelta(seconds=0.5 if source.name == "Le Sablier" else 20)
        manners = Manners("test", patience, 1024**2, allow_private_hosts=True)
        async with HttpFetcher(manners, clock) as fetcher:
            fetched = await fetcher.fetch(source, FetchState(1, source.url))
        return parse(fetched, source) if isinstance(fetched, Fetched) else fetched  # type: ignore[return-value]  # no 304 without a validator

    answers = await asyncio.gather(*map(poll, watchlist.sources))
    return dict(zip(watchlist.sources, answers, strict=True))


async def test_each_broken_feed_fails_in_its_own_way(outlets: Served, clock: FixedClock) -> None:
    """Unreachable, hanging, circling, endless, a page, crumbs, a wall, gone."""
    answers = await polled(outlets, clock)
    failed = {
        source.name: answer.kind
        for source, answer in answers.items()
        if isinstance(answer, FetchFailure)
    }
    assert failed == BROKEN


async def test_rules_find_the_stories_and_no_look_alike(outlets: Served, clock: FixedClock) -> None:
    """Machines of Indochina, hobbyists' drones and Russian salad raise nothing."""
    matcher = Matcher(loads(outlets.watchlist.encode(), "feeds.yaml").watchlist.rules)
    answers = await polled(outlets, clock)
    found = {
        (match.rule.name, source.name)
        for source, answer in answers.items()
        if isinstance(answer, ParsedFeed)
        for entry in answer.entries
        for match in matcher.match(entry, source)
    }
    assert found == HITS


async def test_every_article_comes_out_of_its_feed(outlets: Served, clock: FixedClock) -> None:
    """RSS, Atom and RDF, windows-1252, double escapes and bare ampersands lose no article."""
    answers = await polled(outlets, clock)
    for outlet in press():
        feed = next(
            answer
            for source, answer in answers.items()
            if source.url.endswith(f"/feeds/{outlet.slug}")
        )
        assert isinstance(feed, ParsedFeed)
        assert {entry.title for entry in feed.entries} == {
            item.title for item in outlet.items if not item.after
        }


async def test_later_waves_arrive(outlets: Served, clock: FixedClock) -> None:
    """While one looks on, further articles appear."""
    before = await polled(outlets, clock)
    clock.advance(120)
    after = await polled(outlets, clock)

    def count(answers: dict[Source, ParsedFeed | FetchFailure]) -> int:
        return sum(len(a.entries) for a in answers.values() if isinstance(a, ParsedFeed))

    assert count(after) == count(before) + sum(
        bool(item.after) for outlet in press() for item in outlet.items
    )


async def test_an_alert_leads_to_a_page(outlets: Served) -> None:
    """The button Read opens the article in the demo too."""
    async with httpx.AsyncClient() as client:
        page = await client.get(f"{outlets.url}/articles/depeche-du-cap/drones?utm_source=x")
    assert page.status_code == 200
    assert "Washington avertit ses alliés" in page.text


async def test_the_stage_is_set(tmp_path: Path, clock: FixedClock) -> None:
    """The watchlist is valid, its channels exist, and each article has a link preview."""
    async with stage(tmp_path, clock) as scene:
        names = {place.telegram.removeprefix("@") for place in load(scene.watchlist).destinations}
        assert names == set(scene.chats)
        assert len(scene.standin.cards) >= 100
