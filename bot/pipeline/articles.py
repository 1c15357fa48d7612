"""The full text behind an entry: asked for once a rule has matched, and only then."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from bot.model import Article, Entry, Fetched, FetchFailure, Missing, NoArticle
from bot.parse.article_missing import missing, missing_by
from bot.ports import PageFetcher, PageReader


@dataclass(frozen=True, slots=True)
class Articles:
    """Reads articles' pages, any number at once. Implements `bot.ports.ArticleReader`."""

    fetcher: PageFetcher
    reader: PageReader

    async def read(self, entry: Entry, deadline: timedelta) -> Article | NoArticle:
        """The article, or why there is none; within `deadline`, turns and all."""
        if not entry.url:
            return missing(Missing.ADDRESS)
        try:
            async with asyncio.timeout(deadline.total_seconds()):
                page = await self.fetcher.page(entry.url)
                if isinstance(page, Fetched):
                    return await self.reader.read_page(page, entry)
        except TimeoutError:
            return missing(Missing.SLOW)
        return missing_by(page) if isinstance(page, FetchFailure) else missing(Missing.BUSY)
