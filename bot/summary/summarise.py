"""A story's summary: highlights in the title, and the sentences that carry the evidence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.model import Evidence, Field, Passage, Span, Story, Summary
from bot.summary.cleanliness import is_balanced, is_clean
from bot.summary.ranking import Candidate, choose, scores
from bot.text.sentences import sentences
from bot.text.words import tokens

MOST_SENTENCES: Final = 3
MOST_HIGHLIGHTS: Final = 12
"""In a whole post: more would highlight nothing."""
MOST_READ: Final = 60_000
"""Characters of an article that are looked at."""
FEWEST_LEFT: Final = 40
"""Characters that a shortened sentence must keep to be worth showing."""

_DATELINE: Final = re.compile(
    r"(?:[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’./ -]{2,60}(?:,[^–—()-]{1,30})?(?:\s*\([^()]{2,20}\))?"
    r"|\([A-Z][^()]{1,20}\))\s*[–—-]+\s+(?=\S)"
)
"""``ROME/WASHINGTON –``, ``PARIS (AFP) -``, ``(Reuters) —`` at the beginning of a text."""
_CLAUSE_END: Final = re.compile(r"[,;:](?=\s)|\s[–—](?=\s)")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of the article that may be shown."""

    span: Span
    candidate: Candidate


def summarise(story: Story, budget: int = 300) -> Summary:
    """The title and two or three sentences of the story's leading article.

    Args:
        story: Its matches give the evidence to cover and to highlight.
        budget: Characters of sentences at most. None is shown rather than a broken one.
    """
    entry = story.lead.entry
    evidence = [place for match in story.matches for place in match.evidence]
    title = _passage(entry.title, Span(0, len(entry.title)), _in(evidence, "title"))
    places = _in(evidence, "text")
    text = entry.text[:MOST_READ]
    found = _presentable(text, entry.title, places, entry.lang)
    chosen = _chosen(found, entry.title, len({place.term for place in evidence}), budget)
    spans = [found[index].span for index in chosen]
    passages = [_passage(text, span, places) for span in spans]
    if not passages:
        passages = _shortened(text, found, places, budget)
    return _limited(Summary(title, tuple(passages)))


def _in(evidence: Iterable[Evidence], field: Field) -> list[Evidence]:
    return [place for place in evidence if place.field == field]


# ── which sentences ──────────────────────────────────────────────────────────────────────────


def _presentable(
    text: str, title: str, places: Sequence[Evidence], lang: str | None
) -> list[_Sentence]:
    """The clean sentences, without datelines, repeats and the title said again."""
    seen = {_keys(title)}
    found = []
    for position, span in enumerate(_without_dateline(text, sentences(text, lang))):
        written = text[span.start : span.end]
        if not is_clean(written) or (keys := _keys(written)) in seen:
            continue
        seen.add(keys)
        terms = frozenset(place.term for place in places if _holds(span, place.span))
        found.append(_Sentence(span, Candidate(position, len(span_text(written)), keys, terms)))
    return found


def _without_dateline(text: str, spans: Sequence[Span]) -> list[Span]:
    return [
        Span(found.end(), span.end) if (found := _DATELINE.match(text, *span)) else span
        for span in spans
    ]


def _keys(text: str) -> tuple[str, ...]:
    return tuple(token.key for token in tokens(text))


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _chosen(found: Sequence[_Sentence], title: str, terms: int, budget: int) -> list[int]:
    candidates = [sentence.candidate for sentence in found]

    def fits(chosen: Sequence[Candidate]) -> bool:
        length = sum(one.length for one in chosen) + len(chosen) - 1
        return len(chosen) <= MOST_SENTENCES and length <= budget

    return choose(candidates, scores(candidates, _keys(title), terms), fits)


def _shortened(
    text: str, found: Sequence[_Sentence], places: Sequence[Evidence], budget: int
) -> list[Passage]:
    """The sentence with most of the evidence, cut at the end of a clause or word."""
    for sentence in sorted(found, key=lambda one: -len(one.candidate.terms)):
        end = _cut(text, sentence.span, budget - 2)
        if end - sentence.span.start >= FEWEST_LEFT:
            passage = _passage(text, Span(sentence.span.start, end), places)
            return [Passage(f"{passage.text} …", passage.highlights)]
    return []


def _cut(text: str, span: Span, most: int) -> int:
    """Where to cut so that quotation marks stay balanced; the start when nowhere."""
    written = text[span.start : min(span.end, span.start + max(most, 0))]
    clauses = [found.start() for found in _CLAUSE_END.finditer(written)]
    words = [found.start() for found in re.finditer(r"\s", written)]
    for end in [*reversed(clauses), *reversed(words)]:
        if end >= FEWEST_LEFT and is_balanced(written[:end]):
            return span.start + end
    return span.start


# ── how they look ────────────────────────────────────────────────────────────────────────────


def span_text(written: str) -> str:
    """A stretch of an article on one line, of the same length."""
    return re.sub(r"[\r\n\t]", " ", written)


def _passage(text: str, span: Span, places: Sequence[Evidence]) -> Passage:
    """A stretch of the text, with the first place of each term in it."""
    first: dict[str, Span] = {}
    for place in places:
        if _holds(span, place.span):
            start, end = place.span
            first.setdefault(place.term, Span(start - span.start, end - span.start))
    return Passage(span_text(text[span.start : span.end]), _apart(first.values()))


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted; of two that overlap, the earlier."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def _limited(summary: Summary) -> Summary:
    """No more than `MOST_HIGHLIGHTS` in all, the title's first."""
    left = MOST_HIGHLIGHTS
    passages = []
    for passage in (summary.title, *summary.sentences):
        kept = passage.highlights[:left]
        left -= len(kept)
        passages.append(Passage(passage.text, kept))
    return Summary(passages[0], tuple(passages[1:]))
