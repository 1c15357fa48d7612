"""The tables, as SQLAlchemy Core knows them; `migrations/` makes them."""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    UnicodeText,
    UniqueConstraint,
    false,
)

from bot.store.columns import Moment, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _to(table: str, **options: Any) -> Column[int]:
    key = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Column(options.pop("name"), Integer, key, nullable=False, **options)


feeds = Table(
    "feeds",
    metadata,
    _id(),
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
    _to("feeds", name="feed_id", primary_key=True),
    Column("hashes", LargeBinary, nullable=False),
)

entries = Table(
    "entries",
    metadata,
    _id(),
    _to("feeds", name="feed_id"),
    Column("identity", UnicodeText, nullable=False),
    Column("url", UnicodeText, nullable=False),
    Column("canonical_url", UnicodeText, nullable=False),
    Column("title", UnicodeText, nullable=False),
    Column("text", UnicodeText, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("lang", String(16)),
    Column("author", UnicodeText, nullable=False),
    Column("image_url", UnicodeText, nullable=False, server_default=""),
    Column("published_at", Moment),
    Column("first_seen_at", Moment, nullable=False),
    Column("updated_at", Moment),
    UniqueConstraint("feed_id", "identity"),
    Index("ix_entries_canonical_url", "canonical_url"),
    Index("ix_entries_content_hash", "content_hash"),
    Index("ix_entries_first_seen_at", "first_seen_at"),
)

title_changes = Table(
    "title_changes",
    metadata,
    _id(),
    _to("entries", name="entry_id", index=True),
    Column("at", Moment, nullable=False),
    Column("before", UnicodeText, nullable=False),
    Column("after", UnicodeText, nullable=False),
)

matches = Table(
    "matches",
    metadata,
    _id(),
    _to("entries", name="entry_id"),
    Column("rule", UnicodeText, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("matched_at", Moment, nullable=False),
    UniqueConstraint("entry_id", "rule"),
    Index("ix_matches_rule_matched_at", "rule", "matched_at"),
)

findings = Table(
    "findings",
    metadata,
    _to("entries", name="entry_id", primary_key=True),
    Column("rules", JSON, nullable=False),
    Column("found_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("missed", Boolean, nullable=False, server_default=false()),
    Index("ix_findings_due_at", "due_at"),
)

missed = Table(
    "missed",
    metadata,
    Column("destination", UnicodeText, primary_key=True),
    _to("stories", name="story_id", primary_key=True, index=True),
)

stories = Table(
    "stories",
    metadata,
    _id(),
    _to("entries", name="lead_entry_id", index=True),
    Column("words", UnicodeText),
    Column("created_at", Moment, nullable=False),
)

placements = Table(
    "placements",
    metadata,
    _id(),
    _to("entries", name="entry_id", unique=True),
    _to("stories", name="story_id", index=True),
    Column("level", String(16), nullable=False),
    Column("duplicate_of", Integer),
    Column("score", Float, nullable=False),
    Column("reason", Words(none_as_null=True), nullable=False),
    Column("placed_at", Moment, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    _to("entries", name="entry_id", primary_key=True),
    Column("text", UnicodeText, nullable=False),
    Column("lang", String(16)),
    Column("evidence", JSON, nullable=False),
    Column("missing", String(16)),
    Column("reason", Words(none_as_null=True)),
    Column("read_at", Moment, nullable=False),
    Index("ix_articles_read_at", "read_at"),
)

sketches = Table(
    "sketches",
    metadata,
    _to("entries", name="entry_id", primary_key=True),
    Column("canonical_url", UnicodeText, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("packed", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_sketches_canonical_url", "canonical_url"),
    Index("ix_sketches_content_hash", "content_hash"),
    Index("ix_sketches_at", "at"),
)

sketch_keys = Table(
    "sketch_keys",
    metadata,
    # In this order a look-up reads one stretch of the table, the newest first.
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", SmallInteger, primary_key=True, autoincrement=False),
    Column("second", BigInteger, primary_key=True, autoincrement=False),
    _to("entries", name="entry_id", primary_key=True, index=True),
    sqlite_with_rowid=False,
)

term_counts = Table(
    "term_counts",
    metadata,
    Column("lang", String(16), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("counts", LargeBinary, nullable=False),
)

boilerplates = Table(
    "boilerplates",
    metadata,
    _to("feeds", name="feed_id", primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)

destinations = Table(
    "destinations",
    metadata,
    _id(),
    Column("name", UnicodeText, nullable=False, unique=True),
    Column("telegram", UnicodeText, nullable=False),
    Column("moved_to", UnicodeText),
    Column("parked_until", Moment),
    Column("parked_since", Moment),
    Column("parkings", Integer, nullable=False, default=0),
    Column("parked_reason", Words(none_as_null=True)),
)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    _to("stories", name="story_id"),
    Column("destination", UnicodeText, nullable=False),
    Column("part", String(32), nullable=False, server_default="post"),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("state", String(16), nullable=False),
    Column("priority", String(16), nullable=False),
    Column("message", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempt", Integer, nullable=False, default=0),
    Column("started_at", Moment),
    Column("floor_message_id", BigInteger, nullable=False, default=0),
    Column("sent_at", Moment),
    Column("chat_id", BigInteger),
    Column("message_id", BigInteger),
    Column("reason", Words(none_as_null=True)),
    UniqueConstraint("story_id", "destination", "part"),
    Index("ix_deliveries_state_due_at", "state", "due_at"),
)

poll_events = Table(
    "poll_events",
    metadata,
    _id(),
    _to("feeds", name="feed_id"),
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
    _to("feeds", name="feed_id", primary_key=True),
    Column("hub", UnicodeText, nullable=False),
    Column("topic", UnicodeText, nullable=False),
    Column("token", String(64), nullable=False, unique=True),
    Column("secret", String(128), nullable=False),
    Column("state", String(16), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_until", Moment),
)

rule_changes = Table(
    "rule_changes",
    metadata,
    _id(),
    Column("at", Moment, nullable=False),
    Column("who", UnicodeText, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("old_name", UnicodeText),
    Column("old_text", UnicodeText),
    Column("new_name", UnicodeText),
    Column("new_text", UnicodeText),
    Column("line", Integer, nullable=False, default=0),
    Column("apart", Boolean, nullable=False, default=False),
    Index("ix_rule_changes_old_name", "old_name"),
    Index("ix_rule_changes_new_name", "new_name"),
)

dictionaries = Table(
    "dictionaries",
    metadata,
    Column("lang", String(8), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
