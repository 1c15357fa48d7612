"""`vigie rules test RULE`: what a rule would have caught in the stored past."""

import json
from collections import Counter
from dataclasses import replace
from typing import Any, TypeVar

import click
from rich.text import Text as Line

from bot.cli.rules import RULES, chart, dates
from bot.cli.rules.past import (
    analyser,
    as_data,
    last_days,
    named,
    options,
    print_article,
    progress,
    required,
)
from bot.cli.terminal import OUT
from bot.clock import SystemClock
from bot.errors import RuleError
from bot.i18n import Lang, Text, counted
from bot.model import Rule, Watchlist
from bot.pipeline.replay import Archive, Replay, Tally, replay
from bot.settings import read_settings
from bot.watchlist.caret import caret
from bot.watchlist.concepts import known_in
from bot.watchlist.language import parse
from bot.watchlist.load import load
from bot.watchlist.wording import wording

T = TypeVar("T")

EX_NO_HITS = 1
LONGEST_DAYS = 3650

HELP = Text(
    en="RULE is the name of a rule of feeds.yaml, or an expression of the rule language. With "
    "--name, the expression is tried as a new version of that rule, with its options, and "
    "compared with the present one.\n\nExits with 0 when articles match, 1 when none does.\n\n"
    "Example:\n\n  vigie rules test 'Chine + drones + Russie' --days 30",
    fr="RÈGLE est le nom d'une règle de feeds.yaml, ou une expression du langage des règles. Avec "
    "--name, l'expression est essayée comme nouvelle version de cette règle, avec ses options, et "
    "comparée à l'actuelle.\n\nRend 0 si des articles correspondent, 1 si aucun.\n\n"
    "Exemple :\n\n  vigie rules test 'Chine + drones + Russie' --days 30",
)
DAYS_HELP = Text(en="How far back to look.", fr="Jusqu'où remonter.")
NAME = Text(en="NAME", fr="NOM")
NAME_HELP = Text(
    en="The rule of which this is a new version.", fr="La règle dont c'est une nouvelle version."
)


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    return click.Command(
        "test",
        params=[
            click.Argument(["rule"], metavar=Text(en="RULE", fr="RÈGLE").into(lang)),
            click.Option(
                ["--days"],
                metavar="N",
                type=click.IntRange(1, LONGEST_DAYS),
                default=7,
                show_default=True,
                help=DAYS_HELP.into(lang),
            ),
            click.Option(["--name"], metavar=NAME.into(lang), help=NAME_HELP.into(lang)),
            *options(lang),
        ],
        callback=lambda **given: _run(lang, **given),
        help=f"{RULES['test'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(lang: Lang, rule: str, name: str | None, days: int, **flags: bool) -> int:
    settings = read_settings()
    watchlist = load(settings.watchlist)
    try:
        tried, present = versions(rule, name, watchlist, lang)
    except RuleError as error:
        click.echo(caret(error, lang), err=True)
        return error.exit_code
    period = last_days(SystemClock().now(), days)
    with required(settings, dry_run=flags["dry_run"]) as database:
        archive = Archive(database, period, watchlist.sources, analyser(watchlist, database))
        with progress(database, period, lang) as advance:
            result = replay(archive, tried, present, advance)
    if flags["as_json"]:
        click.echo(json.dumps(data(tried, result), ensure_ascii=False, indent=2))
    else:
        show(tried, result, lang)
    return 0 if result.tally.entries else EX_NO_HITS


def versions(
    text: str, name: str | None, watchlist: Watchlist, lang: Lang
) -> tuple[Rule, Rule | None]:
    """The rule to try, and the present version to compare it with, if there is one.

    Raises:
        RuleError: `text` is neither a rule's name nor an expression.
    """
    concepts = known_in(watchlist)
    if name is not None:
        present = named(name, watchlist, lang)
        return replace(present, text=text, expression=parse(text, concepts)), present
    known = {rule.name: rule for rule in watchlist.rules}
    return known.get(text) or Rule(text, text, parse(text, concepts), (), ""), None


# ── for people ───────────────────────────────────────────────────────────────────────────────


def show(rule: Rule, result: Replay, lang: Lang) -> None:
    """All that the replay has found."""
    tally = result.tally
    OUT.print(Line(wording(rule.expression, lang), style="dim"))
    OUT.print(Line(_extent(result, lang), style="dim"))
    OUT.print(Line(_verdict(result, lang), style="green" if tally.entries else "red"))
    if tally.entries:
        _show_days(result, lang)
        _show_articles(tally, _LATEST, "•", lang)
    if result.gained is not None and result.lost is not None:
        _show_difference(result.gained, result.lost, lang)


def _extent(result: Replay, lang: Lang) -> str:
    """How much was read, of which days."""
    since, until = (moment.date() for moment in result.period)
    read = Text(
        en=f"{counted(result.read, 'article', 'articles', 'en')} read, "
        f"{dates.whole(since, 'en')} to {dates.whole(until, 'en')}",
        fr=f"{counted(result.read, 'article lu', 'articles lus', 'fr')}, "
        f"du {dates.whole(since, 'fr')} au {dates.whole(until, 'fr')}",
    ).into(lang)
    if not result.is_short:
        return f"{read}."
    if result.begins is None:
        empty = Text(en="nothing is stored yet", fr="rien n'est encore enregistré")
        return f"{read} ({empty.into(lang)})."
    begins = Text(
        en=f"history begins on {dates.whole(result.begins.date(), 'en')}",
        fr=f"le passé commence le {dates.whole(result.begins.date(), 'fr')}",
    )
    return f"{read} ({begins.into(lang)})."


def _verdict(result: Replay, lang: Lang) -> str:
    tally = result.tally
    if not tally.entries:
        return "✗ " + Text(en="No article matches.", fr="Aucun article ne correspond.").into(lang)
    hits = Text(
        en=f"✓ {counted(tally.entries, 'article matches', 'articles match', 'en')}",
        fr=f"✓ {counted(tally.entries, 'article correspond', 'articles correspondent', 'fr')}",
    ).into(lang)
    told = Text(
        en=f", {counted(tally.stories, 'story', 'stories', 'en')}",
        fr=f", {counted(tally.stories, 'sujet', 'sujets', 'fr')}",
    ).into(lang)
    return f"{hits}{told}{_rate(result, lang)}."


def _rate(result: Replay, lang: Lang) -> str:
    rate = result.posts_per_week
    if rate is None:
        return ""
    if 0 < rate < 1:
        few = Text(en=": less than a post a week", fr=" : moins d'un message par semaine")
        return few.into(lang)
    number = round(rate)
    return Text(
        en=f": about {counted(number, 'post', 'posts', 'en')} a week",
        fr=f" : environ {counted(number, 'message', 'messages', 'fr')} par semaine",
    ).into(lang)


def _show_days(result: Replay, lang: Lang) -> None:
    since, until = result.period
    first = max(since, result.begins or since).date()
    for line in chart.drawn(chart.bars(result.tally.days, first, until.date(), lang), OUT.width):
        OUT.print(Line(line))
    OUT.print(Line(_peak(result.tally, lang)))


def _peak(tally: Tally, lang: Lang) -> str:
    (day, most), (hour, hits) = _top(tally.days), _top(tally.hours)
    return Text(
        en=f"Most in a day: {most} ({dates.weekday(day, 'en')}); "
        f"in an hour: {hits} ({dates.moment(hour, 'en')} UTC).",
        fr=f"Maximum en un jour : {most} ({dates.weekday(day, 'fr')}) ; "
        f"en une heure : {hits} ({dates.moment(hour, 'fr')} UTC).",
    ).into(lang)


def _top(numbers: Counter[T]) -> tuple[T, int]:
    """The largest number, and the first that has it."""
    return max(numbers.items(), key=lambda item: item[1])


def _show_articles(tally: Tally, heading: Text, sign: str, lang: Lang) -> None:
    OUT.print(Line(heading.into(lang), style="bold"))
    for hit in reversed(tally.latest):
        print_article(hit, sign, lang)


def _show_difference(gained: Tally, lost: Tally, lang: Lang) -> None:
    told = Text(
        en=f"Against the present version: +{gained.entries} −{lost.entries}",
        fr=f"Par rapport à la version actuelle : +{gained.entries} −{lost.entries}",
    )
    OUT.print(Line(told.into(lang), style="bold"))
    if gained.entries:
        _show_articles(gained, _GAINED, "+", lang)
    if lost.entries:
        _show_articles(lost, _LOST, "−", lang)


_LATEST = Text(en="The latest:", fr="Les derniers :")
_GAINED = Text(en="Caught anew, the latest:", fr="Attrapés en plus, les derniers :")
_LOST = Text(en="No longer caught, the latest:", fr="Plus attrapés, les derniers :")


# ── for programs ─────────────────────────────────────────────────────────────────────────────


def data(rule: Rule, result: Replay) -> dict[str, Any]:
    """All that the replay has found."""
    tally, rate = result.tally, result.posts_per_week
    return {
        "rule": rule.text,
        "since": result.period.since.isoformat(),
        "until": result.period.until.isoformat(),
        "history_begins": result.begins.isoformat() if result.begins else None,
        "read": result.read,
        **_numbers(tally),
        "posts_per_week": None if rate is None else round(rate, 1),
        "days": {day.isoformat(): number for day, number in sorted(tally.days.items())},
        "hours": {hour.isoformat(): number for hour, number in sorted(tally.hours.items())},
        "gained": _numbers(result.gained) if result.gained else None,
        "lost": _numbers(result.lost) if result.lost else None,
    }


def _numbers(tally: Tally) -> dict[str, Any]:
    return {
        "articles": tally.entries,
        "stories": tally.stories,
        "latest": [as_data(hit) for hit in reversed(tally.latest)],
    }
