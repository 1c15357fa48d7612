"""`vigie feeds check` and `add`: what is found at an address, and what is written."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.i18n import Lang
from bot.model import Source
from bot.watchlist.load import load
from tests.command_line import Said, Vigie
from tests.feed_server import Item, rss
from tests.raw_server import RawServer, answer, raw_server

BOTH = pytest.mark.parametrize("lang", ["en", "fr"])
FILE = Path("feeds.yaml")
FEEDS_YAML = """sources:
  - {name: Le Phare, url: "https://phare.example/rss", lang: fr}   # reliable
channels: {veille: {telegram: "@veille"}}
rules: [{name: Drones, match: drones, to: veille}]
"""
SENTENCE = "Trois drones ont survolé le port dans la nuit, selon les autorités de la région."
DOCUMENT = rss(
    (Item(f"Des drones au port {number}", SENTENCE) for number in range(7)),
    datetime.now(UTC) - timedelta(hours=3),
)
FEED = answer(DOCUMENT, Content_Type="application/rss+xml", ETag='"1"')
LINK = '<link rel="alternate" type="application/rss+xml" title="{0}" href="/{0}">'


def page(*slugs: str) -> bytes:
    """A web page that names these feeds."""
    links = "".join(LINK.format(slug) for slug in slugs)
    body = f"<!doctype html><html><head>{links}</head><body><p>Bonjour</p></body></html>"
    return answer(body.encode(), Content_Type="text/html; charset=utf-8")


@pytest.fixture(autouse=True)
def _file(_alone: None) -> None:
    FILE.write_text(FEEDS_YAML)


def written() -> str:
    """What is in the file now."""
    return FILE.read_text()


@pytest.fixture
async def site(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RawServer]:
    """A site on this machine with a feed at /un, which may be asked."""
    monkeypatch.setenv("VIGIE_ALLOW_PRIVATE_HOSTS", "yes")
    async with raw_server() as server:
        server.at("/un", FEED)
        yield server


async def feeds(vigie: Vigie, *words: str) -> Said:
    """Run the command beside the server."""
    return await asyncio.to_thread(vigie, "feeds", *words)


def asked(site: RawServer) -> list[str]:
    """The paths that were asked for."""
    return [request.split()[1].decode() for request in site.requests]


@BOTH
async def test_a_feed_is_shown_and_written(site: RawServer, vigie: Vigie, lang: Lang) -> None:
    """Last items, health and rhythm first; then a line in the file, with what was suggested."""
    words = ("add", f"{site.url}/un", "--yes", "--tag", "Mer", "--every", "2h", "--lang", lang)
    said = await feeds(vigie, *words)
    assert said.code == 0
    assert said.out.count("Des drones au port") == 5
    assert {"en": "Every item is dated", "fr": "Tous les articles sont datés"}[lang] in said.out
    added = load(FILE).sources[-1]
    assert added == Source(
        "Le Phare (2)", f"{site.url}/un", "fr", frozenset({"mer"}), timedelta(hours=2)
    )
    line = f"  - {{name: Le Phare (2), url: '{site.url}/un', lang: fr, tags: mer, every: 2h}}\n"
    first, second, *rest = FEEDS_YAML.splitlines(keepends=True)
    assert written() == "".join([first, second, line, *rest])
    assert asked(site) == ["/un"]


async def test_nothing_is_written_without_a_word(site: RawServer, vigie: Vigie) -> None:
    """Where nobody can be asked and --yes is missing, nothing happens, and that is told."""
    said = await feeds(vigie, "add", f"{site.url}/un")
    assert said.code == 73
    assert "--yes" in said.err
    assert written() == FEEDS_YAML


@pytest.mark.parametrize(
    "url",
    [
        "https://phare.example/rss",
        "www.phare.example/rss/",
        "http://phare.example/rss?utm_source=x",
    ],
)
async def test_what_is_there_already_is_not_even_asked_for(
    site: RawServer, vigie: Vigie, url: str
) -> None:
    """An address that leads to the same is refused with the name of the source that has it."""
    said = await feeds(vigie, "add", url, "--yes")
    assert said.code == 73
    assert "“Le Phare”" in said.err


async def test_the_only_feed_of_a_page_is_taken(site: RawServer, vigie: Vigie) -> None:
    """A page that names one feed stands for it, name and language as typed."""
    home = site.at("/", page("un"))
    said = await feeds(vigie, "add", home, "--name", "Un", "--language", "en", "--yes")
    assert said.code == 0
    assert load(FILE).sources[-1] == Source("Un", f"{site.url}/un", "en")


async def test_several_feeds_of_a_page_are_told(site: RawServer, vigie: Vigie) -> None:
    """Where nobody can choose, they are listed, those of comments last; none is asked for."""
    said = await feeds(vigie, "check", site.at("/", page("comments", "un")))
    assert said.code == 69
    assert said.err.index("/un") < said.err.index("/comments")
    assert asked(site) == ["/"]


@BOTH
async def test_the_usual_places(site: RawServer, vigie: Vigie, lang: Lang) -> None:
    """A page that names no feed: a few guesses, and the first feed is taken."""
    home, _ = site.at("/", page()), site.at("/rss.xml", FEED)
    said = await feeds(vigie, "check", home, "--lang", lang)
    assert said.code == 0
    assert f"{site.url}/rss.xml" in said.out
    assert asked(site) == ["/", "/feed", "/rss", "/rss.xml"]


async def test_no_feed_anywhere(site: RawServer, vigie: Vigie) -> None:
    """Eight requests at most, and what to do then."""
    said = await feeds(vigie, "check", site.at("/blog/", page()))
    assert said.code == 69
    assert "no feed was found" in said.err
    assert len(asked(site)) <= 8


async def test_a_move_for_good_is_written_down(site: RawServer, vigie: Vigie) -> None:
    """The address that is written is the one where the feed has moved."""
    site.at("/old", answer(status="301 Moved Permanently", Location="/un"))
    said = await feeds(vigie, "add", f"{site.url}/old", "--yes")
    assert said.code == 0
    assert f"moved for good to {site.url}/un" in said.out
    assert load(FILE).sources[-1].url == f"{site.url}/un"


async def test_health_for_programs(site: RawServer, vigie: Vigie) -> None:
    """The keys of the JSON are there; something to say against the feed shows in the exit code."""
    bare = answer(DOCUMENT, Content_Type="application/rss+xml")
    said = await feeds(vigie, "check", site.at("/bare", bare), "--json")
    assert said.code == 1
    found = json.loads(said.out)
    assert (found["title"], found["lang"], found["entries"]) == ("Le Phare", "fr", 7)
    bad = [each["key"] for each in found["findings"] if not each["good"]]
    assert bad == ["validators"]


@BOTH
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("check", "ftp://a.example/"), 69),
        (("add", "not an address"), 69),
        (("add", "https://a.example/", "--every", "often"), 64),
        (("add", "https://a.example/", "--language", "français"), 64),
        (("add", "https://a.example/", "--country", "Atlantide"), 64),
    ],
)
def test_what_cannot_be_understood(
    vigie: Vigie, words: tuple[str, ...], code: int, lang: Lang
) -> None:
    """Told before anything is asked for, with what is expected."""
    said = vigie("feeds", *words, "--lang", lang)
    assert said.code == code
    assert said.err
    assert written() == FEEDS_YAML


async def test_addresses_inside_the_network(
    site: RawServer, vigie: Vigie, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A feed is asked for with the guard of all feeds."""
    monkeypatch.setenv("VIGIE_ALLOW_PRIVATE_HOSTS", "no")
    assert (await feeds(vigie, "check", f"{site.url}/un")).code == 69
    assert asked(site) == []


