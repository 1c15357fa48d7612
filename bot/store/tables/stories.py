"""Stories: which entry belongs where, what that is decided by, and their posts."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UnicodeText,
    UniqueConstraint,
)

from bot.store.columns import Moment, Words
from bot.store.tables.metadata import metadata, own_id, to

stories = Table(
    "stories",
    metadata,
    own_id(),
    to("entries", name="lead_entry_id", index=True),
    Column("words", UnicodeText),
    Column("created_at", Moment, nullable=False),
)

placements = Table(
    "placements",
    metadata,
    own_id(),
    to("entries", name="entry_id", unique=True),
    to("stories", name="story_id", index=True),
    Column("level", String(16), nullable=False),
    Column("duplicate_of", Integer),
    Column("score", Float, nullable=False),
    Column("reason", Words(none_as_null=True), nullable=False),
    Column("placed_at", Moment, nullable=False),
)

sketches = Table(
    "sketches",
    metadata,
    to("entries", name="entry_id", primary_key=True),
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
    to("entries", name="entry_id", primary_key=True, index=True),
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
    to("feeds", name="feed_id", primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)

missed = Table(
    "missed",
    metadata,
    Column("destination", UnicodeText, primary_key=True),
    to("stories", name="story_id", primary_key=True, index=True),
    Column("due_at", Moment),
    Column("reason", Words(none_as_null=True)),
)

destinations = Table(
    "destinations",
    metadata,
    own_id(),
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
    own_id(),
    to("stories", name="story_id"),
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
    Index("ix_deliveries_chat_id_message_id", "chat_id", "message_id"),
)
