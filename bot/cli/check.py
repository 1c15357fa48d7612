"""`vigie check [FILE]`: everything that is wrong in feeds.yaml, and each rule in words."""

from pathlib import Path

import click
from rich.text import Text as Line

from bot.cli.entry import COMMANDS
from bot.cli.terminal import ERR, OUT
from bot.clock import SystemClock
from bot.i18n import Lang, Text, counted
from bot.model import Rule, Watchlist
from bot.settings import read_settings
from bot.watchlist.load import read
from bot.watchlist.report import render_problems
from bot.watchlist.wording import wording

HELP = Text(
    en="FILE is the one of VIGIE_WATCHLIST when it is left out. Exits with 0 when it is valid, 78 "
    "when it is not: Vigie would neither start with it nor take it up while running.",
    fr="FICHIER est celui de VIGIE_WATCHLIST s'il est omis. Rend 0 s'il est valable, 78 sinon : "
    "Vigie ne démarrerait pas avec lui et ne l'adopterait pas en marche.",
)


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    metavar = Text(en="[FILE]", fr="[FICHIER]").into(lang)
    return click.Command(
        "check",
        params=[click.Argument(["file"], metavar=metavar, required=False, type=Path)],
        callback=lambda file: _run(file, lang),
        help=f"{COMMANDS['check'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(file: Path | None, lang: Lang) -> int:
    path = file or read_settings().watchlist
    watchlist, warnings = read(path, SystemClock().now())
    if warnings:
        click.echo(render_problems(str(path), warnings, lang), err=True)
    for rule in watchlist.rules:
        OUT.print(Line(f"{rule.name}  ", style="bold") + Line(_about(rule, watchlist, lang)))
    ERR.print(Line("✓ " + verdict(watchlist, lang), style="green"))
    return 0


def _about(rule: Rule, watchlist: Watchlist, lang: Lang) -> str:
    heard = sum(rule.listens_to(source) for source in watchlist.sources)
    places = ", ".join(rule.to)
    tail = Text(
        en=f" — in {counted(heard, 'source', 'sources', 'en')}, to {places}",
        fr=f" — dans {counted(heard, 'source', 'sources', 'fr')}, vers {places}",
    )
    off = Text(en=" (switched off)", fr=" (désactivée)").into(lang)
    return wording(rule.expression, lang) + tail.into(lang) + ("" if rule.enabled else off)


def verdict(watchlist: Watchlist, lang: Lang) -> str:
    """That a watchlist is valid, and what is in it."""
    sources, rules = len(watchlist.sources), len(watchlist.rules)
    places = len(watchlist.destinations)
    return Text(
        en=f"{watchlist.path} is valid: {counted(sources, 'source', 'sources', 'en')}, "
        f"{counted(places, 'channel', 'channels', 'en')}, {counted(rules, 'rule', 'rules', 'en')}.",
        fr=f"{watchlist.path} est valable : {counted(sources, 'source', 'sources', 'fr')}, "
        f"{counted(places, 'canal', 'canaux', 'fr')}, {counted(rules, 'règle', 'règles', 'fr')}.",
    ).into(lang)
