"""`vigie status`: how things stand, read from the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import click
from rich.text import Text as Line

from bot.cli.entry import COMMANDS
from bot.cli.terminal import ERR, OUT, STATES
from bot.clock import SystemClock
from bot.errors import AlreadyRunning, DatabaseUnusable
from bot.i18n import Lang, Text, counted
from bot.model import DeliveryState, FetchState, PollOutcome
from bot.settings import read_settings
from bot.store import destinations, entries, feeds, matches, outbox, polls
from bot.store.database import Database, Transaction, database_file
from bot.store.destinations import Parked
from bot.store.location import database_url
from bot.store.lock import sole_instance
from bot.store.schema import newest_revision, revision
from bot.store.unsent import UNDECIDED

DAY = timedelta(days=1)

MANY = {
    DeliveryState.SENT: "envoyés",
    DeliveryState.UNCERTAIN: "incertains",
    DeliveryState.HELD: "retenus, à vous de décider",
    DeliveryState.DEAD: "refusés définitivement",
    DeliveryState.DROPPED: "abandonnés",
    DeliveryState.GATHERED: "pour un récapitulatif",
    DeliveryState.GROUPED: "dits dans un récapitulatif",
}
"""The French states of several posts, where they are written otherwise."""

HELP = Text(
    en="Reads the database, and may be asked at any time. Without TELEGRAM_BOT_TOKEN it is about "
    "the dry run.",
    fr="Lit la base de données, et se demande à tout moment. Sans TELEGRAM_BOT_TOKEN, il s'agit "
    "de la marche à blanc.",
)
DRY_RUN_HELP = Text(en="How the dry run stands.", fr="Où en est la marche à blanc.")
DRY = Text(en="Dry run: nothing is sent.", fr="Marche à blanc : rien n'est envoyé.")
WHY = Text(
    en="Why, and what to do: vigie outbox list", fr="Pourquoi, et quoi faire : vigie outbox list"
)
NOTHING_YET = Text(
    en="Vigie has not run here yet. Start it with `vigie run`.",
    fr="Vigie n'a pas encore tourné ici. Lancez-la avec `vigie run`.",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the database says."""

    feeds: tuple[FetchState, ...]
    failing: tuple[tuple[str, FetchState, Text], ...]
    next_due: datetime | None
    polls: dict[PollOutcome, int]
    entries: int
    entries_today: int
    matches: dict[str, int]
    outbox: dict[DeliveryState, int]
    parked: dict[str, Parked]


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "status",
        params=[click.Option(["--dry-run"], is_flag=True, help=DRY_RUN_HELP.into(lang))],
        callback=lambda dry_run: _run(dry_run, lang),
        help=f"{COMMANDS['status'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(dry_run: bool, lang: Lang) -> int:  # noqa: FBT001 - a parsed flag
    settings = read_settings()
    dry = dry_run or settings.telegram_bot_token is None
    url = database_url(settings, dry_run=dry)
    file = database_file(url)
    if file and not file.exists():
        ERR.print(NOTHING_YET.into(lang))
        return 0
    if dry:
        ERR.print(Line(DRY.into(lang), style="yellow"))
    now = SystemClock().now()
    with Database(url) as database:
        running = _is_running(database)
        with database.reading() as tx:
            require_tables(tx)
            standing = _read(tx, now)
    for line in _lines(standing, running, now, lang):
        OUT.print(line)
    return 0


def _is_running(database: Database) -> bool:
    try:
        with sole_instance(database.file):
            return False
    except AlreadyRunning:
        return True


def require_tables(tx: Transaction) -> None:
    """Refuse a database of another version; reading it would end half-way.

    Raises:
        DatabaseUnusable: with what to do.
    """
    if revision(tx) != newest_revision():
        raise DatabaseUnusable(
            Text(
                en="The database is not of this version of Vigie.",
                fr="La base de données n'est pas de cette version de Vigie.",
            ),
            Text(
                en="Bring it there with `vigie migrate`, or start `vigie run`.",
                fr="Mettez-la à jour avec `vigie migrate`, ou lancez `vigie run`.",
            ),
        )


