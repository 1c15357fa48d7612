"""The seams of the house: Protocols, only where two real implementations exist."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from bot.model import (
    Article,
    Asked,
    Delivery,
    Destination,
    Entry,
    Fetched,
    FetchFailure,
    FetchState,
    NoArticle,
    NotModified,
    ParsedFeed,
    Postponed,
    Receipt,
    SendFailure,
    Source,
    Unwritten,
)


class Clock(Protocol):
    """Tells the time and waits: the system's in production, a scripted one in tests."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards, from an arbitrary origin."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""
        ...


class Fetcher(Protocol):
    """Gets a feed's bytes: HTTP in production, scripted answers in tests."""

    async def fetch(
        self, source: Source, state: FetchState
    ) -> Fetched | NotModified | FetchFailure | Postponed:
        """One request, with the validators that `state` has. No expected failure is raised."""
        ...


class HubClient(Protocol):
    """Writes to WebSub hubs: HTTP in production, a note in tests."""

    async def post(self, url: str, fields: Mapping[str, str]) -> FetchFailure | None:
        """Send a form; None when it was accepted. Every expected failure is returned."""
        ...


class FeedParser(Protocol):
    """Turns bytes into entries: in worker processes in production, in place in tests."""

    async def parse(
        self, fetched: Fetched, source: Source, seen: bytes = b""
    ) -> ParsedFeed | FetchFailure:
        """Every document gives an answer within a deadline, never an exception.

        Items whose hashes are in `seen` need not be read again.
        """
        ...


class PageFetcher(Protocol):
    """Gets the web page behind an entry: HTTP in production, scripted answers in tests."""

    async def page(self, url: str) -> Fetched | FetchFailure | Postponed:
        """One request, redirects followed. No expected failure is raised."""
        ...


class PageReader(Protocol):
    """Finds the article in a page: in worker processes in production, in place in tests."""

    async def read_page(self, page: Fetched, entry: Entry) -> Article | NoArticle:
        """Every page gives an answer within a deadline, never an exception."""
        ...


class ArticleReader(Protocol):
    """Reads the full text behind an entry: over the two above, or as a test has it."""

    async def read(self, entry: Entry, deadline: timedelta) -> Article | NoArticle:
        """The article, or why there is none; within `deadline`, whatever happens."""
        ...


class Writer(Protocol):
    """Writes about an article: a language model over HTTP in production, a script in tests."""

    async def write(self, asked: Asked, deadline: timedelta) -> str | Unwritten:
        """The words, unchecked; within `deadline`, whatever happens. Nothing is raised."""
        ...


Settled = Callable[[int, range], Awaitable[Collection[int]]]
"""Tells which of these ids in that chat are posts of ours whose receipt is in the tables."""


class Channel(Protocol):
    """Carries messages to people: Telegram, or the terminal."""

    async def send(
        self,
        destination: Destination,
        started: Callable[[int], Awaitable[Delivery]],
    ) -> Receipt | SendFailure:
        """Send one message.

        `started(floor_message_id)` is awaited right before the request goes out, and gives the
        post as it reads by then: it commits the state `sending`, so that a crash from there on is
        known to be uncertain. What it raises is passed on, and nothing is sent.
        """
        ...

    async def find(
        self, delivery: Delivery, destination: Destination, settled: Settled
    ) -> Receipt | SendFailure | None:
        """Look whether an uncertain delivery arrived.

        What `settled` tells is known to be another post: it is not taken for this one, nor touched.

        A receipt: it did. None: it surely did not. A failure: nothing can tell (`UNCERTAIN`), or
        the look itself failed.
        """
        ...
