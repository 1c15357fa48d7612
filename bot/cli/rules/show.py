"""`vigie rules show NAME`: one rule in full."""

import click
from rich.text import Text as Line

from bot.cli.rules import RULES
from bot.cli.rules.changes import print_change
from bot.cli.rules.desk import echo
from bot.cli.rules.past import named, opened
from bot.cli.rules.state import heard_lately, in_words, state
from bot.cli.terminal import OUT
from bot.clock import SystemClock
from bot.i18n import Lang, Text
from bot.settings import Settings, read_settings
from bot.store import rule_changes
from bot.store.rule_changes import RuleChange
from bot.watchlist.edit import rule_text
from bot.watchlist.load import content_of, loads
from bot.watchlist.wording import format_rule

HELP = Text(
    en="As the file writes it, in its canonical form and in words.\n\n"
    "Example:\n\n  vigie rules show 'Mer Rouge'",
    fr="Telle que le fichier l'écrit, sous sa forme canonique et en mots.\n\n"
    "Exemple :\n\n  vigie rules show 'Mer Rouge'",
)
CANONICAL = Text(en="Canonical form: ", fr="Forme canonique : ")
STATE = Text(en="State: ", fr="État : ")
CHANGES = 3


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "show",
        params=[click.Argument(["name"], metavar=Text(en="NAME", fr="NOM").into(lang))],
        callback=lambda name: _run(name, lang),
        help=f"{RULES['show'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(name: str, lang: Lang) -> int:
    settings, now = read_settings(), SystemClock().now()
    content, file = content_of(settings.watchlist), str(settings.watchlist)
    watchlist = loads(content, file).watchlist
    rule = named(name, watchlist, lang)
    OUT.print(Line(rule_text(content, name, file)))
    OUT.print()
    OUT.print(Line(echo(rule, watchlist, lang)))
    OUT.print(Line(CANONICAL.into(lang) + format_rule(rule.expression, lang)))
    hits = in_words(heard_lately(settings, now).get(name, 0))
    OUT.print(Line(f"{STATE.into(lang)}{state(rule, now).into(lang)}; {hits.into(lang)}"))
    for change in _last_changes(settings, name):
        OUT.print()
        print_change(change, lang)
    return 0


def _last_changes(settings: Settings, name: str) -> tuple[RuleChange, ...]:
    with opened(settings, dry_run=False) as database:
        if database is None:
            return ()
        with database.reading() as tx:
            return rule_changes.latest(tx, CHANGES, name)
