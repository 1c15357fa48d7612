"""`vigie feeds check URL|NAME`: the health of a feed."""

import sys

import click

from bot.cli.feeds import FEEDS
from bot.cli.feeds.checkup import address, examined, found, print_health, print_json
from bot.cli.feeds.desk import everything_known, named, pace_of
from bot.cli.options import json_option
from bot.cli.watchlist import valid_watchlist
from bot.i18n import Lang, Text
from bot.settings import read_settings

HELP = Text(
    en="Asks for it once, as Vigie does, and changes nothing: its last items, whether they are "
    "dated and told apart, how often it publishes and how often Vigie would look. Of a web page, "
    "its feed.\n\nExits with 1 when there is something to say against it, 69 when there is no "
    "feed.\n\nExample:\n\n  vigie feeds check https://www.lemonde.fr/rss/une.xml",
    fr="Le demande une fois, comme le fait Vigie, et ne change rien : ses derniers articles, s'ils "
    "sont datés et distincts, à quel rythme il publie et à quel rythme Vigie le relèverait. D'une "
    "page web, son flux.\n\nRend 1 s'il y a quelque chose à lui reprocher, 69 s'il n'y a pas de "
    "flux.\n\nExemple :\n\n  vigie feeds check https://www.lemonde.fr/rss/une.xml",
)
EX_DOUBTFUL = 1


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    metavar = Text(en="URL|NAME", fr="URL|NOM").into(lang)
    return click.Command(
        "check",
        params=[click.Argument(["place"], metavar=metavar), json_option(lang)],
        callback=lambda place, as_json: _run(place, lang, as_json=as_json),
        help=f"{FEEDS['check'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(place: str, lang: Lang, *, as_json: bool) -> int:
    settings = read_settings()
    watchlist = valid_watchlist(settings.watchlist, lang)
    source = named(place, watchlist) if watchlist else None
    pace = pace_of(settings, everything_known(settings))
    url = source.url if source else address(place)
    ask = sys.stdin.isatty() and not as_json
    feed = found(url, settings, lang, ask=ask, typed=source is None)
    health = examined(feed, pace)
    (print_json if as_json else print_health)(health, lang)
    return 0 if all(finding.good for finding in health.findings) else EX_DOUBTFUL
