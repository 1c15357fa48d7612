"""`vigie feeds show NAME|URL`: all that is known of one source."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import click
from rich.text import Text as Line

from bot.cadence import NEVER, Pace
from bot.cli.feeds import FEEDS
from bot.cli.feeds.desk import meant, name_argument, pace_of
from bot.cli.feeds.list import lines, per_day
from bot.cli.feeds.reasons import reasons
from bot.cli.feeds.state import IN_TROUBLE, Standing, standing
from bot.cli.rules import dates
from bot.cli.rules.past import opened
from bot.cli.terminal import OUT, tame
from bot.clock import SystemClock
from bot.i18n import Lang, Text, counted
from bot.model import FetchState, PollOutcome, Source
from bot.settings import read_settings
from bot.store import feeds, history, polls
from bot.store.history import Past
from bot.store.polls import PollEvent

HELP = Text(
    en="Its address and where it has moved, what its server gives to recognise it by, when it is "
    "polled next and why, its last polls and items, and its last trouble with what to do.\n\n"
    "Example:\n\n  vigie feeds show 'Le Phare'",
    fr="Son adresse et celle où elle a déménagé, à quoi son serveur permet de la reconnaître, "
    "quand elle sera relevée et pourquoi, ses dernières relèves et ses derniers articles, et son "
    "dernier souci avec ce qu'il faut faire.\n\nExemple :\n\n  vigie feeds show 'Le Phare'",
)
EVENTS, ITEMS = 8, 5
YES_NO = {True: Text(en="yes", fr="oui"), False: Text(en="no", fr="non")}
POLLS = Text(en="Last polls of note:", fr="Dernières relèves notables :")
LATEST = Text(en="Last items:", fr="Derniers articles :")


@dataclass(frozen=True, slots=True)
class Portrait:
    """What the database says of a source."""

    standing: Standing
    pace: Pace
    events: tuple[PollEvent, ...] = ()
    latest: tuple[Past, ...] = ()


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "show",
        params=[name_argument(lang)],
        callback=lambda name: _run(name, lang),
        help=f"{FEEDS['show'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(name: str, lang: Lang) -> int:
    _, source = meant(name, lang)
    now = SystemClock().now()
    portrait = _portrait(source, now)
    for line in lines(portrait.standing, now, lang):
        OUT.print(line)
    known = portrait.standing.known
    if known and known.hint and portrait.standing.state in IN_TROUBLE:
        OUT.print(Line(f"    {known.hint.into(lang)}"))
    for label, value in _facts(portrait, now, lang):
        colon = " : " if lang == "fr" else ": "
        OUT.print(Line.assemble((label + colon, "dim"), tame(value)))
    for line in _past(portrait, now, lang):
        OUT.print(line)
    return 0


def _portrait(source: Source, now: datetime) -> Portrait:
    settings = read_settings()
    with opened(settings, dry_run=False) as database:
        if database is None:
            return Portrait(standing(source, None, now), pace_of(settings, {}))
        with database.reading() as tx:
            everything = feeds.known(tx)
            known = everything.get(source.url)
            number = known.state.feed_id if known else 0
            return Portrait(
                standing(source, known, now),
                pace_of(settings, everything),
                polls.latest(tx, number, EVENTS),
                history.latest_of(tx, number, ITEMS),
            )


def _facts(portrait: Portrait, now: datetime, lang: Lang) -> Iterator[tuple[str, str]]:
    source, memory = portrait.standing.source, portrait.standing.memory
    yield Text(en="Address", fr="Adresse").into(lang), source.url
    if memory and memory.moved_to:
        yield Text(en="Moved to", fr="Déménagée à").into(lang), memory.moved_to
    if source.tags:
        yield Text(en="Tags", fr="Étiquettes").into(lang), ", ".join(sorted(source.tags))
    if source.lang or source.country:
        label = Text(en="Language, country", fr="Langue, pays").into(lang)
        yield label, ", ".join(filter(None, (source.lang, source.country)))
    if memory and memory.last_polled_at:
        yield from _from_server(memory, now, lang)
    yield Text(en="Next poll", fr="Prochaine relève").into(lang), _next(portrait, now, lang)


def _from_server(memory: FetchState, now: datetime, lang: Lang) -> Iterator[tuple[str, str]]:
    for name, value in (("ETag", memory.etag), ("Last-Modified", memory.last_modified)):
        yield name, value or YES_NO[False].into(lang)
    if memory.hub:
        yield "WebSub", memory.hub
    if memory.rate is not None:
        yield Text(en="Brings", fr="Apporte").into(lang), per_day(memory.rate, lang)
    if memory.last_new_at:
        new = dates.dated(memory.last_new_at, now, lang)
        yield Text(en="Last new item", fr="Dernière nouveauté").into(lang), f"{new} UTC"
    if memory.failing_since:
        since = dates.dated(memory.failing_since, now, lang)
        yield Text(en="Failing since", fr="En échec depuis").into(lang), f"{since} UTC"


def _next(portrait: Portrait, now: datetime, lang: Lang) -> str:
    source, memory = portrait.standing.source, portrait.standing.memory
    due = memory.next_poll_at if memory else None
    told = (reason.into(lang) for reason in reasons(source, memory, portrait.pace, now))
    why = "; ".join(told) if lang == "en" else " ; ".join(told)
    if source.paused or due is None or due >= NEVER:
        return why
    return f"{dates.moment(due, lang)} UTC — {why}"


def _past(portrait: Portrait, now: datetime, lang: Lang) -> Iterator[Line]:
    if portrait.events:
        yield Line(POLLS.into(lang), style="bold")
    for event in portrait.events:
        failed = event.outcome is PollOutcome.FAILED
        sign = ("  ✗ ", "red") if failed else ("  ✓ ", "green")
        at = f"{dates.dated(event.at, now, lang)}  "
        yield Line.assemble(sign, (at, "dim"), _told(event, lang))
    if portrait.latest:
        yield Line(LATEST.into(lang), style="bold")
    for past in sorted(portrait.latest, key=_when, reverse=True):
        at = f"  {dates.dated(_when(past), now, lang)}  "
        yield Line.assemble((at, "dim"), tame(past.stored.entry.title))


def _when(past: Past) -> datetime:
    return past.stored.entry.published_at or past.stored.first_seen_at


def _told(event: PollEvent, lang: Lang) -> str:
    if event.reason:
        return event.reason.into(lang)
    new, hits = event.entries_new, event.matches
    return Text(
        en=f"{new} new, {hits} matching",
        fr=f"{counted(new, 'nouveau', 'nouveaux', 'fr')}, "
        f"{counted(hits, 'retenu', 'retenus', 'fr')}",
    ).into(lang)
