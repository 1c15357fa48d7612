"""The tables, as SQLAlchemy Core knows them; `migrations/` makes them."""

from bot.store.tables.editing import dictionaries, rule_changes
from bot.store.tables.entries import articles, entries, findings, matches, title_changes, wanted
from bot.store.tables.feeds import (
    backlogs,
    feeds,
    poll_counts,
    poll_events,
    seen_items,
    subscriptions,
)
from bot.store.tables.metadata import metadata
from bot.store.tables.sending import senders
from bot.store.tables.stories import (
    boilerplates,
    deliveries,
    destinations,
    missed,
    placements,
    sketch_keys,
    sketches,
    stories,
    term_counts,
)

__all__ = [
    "articles",
    "backlogs",
    "boilerplates",
    "deliveries",
    "destinations",
    "dictionaries",
    "entries",
    "feeds",
    "findings",
    "matches",
    "metadata",
    "missed",
    "placements",
    "poll_counts",
    "poll_events",
    "rule_changes",
    "seen_items",
    "senders",
    "sketch_keys",
    "sketches",
    "stories",
    "subscriptions",
    "term_counts",
    "title_changes",
    "wanted",
]
