"""`vigie rules lint [NAME]`: what is odd about the rules."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from textwrap import indent
from typing import Any

import click
from rich.text import Text as Line

from bot.cli.rules import RULES
from bot.cli.rules.past import analyser, named, opened, options, progress
from bot.cli.terminal import ERR, OUT
from bot.clock import SystemClock
from bot.errors import RuleError
from bot.i18n import LANGS, Lang, Text, counted
from bot.model import Rule, Watchlist
from bot.pipeline import lint
from bot.pipeline.replay import Archive
from bot.settings import read_settings
from bot.store.history import Period
from bot.watchlist.caret import caret
from bot.watchlist.lint import Finding, settled
from bot.watchlist.load import load

EX_FINDINGS = 1

HELP = Text(
    en="Looks at every rule of feeds.yaml, or at the one called NAME, and at the stored past. "
    "Nothing it tells is an error: the rules work as they are written.\n\nExits with 0 when there "
    "is nothing to tell, 1 when there is.\n\nExample:\n\n  vigie rules lint",
    fr="Examine toutes les règles de feeds.yaml, ou celle appelée NOM, et le passé enregistré. "
    "Rien de ce qu'elle dit n'est une erreur : les règles marchent telles qu'elles sont écrites."
    "\n\nRend 0 s'il n'y a rien à dire, 1 sinon.\n\nExemple :\n\n  vigie rules lint",
)
CLEAN = Text(en="✓ Nothing to tell.", fr="✓ Rien à signaler.")


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    metavar = Text(en="[NAME]", fr="[NOM]").into(lang)
    return click.Command(
        "lint",
        params=[
            click.Argument(["name"], metavar=metavar, required=False),
            *options(lang),
        ],
        callback=lambda **given: _run(lang, **given),
        help=f"{RULES['lint'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(lang: Lang, name: str | None, **flags: bool) -> int:
    settings = read_settings()
    watchlist = load(settings.watchlist)
    if name is not None:
        looked_at = replace(watchlist, rules=(named(name, watchlist, lang),))
    else:
        looked_at = watchlist
    now = SystemClock().now()
    with opened(settings, dry_run=flags["dry_run"]) as database:
        words = analyser(watchlist, database)
        found = [*lint.of_trees(watchlist, words, now)]
        period = Period(now - lint.SILENT_AFTER, now)
        archive = Archive(database, period, watchlist.sources, words) if database else None
        found += _of_history(archive, looked_at.rules, lang)
    found = settled(found)
    if name is not None:
        found = [each for each in found if name in {each.subject, each.other}]
    if flags["as_json"]:
        click.echo(json.dumps([data(each) for each in found], ensure_ascii=False, indent=2))
    else:
        show(found, watchlist, lang)
    return EX_FINDINGS if found else 0


def _of_history(archive: Archive | None, rules: Sequence[Rule], lang: Lang) -> Iterator[Finding]:
    yield from lint.everywhere(archive, rules)
    if archive:
        with progress(archive.database, archive.period, lang) as advance:
            yield from lint.silent(archive, rules, advance)


def show(found: Sequence[Finding], watchlist: Watchlist, lang: Lang) -> None:
    """The findings, those of a rule together."""
    texts = {rule.name: rule.text for rule in watchlist.rules}
    order = {name: index for index, name in enumerate(texts)}
    subject = None
    for finding in sorted(found, key=lambda each: order.get(each.subject, len(order))):
        if finding.subject != subject:
            subject = finding.subject
            OUT.print(Line(subject, style="bold"))
        text = texts.get(finding.subject, "")
        OUT.print(Line(indent(told(finding, text, lang), "  ") + "\n"))
    if found:
        number = Text(
            en=counted(len(found), "finding", "findings", "en"),
            fr=counted(len(found), "remarque", "remarques", "fr"),
        )
        ERR.print(Line(number.into(lang), style="yellow"))
    else:
        ERR.print(Line(CLEAN.into(lang), style="green"))


def told(finding: Finding, text: str, lang: Lang) -> str:
    """A finding with its place, its reason and its advice."""
    span = finding.span
    if span is None or not 0 <= span.start < span.end <= len(text):
        return f"{finding.text.into(lang)}\n{finding.advice.into(lang)}"
    return caret(RuleError(text, span, finding.text, finding.advice), lang)


def data(finding: Finding) -> dict[str, Any]:
    """A finding for programs."""
    return {
        "kind": finding.kind,
        "subject": finding.subject,
        "other": finding.other or None,
        "start": finding.span.start if finding.span else None,
        "end": finding.span.end if finding.span else None,
        "text": {lang: finding.text.into(lang) for lang in LANGS},
        "advice": {lang: finding.advice.into(lang) for lang in LANGS},
    }
