"""What `run` tells the person at the terminal; elsewhere the log tells it to the operator."""

import click
from rich.text import Text as Line

from bot.app import Listeners
from bot.cli.check import verdict
from bot.cli.rounds import Rounds
from bot.cli.terminal import ERR, became
from bot.errors import WatchlistError
from bot.i18n import Lang, Text
from bot.model import DeliveryState, Watchlist
from bot.pipeline.deliver import Delivered
from bot.settings import Settings
from bot.watchlist.report import render_problems

KEPT = Text(
    en="The former one stays in use until this is mended.",
    fr="La précédente reste en service tant que ce n'est pas réparé.",
)
FIRST_LINE = 72
"""Characters of a post's first line that fit a terminal beside the rest."""


def talks(settings: Settings) -> bool:
    """Whether a person is there to be spoken to, and has not asked for the log instead."""
    return ERR.is_terminal and settings.model_fields_set.isdisjoint({"log_level", "log_format"})


def listeners(rounds: Rounds, lang: Lang, *, dry: bool) -> Listeners:
    """Tell of polls, posts and a changed feeds.yaml. A dry run shows the posts by itself."""
    said = Listeners(polled=rounds.polled, reloaded=lambda found: reloaded(found, lang))
    if dry:
        return said
    return Listeners(
        polled=said.polled, reloaded=said.reloaded, delivered=lambda one: delivered(one, lang)
    )


def delivered(one: Delivered, lang: Lang) -> None:
    """A post in one line, and why it is not sent when it is not."""
    settled = one.settlement
    sent = settled.state is DeliveryState.SENT
    headline = one.delivery.message.plain.partition("\n")[0][:FIRST_LINE]
    head = f"{one.delivery.destination} · {became(one.delivery, settled.state).into(lang)}  "
    ERR.print(Line("→ " + head, style="green" if sent else "yellow") + Line(headline))
    if settled.reason and not sent:
        ERR.print(Line(f"    {settled.reason.into(lang)}", style="dim"))


def reloaded(found: Watchlist | WatchlistError, lang: Lang) -> None:
    """A feeds.yaml that has changed: taken up, or refused with its problems."""
    if isinstance(found, WatchlistError):
        click.echo(render_problems(found.path, found.problems, lang), err=True)
        ERR.print(Line(KEPT.into(lang), style="yellow"))
    else:
        ERR.print(Line("✓ " + verdict(found, lang), style="green"))
