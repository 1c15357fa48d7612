"""`vigie explain RULE`: does a text match, and why."""

import codecs
import re
import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.text import Text as Line

from bot.channels.console import print_to
from bot.cli.entry import COMMANDS
from bot.cli.terminal import ERR, OUT, highlighted, terms
from bot.errors import RuleError
from bot.i18n import Lang, Text
from bot.match import explain
from bot.model import Entry, Evidence, Explanation, Expression, Field, Not, Passage, Span
from bot.parse.entry import LONGEST_TEXT
from bot.text.sentences import sentences
from bot.watchlist.caret import caret
from bot.watchlist.language import parse
from bot.watchlist.wording import format_rule, wording

EX_NO_MATCH = 1
EX_DATAERR = 65
MOST_SENTENCES = 8
LONGEST_SENTENCE = 800
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""A text must not steer the terminal."""

HELP = Text(
    en="The text comes from FILE or from standard input; a first line followed by a blank line is "
    "its title.\n\nExits with 0 when the rule matches, 1 when it does not, 65 when the rule "
    "or the text cannot be read.\n\n"
    "Example:\n\n  vigie explain 'Chine + drones + Russie' < article.txt",
    fr="Le texte vient de FICHIER ou de l'entrée standard ; une première ligne suivie d'une ligne "
    "vide est son titre.\n\nRend 0 si la règle correspond, 1 sinon, 65 si la règle ou "
    "le texte est illisible.\n\n"
    "Exemple :\n\n  vigie explain 'Chine + drones + Russie' < article.txt",
)

NOT_TEXT = Text(
    en="This is not text. Save the article as text in UTF-8, or paste it.",
    fr="Ce n'est pas du texte. Enregistrez l'article en texte UTF-8, ou collez-le.",
)
TOO_LONG = Text(
    en=f"Only the first {LONGEST_TEXT:,} characters are read, as of any article.",
    fr=f"Seuls les {LONGEST_TEXT // 1000} 000 premiers caractères sont lus, comme de tout article.",
)


def command(lang: Lang) -> click.Command:
    """The command, speaking `lang`."""
    rule = Text(en="RULE", fr="RÈGLE").into(lang)
    file = Text(en="[FILE]", fr="[FICHIER]").into(lang)
    return click.Command(
        "explain",
        params=[
            click.Argument(["rule"], metavar=rule),
            click.Argument(["file"], metavar=file, required=False, type=Path),
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
    text = decoded(_content(file, lang))
    if text is None:
        click.secho(NOT_TEXT.into(lang), fg="red", err=True)
        return EX_DATAERR
    if len(text) > LONGEST_TEXT:
        ERR.print(Line(TOO_LONG.into(lang), style="yellow"))
    entry = article(text[:LONGEST_TEXT])
    OUT.print(Line(wording(expression, lang), style="dim"))
    explanation = explain(expression, entry)
    (_yes if explanation.matched else _no)(explanation, entry, lang)
    return 0 if explanation.matched else EX_NO_MATCH


def _content(file: Path | None, lang: Lang) -> bytes:
    """What was handed in; only as much of it as can matter, at four bytes a character."""
    most = 4 * (LONGEST_TEXT + 1)
    if file is not None and str(file) != "-":
        with file.open("rb") as stream:
            return stream.read(most)
    if sys.stdin.isatty():
        prompt = Text(
            en="Paste the text, then press Ctrl-D on an empty line.",
            fr="Collez le texte, puis faites Ctrl-D sur une ligne vide.",
        )
        click.echo(prompt.into(lang), err=True)
    return sys.stdin.buffer.read(most)


def decoded(content: bytes) -> str | None:
    """The text in UTF-8, else in the encoding of Windows; None when it is no text."""
    if b"\0" in content:
        return None
    try:  # incrementally: the end may be cut inside a character
        return codecs.getincrementaldecoder("utf-8-sig")().decode(content)
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def article(text: str) -> Entry:
    """An entry made of a bare text: its first line is the title when a blank line follows."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    clean = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", lines)
    first, blank, rest = clean.partition("\n\n")
    has_title = bool(blank) and "\n" not in first
    title, body = (first.strip(), rest) if has_title else ("", clean)
    return Entry("", "", "", title, body, content_hash="")


def _yes(explanation: Explanation, entry: Entry, lang: Lang) -> None:
    found = terms(explanation.evidence)
    said = Text(en=f"The rule matches: {found}.", fr=f"La règle correspond : {found}.")
    OUT.print(Line("✓ " + said.into(lang), style="green"))
    shown = [
        *_sentences(entry.title, "title", explanation.evidence),
        *_sentences(entry.text, "text", explanation.evidence),
    ]
    for passage in shown[:MOST_SENTENCES]:
        print_to(OUT, Line("  • ") + highlighted(passage))
    if (more := len(shown) - MOST_SENTENCES) > 0:
        rest = Text(en=f"  … and {more} more.", fr=f"  … et {more} de plus.")
        OUT.print(Line(rest.into(lang), style="dim"))


def _no(explanation: Explanation, entry: Entry, lang: Lang) -> None:
    said = Text(en="The rule does not match.", fr="La règle ne correspond pas.")
    OUT.print(Line("✗ " + said.into(lang), style="red"))
    if not (entry.title or entry.text):
        empty = Text(en="  The text is empty.", fr="  Le texte est vide.")
        OUT.print(Line(empty.into(lang), style="yellow"))
        return
    for clause in explanation.failed:
        OUT.print(Line(f"  • {_failed(clause, lang)}"))
    if explanation.evidence:
        found = terms(explanation.evidence)
        OUT.print(Line(Text(en=f"  Found: {found}.", fr=f"  Trouvé : {found}.").into(lang)))


def _failed(clause: Expression, lang: Lang) -> str:
    if isinstance(clause, Not):
        unwanted = format_rule(clause.child)
        return Text(
            en=f"excluded, but present: {unwanted}", fr=f"exclu, mais présent : {unwanted}"
        ).into(lang)
    wanted = format_rule(clause)
    return Text(en=f"not found: {wanted}", fr=f"introuvable : {wanted}").into(lang)


def _sentences(text: str, field: Field, evidence: tuple[Evidence, ...]) -> Iterator[Passage]:
    """The sentences of `text` that hold evidence, with it; `evidence` is in reading order."""
    places = [place.span for place in evidence if place.field == field]
    for whole in [Span(0, len(text))] if field == "title" else sentences(text, None):
        inside = _within(whole, places)
        if inside:
            seen = _window(whole, inside[0])
            marked = tuple(_shifted(span, -seen.start) for span in _within(seen, inside))
            yield Passage(text[seen.start : seen.end], marked)


def _within(whole: Span, places: Sequence[Span]) -> Sequence[Span]:
    """Those of the sorted `places` that begin in `whole`."""
    first = bisect_left(places, (whole.start, 0))
    return places[first : bisect_left(places, (whole.end, 0))]


def _window(sentence: Span, place: Span) -> Span:
    """A sentence, or what is around the place in one that no reader would finish."""
    if sentence.end - sentence.start <= LONGEST_SENTENCE:
        return sentence
    start = max(sentence.start, place.start - LONGEST_SENTENCE // 4)
    return Span(start, min(sentence.end, start + LONGEST_SENTENCE))


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