@BOTH
async def test_advice_is_for_who_has_typed_the_address(
    site: RawServer, vigie: Vigie, lang: Lang
) -> None:
    """No file has the address yet and no poll is to come: neither is spoken of."""
    site.at("/broken", answer(b"{", Content_Type="application/json"))
    for place in ("/none", "/broken"):
        said = await feeds(vigie, "add", f"{site.url}{place}", "--yes", "--lang", lang)
        assert said.code == 69
        assert "feeds.yaml" not in said.err
    said = await feeds(vigie, "add", "http://127.0.0.1:1/", "--yes", "--lang", lang)
    assert {"en": "Try again later", "fr": "Réessayez plus tard"}[lang] in said.err


@BOTH
async def test_what_is_no_address_is_told_back(vigie: Vigie, lang: Lang) -> None:
    """With what is wanted instead: a scheme is not."""
    said = await feeds(vigie, "add", "Le Monde", "--lang", lang)
    assert said.code == 69
    assert said.err.startswith({"en": "“Le Monde”", "fr": "« Le Monde »"}[lang])
    assert "lemonde.fr" in said.err


async def test_a_source_that_is_there_can_be_looked_up(site: RawServer, vigie: Vigie) -> None:
    """The command to see it is told whole, with the address that it has already."""
    said = await feeds(vigie, "add", "phare.example/rss", "--yes")
    assert "https://phare.example/rss is there already" in said.err
    assert "vigie feeds show 'Le Phare'" in said.err


@BOTH
async def test_nothing_is_made_up_about_what_is_not_dated(
    site: RawServer, vigie: Vigie, lang: Lang
) -> None:
    """Undated items tell no rate; what is old is shown with its year."""
    undated = DOCUMENT.replace(b"pubDate", b"other")
    site.at("/undated", answer(undated, Content_Type="application/rss+xml"))
    said = await feeds(vigie, "check", f"{site.url}/undated", "--lang", lang)
    assert {"en": "  undated  ", "fr": "  sans date  "}[lang] in said.out
    assert {"en": "a day", "fr": "par jour"}[lang] not in said.out
    old = rss([Item("Un vieux drone", SENTENCE)], datetime(2021, 5, 1, tzinfo=UTC))
    site.at("/old", answer(old, Content_Type="application/rss+xml"))
    said = await feeds(vigie, "check", f"{site.url}/old", "--lang", lang)
    assert " 2021  Un vieux drone" in said.out
