"""`vigie outbox retry ID…|--channel NAME`: send again, or sooner."""

from collections.abc import Sequence

import click
from rich.text import Text as Line

from bot.cli.outbox import OUTBOX
from bot.cli.outbox.chosen import chosen, chosen_parameters, require_choice
from bot.cli.outbox.list import NONE
from bot.cli.outbox.told import tell
from bot.cli.rules.past import required
from bot.cli.terminal import ERR
from bot.clock import SystemClock
from bot.i18n import Lang, Text
from bot.pipeline.verdict import retry
from bot.settings import read_settings

HELP = Text(
    en="Vigie sends it then, if it runs, or when it is started. A held post may come twice: look "
    "in the channel first. A dropped one is owed again. What waits for another try is tried now, "
    "and so is a channel that could not be reached.\n\nWith --channel: all that is held, refused "
    "or waiting there; what was dropped stays so. Exits with 1 when one stays as it was.\n\n"
    "Examples:\n\n  vigie outbox retry 42 43\n\n  vigie outbox retry --channel veille",
    fr="Vigie l'envoie alors, si elle tourne, ou quand on la lance. Un message retenu peut arriver "
    "deux fois : regardez d'abord dans le canal. Un message abandonné est de nouveau dû. Ce qui "
    "attend un nouvel essai est tenté maintenant, de même qu'un canal injoignable.\n\nAvec "
    "--channel : tout ce qui y est retenu, refusé ou en attente ; ce qui a été abandonné le reste. "
    "Rend 1 si l'un d'eux reste tel quel.\n\n"
    "Exemples :\n\n  vigie outbox retry 42 43\n\n  vigie outbox retry --channel veille",
)


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "retry",
        params=chosen_parameters(lang),
        callback=lambda ids, channel: _run(ids, channel, lang),
        help=f"{OUTBOX['retry'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(ids: Sequence[int], channel: str | None, lang: Lang) -> int:
    require_choice(ids, channel, lang)
    now = SystemClock().now()
    with required(read_settings(), dry_run=False) as database, database.begin() as tx:
        decided = retry(tx, chosen(tx, ids, channel, lang), now)
    if not decided:
        ERR.print(Line(NONE.into(lang)))
    return tell(decided, lang)
