"""What the commands that edit rules share: where and as whom, options, and what is said."""

import getpass
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import click
from rich.text import Text as Line

from bot.cli.consent import consents
from bot.cli.rules.past import named
from bot.cli.status import require_tables
from bot.cli.terminal import ERR, OUT
from bot.cli.watchlist import show_hints
from bot.clock import SystemClock
from bot.errors import AlreadyRunning, EditRefused, RuleError, WatchlistError
from bot.i18n import Lang, Text, counted
from bot.model import Rule, Watchlist
from bot.pipeline.editing import Desk
from bot.settings import Settings, read_settings
from bot.settings.model import SHIPPED_WATCHLIST
from bot.store.database import Database
from bot.store.location import database_url
from bot.store.lock import sole_instance
from bot.store.revision import bring_up_to_date
from bot.watchlist.caret import caret
from bot.watchlist.concepts import known_in
from bot.watchlist.language import parse
from bot.watchlist.load import load
from bot.watchlist.wording import wording
from bot.watchlist.yaml_writing import Value

AS: Final = Text(
    en="Who makes this change; you, when left out.",
    fr="Qui fait ce changement ; vous, si c'est omis.",
)
TO: Final = Text(
    en="A channel that gets the alerts; several times for several.",
    fr="Un canal qui reçoit les alertes ; plusieurs fois pour plusieurs.",
)
LISTS: Final = {
    "sources": (
        "--source",
        Text(en="Only this source; may be repeated.", fr="Seulement cette source ; répétable."),
    ),
    "tags": (
        "--tag",
        Text(
            en="Only sources with this tag; may be repeated.",
            fr="Seulement les sources à cette étiquette ; répétable.",
        ),
    ),
    "languages": (
        "--language",
        Text(
            en="Only articles in this language; may be repeated.",
            fr="Seulement les articles dans cette langue ; répétable.",
        ),
    ),
}
TEXTS: Final = {
    "priority": Text(en="breaking, normal or silent.", fr="breaking, normal ou silent."),
    "hashtag": Text(en="The tag under its alerts.", fr="Le mot-dièse sous ses alertes."),
    "max_age": Text(en="Nothing older, such as 12h.", fr="Rien de plus ancien, comme 12h."),
    "expires": Text(
        en="No alert after this day, such as 2026-12-31.",
        fr="Plus d'alerte après ce jour, comme 2026-12-31.",
    ),
    "dry_run_until": Text(
        en="On trial until this day: recorded, not sent.",
        fr="À l'essai jusqu'à ce jour : noté, pas envoyé.",
    ),
    "cap": Text(en="Alerts per hour at most.", fr="Alertes par heure au plus."),
    "quiet": Text(en="Quiet hours, such as 22:00-07:00.", fr="Heures calmes, comme 22:00-07:00."),
    "digest": Text(en="yes: wait for the digest.", fr="oui : attendre le résumé."),
    "story_window": Text(en="How long a story goes on.", fr="Combien de temps dure un sujet."),
    "story_quiet": Text(
        en="After how long without an article it is over.",
        fr="Après combien de temps sans article il est clos.",
    ),
    "owner": Text(en="Who looks after it.", fr="Qui s'en occupe."),
    "note": Text(en="A remark.", fr="Une remarque."),
    "enabled": Text(en="no: switched off.", fr="non : désactivée."),
}


def rule_options(lang: Lang) -> list[click.Parameter]:
    """An option of the command line for each option of a rule, and for its channels."""
    lists = {"to": ("--to", TO), **LISTS}
    value = Text(en="VALUE", fr="VALEUR").into(lang)
    return [
        *(
            click.Option([flag, key], multiple=True, metavar=value, help=about.into(lang))
            for key, (flag, about) in lists.items()
        ),
        *(
            click.Option(["--" + key.replace("_", "-"), key], metavar=value, help=about.into(lang))
            for key, about in TEXTS.items()
        ),
    ]


