"""The verdicts as a person reads them."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.text import Text as Line

from bot.channels.console import print_to
from bot.cli.explain.asking import Verdict
from bot.cli.explain.material import Material
from bot.cli.explain.request import Request
from bot.cli.rules import dates
from bot.cli.terminal import OUT, highlighted, terms
from bot.clock import SystemClock
from bot.expression import Expression, Not, Span
from bot.i18n import Lang, Text, counted
from bot.model import Entry, Evidence, Field, Passage, Source, Watchlist
from bot.pipeline.silence import rest
from bot.text.sentences import sentences
from bot.watchlist.wording import format_rule, wording

MOST_SENTENCES = 8
MOST_SENTENCES_EACH = 3
"""Of each rule, where all are asked."""
LONGEST_SENTENCE = 800

PLACES: dict[Field, Text] = {
    "author": Text(en="author", fr="auteur"),
    "source": Text(en="source", fr="source"),
    "url": Text(en="address", fr="adresse"),
    "tag": Text(en="tag of the source", fr="étiquette de la source"),
    "lang": Text(en="language", fr="langue"),
    "country": Text(en="country", fr="pays"),
}
"""Where evidence is that stands in no sentence."""


def print_all(
    verdicts: Sequence[Verdict], material: Material, watchlist: Watchlist | None, request: Request
) -> None:
    """The article, what each rule says of it, and what became of it."""
    now = SystemClock().now()
    lang = request.lang
    _print_article(material, lang)
    for verdict in verdicts:
        if request.every:
            OUT.print()
        _print_verdict(verdict, material, now, request)
    if request.every:
        OUT.print(Line("\n" + _tally(verdicts, lang), style="bold"))
    if material.fate and material.stored:
        from bot.cli.explain.aftermath import print_fate  # noqa: PLC0415 - loads the database

        print_fate(material, verdicts, watchlist, lang)


def _tally(verdicts: Sequence[Verdict], lang: Lang) -> str:
    hits, total = sum(verdict.holds for verdict in verdicts), len(verdicts)
    return Text(
        en=f"{hits} of {counted(total, 'rule matches', 'rules match', 'en')}.",
        fr=f"{counted(hits, 'règle correspond', 'règles correspondent', 'fr')} sur {total}.",
    ).into(lang)


# ── the article ──────────────────────────────────────────────────────────────────────────────


def _print_article(material: Material, lang: Lang) -> None:
    """Its title and where it comes from; a text that was handed in is known to its owner."""
    entry, stored = material.entry, material.stored
    if entry.url:
        print_to(OUT, Line(entry.title or entry.url, style="bold"))
        words = counted(len(entry.text.split()), "word", "words", lang)
        if lang == "fr":
            words = counted(len(entry.text.split()), "mot", "mots", lang)
        told = [entry.url, entry.lang or "", words]
        print_to(OUT, Line(" · ".join(filter(None, told)), style="dim"))
    if stored:
        seen = dates.moment(stored.first_seen_at, lang)
        read = Text(
            en=f"Article {stored.id}, read on {seen} UTC in {stored.source}.",
            fr=f"Article {stored.id}, lu le {seen} UTC dans {stored.source}.",
        )
        print_to(OUT, Line(read.into(lang), style="dim"))
    if not (entry.title or entry.text):
        empty = Text(en="The text is empty.", fr="Le texte est vide.")
        OUT.print(Line(empty.into(lang), style="yellow"))


# ── a verdict ────────────────────────────────────────────────────────────────────────────────


def _print_verdict(verdict: Verdict, material: Material, now: datetime, request: Request) -> None:
    lang, asked = request.lang, verdict.asked
    if not request.every:
        OUT.print(Line(wording(asked.expression, lang), style="dim"))
    if not verdict.explanation.matched:
        _print_no(verdict, lang)
        return
    most = MOST_SENTENCES_EACH if request.every else MOST_SENTENCES
    _print_yes(verdict, lang)
    _print_sentences(verdict, material, most, lang)
    resting = rest(asked.rule, now) if asked.rule else None
    if verdict.holds and resting:
        note = Text(en=f"  No alert: {resting.en}.", fr=f"  Pas d'alerte : {resting.fr}.")
        OUT.print(Line(note.into(lang), style="yellow"))


def _print_yes(verdict: Verdict, lang: Lang) -> None:
    name, found = _subject(verdict), terms(verdict.explanation.evidence)
    tail = Text(en=f": {found}.", fr=f" : {found}.").into(lang) if found else "."
    if verdict.deafness is None:
        said = Text(en=f"{name.en} matches", fr=f"{name.fr} correspond").into(lang)
        print_to(OUT, Line(f"✓ {said}{tail}", style="green"))
        return
    why = verdict.deafness
    said = Text(
        en=f"{name.en} does not hear this article: {why.en}. Its words are there",
        fr=f"{name.fr} n'entend pas cet article : {why.fr}. Ses mots y sont",
    ).into(lang)
    print_to(OUT, Line(f"✗ {said}{tail}", style="red"))


def _print_no(verdict: Verdict, lang: Lang) -> None:
    name, explanation = _subject(verdict), verdict.explanation
    said = Text(en=f"{name.en} does not match.", fr=f"{name.fr} ne correspond pas.")
    print_to(OUT, Line("✗ " + said.into(lang), style="red"))
    for clause in explanation.failed:
        OUT.print(Line(f"  • {failure(clause, lang)}"))
    if explanation.evidence:
        found = terms(explanation.evidence)
        OUT.print(Line(Text(en=f"  Found: {found}.", fr=f"  Trouvé : {found}.").into(lang)))
    if verdict.deafness:
        why = Text(en=f"  And: {verdict.deafness.en}.", fr=f"  De plus, {verdict.deafness.fr}.")
        print_to(OUT, Line(why.into(lang)))


def _subject(verdict: Verdict) -> Text:
    name = verdict.asked.name
    if not name:
        return Text(en="The rule", fr="La règle")
    return Text(en=f"The rule “{name}”", fr=f"La règle « {name} »")


def failure(clause: Expression, lang: Lang) -> str:
    """What has to change for a rule to match, in a few words."""
    if isinstance(clause, Not):
        unwanted = format_rule(clause.child, lang)
        return Text(
            en=f"excluded, but present: {unwanted}", fr=f"exclu, mais présent : {unwanted}"
        ).into(lang)
    wanted = format_rule(clause, lang)
    return Text(en=f"not found: {wanted}", fr=f"introuvable : {wanted}").into(lang)


# ── the places ───────────────────────────────────────────────────────────────────────────────


def _print_sentences(verdict: Verdict, material: Material, most: int, lang: Lang) -> None:
    entry, evidence = material.entry, verdict.explanation.evidence
    shown = [*_passages(entry.title, "title", evidence), *_passages(entry.text, "text", evidence)]
    for passage in shown[:most]:
        print_to(OUT, Line("  • ") + highlighted(passage))
    if (more := len(shown) - most) > 0:
        rest_of_them = Text(en=f"  … and {more} more.", fr=f"  … et {more} de plus.")
        OUT.print(Line(rest_of_them.into(lang), style="dim"))
    for field in dict.fromkeys(place.field for place in evidence if place.field in PLACES):
        colon = " : " if lang == "fr" else ": "
        value = field_value(field, entry, material.source)
        print_to(OUT, Line(f"  • {PLACES[field].into(lang)}{colon}{value}"))


def field_value(field: Field, entry: Entry, source: Source | None) -> str:
    """What a field that stands in no sentence says."""
    if field == "author":
        return entry.author
    if field == "url":
        return entry.url
    if field == "lang":
        return entry.lang or (source.lang if source else "") or ""
    if source is None:
        return ""
    tags = ", ".join(sorted(source.tags))
    return {"source": source.name, "tag": tags, "country": source.country or ""}.get(field, "")


def _passages(text: str, field: Field, evidence: tuple[Evidence, ...]) -> Iterator[Passage]:
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
