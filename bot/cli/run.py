"""`vigie run`."""

from functools import partial

import click

from bot.app import Listeners, open_app
from bot.cli.entry import COMMANDS
from bot.cli.running import (
    check_chats,
    dry_run_option,
    in_loop,
    is_dry,
    open_log,
    until_signal,
    watchlist_of,
)
from bot.cli.terminal import ERR, Rounds
from bot.commands.press import press
from bot.i18n import Lang, Text
from bot.settings import read_settings


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "run",
        params=[dry_run_option(lang)],
        callback=lambda dry_run: in_loop(lambda: _run(dry_run, lang)),
        help=COMMANDS["run"].into(lang),
    )


async def _run(dry_run: bool, lang: Lang) -> int:  # noqa: FBT001 - a parsed flag
    settings = read_settings()
    open_log(settings, quiet=False)
    watchlist = watchlist_of(settings)
    dry = is_dry(settings, dry_run, lang)
    rounds = Rounds(len(watchlist.sources), lang)
    listeners = Listeners(polled=rounds.polled)
    async with (
        until_signal() as stop,
        open_app(settings, watchlist, listeners, dry_run=dry) as app,
    ):
        await check_chats(app, lang)
        with rounds:
            await app.run(stop, partial(press, app))
    ERR.print(Text(en="Stopped; nothing is lost.", fr="Arrêté ; rien n'est perdu.").into(lang))
    return 0
