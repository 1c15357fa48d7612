"""Pages in worker processes: a hostile one costs one worker, and nothing of the bot's own."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from random import Random

import pytest

from bot.model import Article, Entry, Fetched, FetchFailure, Missing, NoArticle, ParsedFeed
from bot.parse.worker import InlineParser, ParserPool
from tests.fixed_clock import NOON
from tests.house.source import ROOT
from tests.raw_feed import SOURCE, fetched, item, rss
from tests.samples import entry

SENTENCE = "Trois drones ont survolé le port dans la nuit de lundi à mardi. "
BODY = f"<article><h1>Des drones au port</h1><p>{SENTENCE * 6}</p></article>"
CPU = timedelta(seconds=1)
HOSTILE = {
    "nesting": "<div>" * 100_000 + SENTENCE * 6,
    "nesting of words": "<b>" * 100_000 + SENTENCE * 6,
    "paragraphs in paragraphs": "<p><font>" * 100_000 + SENTENCE * 6,
    "tables in tables": "<table><tr><td>" * 60_000 + SENTENCE * 6,
    "attributes": f"<div {' '.join(f'a{n}=1' for n in range(200_000))}>{BODY}",
    "what the page says": "<meta name=a content=b>" * 60_000 + BODY,
    "brackets": "<" * 1_000_000,
    "comments": "<!--" * 250_000,
    "line breaks": "<p>" + "x<br>" * 200_000,
    "paragraphs": "".join(f"<p>Des drones au port {n}</p>" for n in range(50_000)),
    "links": "".join(f"<p><a href=x>Des drones {n}</a></p>" for n in range(40_000)),
    "references": "<p>" + "&#0;" * 250_000,
    "data": "<script type='application/ld+json'>" + "[" * 190_000 + "</script>" + BODY,
    "blocks of data": "<script type='application/ld+json'>{}</script>" * 20_000 + BODY,
    "one word": "<p>" + "a" * 1_000_000,
}


@pytest.fixture
async def pool() -> AsyncIterator[ParserPool]:
    """One worker with a second of CPU time for a page."""
    async with ParserPool(1, most_cpu=CPU) as opened:
        yield opened


def page(body: str | bytes) -> Fetched:
    """A page of HTML that came."""
    content = body if isinstance(body, bytes) else f"<html><body>{body}</body></html>".encode()
    return Fetched("https://phare.example/a", 200, {"content-type": "text/html"}, content, NOON)


async def test_same_as_in_place(pool: ParserPool) -> None:
    """What comes back from another process is what reading in place gives."""
    for body in (BODY, ""):
        here = await InlineParser().read_page(page(body), entry())
        assert await pool.read_page(page(body), entry()) == here


async def test_hostile_pages(pool: ParserPool) -> None:
    """Whatever a page is made of, there is an answer in bounded time, and the next is read."""
    for name, body in HOSTILE.items():
        began = time.monotonic()
        answer = await pool.read_page(page(body), entry())
        assert isinstance(answer, Article | NoArticle), name
        assert time.monotonic() - began < 30, name
    assert isinstance(await pool.read_page(page(BODY), entry()), Article)


async def test_hostile_pages_that_somebody_names(pool: ParserPool) -> None:
    """The same for a page of which nothing is known; and an ordinary one is read."""
    began = time.monotonic()
    answer = await pool.read_given(page(HOSTILE["attributes"]))
    assert isinstance(answer, FetchFailure)
    assert time.monotonic() - began < 30
    assert isinstance(await pool.read_given(page(BODY)), Entry)


async def test_others_are_unharmed() -> None:
    """Feeds that are parsed beside a page without end, and after it."""
    async with ParserPool(2, most_cpu=CPU) as pool:
        reading = asyncio.create_task(pool.read_page(page(HOSTILE["attributes"]), entry()))
        documents = [fetched(rss(item(guid=str(n)))) for n in range(20)]
        parsed = await asyncio.gather(*[pool.parse(each, SOURCE) for each in documents])
        assert all(isinstance(each, ParsedFeed) for each in parsed)
        answer = await reading
        assert isinstance(answer, NoArticle)
        assert answer.why is Missing.UNREADABLE
        assert isinstance(await pool.parse(documents[0], SOURCE), ParsedFeed)


def test_mutated_pages() -> None:
    """Bytes flipped, cut out or doubled: always an answer, mostly still the article."""
    random, found = Random(7), 0
    original = page(f"<nav>Menu</nav>{BODY}<footer>Contact</footer>").body
    reader = InlineParser()
    for _ in range(300):
        body = bytearray(original)
        for _ in range(random.randint(1, 4)):
            at = random.randrange(len(body))
            put = random.choice(
                [b"", b"<", b">", b"\0", b"\xff", b"</", b"<!--", b"&", b'"', b"<p>"]
            )
            body[at : at + random.choice([0, 1, 5, 40])] = put
        answer = asyncio.run(reader.read_page(page(bytes(body)), entry()))
        assert isinstance(answer, Article | NoArticle)
        found += isinstance(answer, Article)
    assert found > 200


PROBE = """
import json, sys
from bot import opening
from bot.parse.worker import ParserPool
print(json.dumps(sorted(sys.modules)))
"""


def test_the_bot_itself_does_not_load_it() -> None:
    """Its libraries are the workers' alone: the start and idle memory are as they were."""
    command = [sys.executable, "-c", PROBE]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=True).stdout
    loaded = {name.partition(".")[0] for name in json.loads(told)}
    assert "pebble" in loaded
    assert loaded & {"trafilatura", "lxml", "htmldate", "justext", "courlan"} == set()
