"""`vigie feeds pause NAME`: a source that is kept and not polled."""

import click

from bot.cli.feeds import FEEDS
from bot.cli.feeds.desk import name_argument
from bot.cli.feeds.pausing import set_paused
from bot.i18n import Lang, Text

HELP = Text(
    en="It stays in feeds.yaml, with “paused: yes”, and keeps all that is known of it. Rules that "
    "listen to it stay as they are.\n\nExample:\n\n  vigie feeds pause 'Le Phare'",
    fr="Elle reste dans feeds.yaml, avec « paused: yes », et garde tout ce que l'on sait d'elle. "
    "Les règles qui l'écoutent restent telles quelles.\n\n"
    "Exemple :\n\n  vigie feeds pause 'Le Phare'",
)
DONE = Text(en="is not polled any more.", fr="n'est plus relevée.")


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "pause",
        params=[name_argument(lang)],
        callback=lambda name: set_paused(name, lang, DONE, paused=True),
        help=f"{FEEDS['pause'].into(lang)}\n\n{HELP.into(lang)}",
    )
