"""The watchlist, ready for work: compiled once, swapped whole when feeds.yaml changes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from bot.match import Matcher
from bot.model import Destination, Rule, Source, Watchlist
from bot.pipeline.weighing import Weighing
from bot.store import dictionaries
from bot.store.database import Database
from bot.story import with_own
from bot.text.analysis import Analyser, languages_of


@dataclass(frozen=True, slots=True)
class Watch:
    """A watchlist with its matcher and its look-ups."""

    watchlist: Watchlist
    analyser: Analyser
    matcher: Matcher
    sources: Mapping[str, Source]
    """By URL."""
    rules: Mapping[str, Rule]
    """By name."""
    destinations: Mapping[str, Destination]
    """By name."""
    named: Mapping[str, Source]
    """The sources by name."""
    families: Mapping[str, str]
    """Publishers by host: see `bot.story.families`."""
    weighing: Weighing
    """Outlives the watchlist."""

    @classmethod
    def of(
        cls,
        watchlist: Watchlist,
        analyser: Analyser | None = None,
        weighing: Weighing | None = None,
    ) -> Watch:
        """Compile the rules; a new analyser reads its dictionaries when the rules need them."""
        analyser = analyser or Analyser(languages_of(watchlist))
        return cls(
            watchlist=watchlist,
            analyser=analyser,
            matcher=Matcher(watchlist.rules, analyser),
            sources={source.url: source for source in watchlist.sources},
            rules={rule.name: rule for rule in watchlist.rules},
            destinations={place.name: place for place in watchlist.destinations},
            named={source.name: source for source in watchlist.sources},
            families=with_own(watchlist.families),
            weighing=weighing or Weighing(),
        )


async def compiled(database: Database, watchlist: Watchlist, former: Watch | None = None) -> Watch:
    """A watchlist ready for work; dictionaries that had to be made are kept for the next start."""
    langs = languages_of(watchlist)
    if former is not None and former.analyser.langs == langs:
        analyser = former.analyser
    else:
        analyser = Analyser(langs)
        kept = await database.read(lambda tx: dictionaries.kept(tx, langs))
        for lang, content in kept.items():
            analyser.adopt(lang, content)
    # In a thread: thousands of rules take seconds, in which posts and polls go on.
    weighing = former.weighing if former else None
    watch = await asyncio.to_thread(Watch.of, watchlist, analyser, weighing)
    made = await asyncio.to_thread(analyser.export)
    if made:
        await database.write(lambda tx: dictionaries.keep(tx, made))
    return watch
