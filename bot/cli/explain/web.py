"""An article on the web, asked for with the same care as a feed."""

import asyncio

from rich.text import Text as Line

from bot.cli.explain.request import NothingToReadError, Request
from bot.cli.terminal import ERR, tame
from bot.clock import SystemClock
from bot.fetch import HttpFetcher, manners_of
from bot.i18n import Text
from bot.model import (
    Entry,
    FailureKind,
    Fetched,
    FetchFailure,
    FetchState,
    Source,
)
from bot.parse.article_missing import missing_by
from bot.parse.worker import ParserPool

PASTE_IT = Text(
    en="Open the page in a browser, copy the text and paste it: vigie explain RULE",
    fr="Ouvrez la page dans un navigateur, copiez le texte et collez-le : vigie explain RÈGLE",
)
UNBEARABLE = frozenset({FailureKind.BROKEN_FEED, FailureKind.PARSE_TIMEOUT})
"""A page brought its reader down, or kept it too long."""


def fetch(request: Request) -> Entry:
    """The article of the page.

    Raises:
        NothingToReadError: the page cannot be had, or holds no article.
    """
    url = request.text or ""
    said = Text(en=f"Reading {url}", fr=f"Lecture de {url}")
    ERR.print(Line(tame(said.into(request.lang)), style="dim"))
    return asyncio.run(_article(url, request))


async def _article(url: str, request: Request) -> Entry:
    page = await _fetched(url, request)
    async with ParserPool(1) as parser:
        found = await parser.read_given(page)
    if isinstance(found, Entry):
        return found
    if found.kind in UNBEARABLE:
        raise NothingToReadError(missing_by(found).reason, PASTE_IT)
    raise NothingToReadError(found.text, found.hint)


def _about_a_page(failure: FetchFailure) -> Text:
    """What happened; the fetcher's own words for these are about feeds."""
    if failure.status:
        number = failure.status
        return Text(en=f"The server answers {number}.", fr=f"Le serveur répond {number}.")
    if failure.kind is FailureKind.TOO_LARGE:
        return Text(en="The page is too large.", fr="La page est trop grande.")
    return failure.text


async def _fetched(url: str, request: Request) -> Fetched:
    async with HttpFetcher(manners_of(request.settings), SystemClock()) as fetcher:
        answer = await fetcher.fetch(Source(url, url), FetchState(0, url))
    if isinstance(answer, FetchFailure):
        raise NothingToReadError(_about_a_page(answer), PASTE_IT)
    assert isinstance(answer, Fetched), "nothing was known to compare with, nobody else is in line"
    return answer
