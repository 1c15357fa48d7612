"""One instance per database: two of them would send everything twice."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import AlreadyRunning
from bot.i18n import Text


@contextmanager
def sole_instance(database: Path | None) -> Iterator[None]:
    """Hold the lock file beside the database; the system frees it when the process dies.

    Raises:
        AlreadyRunning: another process holds it.
    """
    if database is None:
        yield
        return
    path = database.with_name(database.name + ".lock")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _take(descriptor, path)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(descriptor, 32).decode("ascii", "replace").strip() or "?"
        raise AlreadyRunning(
            Text(
                en=f"Vigie is already running here (process {holder} holds {path}).",
                fr=f"Vigie tourne déjà ici (le processus {holder} tient {path}).",
            ),
            Text(
                en="Stop it first, or give this one its own VIGIE_DATA_DIR and bot token.",
                fr="Arrêtez-le d'abord, ou donnez à celui-ci son propre VIGIE_DATA_DIR et son "
                "propre jeton.",
            ),
        ) from None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
