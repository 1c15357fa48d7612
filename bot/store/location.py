"""Where the data is kept."""

from bot.settings import Settings
from bot.store.database import database_file


def database_url(settings: Settings, *, dry_run: bool) -> str:
    """The address of the database: a dry run has ``vigie-dry-run.db`` beside ``vigie.db``.

    Raises:
        DatabaseUnusable: it is not one of SQLite's.
    """
    url = settings.database_url.get_secret_value()
    file = database_file(url)
    if file is None or not dry_run:
        return url
    return f"sqlite:///{file.with_name(f'{file.stem}-dry-run{file.suffix}').as_posix()}"
