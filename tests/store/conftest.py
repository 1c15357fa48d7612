"""A migrated database in a file of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.store import feeds
from bot.store.database import Database
from tests.fixed_clock import NOON
from tests.migrated import migrate
from tests.samples import OTHER_SOURCE, SOURCE


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database of the newest revision."""
    with Database(f"sqlite:///{tmp_path}/vigie.db") as opened:
        migrate(opened)
        yield opened


@pytest.fixture
def tx(database: Database) -> Iterator[Connection]:
    """A writing transaction in which two feeds are known: 1 and 2."""
    with database.begin() as transaction:
        feeds.sync(transaction, (SOURCE, OTHER_SOURCE), NOON)
        yield transaction
