"""`vigie rules noise [NAME]`: how much the rules talk, and what they could do without."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import click
from rich.text import Text as Line

from bot.cli.rules import RULES, dates
from bot.cli.rules.past import analyser, as_data, named, options, print_article, required
from bot.cli.terminal import OUT
from bot.clock import SystemClock
from bot.i18n import Lang, Text, counted
from bot.pipeline.noise import Noise, Proposal, noise, weeks_before
from bot.pipeline.replay import Archive
from bot.settings import read_settings
from bot.watchlist.load import load
from bot.watchlist.wording import format_rule

MOST_WEEKS = 52

HELP = Text(
    en="Posts, matches and repeated articles of every rule, or of the one called NAME; the term "
    "that brings most of the matches; and, where one is clear, a word to exclude, tried on the "
    "past.\n\nExample:\n\n  vigie rules noise 'Drones' --weeks 8",
    fr="Messages, correspondances et articles répétés de chaque règle, ou de celle appelée NOM ; "
    "le terme qui en apporte le plus ; et, s'il y en a un de clair, un mot à exclure, essayé sur "
    "le passé.\n\nExemple :\n\n  vigie rules noise 'Drones' --weeks 8",
)
WEEKS_HELP = Text(en="How many weeks to look at.", fr="Combien de semaines regarder.")


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    metavar = Text(en="[NAME]", fr="[NOM]").into(lang)
    return click.Command(
        "noise",
        params=[
            click.Argument(["name"], metavar=metavar, required=False),
            click.Option(
                ["--weeks"],
                metavar="N",
                type=click.IntRange(1, MOST_WEEKS),
                default=4,
                show_default=True,
                help=WEEKS_HELP.into(lang),
            ),
            *options(lang),
        ],
        callback=lambda **given: _run(lang, **given),
        help=f"{RULES['noise'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(lang: Lang, name: str | None, weeks: int, **flags: bool) -> int:
    settings = read_settings()
    watchlist = load(settings.watchlist)
    rules = watchlist.rules if name is None else (named(name, watchlist, lang),)
    period = weeks_before(SystemClock().now(), weeks)
    with required(settings, dry_run=flags["dry_run"]) as database:
        words = analyser(watchlist, database)
        reports = noise(Archive(database, period, watchlist.sources, words), rules)
        if flags["as_json"]:
            click.echo(json.dumps([data(each) for each in reports], ensure_ascii=False, indent=2))
            return 0
        for each in reports:
            show(each, period.until.date(), lang)
    return 0


def show(report: Noise, today: date, lang: Lang) -> None:
    """The report on one rule."""
    OUT.print(Line(report.rule.name, style="bold"))
    for line in _table(report, lang) if _talks(report) else ():
        OUT.print(Line(f"  {line}"))
    if silence := _silence(report, today, lang):
        OUT.print(Line(f"  {silence}", style="yellow"))
    if loudest := report.loudest:
        told = Text(
            en=f"Most of it: “{loudest.term}”, in {loudest.matches} of "
            f"{counted(loudest.of, 'match', 'matches', 'en')}.",
            fr=f"Le plus souvent : « {loudest.term} », dans {loudest.matches} des "
            f"{counted(loudest.of, 'correspondance', 'correspondances', 'fr')}.",
        )
        OUT.print(Line(f"  {told.into(lang)}"))
    if report.proposal:
        _show_proposal(report.proposal, lang)


def _talks(report: Noise) -> bool:
    return any(week.posts or week.matches for week in report.weeks)


def _table(report: Noise, lang: Lang) -> Iterator[str]:
    """A line for each week, the latest first."""
    heads = (
        Text(en="week", fr="semaine"),
        Text(en="posts", fr="messages"),
        Text(en="matches", fr="articles"),
        Text(en="folded", fr="répétés"),
    )
    rows = [[head.into(lang) for head in heads]]
    for week in report.weeks:
        numbers = (week.posts, week.matches, week.folded)
        rows.append([dates.short(week.first, lang), *map(str, numbers)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = (f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True))
        yield "  ".join([f"{first:<{widths[0]}}", *cells])


def _silence(report: Noise, today: date, lang: Lang) -> str:
    if report.last is None:
        return Text(en="It has never matched.", fr="Elle n'a jamais rien trouvé.").into(lang)
    days = (today - report.last.date()).days
    if days < 1:
        return ""
    return Text(
        en=f"Silent for {counted(days, 'day', 'days', 'en')}.",
        fr=f"Silencieuse depuis {counted(days, 'jour', 'jours', 'fr')}.",
    ).into(lang)


def _show_proposal(proposal: Proposal, lang: Lang) -> None:
    told = Text(
        en=f"To quieten it, try: {format_rule(proposal.expression, 'en')}",
        fr=f"Pour l'apaiser, essayez : {format_rule(proposal.expression, 'fr')}",
    )
    OUT.print(Line(f"  {told.into(lang)}", style="green"))
    spared = Text(
        en=f"It would have dropped {proposal.dropped} of {proposal.of}, the latest:",
        fr=f"Elle en aurait écarté {proposal.dropped} sur {proposal.of}, les derniers :",
    )
    OUT.print(Line(f"  {spared.into(lang)}"))
    for hit in proposal.shown:
        print_article(hit, "−", lang)


def data(report: Noise) -> dict[str, Any]:
    """The report on one rule, for programs."""
    loudest, proposal = report.loudest, report.proposal
    return {
        "rule": report.rule.name,
        "weeks": [week._asdict() | {"first": week.first.isoformat()} for week in report.weeks],
        "last_match": report.last.isoformat() if report.last else None,
        "loudest": None
        if loudest is None
        else {"term": loudest.term, "matches": loudest.matches, "of": loudest.of},
        "proposal": None
        if proposal is None
        else {
            "word": proposal.word,
            "rule": format_rule(proposal.expression),
            "dropped": proposal.dropped,
            "of": proposal.of,
            "latest": [as_data(hit) for hit in proposal.shown],
        },
    }
