"""What the commands about the past share: the database, the progress, an article on the screen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text as Line

from bot.channels.console import print_to
from bot.cli.options import history_option, json_option
from bot.cli.rules import dates
from bot.cli.status import NOTHING_YET, require_tables
from bot.cli.terminal import ERR, OUT, highlighted
from bot.errors import DatabaseUnusable
from bot.i18n import Lang, Text, did_you_mean
from bot.model import Rule, Story, Watchlist
from bot.pipeline.replay import Hit
from bot.settings import Settings
from bot.store import dictionaries, history
from bot.store.database import Database, database_file
from bot.store.history import Period
from bot.store.location import database_url
from bot.summary import summarise
from bot.text.analysis import Analyser, languages_of

BUDGET: Final = 160
"""Characters of an article's text on the screen."""

READING = Text(en="Reading the past", fr="Lecture du passé")


def options(lang: Lang) -> list[click.Parameter]:
    """What every command about the past may be told."""
    return [json_option(lang), history_option(lang)]


@contextmanager
def opened(settings: Settings, *, dry_run: bool) -> Iterator[Database | None]:
    """The database, to be read while Vigie runs or not; None where it has never run.

    Raises:
        DatabaseUnusable: it is of another version.
    """
    url = database_url(settings, dry_run=dry_run or settings.telegram_bot_token is None)
    file = database_file(url)
    if file and not file.exists():
        yield None
        return
    with Database(url) as database:
        with database.reading() as tx:
            require_tables(tx)
        yield database


@contextmanager
def required(settings: Settings, *, dry_run: bool) -> Iterator[Database]:
    """The same, for what cannot do without.

    Raises:
        DatabaseUnusable: there is none yet, or it is of another version.
    """
    with opened(settings, dry_run=dry_run) as database:
        if database is None:
            raise DatabaseUnusable(NOTHING_YET)
        yield database


def named(name: str, watchlist: Watchlist, lang: Lang) -> Rule:
    """The rule of this name.

    Raises:
        click.BadParameter: there is none; with the one that may be meant.
    """
    known = {rule.name: rule for rule in watchlist.rules}
    if name in known:
        return known[name]
    said = Text(en=f"No rule is called “{name}”.", fr=f"Aucune règle ne s'appelle « {name} ».")
    hint = did_you_mean(name, known)
    raise click.BadParameter(" ".join(part.into(lang) for part in (said, hint) if part))


def analyser(watchlist: Watchlist, database: Database | None) -> Analyser:
    """The one that the bot has, with the dictionaries that it has kept."""
    found = Analyser(languages_of(watchlist))
    adopt_kept(found, database)
    return found


def adopt_kept(analyser: Analyser, database: Database | None) -> None:
    """Take the dictionaries that the bot has kept: to make one takes up to a second."""
    if database is not None:
        with database.reading() as tx:
            kept = dictionaries.kept(tx, analyser.langs)
        for lang, content in kept.items():
            analyser.adopt(lang, content)


def last_days(now: datetime, days: int) -> Period:
    """The `days` times 24 hours before `now`."""
    return Period(now - timedelta(days=days), now)


@contextmanager
def progress(database: Database, period: Period, lang: Lang) -> Iterator[Callable[[int], None]]:
    """A bar on the terminal while the entries of `period` are read; elsewhere nothing."""
    if not ERR.is_terminal:
        yield lambda _: None
        return
    with database.reading() as tx:
        total = history.count(tx, period)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=ERR, transient=True) as bar:
        task = bar.add_task(READING.into(lang), total=total)
        yield lambda read: bar.advance(task, read)


# ── an article ───────────────────────────────────────────────────────────────────────────────


def print_article(hit: Hit, sign: str, lang: Lang) -> None:
    """Its date, source and title, and a sentence that shows why, with the evidence marked."""
    stored = hit.stored
    summary = summarise(Story(0, stored, (stored.source,), (hit.match,)), BUDGET)
    when = f"  {sign} {dates.moment(stored.first_seen_at, lang)} · {stored.source}"
    OUT.print(Line(when, style="dim"))
    telling = [passage for passage in summary.sentences if passage.highlights]
    for passage in (summary.title, *telling[:1]):
        if passage.text:
            print_to(OUT, Line("    ") + highlighted(passage))


def as_data(hit: Hit) -> dict[str, Any]:
    """An article for programs."""
    stored = hit.stored
    return {
        "id": stored.id,
        "title": stored.entry.title,
        "url": stored.entry.url,
        "source": stored.source,
        "first_seen_at": stored.first_seen_at.isoformat(),
        "evidence": [[place.term, place.field, *place.span] for place in hit.match.evidence],
    }
