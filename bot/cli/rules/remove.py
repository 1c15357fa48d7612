"""`vigie rules remove NAME`: a rule less."""

import click

from bot.cli.options import yes_option
from bot.cli.rules import RULES
from bot.cli.rules.desk import agreed, as_option, known, opened, say
from bot.i18n import Lang, Text
from bot.pipeline import editing
from bot.settings import read_settings

HELP = Text(
    en="Its past stays in the database; `vigie rules undo` brings the rule back. To silence it "
    "for a while, mute it instead.\n\nExample:\n\n  vigie rules remove 'Mer Rouge'",
    fr="Son passé reste dans la base ; `vigie rules undo` fait revenir la règle. Pour la faire "
    "taire un moment, préférez la sourdine.\n\nExemple :\n\n  vigie rules remove 'Mer Rouge'",
)
EX_UNCHANGED = 1


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "remove",
        params=[
            click.Argument(["name"], metavar=Text(en="NAME", fr="NOM").into(lang)),
            yes_option(lang),
            as_option(lang),
        ],
        callback=lambda name, yes, who: _run(name, who, lang, yes=yes),
        help=f"{RULES['remove'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(name: str, who: str | None, lang: Lang, *, yes: bool) -> int:
    known(name, lang)
    question = Text(en=f"Remove “{name}”?", fr=f"Retirer « {name} » ?")
    if not agreed(question, lang, yes=yes):
        return EX_UNCHANGED
    with opened(read_settings(), who) as desk:
        editing.remove(desk, name)
    say(Text(en=f"Removed: {name}.", fr=f"Retirée : {name}."), lang)
    return 0
