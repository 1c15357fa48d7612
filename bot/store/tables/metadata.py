"""What all tables share."""

from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def own_id() -> Column[int]:
    """A number of the table's own."""
    return Column("id", Integer, primary_key=True)


def to(table: str, **options: Any) -> Column[int]:
    """A column of this `name` that points to a row of another table, and goes with it."""
    key = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Column(options.pop("name"), Integer, key, nullable=False, **options)
