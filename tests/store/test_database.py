"""Connections, transactions, the lock and the migrations."""

import traceback
from pathlib import Path

import pytest
from alembic import command
from pytest_mock import MockerFixture
from sqlalchemy import text

from bot.errors import AlreadyRunning, DatabaseUnusable
from bot.store.database import Database, database_file
from bot.store.lock import sole_instance
from bot.store.schema import alembic_config, migrate, newest_revision

_INSERT = text("INSERT INTO destinations (name, telegram, parkings) VALUES ('a', 'b', 0)")
_COUNT = text("SELECT count(*) FROM destinations")


def test_failed_transaction_leaves_nothing(database: Database) -> None:
    """An exception in the middle rolls everything back."""

    def fail() -> None:
        with database.begin() as tx:
            tx.execute(_INSERT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.reading() as tx:
        assert tx.execute(_COUNT).scalar() == 0


async def test_readers_do_not_wait_for_the_writer(database: Database) -> None:
    """While one transaction writes, another reads the state from before it."""
    with database.begin() as tx:
        tx.execute(_INSERT)
        assert await database.read(lambda reader: reader.execute(_COUNT).scalar()) == 0


def test_file_that_is_no_database(tmp_path: Path) -> None:
    """Another file in the place of the database is refused with its name and what to do."""
    (tmp_path / "vigie.db").write_bytes(b"not a database, but long enough to look like one" * 40)
    with (
        pytest.raises(DatabaseUnusable, match=r"vigie\.db"),
        Database(f"sqlite:///{tmp_path}/vigie.db") as database,
    ):
        migrate(database)


@pytest.mark.parametrize("url", ["postgresql://user:hunter2@host/db", "nonsense hunter2"])
def test_other_databases_are_refused_without_their_secret(url: str) -> None:
    """The refusal of an address never repeats it: it may hold a password."""
    with pytest.raises(DatabaseUnusable) as caught:
        database_file(url)
    assert "hunter2" not in caught.value.told("en") + caught.value.told("fr") + repr(caught.value)


def test_second_instance_is_refused(tmp_path: Path) -> None:
    """Two bots on one database would send everything twice."""
    file = tmp_path / "vigie.db"
    with sole_instance(file), pytest.raises(AlreadyRunning), sole_instance(file):
        pass
    with sole_instance(file):
        pass


def test_newer_database_is_refused(database: Database) -> None:
    """A database that a newer version has migrated is not touched."""
    with database.begin() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = 'from-the-future'"))
    with pytest.raises(DatabaseUnusable, match="newer"):
        migrate(database)


def test_migration_killed_half_way_rolls_back(database: Database, mocker: MockerFixture) -> None:
    """DDL is inside the transaction: an upgrade that dies at its end leaves what was before."""
    with database.begin() as tx:
        command.downgrade(alembic_config(tx), "base")
    mocker.patch("bot.store.schema.revision", side_effect=[None, KeyboardInterrupt])
    with pytest.raises(KeyboardInterrupt):
        migrate(database)
    mocker.stopall()
    assert migrate(database) == (None, newest_revision())


def test_what_was_to_be_written_is_not_in_the_log(database: Database) -> None:
    """A traceback names the statement; what goes with it may be the secret of a hub."""
    secret = "sh" * 9
    with pytest.raises(DatabaseUnusable) as failed, database.begin() as tx:
        tx.execute(text("INSERT INTO nowhere VALUES (:secret)"), {"secret": secret})
    words = "".join(traceback.format_exception(failed.value))
    assert "INSERT INTO nowhere" in words
    assert secret not in words
