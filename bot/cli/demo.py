"""`vigie demo`: the real bot, on sample feeds and a local Telegram."""

import logging
import tempfile
from pathlib import Path

import click
from rich.text import Text as Line

from bot.app import Listeners
from bot.channels.console import print_to, rendered
from bot.cli.entry import COMMANDS
from bot.cli.rounds import Rounds, Tally, summary
from bot.cli.running import in_loop, open_log, until_signal
from bot.cli.terminal import ERR, OUT, became
from bot.clock import SystemClock
from bot.commands import desk
from bot.demo.stage import Stage, stage
from bot.i18n import Lang, Text, counted
from bot.model import DeliveryState
from bot.opening import open_app
from bot.pipeline.deliver import Delivered
from bot.settings import Settings, read_settings
from bot.watchlist.load import load

PORT = 8081
CHAT: dict[Lang, str] = {"fr": "veille_asie_defense", "en": "newsroom_alerts"}
"""The channel that is shown first."""

HELP = Text(
    en="Invented papers publish on this machine, the real bot polls them, and its alerts arrive "
    "in a local stand-in for Telegram whose page shows the channels live. Nothing leaves this "
    "machine; everything is gone afterwards.",
    fr="Des journaux inventés publient sur cette machine, le vrai robot les relève, et ses alertes "
    "arrivent dans un Telegram local dont la page montre les canaux en direct. Rien ne quitte "
    "cette machine ; tout disparaît ensuite.",
)
NEXT = Text(
    en="`vigie demo` shows them on a page like Telegram's, and more as they come.\n"
    "For your own feeds: edit feeds.yaml, then `vigie check`, then `vigie run`.",
    fr="`vigie demo` les montre sur une page semblable à Telegram, et d'autres à mesure.\n"
    "Pour vos propres flux : modifiez feeds.yaml, puis `vigie check`, puis `vigie run`.",
)
ONCE_HELP = Text(
    en="End after the first full round, and print the alerts.",
    fr="S'arrêter après le premier tour complet, et afficher les alertes.",
)
PORT_HELP = Text(
    en=f"Where the page is served ({PORT}); when it is taken, another one.",
    fr=f"Où la page est servie ({PORT}) ; s'il est pris, un autre.",
)


class Port(click.IntRange):
    """A number of a port, called a number."""

    name = "number"


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "demo",
        params=[
            click.Option(["--once"], is_flag=True, help=ONCE_HELP.into(lang)),
            click.Option(
                ["--port"],
                type=Port(0, 65535),
                default=PORT,
                metavar="PORT",
                help=PORT_HELP.into(lang),
            ),
        ],
        callback=lambda once, port: in_loop(lambda: _demo(once, port, lang)),
        help=f"{COMMANDS['demo'].into(lang)}\n\n{HELP.into(lang)}",
    )


async def _demo(once: bool, port: int, lang: Lang) -> int:  # noqa: FBT001 - a parsed flag
    with tempfile.TemporaryDirectory(prefix="vigie-demo-") as directory:
        for candidate in (port, 0):
            try:
                async with stage(Path(directory), SystemClock(), candidate, lang) as scene:
                    settings = read_settings(scene.environment, env_file=None)
                    open_log(settings, quiet=True)
                    code = await (_once if once else _run)(scene, settings, lang)
                    # The curtain falls on requests that wait for an answer: no error.
                    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
                    return code
            except OSError:
                if candidate == 0:
                    raise
    return 0


async def _once(scene: Stage, settings: Settings, lang: Lang) -> int:
    """One round of all feeds; then every post, as it is in the chats."""
    watchlist = load(scene.watchlist)
    rounds = Rounds(len(watchlist.sources), lang, every_feed=True)
    sent: list[Delivered] = []
    listeners = Listeners(polled=rounds.polled, delivered=sent.append)
    _introduce(len(watchlist.sources), lang)
    async with open_app(settings, watchlist, listeners, dry_run=False) as app:
        with rounds:
            await app.once()
    ERR.print(f"\n{summary(rounds.tally, lang)}")
    ERR.print(_arrived(len(sent), rounds.tally, lang), end="\n\n")
    for one in sent:
        _show(one, lang)
    ERR.print(Line(NEXT.into(lang), style="bold"))
    unsent = [one for one in sent if one.settlement.state is not DeliveryState.SENT]
    return 1 if unsent else 0


async def _run(scene: Stage, settings: Settings, lang: Lang) -> int:
    """Until Ctrl-C; the later waves of articles come while one looks on."""
    watchlist = load(scene.watchlist)
    rounds = Rounds(len(watchlist.sources), lang, every_feed=True, bar=False)
    listeners = Listeners(polled=rounds.polled, delivered=lambda one: _show(one, lang))
    _invite(scene, lang)
    async with (
        until_signal() as stop,
        open_app(settings, watchlist, listeners, dry_run=False) as app,
    ):
        with rounds:
            await app.run(stop, desk(app, SystemClock()))
    ERR.print(summary(rounds.tally, lang))
    return 0


def _invite(scene: Stage, lang: Lang) -> None:
    page = scene.page(CHAT[lang], lang)
    said = Text(
        en=f"Open {page} to see the alerts arrive as in Telegram.\n"
        f"The watchlist is {scene.watchlist}: edit it and watch it take effect.\n"
        "Ctrl-C ends.\n",
        fr=f"Ouvrez {page} pour voir les alertes arriver comme dans Telegram.\n"
        f"La liste de veille est {scene.watchlist} : modifiez-la, elle est relue aussitôt.\n"
        "Ctrl-C arrête.\n",
    )
    ERR.print(Line(said.into(lang), style="bold"))


def _introduce(feeds: int, lang: Lang) -> None:
    said = Text(
        en=f"{feeds} feeds of invented papers, on this machine; some are broken on purpose.\n",
        fr=f"{feeds} flux de journaux inventés, sur cette machine ; certains sont cassés exprès.\n",
    )
    ERR.print(Line(said.into(lang), style="bold"))


def _arrived(count: int, tally: Tally, lang: Lang) -> Line:
    said = Text(
        en=f"{counted(count, 'alert', 'alerts', 'en')} for {tally.hits} matching items: "
        "one per story, however many papers tell it.",
        fr=f"{counted(count, 'alerte', 'alertes', 'fr')} pour {tally.hits} articles retenus : "
        "une par sujet, si nombreux que soient les journaux.",
    )
    return Line(said.into(lang), style="bold")


def _show(one: Delivered, lang: Lang) -> None:
    """A post as it arrived."""
    name = one.delivery.destination
    state = became(one.delivery, one.settlement.state).into(lang)
    OUT.print(Line(f"── {name} · {state}", style="dim"))
    print_to(OUT, rendered(one.delivery.message))
    OUT.print()
