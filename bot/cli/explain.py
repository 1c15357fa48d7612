"""`vigie explain RULE`: does a text match, and why."""

import sys
from pathlib import Path

import click
from rich.text import Text as Line

from bot.cli.entry import COMMANDS
from bot.cli.terminal import OUT, highlighted, terms
from bot.errors import RuleError
from bot.i18n import Lang, Text
from bot.match import explain
from bot.model import Entry, Evidence, Explanation, Expression, Field, Not, Passage, Span
from bot.text.sentences import sentences
from bot.watchlist.caret import caret
from bot.watchlist.language import parse
from bot.watchlist.wording import format_rule, wording

EX_NO_MATCH = 1
MOST_SENTENCES = 8

HELP = Text(
    en="The text comes from FILE or from standard input; a first line followed by a blank line is "
    "its title.\n\nExits with 0 when the rule matches, 1 when it does not, 65 when the rule "
    "cannot be read.\n\nExample:\n\n  vigie explain 'Chine + drones + Russie' < article.txt",
    fr="Le texte vient de FICHIER ou de l'entrée standard ; une première ligne suivie d'une ligne "
    "vide est son titre.\n\nRend 0 si la règle correspond, 1 sinon, 65 si la règle est "
    "illisible.\n\nExemple :\n\n  vigie explain 'Chine + drones + Russie' < article.txt",
)


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    rule = Text(en="RULE", fr="RÈGLE").into(lang)
    file = Text(en="[FILE]", fr="[FICHIER]").into(lang)
    path = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
    return click.Command(
        "explain",
        params=[
            click.Argument(["rule"], metavar=rule),
            click.Argument(["file"], metavar=file, required=False, type=path),
        ],
        callback=lambda rule, file: _run(rule, file, lang),
        help=f"{COMMANDS['explain'].into(lang)}\n\n{HELP.into(lang)}",
    )


def _run(rule: str, file: Path | None, lang: Lang) -> int:
    try:
        expression = parse(rule)
    except RuleError as error:
        click.echo(caret(error, lang), err=True)
        return error.exit_code
    entry = article(_read(file, lang))
    OUT.print(Line(wording(expression, lang), style="dim"))
    explanation = explain(expression, entry)
    (_yes if explanation.matched else _no)(explanation, entry, lang)
    return 0 if explanation.matched else EX_NO_MATCH


def _read(file: Path | None, lang: Lang) -> str:
    if file is not None and str(file) != "-":
        return file.read_text(encoding="utf-8", errors="replace")
    if sys.stdin.isatty():
        prompt = Text(
            en="Paste the text, then press Ctrl-D on an empty line.",
            fr="Collez le texte, puis faites Ctrl-D sur une ligne vide.",
        )
        click.echo(prompt.into(lang), err=True)
    return sys.stdin.buffer.read().decode("utf-8", "replace")


def article(text: str) -> Entry:
    """An entry made of a bare text: its first line is the title when a blank line follows."""
    first, blank, rest = text.lstrip("\ufeff\r\n ").replace("\r\n", "\n").partition("\n\n")
    has_title = bool(blank) and "\n" not in first
    title, body = (first.strip(), rest) if has_title else ("", text)
    return Entry("", "", "", title, body, content_hash="")


def _yes(explanation: Explanation, entry: Entry, lang: Lang) -> None:
    found = terms(explanation.evidence)
    said = Text(en=f"It matches: {found}.", fr=f"Elle correspond : {found}.")
    OUT.print(Line("✓ " + said.into(lang), style="green"))
    shown = [
        *_sentences(entry.title, "title", explanation.evidence),
        *_sentences(entry.text, "text", explanation.evidence),
    ]
    for passage in shown[:MOST_SENTENCES]:
        OUT.print(Line("  • "), highlighted(passage), sep="")
    if (more := len(shown) - MOST_SENTENCES) > 0:
        rest = Text(en=f"  … and {more} more.", fr=f"  … et {more} de plus.")
        OUT.print(Line(rest.into(lang), style="dim"))


def _no(explanation: Explanation, entry: Entry, lang: Lang) -> None:
    said = Text(en="It does not match.", fr="Elle ne correspond pas.")
    OUT.print(Line("✗ " + said.into(lang), style="red"))
    for clause in explanation.failed:
        OUT.print(f"  • {_failed(clause, lang)}")
    if explanation.evidence:
        found = terms(explanation.evidence)
        OUT.print(Line(Text(en=f"  Found: {found}.", fr=f"  Trouvé : {found}.").into(lang)))
    if not (entry.title or entry.text).strip():
        empty = Text(en="  The text is empty.", fr="  Le texte est vide.")
        OUT.print(Line(empty.into(lang), style="yellow"))


def _failed(clause: Expression, lang: Lang) -> str:
    if isinstance(clause, Not):
        unwanted = format_rule(clause.child)
        return Text(
            en=f"excluded, but present: {unwanted}", fr=f"exclu, mais présent : {unwanted}"
        ).into(lang)
    wanted = format_rule(clause)
    return Text(en=f"not found: {wanted}", fr=f"introuvable : {wanted}").into(lang)


def _sentences(text: str, field: Field, evidence: tuple[Evidence, ...]) -> list[Passage]:
    """The sentences of `text` that hold evidence, with it."""
    places = [place.span for place in evidence if place.field == field]
    spans = [Span(0, len(text))] if field == "title" else sentences(text, None)
    return [
        Passage(text[span.start : span.end], inside)
        for span in spans
        if (inside := _inside(span, places))
    ]


def _inside(span: Span, places: list[Span]) -> tuple[Span, ...]:
    return tuple(
        Span(place.start - span.start, place.end - span.start)
        for place in places
        if span.start <= place.start and place.end <= span.end
    )
