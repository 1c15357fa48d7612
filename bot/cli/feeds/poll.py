"""`vigie feeds poll NAME|--all`: a poll as soon as the feed allows."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import click
from rich.text import Text as Line

from bot.cadence import earliest
from bot.cli.feeds import FEEDS
from bot.cli.feeds.desk import meant
from bot.cli.rules import dates
from bot.cli.rules.desk import say
from bot.cli.rules.past import required
from bot.cli.status import ago
from bot.cli.terminal import ERR
from bot.clock import SystemClock
from bot.errors import EditRefused
from bot.i18n import Lang, Text, counted
from bot.model import Source
from bot.settings import Settings, read_settings
from bot.store import feeds
from bot.store.feeds import Known
from bot.watchlist.load import load

HELP = Text(
    en="Vigie polls it then, if it runs, or when it is started. No feed is asked twice within five "
    "minutes, nor before its server wants to be asked. A source that was stopped because its "
    "server said “gone” is tried once more.\n\nExample:\n\n  vigie feeds poll 'Le Phare'",
    fr="Vigie la relève alors, si elle tourne, ou quand on la lance. Aucun flux n'est demandé deux "
    "fois en cinq minutes, ni avant que son serveur ne le veuille. Une source arrêtée parce que "
    "son serveur a dit « disparu » est essayée une fois encore.\n\n"
    "Exemple :\n\n  vigie feeds poll 'Le Phare'",
)
ALL = Text(en="Every source.", fr="Toutes les sources.")
ONE_OF_THEM = Text(en="Give a name or --all.", fr="Donnez un nom ou --all.")
NONE = Text(
    en="Nothing is polled: every source is paused.",
    fr="Rien n'est relevé : toutes les sources sont en pause.",
)
PAUSED = Text(en="This source is paused.", fr="Cette source est en pause.")
RESUME = Text(
    en="Have it polled again first: vigie feeds resume NAME",
    fr="Faites-la d'abord relever de nouveau : vigie feeds resume NOM",
)


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    metavar = Text(en="[NAME|URL]", fr="[NOM|URL]").into(lang)
    return click.Command(
        "poll",
        params=[
            click.Argument(["name"], metavar=metavar, required=False),
            click.Option(["--all", "everything"], is_flag=True, help=ALL.into(lang)),
        ],
        callback=lambda name, everything: _run(_wanted(name, lang, everything=everything), lang),
        help=f"{FEEDS['poll'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _wanted(name: str | None, lang: Lang, *, everything: bool) -> Sequence[Source]:
    if (name is None) != everything:
        raise click.UsageError(ONE_OF_THEM.into(lang))
    if name is None:
        return [each for each in load(read_settings().watchlist).sources if not each.paused]
    _, source = meant(name, lang)
    if source.paused:
        raise EditRefused(PAUSED, RESUME)
    return [source]


def _run(sources: Sequence[Source], lang: Lang) -> int:
    if not sources:
        ERR.print(Line(NONE.into(lang), style="yellow"))
        return 0
    now = SystemClock().now()
    moments = _hastened(read_settings(), sources, now)
    if len(sources) > 1:
        say(_all(len(moments), max(moments.values(), default=now), now), lang)
    else:
        say(_one(sources[0].name, next(iter(moments.values()), now), now), lang)
    return 0


def _hastened(
    settings: Settings, sources: Sequence[Source], now: datetime
) -> Mapping[str, datetime]:
    """When each source will be polled; one that Vigie has not met yet is due when it does."""
    with required(settings, dry_run=False) as database, database.begin() as tx:
        known = feeds.known(tx)
        moments = {source.url: _moment(known.get(source.url), now) for source in sources}
        feeds.hasten(
            tx, {known[url].state.feed_id: at for url, at in moments.items() if url in known}
        )
    return moments


def _moment(known: Known | None, now: datetime) -> datetime:
    if known is None:
        return now
    soon = earliest(known.state, now)
    return min(soon, max(known.state.next_poll_at or now, now))


def _one(name: str, at: datetime, now: datetime) -> Text:
    if at <= now:
        return Text(
            en=f"“{name}” is polled now, if Vigie runs.",
            fr=f"« {name} » est relevée maintenant, si Vigie tourne.",
        )
    return Text(
        en=f"“{name}” is polled {ago(now - at, 'en')} ({dates.moment(at, 'en')} UTC), if Vigie "
        "runs: not sooner, as it was polled a moment ago or its server asks for it.",
        fr=f"« {name} » sera relevée {ago(now - at, 'fr')} ({dates.moment(at, 'fr')} UTC), si "
        "Vigie tourne : pas plus tôt, car elle vient de l'être ou son serveur le demande.",
    )


def _all(number: int, last: datetime, now: datetime) -> Text:
    en = "now" if last <= now else f"from now on, the last one {ago(now - last, 'en')}"
    fr = "maintenant" if last <= now else f"dès maintenant, la dernière {ago(now - last, 'fr')}"
    return Text(
        en=f"{counted(number, 'source is', 'sources are', 'en')} polled {en}, if Vigie runs.",
        fr=f"{counted(number, 'source relevée', 'sources relevées', 'fr')} {fr}, si Vigie tourne.",
    )
