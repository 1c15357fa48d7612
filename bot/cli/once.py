"""`vigie once`."""

import click

from bot.app import Listeners
from bot.cli.entry import COMMANDS
from bot.cli.rounds import Rounds, summary
from bot.cli.running import (
    check_chats,
    dry_run_option,
    in_loop,
    is_dry,
    open_log,
    watchlist_of,
)
from bot.cli.terminal import ERR
from bot.i18n import Lang, Text, counted
from bot.opening import open_app
from bot.settings import read_settings

EX_TEMPFAIL = 75

HELP = Text(
    en="Feeds that were polled a short while ago are not due and are left alone. Exits with 75 "
    "when posts are still owed at the end; they go out next time.",
    fr="Les flux relevés il y a peu ne sont pas dus et restent tranquilles. Rend 75 si des "
    "messages attendent encore à la fin ; ils partiront la fois suivante.",
)


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "once",
        params=[dry_run_option(lang)],
        callback=lambda dry_run: in_loop(lambda: _once(dry_run, lang)),
        help=f"{COMMANDS['once'].into(lang)}\n\n{HELP.into(lang)}",
    )


async def _once(dry_run: bool, lang: Lang) -> int:  # noqa: FBT001 - a parsed flag
    settings = read_settings()
    open_log(settings, quiet=True)
    watchlist = watchlist_of(settings)
    dry = is_dry(settings, dry_run, lang)
    rounds = Rounds(len(watchlist.sources), lang, every_feed=dry, bar=not dry)
    listeners = Listeners(polled=rounds.polled)
    async with open_app(settings, watchlist, listeners, dry_run=dry) as app:
        await check_chats(app, lang)
        with rounds:
            await app.once()
        owed = await app.owed()
    ERR.print(summary(rounds.tally, lang))
    if owed:
        said = Text(
            en=f"{counted(owed, 'post is', 'posts are', 'en')} still owed.",
            fr=f"{counted(owed, 'message attend', 'messages attendent', 'fr')} encore.",
        )
        ERR.print(said.into(lang), style="yellow")
    return EX_TEMPFAIL if owed else 0
