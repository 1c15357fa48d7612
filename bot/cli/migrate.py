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
        said = Text(en=f"Nothing to do: {after}.", fr=f"Rien à faire : {after}.")
    else:
        said = Text(
            en=f"Migrated from {before or 'an empty database'} to {after}.",
            fr=f"Migrée de {before or 'une base vide'} à {after}.",
        )
    click.echo(said.into(lang))
    return 0
