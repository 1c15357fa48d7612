"""The watchlist, ready for work: compiled once, swapped whole when feeds.yaml changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.match import Matcher
from bot.model import Destination, Rule, Source, Watchlist
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

    @classmethod
    def of(cls, watchlist: Watchlist, analyser: Analyser | None = None) -> Watch:
        """Compile the rules; a new analyser reads its dictionaries when the rules need them."""
        analyser = analyser or Analyser(languages_of(watchlist))
        return cls(
            watchlist=watchlist,
            analyser=analyser,
            matcher=Matcher(watchlist.rules, analyser),
            sources={source.url: source for source in watchlist.sources},
            rules={rule.name: rule for rule in watchlist.rules},
            destinations={place.name: place for place in watchlist.destinations},
        )
