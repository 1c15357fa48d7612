"""`vigie migrate`."""

import click

from bot.cli.entry import COMMANDS
from bot.i18n import Lang, Text
from bot.settings import read_settings
from bot.store.database import Database
from bot.store.lock import sole_instance
from bot.store.schema import migrate


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "migrate", callback=lambda: _run(lang), help=COMMANDS["migrate"].into(lang)
    )


def _run(lang: Lang) -> int:
    url = read_settings().database_url.get_secret_value()
    with Database(url) as database, sole_instance(database.file):
        before, after = migrate(database)
    if before == after:
        said = Text(
            en=f"Nothing to do: the database is up to date ({after}).",
            fr=f"Rien à faire : la base de données est à jour ({after}).",
        )
    else:
        said = Text(
            en=f"The database went from {before or 'empty'} to version {after}.",
            fr=f"La base de données est passée de {before or 'vide'} à la version {after}.",
        )
    click.echo(said.into(lang))
    return 0
