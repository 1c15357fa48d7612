"""Options that several commands have, under one name and in the same words."""

import click

from bot.i18n import Lang, Text

_YES = Text(en="Do not ask.", fr="Ne pas demander.")
_JSON = Text(en="Print JSON, for programs.", fr="Écrire du JSON, pour des programmes.")
_HISTORY = Text(en="Use the history of the dry run.", fr="Se servir du passé de la marche à blanc.")


def yes_option(lang: Lang) -> click.Option:
    """``--yes``."""
    return click.Option(["--yes", "-y"], is_flag=True, help=_YES.into(lang))


def json_option(lang: Lang) -> click.Option:
    """``--json``."""
    return click.Option(["--json", "as_json"], is_flag=True, help=_JSON.into(lang))


def history_option(lang: Lang) -> click.Option:
    """``--dry-run``, of commands that look back."""
    return click.Option(["--dry-run"], is_flag=True, help=_HISTORY.into(lang))
