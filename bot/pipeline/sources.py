"""Changing the sources of feeds.yaml: read, edit in memory, check the result, write.

Under the database's write lock, as changes of rules are: two edits cannot cross.
"""

from collections.abc import Callable, Mapping, Sequence

from bot.model import Backlog, Source
from bot.pipeline.editing import Desk, write_file
from bot.store import backlogs
from bot.watchlist import source_edit
from bot.watchlist.load import content_of
from bot.watchlist.yaml_writing import Value


def add(desk: Desk, sources: Sequence[Source], backlog: Backlog | None = None) -> None:
    """Add sources at the end of the list, with what they shall tell of their `backlog`.

    Raises:
        WatchlistError: the file is invalid, or would be.
        EditRefused: the file cannot be written.
    """
    file = str(desk.path)
    if backlog:  # first: a Vigie that runs polls them as soon as they are in the file
        with desk.database.begin() as tx:
            backlogs.choose(tx, [source.url for source in sources], backlog)
    _carry_out(desk, lambda content: source_edit.with_sources(content, sources, file))


def change(desk: Desk, name: str, changes: Mapping[str, Value | None]) -> None:
    """Give keys of a source other values; None takes a key out.

    Raises:
        WatchlistError: the file is invalid, or would be.
        EditRefused: there is no such source, or the file cannot be written.
    """
    file = str(desk.path)
    _carry_out(desk, lambda content: source_edit.changed(content, name, changes, file))


def remove(desk: Desk, name: str) -> None:
    """Take a source out; all that was read of it stays in the database.

    Raises:
        WatchlistError: the file is invalid.
        EditRefused: there is no such source or no other, rules need it, or the file cannot be
            written.
    """
    _carry_out(desk, lambda content: source_edit.without(content, name, str(desk.path)))


def _carry_out(desk: Desk, work: Callable[[bytes], bytes]) -> None:
    before = content_of(desk.path)
    after = work(before)
    if after != before:
        with desk.database.begin():
            write_file(desk.path, before, after)
