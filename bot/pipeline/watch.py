"""The watchlist, ready for work: compiled once, swapped whole when feeds.yaml changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.match import Matcher
from bot.model import Destination, Rule, Source, Watchlist


@dataclass(frozen=True, slots=True)
class Watch:
    """A watchlist with its matcher and its look-ups."""

    watchlist: Watchlist
    matcher: Matcher
    sources: Mapping[str, Source]
    """By URL."""
    rules: Mapping[str, Rule]
    """By name."""
    destinations: Mapping[str, Destination]
    """By name."""

    @classmethod
    def of(cls, watchlist: Watchlist) -> Watch:
        """Compile the rules."""
        return cls(
            watchlist=watchlist,
            matcher=Matcher(watchlist.rules),
            sources={source.url: source for source in watchlist.sources},
            rules={rule.name: rule for rule in watchlist.rules},
            destinations={place.name: place for place in watchlist.destinations},
        )