def as_option(lang: Lang) -> click.Option:
    """``--as NAME``."""
    metavar = Text(en="NAME", fr="NOM").into(lang)
    return click.Option(["--as", "who"], metavar=metavar, help=AS.into(lang))


def given_options(given: Mapping[str, Any]) -> dict[str, Value]:
    """Those of `rule_options` that were given, as feeds.yaml writes them."""
    keys = ("to", *LISTS, *TEXTS)
    return {key: given[key] for key in keys if given[key] is not None and given[key] != ()}


@contextmanager
def opened(settings: Settings, who: str | None) -> Iterator[Desk]:
    """The file to edit and the database to record it in, which is made if need be.

    Raises:
        EditRefused: the file is the one that comes with Vigie.
        DatabaseUnusable: the database cannot be opened, or is of another version and in use.
    """
    path = settings.watchlist
    if path == SHIPPED_WATCHLIST:
        raise EditRefused(_NOT_YOURS, _copy_it())
    url = database_url(settings, dry_run=settings.telegram_bot_token is None)
    with Database(url) as database:
        _prepare(database)
        yield Desk(path, database, who or _user(), SystemClock().now())


def _prepare(database: Database) -> None:
    try:
        with sole_instance(database.file):
            bring_up_to_date(database)
    except AlreadyRunning:  # its tables are those of the Vigie that runs
        with database.reading() as tx:
            require_tables(tx)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without a list of users
        return "?"


def known(name: str, lang: Lang) -> Rule:
    """The rule of this name.

    Raises:
        WatchlistError: the file is invalid.
        click.BadParameter: there is none; with the one that may be meant.
    """
    return named(name, load(read_settings().watchlist), lang)


def checked(text: str, watchlist: Watchlist, lang: Lang) -> bool:
    """Whether an expression can be read; else what is wrong is shown with a caret."""
    try:
        parse(text, known_in(watchlist))
    except RuleError as error:
        click.echo(caret(error, lang), err=True)
        return False
    show_hints(text, lang)
    return True


def echo(rule: Rule, watchlist: Watchlist, lang: Lang) -> str:
    """A rule in words, with how many sources it listens to."""
    heard = sum(rule.listens_to(source) for source in watchlist.sources)
    said = wording(rule.expression, lang)
    return said + Text(
        en=f" — in {counted(heard, 'source', 'sources', 'en')}, to {', '.join(rule.to)}",
        fr=f" — dans {counted(heard, 'source', 'sources', 'fr')}, vers {', '.join(rule.to)}",
    ).into(lang)


def agreed(question: Text, lang: Lang, *, yes: bool) -> bool:
    """Whether to go on; only a person at a terminal is asked."""
    if yes or not sys.stdin.isatty():
        return True
    return consents(question, lang)


@contextmanager
def beforehand(lang: Lang) -> Iterator[None]:
    """What is looked at before it is written: that nothing was comes before what is wrong."""
    try:
        yield
    except WatchlistError:
        ERR.print(Line(_NOT_WRITTEN.into(lang), style="red"))
        raise


def say(done: Text, lang: Lang) -> None:
    """What was done."""
    ERR.print(Line(f"✓ {done.into(lang)}", style="green"))


def show_words(words: str) -> None:
    """A rule told back."""
    OUT.print(Line(words))


_NOT_WRITTEN: Final = Text(
    en="Nothing was written; feeds.yaml would have been wrong:",
    fr="Rien n'a été écrit ; feeds.yaml aurait été incorrect :",
)
_NOT_YOURS: Final = Text(
    en="There is no feeds.yaml here; the one that comes with Vigie is not changed.",
    fr="Il n'y a pas de feeds.yaml ici ; celui livré avec Vigie n'est pas modifié.",
)


def _copy_it() -> Text:
    return Text(
        en=f"Begin with a copy of it: cp {SHIPPED_WATCHLIST} feeds.yaml",
        fr=f"Commencez par une copie : cp {SHIPPED_WATCHLIST} feeds.yaml",
    )
