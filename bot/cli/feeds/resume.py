"""`vigie feeds resume NAME`: a paused source is polled again."""

import click

from bot.cli.feeds import FEEDS
from bot.cli.feeds.desk import name_argument
from bot.cli.feeds.pausing import set_paused
from bot.i18n import Lang, Text

HELP = Text(
    en="What it published meanwhile is stored; alerts go out for what is not older than the rules "
    "want it.\n\nExample:\n\n  vigie feeds resume 'Le Phare'",
    fr="Ce qu'elle a publié entre-temps est gardé ; des alertes partent pour ce qui n'est pas plus "
    "ancien que les règles ne le veulent.\n\nExemple :\n\n  vigie feeds resume 'Le Phare'",
)
DONE = Text(en="is polled again.", fr="est de nouveau relevée.")


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "resume",
        params=[name_argument(lang)],
        callback=lambda name: set_paused(name, lang, DONE, paused=False),
        help=f"{FEEDS['resume'].into(lang)}\n\n{HELP.into(lang)}",
    )
