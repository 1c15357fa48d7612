"""What the commands about feeds share: the source that is meant, what is known, and consent."""

import sys
from collections.abc import Mapping
from typing import Final

import click

from bot.cadence import Pace, spend
from bot.cli.consent import consents
from bot.cli.rules.past import opened
from bot.errors import EditRefused
from bot.i18n import Lang, Text, did_you_mean
from bot.model import Source, Watchlist
from bot.settings import Settings, read_settings
from bot.store import feeds
from bot.store.feeds import Known
from bot.watchlist.load import load
from bot.watchlist.newcomers import bearer_of
from bot.watchlist.source_edit import no_such

EX_UNCHANGED: Final = 1


def name_argument(lang: Lang) -> click.Argument:
    """The name of a source, or its address."""
    return click.Argument(["name"], metavar=Text(en="NAME|URL", fr="NOM|URL").into(lang))


def meant(name: str, lang: Lang) -> tuple[Watchlist, Source]:
    """The source of this name or address.

    Raises:
        WatchlistError: the file is invalid.
        click.BadParameter: there is none; with the one that may be meant.
    """
    watchlist = load(read_settings().watchlist)
    found = named(name, watchlist)
    if found:
        return watchlist, found
    hint = did_you_mean(name, (source.name for source in watchlist.sources))
    raise click.BadParameter(" ".join(each.into(lang) for each in (no_such(name), hint) if each))


def named(name: str, watchlist: Watchlist) -> Source | None:
    """By name, in any case, or by address."""
    folded = name.strip().casefold()
    by_name = (source for source in watchlist.sources if source.name.casefold() == folded)
    return next(by_name, None) or bearer_of(name.strip(), watchlist.sources)


def everything_known(settings: Settings) -> dict[str, Known]:
    """What Vigie remembers of feeds, by address; nothing where it has never run."""
    with opened(settings, dry_run=False) as database:
        if database is None:
            return {}
        with database.reading() as tx:
            return feeds.known(tx)


def pace_of(settings: Settings, known: Mapping[str, Known]) -> Pace:
    """How often feeds are looked at that do not say."""
    rates = [each.state.rate for each in known.values()]
    return Pace(c=spend(rates, settings.polls_per_day))


def consent(question: Text, lang: Lang, *, yes: bool) -> bool:
    """Whether to go on: what was not asked for in full needs a person's word.

    Raises:
        EditRefused: there is nobody to ask.
    """
    if yes:
        return True
    if not sys.stdin.isatty():
        raise EditRefused(_NOBODY, _SAY_YES)
    return consents(question, lang)


_NOBODY: Final = Text(
    en="Nothing was written: there is nobody at the terminal to ask.",
    fr="Rien n'a été écrit : il n'y a personne au terminal à qui demander.",
)
_SAY_YES: Final = Text(
    en="In a script, add --yes once you have seen what it does.",
    fr="Dans un script, ajoutez --yes une fois que vous avez vu ce que cela fait.",
)
