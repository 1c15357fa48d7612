"""Who sends: one process at a time, whatever happens to the others."""

from sqlalchemy import Column, Integer, String, Table

from bot.store.columns import Moment
from bot.store.tables.metadata import metadata

senders = Table(
    "senders",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("until", Moment, nullable=False),
)
