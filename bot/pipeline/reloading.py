"""feeds.yaml is taken up as it changes; an invalid one never replaces a valid one."""

import asyncio
import hashlib
from pathlib import Path
from typing import Final

from bot.errors import WatchlistError
from bot.log import logger
from bot.model import Watchlist
from bot.watchlist.load import load

MOST_PROBLEMS: Final = 10
"""Of an invalid file that are logged; `vigie check` shows them all."""

_log = logger("watchlist")


class WatchlistFile:
    """Tells when the file has changed, and each mistake once."""

    def __init__(self) -> None:
        self._refused: str | None = None

    async def changed(self, former: Watchlist) -> Watchlist | WatchlistError | None:
        """What the file of the `former` watchlist has now, if it is another.

        None while it is the same, is away for a moment, or is as wrong as it was last time.
        """
        path = Path(former.path)
        digest = await asyncio.to_thread(file_digest, path)
        if digest == former.digest:
            self._refused = None  # mended; the same mistake again is told again
        if digest in {None, former.digest, self._refused}:
            return None
        try:
            return await asyncio.to_thread(load, path)
        except WatchlistError as error:
            self._refused = digest
            _say_refused(error)
            return error


def _say_refused(error: WatchlistError) -> None:
    _log.error("watchlist refused, the former stays", path=error.path, problems=len(error.problems))
    for problem in error.problems[:MOST_PROBLEMS]:
        place = f"{error.path}:{problem.line}:{problem.column}"
        _log.error("watchlist problem", place=place, problem=str(problem.text))


def file_digest(path: Path) -> str | None:
    """SHA-256 of a file, in hexadecimal; None when it cannot be read just now."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
