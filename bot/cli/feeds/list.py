"""`vigie feeds list`: every source in a line."""

import json
from datetime import datetime
from typing import Any

import click
from rich.text import Text as Line

from bot.cadence import NEVER
from bot.cli.feeds import FEEDS
from bot.cli.feeds.desk import everything_known
from bot.cli.feeds.state import IN_TROUBLE, SIGNS, WORDS, Standing, State, standing, worst_first
from bot.cli.options import json_option
from bot.cli.status import ago
from bot.cli.terminal import ERR, OUT
from bot.clock import SystemClock
from bot.i18n import Lang, Text, counted
from bot.settings import read_settings
from bot.watchlist.load import load

HELP = Text(
    en="Those that fail come first, then those that are silent for longer than is usual for them, "
    "those that are paused, and the others by name; each with its last and next poll, how much it "
    "brings, and what is wrong.\n\nExample:\n\n  vigie feeds list --failing",
    fr="D'abord celles qui échouent, puis celles qui se taisent plus longtemps que d'habitude, "
    "celles en pause, et les autres par nom ; chacune avec sa dernière relève et la prochaine, ce "
    "qu'elle apporte, et ce qui ne va pas.\n\nExemple :\n\n  vigie feeds list --failing",
)
FAILING = Text(
    en="Only those in trouble: failing, stopped or silent.",
    fr="Seulement celles qui ont un souci : en échec, arrêtées ou silencieuses.",
)
USUAL = 100
LIMIT = Text(
    en=f"How many at most, 0 for all; when left out {USUAL}, and all in JSON.",
    fr=f"Combien au plus, 0 pour toutes ; si c'est omis {USUAL}, et toutes en JSON.",
)
TAG = Text(en="Only those with this tag.", fr="Seulement celles à cette étiquette.")
NONE = Text(en="There is none.", fr="Il n'y en a pas.")


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    tag = Text(en="TAG", fr="ÉTIQUETTE").into(lang)
    return click.Command(
        "list",
        params=[
            click.Option(["--failing"], is_flag=True, help=FAILING.into(lang)),
            click.Option(["--tag"], metavar=tag, help=TAG.into(lang)),
            click.Option(["--limit"], metavar="N", type=click.IntRange(0), help=LIMIT.into(lang)),
            json_option(lang),
        ],
        callback=lambda failing, tag, limit, as_json: _run(
            _wanted(failing=failing, tag=tag), limit, lang, as_json=as_json
        ),
        help=f"{FEEDS['list'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _wanted(*, failing: bool, tag: str | None) -> list[Standing]:
    settings, now = read_settings(), SystemClock().now()
    known = everything_known(settings)
    found = (
        standing(source, known.get(source.url), now)
        for source in load(settings.watchlist).sources
        if tag is None or tag.strip().casefold() in source.tags
    )
    return sorted(
        (each for each in found if not failing or each.state in IN_TROUBLE), key=worst_first
    )


def _run(found: list[Standing], limit: int | None, lang: Lang, *, as_json: bool) -> int:
    most = USUAL if limit is None and not as_json else limit
    shown = found[: most or None]
    if as_json:
        click.echo(json.dumps([as_data(each, lang) for each in shown], ensure_ascii=False))
        return 0
    now = SystemClock().now()
    for each in shown:
        for line in lines(each, now, lang):
            OUT.print(line)
    if not found:
        ERR.print(NONE.into(lang))
    if rest := len(found) - len(shown):
        ERR.print(Line(_more(rest).into(lang), style="dim"))
    return 0


def _more(rest: int) -> Text:
    return Text(
        en=f"… and {rest} more: --limit 0 shows all.",
        fr=f"… et {counted(rest, 'autre', 'autres', 'fr')} : --limit 0 montre tout.",
    )


def lines(each: Standing, now: datetime, lang: Lang) -> list[Line]:
    """A line on how a source fares, and one on what is wrong with it."""
    sign, style = SIGNS[each.state]
    facts = "".join(f" · {fact}" for fact in _facts(each, now, lang))
    told = [Line.assemble((f"{sign} ", style), (each.source.name, "bold"), (facts, "dim"))]
    if each.trouble:
        told.append(Line(f"    {each.trouble.into(lang)}", style=style if style == "red" else ""))
    return told


def _facts(each: Standing, now: datetime, lang: Lang) -> list[str]:
    facts, memory = [], each.memory
    if each.state is not State.WELL:
        facts.append(WORDS[each.state].into(lang))
    if memory is None:
        return facts
    if memory.last_polled_at:
        polled = ago(now - memory.last_polled_at, lang)
        facts.append(Text(en=f"polled {polled}", fr=f"relevée {polled}").into(lang))
    if not each.source.paused:
        facts += _next(memory.next_poll_at, now, lang)
    if memory.rate is not None:
        facts.append(per_day(memory.rate, lang))
    return facts


def _next(due: datetime | None, now: datetime, lang: Lang) -> list[str]:
    if due is None or due >= NEVER:
        return []
    if due <= now:
        return [Text(en="due now", fr="à relever").into(lang)]
    wait = ago(now - due, lang)
    return [Text(en=f"next {wait}", fr=f"prochaine {wait}").into(lang)]


def per_day(rate: float, lang: Lang) -> str:
    """How much a feed brings."""
    if rate < 0.05:
        return Text(en="less than one a week", fr="moins d'un par semaine").into(lang)
    number = f"{rate:.0f}" if rate >= 9.95 else f"{rate:.1f}"
    number = number.removesuffix(".0")
    return Text(en=f"{number} a day", fr=f"{number.replace('.', ',')} par jour").into(lang)


def as_data(each: Standing, lang: Lang) -> dict[str, Any]:
    """A source for programs; the keys stay, moments are in ISO 8601."""
    source, memory = each.source, each.memory
    return {
        "name": source.name,
        "url": source.url,
        "tags": sorted(source.tags),
        "lang": source.lang,
        "state": each.state.name.lower(),
        "trouble": each.trouble.into(lang) if each.trouble else None,
        "last_polled_at": _iso(memory.last_polled_at) if memory else None,
        "next_poll_at": _iso(memory.next_poll_at) if memory else None,
        "last_new_at": _iso(memory.last_new_at) if memory else None,
        "failing_since": _iso(memory.failing_since) if memory else None,
        "failures": memory.failures if memory else 0,
        "entries_per_day": round(memory.rate, 2) if memory and memory.rate is not None else None,
        "moved_to": memory.moved_to if memory else None,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment and moment < NEVER else None
