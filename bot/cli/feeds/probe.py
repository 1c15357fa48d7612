"""A feed that is not watched yet, asked for with the same care as those that are."""

from contextlib import AsyncExitStack
from typing import NamedTuple, Self

from bot.clock import SystemClock
from bot.fetch import HttpFetcher, manners_of
from bot.i18n import Text
from bot.model import (
    FailureKind,
    Fetched,
    FetchFailure,
    FetchState,
    NotModified,
    ParsedFeed,
    Postponed,
    Source,
)
from bot.parse.charset import decode
from bot.parse.worker import ParserPool
from bot.settings import Settings
from bot.text.discovery import FeedLink, feed_links, usual_places


class Found(NamedTuple):
    """A feed."""

    asked: str
    fetched: Fetched
    parsed: ParsedFeed


class Page(NamedTuple):
    """A web page, and the feeds that it names."""

    url: str
    links: tuple[FeedLink, ...]
    failure: FetchFailure


class Probe:
    """Looks at addresses, one after the other; an async context manager."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is asked yet."""
        self._stack = AsyncExitStack()
        self._fetcher = HttpFetcher(manners_of(settings), SystemClock())
        self._parser = ParserPool(1)

    async def __aenter__(self) -> Self:
        """Open connections."""
        await self._stack.enter_async_context(self._fetcher)
        await self._stack.enter_async_context(self._parser)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close them."""
        await self._stack.aclose()

    async def look(self, url: str) -> Found | Page | FetchFailure:
        """What is at an address."""
        source = Source(url, url)
        fetched = await self._fetcher.fetch(source, FetchState(0, url))
        assert not isinstance(fetched, NotModified), "nothing was known to compare with"
        if isinstance(fetched, Postponed):
            return BUSY
        if isinstance(fetched, FetchFailure):
            return Page(url, (), fetched) if fetched.kind is FailureKind.HTML else fetched
        parsed = await self._parser.parse(fetched, source)
        if isinstance(parsed, ParsedFeed):
            return Found(url, fetched, parsed)
        if parsed.kind in {FailureKind.HTML, FailureKind.NOT_A_FEED}:
            return _page(fetched, parsed)
        return parsed

    async def search(self, page: Page) -> Found | FetchFailure:
        """The first feed at the usual places of a site; some few requests at most."""
        for url in usual_places(page.url):
            found = await self.look(url)
            if isinstance(found, Found):
                return found
            if isinstance(found, FetchFailure) and found.kind in LOST:
                return found
        return FetchFailure(page.failure.kind, NOWHERE, ASK_THE_SITE)


def _page(fetched: Fetched, failure: FetchFailure) -> Page:
    markup = decode(fetched.body, fetched.headers.get("content-type", ""))
    return Page(fetched.url, feed_links(markup, fetched.url), failure)


LOST = frozenset({FailureKind.BUSY, FailureKind.DNS, FailureKind.CONNECT, FailureKind.TIMEOUT})
"""After these the site is asked for nothing more."""
BUSY = FetchFailure(
    FailureKind.BUSY,
    Text(
        en="The server wants to be left alone for now.",
        fr="Le serveur demande à être laissé tranquille pour l'instant.",
    ),
    Text(en="Try again later.", fr="Réessayez plus tard."),
)
NOWHERE = Text(
    en="This is a web page, and no feed was found: it names none, and none is at the usual places.",
    fr="C'est une page web, et aucun flux n'a été trouvé : elle n'en cite pas, et il n'y en a pas "
    "aux endroits habituels.",
)
ASK_THE_SITE = Text(
    en="Look on the site for “RSS”, and give the address of that feed.",
    fr="Cherchez « RSS » sur le site, et donnez l'adresse de ce flux.",
)
