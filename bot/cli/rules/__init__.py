"""`vigie rules …`: everything about the rules of feeds.yaml, one file per command."""

import click

from bot.cli.entry import ARGUMENTS, COMMANDS, Commands
from bot.i18n import Lang, Text

RULES = {
    "test": Text(
        en="What a rule would have caught in the past.",
        fr="Ce qu'une règle aurait attrapé dans le passé.",
    ),
    "lint": Text(
        en="What is odd about the rules: never matching, superfluous, silent …",
        fr="Ce qui cloche dans les règles : sans effet, superflu, muet…",
    ),
    "noise": Text(en="Which rules talk too much.", fr="Quelles règles parlent trop."),
}

HELP = Text(
    en="Example:\n\n  vigie rules test 'Chine + drones + Russie'",
    fr="Exemple :\n\n  vigie rules test 'Chine + drones + Russie'",
)


def command(lang: Lang) -> click.Command:
    """The group of commands, speaking `lang`."""
    return Commands(
        lang,
        RULES,
        __name__,
        name="rules",
        help=f"{COMMANDS['rules'].into(lang)}\n\n{HELP.into(lang)}",
        options_metavar="[OPTIONS]",
        subcommand_metavar=ARGUMENTS.into(lang),
    )
