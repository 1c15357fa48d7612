"""Whether the tables have this version's shape, without loading what could change it.

Alembic is a sixth of the time that a start takes, and is needed once per version.
"""

import importlib
from typing import Final

from sqlalchemy import inspect, text

from bot.store.database import Database

NEWEST: Final = "3ae18d0b1263"
"""The last migration; a test holds it to `migrations/`."""


def bring_up_to_date(database: Database) -> None:
    """Migrate the database if it is not at the newest revision.

    Raises:
        DatabaseUnusable: it cannot be opened, or was made by a newer version of Vigie.
    """
    if _revision(database) != NEWEST:
        importlib.import_module("bot.store.schema").migrate(database)


def _revision(database: Database) -> str | None:
    with database.reading() as tx:
        if not inspect(tx).has_table("alembic_version"):
            return None
        revision: str | None = tx.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return revision
