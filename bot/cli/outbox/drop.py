"""`vigie outbox drop ID…|--channel NAME`: send no more."""

from collections.abc import Sequence

import click
from rich.text import Text as Line

from bot.cli.feeds.desk import consent
from bot.cli.options import yes_option
from bot.cli.outbox import OUTBOX
from bot.cli.outbox.chosen import EX_UNCHANGED, chosen, chosen_parameters, require_choice
from bot.cli.outbox.list import NONE
from bot.cli.outbox.told import tell
from bot.cli.rules.past import required
from bot.cli.terminal import ERR
from bot.clock import SystemClock
from bot.i18n import Lang, Text, counted
from bot.pipeline.verdict import drop, dropping
from bot.settings import read_settings
from bot.store.unsent import Unsent

HELP = Text(
    en="They stay in the database: `vigie outbox retry ID` sends one after all. What is on its way "
    "is not stopped.\n\nWith --channel: all that is held, refused or waiting there; what is kept "
    "back for a digest is not touched. Asks first; exits with 1 when one stays as it was.\n\n"
    "Examples:\n\n  vigie outbox drop 42\n\n  vigie outbox drop --channel veille --yes",
    fr="Ils restent dans la base : `vigie outbox retry N°` en envoie un malgré tout. Ce qui est en "
    "route n'est pas arrêté.\n\nAvec --channel : tout ce qui y est retenu, refusé ou en attente ; "
    "ce qui est gardé pour un récapitulatif n'est pas touché. Demande d'abord ; rend 1 si l'un "
    "d'eux reste tel quel.\n\n"
    "Exemples :\n\n  vigie outbox drop 42\n\n  vigie outbox drop --channel veille --yes",
)


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "drop",
        params=[*chosen_parameters(lang), yes_option(lang)],
        callback=lambda ids, channel, yes: _run(ids, channel, lang, yes=yes),
        help=f"{OUTBOX['drop'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(ids: Sequence[int], channel: str | None, lang: Lang, *, yes: bool) -> int:
    require_choice(ids, channel, lang)
    with required(read_settings(), dry_run=False) as database:
        with database.reading() as tx:  # a person thinks as long as they like: no lock meanwhile
            posts = chosen(tx, ids, channel, lang)
        if not posts:
            ERR.print(Line(NONE.into(lang)))
            return 0
        asked = [each for each in posts if dropping(each).state]
        if asked and not consent(_question(asked), lang, yes=yes):
            return EX_UNCHANGED
        now = SystemClock().now()
        with database.begin() as tx:
            decided = drop(tx, posts, now)
    return tell(decided, lang)


def _question(posts: Sequence[Unsent]) -> Text:
    count = len(posts)
    names = ", ".join(sorted({each.destination for each in posts}))
    return Text(
        en=f"Drop {counted(count, 'post', 'posts', 'en')} to {names}? "
        "vigie outbox retry sends one after all.",
        fr=f"Abandonner {counted(count, 'message', 'messages', 'fr')} vers {names} ? "
        "vigie outbox retry en envoie un malgré tout.",
    )
