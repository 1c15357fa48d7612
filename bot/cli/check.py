"""`vigie check [FILE]`: everything that is wrong in feeds.yaml, and each rule in words."""

from collections.abc import Callable, Iterable
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

NOT_APPLIED: dict[str, Callable[[Rule], bool]] = {
    "cap": lambda rule: rule.cap_per_hour is not None,
    "quiet": lambda rule: rule.quiet_hours is not None,
    "digest": lambda rule: rule.digest,
    "story_window": lambda rule: rule.story_window is not None,
}
"""Options that are read and checked, and reach no alert yet."""

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
    if kept := _kept(watchlist.rules, lang):
        ERR.print(Line(kept, style="yellow"))
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


def _kept(rules: Iterable[Rule], lang: Lang) -> str:
    """Which options this version stores without acting on them yet; nothing when none is used."""
    used = {
        key: [rule.name for rule in rules if is_set(rule)] for key, is_set in NOT_APPLIED.items()
    }
    listed = "; " if lang == "en" else " ; "
    told = listed.join(f"{key} ({', '.join(names)})" for key, names in used.items() if names)
    note = Text(en=f"Kept, not applied yet: {told}.", fr=f"Gardé, pas encore appliqué : {told}.")
    return note.into(lang) if told else ""


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
