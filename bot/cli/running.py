"""What `run`, `once` and `demo` share: the log, the signals, the check of the chats."""

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TextIO, cast

import click
import uvloop

from bot.app import App
from bot.cli.entry import EX_SIGINT
from bot.errors import ChannelError, TokenRejected
from bot.i18n import Lang, Text
from bot.log import configure
from bot.model import Watchlist
from bot.settings import Settings
from bot.watchlist.load import load

NO_TOKEN = Text(
    en="No TELEGRAM_BOT_TOKEN, so this is a dry run: alerts appear here. To get a token, write "
    "/newbot to @BotFather on Telegram and put TELEGRAM_BOT_TOKEN=… into the file .env.",
    fr="Pas de TELEGRAM_BOT_TOKEN, donc marche à blanc : les alertes s'affichent ici. Pour obtenir "
    "un jeton, écrivez /newbot à @BotFather sur Telegram et mettez TELEGRAM_BOT_TOKEN=… dans le "
    "fichier .env.",
)
ONE_TAP = Text(
    en="To add the bot to a channel in one tap:", fr="Pour ajouter le bot à un canal d'un geste :"
)
DRY_RUN_HELP = Text(
    en="Send nothing: show the alerts here, with a database of its own.",
    fr="Ne rien envoyer : montrer les alertes ici, avec une base de données à part.",
)


def dry_run_option(lang: Lang) -> click.Option:
    """``--dry-run``."""
    return click.Option(["--dry-run"], is_flag=True, help=DRY_RUN_HELP.into(lang))


def open_log(settings: Settings, *, quiet: bool) -> None:
    """Write the log to standard error; `quiet` leaves out what the terminal tells by itself."""
    level = (
        "ERROR" if quiet and "log_level" not in settings.model_fields_set else settings.log_level
    )
    stream = cast("TextIO", StandardError())
    configure(level, settings.log_format, secrets=settings.secrets(), stream=stream)


class StandardError:
    """The standard error of the moment: while a bar is shown, the log must pass through it."""

    def write(self, text: str) -> int:
        """Write to what `sys.stderr` is now."""
        return sys.stderr.write(text)

    def flush(self) -> None:
        """Flush it."""
        sys.stderr.flush()

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return sys.stderr.isatty()


def is_dry(settings: Settings, asked: bool, lang: Lang) -> bool:  # noqa: FBT001 - a parsed flag
    """Whether to send nothing; says so when it is for want of a token."""
    if asked:
        return True
    if settings.telegram_bot_token is None:
        click.secho(NO_TOKEN.into(lang), fg="yellow", err=True)
        return True
    return False


def watchlist_of(settings: Settings) -> Watchlist:
    """The watchlist that the settings name."""
    return load(settings.watchlist)


@asynccontextmanager
async def until_signal() -> AsyncIterator[asyncio.Event]:
    """An event that SIGTERM and Ctrl-C set; a second one does not wait for what has begun."""
    stop = asyncio.Event()
    give_up = _giving_up()
    _on_signals(lambda: give_up() if stop.is_set() else stop.set())
    try:
        yield stop
    finally:
        _on_signals(give_up)


def _on_signals(act: Callable[[], None]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, act)


def _giving_up() -> Callable[[], None]:
    """What interrupts the present task, once: its cleaning up is not interrupted again."""
    work = asyncio.current_task()
    assert work

    def give_up() -> None:
        if not work.cancelling():
            logging.disable()  # what breaks off now is no news
            work.cancel()

    return give_up


async def check_chats(app: App, lang: Lang) -> None:
    """Say which channels cannot be posted to, and what to do; the others go on.

    With them comes the link that adds the bot to a channel in one tap. Telegram out of reach for
    now is told too: what is owed goes out when it is back.

    Raises:
        TokenRejected: Telegram does not accept the token.
    """
    try:
        problems = await app.check()
    except TokenRejected:
        raise
    except ChannelError as error:
        click.secho(f"⚠ {error.told(lang)}", fg="yellow", err=True)
        return
    for name, problem in problems.items():
        hint = f"\n  {problem.hint.into(lang)}" if problem.hint else ""
        click.secho(f"⚠ {name}: {problem.text.into(lang)}{hint}", fg="yellow", err=True)
    if problems and (link := await app.invitation()):
        click.secho(f"  {ONE_TAP.into(lang)} {link}", fg="yellow", err=True)


def in_loop(work: Callable[[], Awaitable[int]]) -> int:
    """Run `work()` on a fast event loop; SIGTERM and Ctrl-C end it tidily."""

    async def whole() -> int:
        _on_signals(_giving_up())
        try:
            return await work()
        except asyncio.CancelledError:
            return EX_SIGINT

    try:
        return uvloop.run(whole())
    except SystemExit:  # rich's, when nobody reads the posts any more
        logging.disable()
        raise
