"""The migrations and the tables say the same."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from bot.store.database import Database
from bot.store.revision import NEWEST, bring_up_to_date
from bot.store.schema import alembic_config, migrate, revision

REVISIONS = [
    script.revision
    for script in ScriptDirectory.from_config(alembic_config()).walk_revisions("base", "heads")
][::-1]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database file."""
    with Database(f"sqlite:///{tmp_path}/vigie.db") as database:
        yield database


def tables(database: Database) -> set[str]:
    """The names of the tables that are there."""
    with database.reading() as tx:
        return set(inspect(tx).get_table_names()) - {"alembic_version"}


def test_migrations_make_the_tables(database: Database) -> None:
    """After all migrations nothing is left for alembic to change."""
    migrate(database)
    with database.begin() as tx:
        command.check(alembic_config(tx))


def test_one_line_of_history() -> None:
    """Two branches that were merged carelessly would leave two heads."""
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


@pytest.mark.parametrize("target", REVISIONS)
def test_every_step_goes_up_and_down(database: Database, target: str) -> None:
    """Each migration can be undone and done again."""
    with database.begin() as tx:
        config = alembic_config(tx)
        command.upgrade(config, target)
        command.downgrade(config, "-1")
        command.upgrade(config, target)
        assert revision(tx) == target


def test_the_way_back_leaves_nothing(database: Database) -> None:
    """Undoing everything leaves an empty database."""
    migrate(database)
    assert tables(database)
    with database.begin() as tx:
        command.downgrade(alembic_config(tx), "base")
    assert tables(database) == set()


def test_the_newest_is_known_without_alembic(database: Database) -> None:
    """A start compares with the last migration; a fresh database is brought there."""
    assert REVISIONS[-1] == NEWEST
    bring_up_to_date(database)
    with database.reading() as tx:
        assert revision(tx) == NEWEST


def test_a_start_on_a_newest_database_loads_no_alembic() -> None:
    """It would cost a sixth of the start and ten megabytes."""
    program = "import sys, bot.app; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
