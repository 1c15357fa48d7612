"""`vigie run`."""

import asyncio
import importlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import click

from bot.app import App, Listeners
from bot.cli import narrator
from bot.cli.entry import COMMANDS
from bot.cli.rounds import Rounds
from bot.cli.running import (
    check_chats,
    dry_run_option,
    in_loop,
    is_dry,
    open_log,
    until_signal,
    watchlist_of,
)
from bot.cli.terminal import ERR
from bot.clock import SystemClock
from bot.commands import desk
from bot.errors import PortTaken
from bot.i18n import Lang, Text, counted
from bot.listening import EVERYWHERE, LOOPBACK, listen
from bot.opening import open_app
from bot.settings import Settings, read_settings

HELP = Text(
    en="Without TELEGRAM_BOT_TOKEN nothing is sent and the alerts appear here. A changed "
    "feeds.yaml is taken up within seconds. On a terminal Vigie tells what happens; elsewhere, or "
    "with VIGIE_LOG_LEVEL or VIGIE_LOG_FORMAT, it writes a log to standard error. Exits with 75 "
    "when it is running already, 77 when Telegram refuses the token, 78 when a setting or "
    "feeds.yaml is wrong.",
    fr="Sans TELEGRAM_BOT_TOKEN, rien n'est envoyé et les alertes s'affichent ici. Un feeds.yaml "
    "modifié est adopté en quelques secondes. Dans un terminal, Vigie raconte ce qui se passe ; "
    "ailleurs, ou avec VIGIE_LOG_LEVEL ou VIGIE_LOG_FORMAT, elle écrit un journal sur l'erreur "
    "standard. Rend 75 si elle tourne déjà, 77 si Telegram refuse le jeton, 78 si un réglage ou "
    "feeds.yaml est incorrect.",
)

DEFAULT_PORT = 8080
STOPPED = Text(en="Stopped; nothing is lost.", fr="Arrêtée ; rien n'est perdu.")


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "run",
        params=[dry_run_option(lang)],
        callback=lambda dry_run: in_loop(lambda: _run(dry_run, lang)),
        help=f"{COMMANDS['run'].into(lang)}\n\n{HELP.into(lang)}",
    )


async def _run(dry_run: bool, lang: Lang) -> int:  # noqa: FBT001 - a parsed flag
    settings = read_settings()
    talks = narrator.talks(settings)
    open_log(settings, quiet=talks)
    watchlist = watchlist_of(settings)
    dry = is_dry(settings, dry_run, lang)
    rounds = Rounds(len(watchlist.sources), lang, every_feed=dry, bar=talks and not dry)
    listeners = narrator.listeners(rounds, lang, dry=dry) if talks else Listeners()
    async with (
        until_signal() as stop,
        open_app(settings, watchlist, listeners, dry_run=dry) as app,
        _doors(app, settings),
    ):
        if talks:
            ERR.print(_started(len(watchlist.sources), len(watchlist.rules), lang))
        # Beside the polls, which need not wait for Telegram.
        checking = asyncio.create_task(check_chats(app, lang))
        checking.add_done_callback(lambda checked: _end_if_rejected(checked, stop))
        with rounds:
            await app.run(stop, desk(app, SystemClock()))
        await _settled(checking)
    if talks:
        ERR.print(STOPPED.into(lang))
    return 0


@asynccontextmanager
async def _doors(app: App, settings: Settings) -> AsyncIterator[None]:
    """Where WebSub hubs and Telegram reach Vigie, when there is an address for it.

    Raises:
        PortTaken: another program listens there.
    """
    if app.websub is None and app.webhook is None:
        yield
        return
    # Here and not above: most never need the server.
    web = importlib.import_module("bot.web")
    host = EVERYWHERE if settings.port else LOOPBACK
    port = settings.port or DEFAULT_PORT
    try:
        doors = listen(host, port)
    except OSError as error:
        raise PortTaken(port) from error
    async with web.serving(web.routes(app.websub, app.webhook), doors):
        yield


def _end_if_rejected(checked: asyncio.Task[None], stop: asyncio.Event) -> None:
    if not checked.cancelled() and checked.exception():
        stop.set()


async def _settled(checking: asyncio.Task[None]) -> None:
    """Raise what the check found; one that still waits for Telegram is given up."""
    if not checking.done():
        checking.cancel()
    with suppress(asyncio.CancelledError):
        await checking


def _started(sources: int, rules: int, lang: Lang) -> str:
    return Text(
        en=f"Watching {counted(sources, 'source', 'sources', 'en')} with "
        f"{counted(rules, 'rule', 'rules', 'en')}. Ctrl-C stops.",
        fr=f"Veille sur {counted(sources, 'source', 'sources', 'fr')} avec "
        f"{counted(rules, 'règle', 'règles', 'fr')}. Ctrl-C arrête.",
    ).into(lang)
