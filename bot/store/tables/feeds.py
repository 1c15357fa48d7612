"""Feeds: how they stand, what hubs were asked, how polls went."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UnicodeText,
)

from bot.store.columns import Moment, Words
from bot.store.tables.metadata import metadata, own_id, to

feeds = Table(
    "feeds",
    metadata,
    own_id(),
    Column("url", UnicodeText, nullable=False, unique=True),
    Column("name", UnicodeText, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("host", UnicodeText, nullable=False, server_default=""),
    Column("moved_to", UnicodeText),
    Column("move", JSON(none_as_null=True)),
    Column("etag", UnicodeText),
    Column("last_modified", UnicodeText),
    Column("validated_url", UnicodeText),
    Column("body_hash", String(64)),
    Column("hints", JSON(none_as_null=True)),
    Column("rate", Float),
    Column("next_poll_at", Moment, nullable=False),
    Column("not_before", Moment),
    Column("claimed_until", Moment),
    Column("last_polled_at", Moment),
    Column("last_ok_at", Moment),
    Column("last_new_at", Moment),
    Column("unmodified_since", Moment),
    Column("refreshed_at", Moment),
    Column("failures", Integer, nullable=False, default=0),
    Column("successes", Integer, nullable=False, server_default="0"),
    Column("failing_since", Moment),
    Column("failure", String(32)),
    Column("reason", Words(none_as_null=True)),
    Column("hint", Words(none_as_null=True)),
    Column("told_at", Moment),
    Column("hub", UnicodeText),
    Column("topic", UnicodeText),
    Column("pushed_until", Moment),
    Index("ix_feeds_active_next_poll_at", "active", "next_poll_at"),
    Index("ix_feeds_host", "host"),
)

seen_items = Table(
    "seen_items",
    metadata,
    # Beside the feeds and not among them: ten times a feed's size, and needed once in many polls.
    to("feeds", name="feed_id", primary_key=True),
    Column("hashes", LargeBinary, nullable=False),
)

poll_events = Table(
    "poll_events",
    metadata,
    own_id(),
    to("feeds", name="feed_id"),
    Column("at", Moment, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("took_ms", Integer, nullable=False),
    Column("entries_read", Integer, nullable=False),
    Column("entries_new", Integer, nullable=False),
    Column("matches", Integer, nullable=False),
    Column("failure", String(32)),
    Column("reason", Words(none_as_null=True)),
    Index("ix_poll_events_feed_id_at", "feed_id", "at"),
    Index("ix_poll_events_at", "at"),
)

poll_counts = Table(
    "poll_counts",
    metadata,
    Column("hour", Moment, primary_key=True),
    Column("outcome", String(16), primary_key=True),
    Column("polls", Integer, nullable=False),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    to("feeds", name="feed_id", primary_key=True),
    Column("hub", UnicodeText, nullable=False),
    Column("topic", UnicodeText, nullable=False),
    Column("token", String(64), nullable=False, unique=True),
    Column("secret", String(128), nullable=False),
    Column("state", String(16), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_until", Moment),
)

backlogs = Table(
    "backlogs",
    metadata,
    Column("url", UnicodeText, primary_key=True),
    Column("backlog", String(8), nullable=False),
)
