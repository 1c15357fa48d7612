"""A story's summary: highlights in the title, and the sentences that carry the evidence."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.expression import Span
from bot.model import Evidence, Field, Passage, Story, Summary
from bot.summary.cleanliness import is_balanced, is_clean, is_finished
from bot.summary.edges import after_title, without_ending, without_lead_in
from bot.summary.ranking import Candidate, choose, dependence, scores
from bot.text.sentences import sentences
from bot.text.words import read

MOST_SENTENCES: Final = 3
MOST_WORDS: Final = 70
"""In a sentence that is shown whole."""
HEADING: Final = 3
"""Sentences that a heading counts for: what stands under it is further from the news."""
MOST_HIGHLIGHTS: Final = 12
"""In a whole post: more would highlight nothing."""
MOST_READ: Final = 30_000
"""Characters of an article that are looked at."""
FEWEST_LEFT: Final = 40
"""Characters that a shortened sentence must keep to be worth showing."""

_CLAUSE_END: Final = re.compile(r"[,;:](?=\s)|[，、；：]|\s[–—](?=\s)")
_BREAKS_OFF: Final = re.compile(r"[,;:–—-]\Z")
_LINE_BREAK: Final = re.compile(r"[^\S \u00a0\u202f]")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of the article that may be shown."""

    span: Span
    candidate: Candidate
    whole: bool
    """Else only its beginning."""


def summarise(story: Story, budget: int = 300, most: int = MOST_SENTENCES) -> Summary:
    """The title and two or three sentences of the story's leading article.

    Args:
        story: Its matches give the evidence to cover and to highlight.
        budget: Characters of sentences at most. None is shown rather than a broken one.
        most: Sentences at most.
    """
    entry = story.lead.entry
    evidence = [place for match in story.matches for place in match.evidence]
    title = passage(entry.title, Span(0, len(entry.title)), in_field(evidence, "title"))
    places = in_field(evidence, "text")
    text = entry.text[:MOST_READ]
    found = _presentable(text, entry.title, places, entry.lang)
    whole = [sentence for sentence in found if sentence.whole]
    worth = _worth(whole, entry.title, len({place.term for place in evidence}))
    chosen = choose([one.candidate for one in whole], worth, most=most, budget=budget)
    passages = [passage(text, whole[index].span, places) for index in chosen]
    if not passages:
        passages = _shortened(text, found, places, budget)
    return limited(Summary(title, tuple(passages)))


def in_field(evidence: Iterable[Evidence], field: Field) -> list[Evidence]:
    """The places that are in the title, or in the text."""
    return [place for place in evidence if place.field == field]


# ── which sentences ──────────────────────────────────────────────────────────────────────────


def _presentable(
    text: str, title: str, places: Sequence[Evidence], lang: str | None
) -> list[_Sentence]:
    """The clean sentences, without lead-ins, repeats and the title said again."""
    end, broken = without_ending(text)
    in_title = set(_keys(title))
    seen: set[tuple[str, ...]] = set()
    found = []
    for position, span in _placed(text, Span(after_title(text, title), end), lang):
        written = on_one_line(text[span.start : span.end])
        keys = _keys(written)
        if keys in seen or in_title.issuperset(keys) or not is_clean(written, len(keys)):
            continue
        seen.add(keys)
        stops = is_finished(written) or not (broken or _BREAKS_OFF.search(written))
        whole = stops and len(keys) <= MOST_WORDS
        terms = frozenset(place.term for place in places if _holds(span, place.span))
        candidate = Candidate(position, len(written), keys, terms, dependence(written))
        found.append(_Sentence(span, candidate, whole))
    return found


def _placed(text: str, news: Span, lang: str | None) -> Iterator[tuple[int, Span]]:
    """The sentences without their lead-ins, and how far from the beginning each stands.

    Only the last may have no end: any other that has none is a heading.
    """
    position = 0
    for start, end in sentences(text[news.start : news.end], lang):
        span = without_lead_in(text, Span(start + news.start, end + news.start))
        if span.end == news.end or is_finished(text[span.start : span.end]):
            yield position, span
            position += 1
        else:
            position += HEADING


def _keys(text: str) -> tuple[str, ...]:
    return tuple(read(text).keys)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _worth(whole: Sequence[_Sentence], title: str, terms: int) -> list[float]:
    return scores([sentence.candidate for sentence in whole], _keys(title), terms)


def _shortened(
    text: str, found: Sequence[_Sentence], places: Sequence[Evidence], budget: int
) -> list[Passage]:
    """The sentence with most of the evidence, cut at the end of a clause or word."""
    for sentence in sorted(found, key=lambda one: -len(one.candidate.terms)):
        end = _cut(text, sentence.span, budget - 1)
        if end - sentence.span.start >= FEWEST_LEFT:
            beginning = passage(text, Span(sentence.span.start, end), places)
            return [Passage(f"{beginning.text}…", beginning.highlights)]
    return []


def _cut(text: str, span: Span, most: int) -> int:
    """Where to cut so that quotation marks stay balanced; the start when nowhere."""
    written = text[span.start : min(span.end, span.start + max(most, 0))]
    clauses = [found.start() for found in _CLAUSE_END.finditer(written)]
    words = [found.start() for found in re.finditer(r"\s", written)]
    if span.end - span.start <= most:
        words.append(len(written))
    for end in [*reversed(clauses), *reversed(words)]:
        if end >= FEWEST_LEFT and is_balanced(written[:end]):
            return span.start + len(written[:end].rstrip(" ,;:–—-"))
    return span.start


# ── how they look ────────────────────────────────────────────────────────────────────────────


def on_one_line(text: str) -> str:
    """A stretch of an article without line breaks and tabs, of the same length."""
    return _LINE_BREAK.sub(" ", text)


def passage(text: str, span: Span, places: Sequence[Evidence]) -> Passage:
    """A stretch of the text, with the first place of each term in it."""
    first: dict[str, Span] = {}
    for place in places:
        if _holds(span, place.span):
            start, end = place.span
            first.setdefault(place.term, Span(start - span.start, end - span.start))
    return Passage(on_one_line(text[span.start : span.end]), apart(first.values()))


def apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted; of two that overlap, the earlier."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def limited(summary: Summary) -> Summary:
    """No more than `MOST_HIGHLIGHTS` in all, the title's first."""
    left = MOST_HIGHLIGHTS
    passages = []
    for each in (summary.title, *summary.sentences):
        kept = each.highlights[:left]
        left -= len(kept)
        passages.append(Passage(each.text, kept))
    return Summary(passages[0], tuple(passages[1:]))
