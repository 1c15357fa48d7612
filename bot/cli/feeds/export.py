"""`vigie feeds export`: the sources as OPML."""

import click
from rich.text import Text as Line

from bot.cli.feeds import FEEDS
from bot.cli.terminal import ERR
from bot.clock import SystemClock
from bot.i18n import Lang, Text
from bot.settings import read_settings
from bot.watchlist.load import load
from bot.watchlist.opml import write_opml

HELP = Text(
    en="OPML 2.0 on standard output, with the tags as categories; every feed reader imports it, "
    "and `vigie feeds import` gives the same sources back.\n\n"
    "Example:\n\n  vigie feeds export --tag france > france.opml",
    fr="De l'OPML 2.0 sur la sortie standard, les étiquettes y étant des catégories ; tout lecteur "
    "de flux sait l'importer, et `vigie feeds import` redonne les mêmes sources.\n\n"
    "Exemple :\n\n  vigie feeds export --tag france > france.opml",
)
NONE = Text(
    en="The list is empty: no source has this tag. See: vigie feeds list",
    fr="La liste est vide : aucune source n'a cette étiquette. Voir : vigie feeds list",
)
TAG = Text(
    en="Only those with this tag; may be repeated.",
    fr="Seulement celles à cette étiquette ; répétable.",
)


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    metavar = Text(en="TAG", fr="ÉTIQUETTE").into(lang)
    return click.Command(
        "export",
        params=[
            click.Option(["--tag", "tags"], multiple=True, metavar=metavar, help=TAG.into(lang))
        ],
        callback=lambda tags: _run(tags, lang),
        help=f"{FEEDS['export'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(tags: tuple[str, ...], lang: Lang) -> int:
    wanted = {tag.strip().casefold() for tag in tags}
    sources = [
        source
        for source in load(read_settings().watchlist).sources
        if not wanted or not wanted.isdisjoint(source.tags)
    ]
    if not sources:
        ERR.print(Line(NONE.into(lang), style="yellow"))
    click.echo(write_opml(sources, SystemClock().now()))
    return 0