def _read(tx: Transaction, now: datetime) -> Standing:
    return Standing(
        feeds=feeds.every(tx),
        failing=feeds.failing(tx),
        next_due=feeds.next_due(tx),
        polls=polls.count(tx, now - DAY),
        entries=entries.count(tx),
        entries_today=entries.count(tx, now - DAY),
        matches=matches.count(tx, now - DAY),
        outbox=outbox.count(tx),
        parked=destinations.parked(tx),
    )


def _lines(standing: Standing, running: bool, now: datetime, lang: Lang) -> list[Line]:  # noqa: FBT001 - a fact, not a switch
    is_running = Text(en="Vigie is running.", fr="Vigie est en marche.")
    is_stopped = Text(en="Vigie is not running.", fr="Vigie est à l'arrêt.")
    head = Line((is_running if running else is_stopped).into(lang), style="bold")
    return [head, *_feed_lines(standing, now, lang), *_post_lines(standing, now, lang)]


def _feed_lines(standing: Standing, now: datetime, lang: Lang) -> list[Line]:
    total, failed = len(standing.feeds), len(standing.failing)
    count = sum(standing.polls.values())
    lines = [
        Text(
            en=f"Feeds: {total}, of which {failed} failing{_due(standing, now).en}.",
            fr=f"Flux : {total}, dont {failed} en échec{_due(standing, now).fr}.",
        ),
        Text(
            en=f"Last 24 hours: {counted(count, 'poll', 'polls', 'en')}, "
            f"{counted(standing.entries_today, 'new item', 'new items', 'en')} "
            f"({standing.entries} in all).",
            fr=f"Depuis 24 h : {counted(count, 'relève', 'relèves', 'fr')}, "
            f"{counted(standing.entries_today, 'nouvel article', 'nouveaux articles', 'fr')} "
            f"({standing.entries} en tout).",
        ),
    ]
    told = [Line(line.into(lang)) for line in lines]
    told += [
        Line("  ✗ ", style="red")
        + Line(name, style="bold")
        + Line(f" · {ago(now - (state.failing_since or now), lang)}  {reason.into(lang)}")
        for name, state, reason in standing.failing
    ]
    return told


def _due(standing: Standing, now: datetime) -> Text:
    if standing.next_due is None:
        return Text(en="", fr="")
    if standing.next_due <= now:
        return Text(en="; a poll is due now", fr=" ; une relève est due")
    wait = now - standing.next_due
    return Text(
        en=f"; next poll {ago(wait, 'en')}",
        fr=f" ; prochaine relève {ago(wait, 'fr')}",
    )


def _post_lines(standing: Standing, now: datetime, lang: Lang) -> list[Line]:
    hits = ", ".join(f"{rule} {number}" for rule, number in standing.matches.items()) or "0"
    posts = ", ".join(
        f"{number} {_state(state, number, lang)}" for state, number in standing.outbox.items()
    )
    told = [
        Text(en=f"Matches in 24 hours: {hits}.", fr=f"Correspondances en 24 h : {hits}."),
        Text(en=f"Posts: {posts or '0'}.", fr=f"Messages : {posts or '0'}."),
    ]
    lines = [Line(line.into(lang)) for line in told]
    for parked in standing.parked.values():
        since = ago(now - parked.since, lang)
        reason = parked.reason.into(lang) if parked.reason else ""
        lines.append(Line(f"  ⏸ {parked.name} · {since}  {reason}", style="yellow"))
    if standing.parked or any(standing.outbox.get(state) for state in UNDECIDED):
        lines.append(Line(f"  {WHY.into(lang)}", style="dim"))
    return lines


def _state(state: DeliveryState, number: int, lang: Lang) -> str:
    words = STATES[state].into(lang)
    return MANY.get(state, words) if lang == "fr" and number > 1 else words


def ago(past: timedelta, lang: Lang) -> str:
    """How long ago, or in how long, in the largest unit that fits."""
    seconds = abs(round(past.total_seconds()))
    units = ((86400, "d", "j"), (3600, "h", "h"), (60, "min", "min"), (1, "s", "s"))
    size, en, fr = next((unit for unit in units if seconds >= unit[0]), units[-1])
    amount = f"{seconds // size} {fr if lang == 'fr' else en}"
    if past < timedelta(0):
        return Text(en=f"in {amount}", fr=f"dans {amount}").into(lang)
    return Text(en=f"{amount} ago", fr=f"il y a {amount}").into(lang)
