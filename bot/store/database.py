"""Connections and transactions.

SQLite wants one writer: every write of the running bot goes through one thread, reads have short
connections of their own beside it (WAL). A transaction that writes takes the lock when it begins
(``BEGIN IMMEDIATE``), so it cannot fail half-way for want of it, and DDL is inside it too.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.errors import DatabaseUnusable
from bot.i18n import Text

T = TypeVar("T")
Transaction = Connection
"""What the functions of the store work in."""

BUSY_TIMEOUT_SECONDS = 5.0
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    # A feed is written when it is claimed and again when it was polled: 4 pages of 5 need not be
    # copied in between.
    "wal_autocheckpoint=4000",
    "cache_size=-16000",  # kilobytes: the pages of 50,000 feeds
)


def database_file(url: str) -> Path | None:
    """The file of a SQLite URL; None for a database in memory.

    Raises:
        DatabaseUnusable: when the URL is not one of SQLite's. The URL itself is never repeated.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is None or parsed.get_backend_name() != "sqlite":
        raise DatabaseUnusable(
            Text(
                en="DATABASE_URL is not an SQLite address.",
                fr="DATABASE_URL n'est pas une adresse SQLite.",
            ),
            Text(
                en="Write sqlite:///path/to/vigie.db, or leave it out for the default.",
                fr="Écrivez sqlite:///chemin/vers/vigie.db, ou omettez-la pour le défaut.",
            ),
        )
    name = parsed.database
    return Path(name) if name and name != ":memory:" else None


def _engine(url: str) -> Engine:
    # Without their parameters, errors can be logged: the secrets of hubs are among them.
    engine = create_engine(
        url, connect_args={"timeout": BUSY_TIMEOUT_SECONDS}, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # sqlite3's own transaction control commits before DDL; ours begins in `_begin`.
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading", False)
        # Past SQLAlchemy, for which this would be a statement like any other: each post has two.
        driver: Any = connection.connection.dbapi_connection
        driver.execute("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


class Database:
    """The open database. Close it, or use it as a context manager."""

    def __init__(self, url: str) -> None:
        self.file = database_file(url)
        if self.file:
            _make_room(self.file)
        self._engine = _engine(url)
        self._reading = self._engine.execution_options(reading=True)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="database-writer")
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="database-reader")

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Wait for what is being written, then close every connection."""
        self._writer.shutdown()
        self._readers.shutdown()
        self._engine.dispose()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A transaction that writes: committed at the end, rolled back on any exception.

        Raises:
            DatabaseUnusable: the file cannot be opened or is no database.
        """
        with _plainly(self.file), self._engine.begin() as tx:
            yield tx

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one consistent state and never waits for the writer."""
        with _plainly(self.file), self._reading.begin() as tx:
            yield tx

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work(tx)` in the writer's thread, in one transaction.

        Cancelling the caller does not stop a transaction that has begun.
        """
        return await asyncio.get_running_loop().run_in_executor(
            self._writer, _within, self.begin, work
        )

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run `work(tx)` in a reader's thread."""
        return await asyncio.get_running_loop().run_in_executor(
            self._readers, _within, self.reading, work
        )


def _within(begin: Callable[[], Any], work: Callable[[Connection], T]) -> T:
    with begin() as tx:
        return work(tx)


def _make_room(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(file, str(error.strerror)) from error


@contextmanager
def _plainly(file: Path | None) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        # Only the driver's own words: SQLAlchemy adds the statement and its parameters.
        raise _unusable(file, str(error.orig)) from error
    except sqlite3.Error as error:  # of a BEGIN
        raise _unusable(file, str(error)) from error


def _unusable(file: Path | None, reason: str) -> DatabaseUnusable:
    name = file or ":memory:"
    return DatabaseUnusable(
        Text(en=f"The database {name}: {reason}.", fr=f"La base de données {name} : {reason}."),
        Text(
            en="Check that the disk has room, that the folder may be written, and that the file "
            "is Vigie's.",
            fr="Vérifiez que le disque a de la place, que le dossier est accessible en écriture "
            "et que le fichier est bien celui de Vigie.",
        ),
    )
