"""`vigie rules list`: every rule in a line."""

import click
from rich.text import Text as Line

from bot.cli.rules import RULES
from bot.cli.rules.state import heard_lately, in_words, state
from bot.cli.terminal import OUT
from bot.clock import SystemClock
from bot.i18n import Lang, Text
from bot.settings import read_settings
from bot.watchlist.load import load
from bot.watchlist.wording import wording

HELP = Text(
    en="With the channels it goes to, whether it is awake, and its matches in seven days.\n\n"
    "Example:\n\n  vigie rules list",
    fr="Avec les canaux où elle va, si elle est éveillée, et ses correspondances en sept jours."
    "\n\nExemple :\n\n  vigie rules list",
)
LONGEST = 90


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "list",
        callback=lambda: _run(lang),
        help=f"{RULES['list'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(lang: Lang) -> int:
    settings, now = read_settings(), SystemClock().now()
    hits = heard_lately(settings, now)
    for rule in load(settings.watchlist).rules:
        matches = in_words(hits.get(rule.name, 0))
        tail = f" → {', '.join(rule.to)} · {state(rule, now).into(lang)} · {matches.into(lang)}"
        words = Line(f"{rule.name}  ", style="bold") + Line(_short(wording(rule.expression, lang)))
        OUT.print(words + Line(tail, style="dim"))
    return 0


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
