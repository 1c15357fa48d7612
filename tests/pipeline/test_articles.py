"""The full text behind an entry, for real: a server on loopback, the fetcher, the reader."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.fetch import HttpFetcher
from bot.i18n import Text
from bot.model import (
    Article,
    Entry,
    FailureKind,
    Fetched,
    FetchFailure,
    Missing,
    NoArticle,
    Postponed,
)
from bot.parse.article_choice import best_text
from bot.parse.worker import InlineParser
from bot.pipeline.articles import Articles
from bot.text.urls import canonical_url
from tests.asking import MANNERS
from tests.fixed_clock import NOON, FixedClock
from tests.raw_server import RawServer, Talk, answer, raw_server
from tests.samples import entry

LONG = timedelta(seconds=30)
HTML = "text/html; charset=utf-8"
TEXT = (
    "Trois drones ont survolé le port dans la nuit de lundi à mardi, selon la préfecture. "
    "Les agents de la capitainerie ont donné l'alerte peu après deux heures du matin, mais "
    "aucun des appareils n'a été retrouvé et le trafic a repris à l'aube."
)
BODY = f"<html lang=fr><body><article><p>{TEXT}</p></article></body></html>"
STUB = (
    "<html><body><article><p>Trois drones ont survolé le port dans la nuit de lundi à mardi.</p>"
    "<p>Cet article est réservé aux abonnés.</p></article></body></html>"
)
OTHER = (
    "<html><body><article><p>Épluchez six pommes reinettes, coupez chacune en quartiers fins et "
    "réservez avec un jus de citron. Mélangez la farine, les œufs et le sucre, puis laissez "
    "reposer la pâte une heure avant de garnir le moule et de cuire.</p></article></body></html>"
)


@dataclass
class Desk:
    """Reads the pages of a server."""

    server: RawServer
    articles: Articles

    def entry(self, reply: bytes | Talk, path: str = "/monde/drones") -> Entry:
        """An entry that leads to this answer."""
        url = self.server.at(path, reply)
        return entry(url=url, canonical_url=canonical_url(url))

    async def missing(self, reply: bytes | Talk) -> Missing:
        """Why there is no article behind the entry."""
        answered = await self.articles.read(self.entry(reply), LONG)
        assert isinstance(answered, NoArticle), answered
        return answered.why


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """A desk that waits half a second for a page."""
    manners = replace(MANNERS, page_timeout=timedelta(seconds=0.5))
    async with raw_server() as server, HttpFetcher(manners, FixedClock()) as fetcher:
        yield Desk(server, Articles(fetcher, InlineParser()))


def page(body: str | bytes = BODY, kind: str = HTML, **headers: str) -> bytes:
    """An answer with a page."""
    content = body.encode() if isinstance(body, str) else body
    return answer(content, Content_Type=kind, **headers)


async def test_article(desk: Desk) -> None:
    """From the entry's address to the text that serves."""
    of_feed = desk.entry(page())
    article = await desk.articles.read(of_feed, LONG)
    assert isinstance(article, Article)
    assert (article.text, article.lang) == (TEXT, "fr")
    assert best_text(of_feed, article).text == TEXT


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (page("<title>Votre consentement</title>" + BODY), Missing.CONSENT),
        (page("<title>Connexion</title><input type=password>"), Missing.LOGIN),
        (page("<title>Just a moment...</title>"), Missing.WALL),
        (page(STUB), Missing.PAYWALL),
        (answer(status="404 Not Found"), Missing.GONE),
        (answer(status="410 Gone"), Missing.GONE),
        (answer(status="403 Forbidden"), Missing.WALL),
        (answer(status="401 Unauthorized"), Missing.LOGIN),
        (answer(status="402 Payment Required"), Missing.PAYWALL),
        (answer(status="429 Too Many Requests"), Missing.BUSY),
        (answer(status="500 Broken"), Missing.UNREACHABLE),
        (answer(status="418 Teapot"), Missing.UNREACHABLE),
        (page(b" " * 5_000_000), Missing.TOO_LARGE),
        (
            page(gzip.compress(bytes(50_000_000)), Content_Encoding="gzip"),
            Missing.TOO_LARGE,
        ),
        (page('{"title": "Des drones"}', "application/json"), Missing.NOT_HTML),
        (page('{"title": "Des drones"}'), Missing.NOT_HTML),
        (page("%PDF-1.7", "application/pdf"), Missing.NOT_HTML),
        (page(""), Missing.SHORT),
        (page(OTHER), Missing.OTHER),
        (answer(status="302 Found", Location="/"), Missing.HOME),
        (answer(status="302 Found", Location="/monde/drones"), Missing.UNREACHABLE),
        (b"no HTTP at all", Missing.UNREACHABLE),
    ],
)
async def test_no_article(desk: Desk, reply: bytes, why: Missing) -> None:
    """Each thing that comes instead is told apart."""
    desk.server.at("/", page())
    assert await desk.missing(reply) is why


async def test_meta_refresh(desk: Desk) -> None:
    """The page that counts clicks leads on to the article, or to the front page."""
    desk.server.at("/monde/port", page())
    of_feed = desk.entry(page('<meta http-equiv="refresh" content="0;url=/monde/port">'))
    assert isinstance(await desk.articles.read(of_feed, LONG), Article)
    desk.server.at("/", page())
    assert await desk.missing(page('<meta http-equiv="refresh" content="0;url=/">')) is Missing.HOME


async def test_wrong_charset(desk: Desk) -> None:
    """The header says UTF-8; the bytes say otherwise."""
    article = await desk.articles.read(desk.entry(page(BODY.encode("cp1252"))), LONG)
    assert isinstance(article, Article)
    assert article.text == TEXT


async def _drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.02)


async def test_drip(desk: Desk) -> None:
    """A page that trickles in is given up."""
    assert await desk.missing(_drip) is Missing.SLOW


async def test_private_address() -> None:
    """Nothing is asked."""
    manners = replace(MANNERS, allow_private_hosts=False)
    async with raw_server() as server, HttpFetcher(manners, FixedClock()) as fetcher:
        articles = Articles(fetcher, InlineParser())
        answered = await articles.read(entry(url=server.at("/a", page())), LONG)
        assert isinstance(answered, NoArticle)
        assert answered.why is Missing.ADDRESS
        assert server.requests == []


@dataclass
class Scripted:
    """A fetcher that says what it is told to, at once or never."""

    says: Fetched | FetchFailure | Postponed | None

    async def page(self, url: str) -> Fetched | FetchFailure | Postponed:
        """What it is told."""
        if self.says is None:
            await asyncio.Event().wait()
        assert self.says is not None
        return self.says


@pytest.mark.parametrize(
    ("says", "why"),
    [
        (None, Missing.SLOW),
        (Postponed(NOON), Missing.BUSY),
        (FetchFailure(FailureKind.DNS, Text("a", "b"), Text("c", "d")), Missing.UNREACHABLE),
    ],
)
async def test_without_a_page(says: FetchFailure | Postponed | None, why: Missing) -> None:
    """The deadline holds whatever happens; a host that is left alone is not waited for."""
    articles = Articles(Scripted(says), InlineParser())
    answered = await articles.read(entry(), timedelta(seconds=0.05))
    assert isinstance(answered, NoArticle)
    assert answered.why is why


async def test_an_entry_that_leads_nowhere() -> None:
    """Nobody is asked."""
    answered = await Articles(Scripted(None), InlineParser()).read(entry(url=""), LONG)
    assert isinstance(answered, NoArticle)
    assert answered.why is Missing.ADDRESS
