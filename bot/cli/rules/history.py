"""`vigie rules history [NAME]`: who changed which rule, when and how."""

import click

from bot.cli.rules import RULES
from bot.cli.rules.changes import print_change, require_changed
from bot.cli.rules.past import opened
from bot.cli.terminal import ERR
from bot.i18n import Lang, Text
from bot.settings import read_settings
from bot.store import rule_changes
from bot.store.rule_changes import RuleChange

HELP = Text(
    en="The newest first: every change made with these commands. What is edited in the file by "
    "hand is not recorded.\n\nExample:\n\n  vigie rules history 'Mer Rouge'",
    fr="Le plus récent d'abord : tout changement fait avec ces commandes. Ce qui est modifié à la "
    "main dans le fichier n'est pas noté.\n\nExemple :\n\n  vigie rules history 'Mer Rouge'",
)
LAST = Text(en="How many changes to show.", fr="Combien de changements montrer.")
NONE = Text(en="No change is recorded yet.", fr="Aucun changement n'est encore noté.")
USUAL, MOST = 20, 10_000


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "history",
        params=[
            click.Argument(
                ["name"], metavar=Text(en="[NAME]", fr="[NOM]").into(lang), required=False
            ),
            click.Option(
                ["--last"],
                metavar="N",
                type=click.IntRange(1, MOST),
                default=USUAL,
                show_default=True,
                help=LAST.into(lang),
            ),
        ],
        callback=lambda name, last: _run(name, last, lang),
        help=f"{RULES['history'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(name: str | None, last: int, lang: Lang) -> int:
    with opened(read_settings(), dry_run=False) as database:
        found: tuple[RuleChange, ...] = ()
        if database:
            require_changed(database, name, lang)
            with database.reading() as tx:
                found = rule_changes.latest(tx, last, name)
    for change in found:
        print_change(change, lang)
    if not found:
        ERR.print(NONE.into(lang))
    return 0
