"""Entries, what rules found in them, and what of it is still to be told."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    UnicodeText,
    UniqueConstraint,
    false,
)

from bot.store.columns import Moment, Words
from bot.store.tables.metadata import metadata, own_id, to

entries = Table(
    "entries",
    metadata,
    own_id(),
    to("feeds", name="feed_id"),
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
    own_id(),
    to("entries", name="entry_id", index=True),
    Column("at", Moment, nullable=False),
    Column("before", UnicodeText, nullable=False),
    Column("after", UnicodeText, nullable=False),
)

matches = Table(
    "matches",
    metadata,
    own_id(),
    to("entries", name="entry_id"),
    Column("rule", UnicodeText, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("matched_at", Moment, nullable=False),
    UniqueConstraint("entry_id", "rule"),
    Index("ix_matches_rule_matched_at", "rule", "matched_at"),
)

findings = Table(
    "findings",
    metadata,
    to("entries", name="entry_id", primary_key=True),
    Column("rules", JSON, nullable=False),
    Column("found_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("missed", Boolean, nullable=False, server_default=false()),
    Index("ix_findings_due_at", "due_at"),
)

wanted = Table(
    "wanted",
    metadata,
    Column("rule", UnicodeText, primary_key=True),
    to("entries", name="entry_id", primary_key=True, index=True),
    Column("together", Boolean, nullable=False),
    Column("asked_at", Moment, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    to("entries", name="entry_id", primary_key=True),
    Column("text", UnicodeText, nullable=False),
    Column("lang", String(16)),
    Column("evidence", JSON, nullable=False),
    Column("missing", String(16)),
    Column("reason", Words(none_as_null=True)),
    Column("read_at", Moment, nullable=False),
    Index("ix_articles_read_at", "read_at"),
)
