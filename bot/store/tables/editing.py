"""What is kept beside the news: changes of rules, dictionaries."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table, UnicodeText

from bot.store.columns import Moment
from bot.store.tables.metadata import metadata, own_id

rule_changes = Table(
    "rule_changes",
    metadata,
    own_id(),
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
