"""Feeds that have one article each, and answer when a test lets them."""

import asyncio
from dataclasses import dataclass, field

from bot.model import Fetched, FetchState, ParsedFeed, Source
from tests.post_office import PostOffice
from tests.samples import entry


@dataclass
class Press:
    """Feeds with one article each, about drones; a door can hold the answers back."""

    office: PostOffice
    asked: list[str] = field(default_factory=list)
    """Names of the feeds that were requested."""
    broken: set[str] = field(default_factory=set)
    """Names of the feeds that hit a bug."""
    door: asyncio.Event = field(default_factory=asyncio.Event)

    async def fetch(self, source: Source, state: FetchState) -> Fetched:
        """The same document always."""
        self.asked.append(source.name)
        await self.door.wait()
        if source.name in self.broken:
            raise RuntimeError
        return Fetched(source.url, 200, {}, source.name.encode(), self.office.clock.now())

    async def parse(self, fetched: Fetched, source: Source, seen: bytes = b"") -> ParsedFeed:
        """Its article."""
        url = f"{source.url}/1"
        title = f"Des drones vus par {source.name}"
        fresh = entry(source.name, url=url, canonical_url=url, title=title)
        return ParsedFeed("", (fresh,))

    async def until_asked(self, times: int) -> None:
        """Return when so many requests came."""
        async with asyncio.timeout(5):
            while len(self.asked) < times:  # noqa: ASYNC110 - a test looks from outside
                await asyncio.sleep(0.001)
