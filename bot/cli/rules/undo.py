"""`vigie rules undo [NAME]`: the last change, taken back."""

import click

from bot.cli.rules import RULES
from bot.cli.rules.changes import print_change, require_changed
from bot.cli.rules.desk import as_option, opened, say
from bot.i18n import Lang, Text
from bot.pipeline import editing
from bot.settings import read_settings

HELP = Text(
    en="The last change of all, or the last one of the rule NAME. It is refused when the rule has "
    "been changed since in the file. An undo is a change too: a second one takes the first back."
    "\n\nExample:\n\n  vigie rules undo 'Mer Rouge'",
    fr="Le dernier changement de tous, ou le dernier de la règle NOM. C'est refusé si la règle a "
    "été modifiée depuis dans le fichier. Une annulation est aussi un changement : une seconde "
    "annule la première.\n\nExemple :\n\n  vigie rules undo 'Mer Rouge'",
)
UNDONE = Text(en="Taken back.", fr="Annulé.")


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "undo",
        params=[
            click.Argument(
                ["name"], metavar=Text(en="[NAME]", fr="[NOM]").into(lang), required=False
            ),
            as_option(lang),
        ],
        callback=lambda name, who: _run(name, who, lang),
        help=f"{RULES['undo'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(name: str | None, who: str | None, lang: Lang) -> int:
    with opened(read_settings(), who) as desk:
        require_changed(desk.database, name, lang)
        done = editing.undo(desk, name)
    print_change(done.change, lang)
    say(UNDONE, lang)
    return 0
