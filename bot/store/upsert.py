"""`INSERT … ON CONFLICT`, which SQLite and PostgreSQL share and SQLAlchemy has per dialect."""

from typing import TypeAlias

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert: TypeAlias = sqlite.Insert | postgresql.Insert
"""With `on_conflict_do_update` and `excluded`."""


def insert_into(tx: Connection, table: Table) -> Insert:
    """An insert for the database at hand."""
    if tx.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
