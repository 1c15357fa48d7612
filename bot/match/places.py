"""Where the parts of a rule stand in an article: occurrences, and which of them are near."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from bot.expression import (
    Concept,
    Expression,
    Gap,
    In,
    Or,
    Phrase,
    Prefix,
    Scope,
    Term,
    Word,
)
from bot.match.article import LEAD_WORDS, Article, FieldWords, Place
from bot.match.patterns import Pattern
from bot.match.window import windows
from bot.text.words import read

_FIELDS: Final[dict[Scope | None, tuple[str, ...]]] = {
    None: ("title", "body"),
    "lead": ("title", "body"),
}


class Occurrence(NamedTuple):
    """A place of a term."""

    field: str
    place: Place
    term: str
    """As the rule writes it."""


class Places:
    """The occurrences in one article, remembered."""

    def __init__(self, article: Article, pattern: Callable[[Term, str], Pattern]) -> None:
        """`pattern` gives the pattern of a term in a field's keys."""
        self.article = article
        self._pattern = pattern
        self._found: dict[tuple[Term, str], tuple[Place, ...]] = {}

    def has(self, expression: Expression, scope: Scope | None) -> bool:
        """Whether there is an occurrence of a term, or of a choice of terms."""
        return next(self._of(expression, scope), None) is not None

    def of(self, expression: Expression, scope: Scope | None) -> list[Occurrence]:
        """Every occurrence of a term, a concept, or a choice of these, in the order of the text."""
        found = list(self._of(expression, scope))
        if isinstance(expression, Word | Prefix | Phrase):
            return found
        return sorted(dict.fromkeys(found), key=lambda each: (each.field != "title", each.place))

    def _of(self, expression: Expression, scope: Scope | None) -> Iterator[Occurrence]:
        match expression:
            case Or(children=children):
                for child in children:
                    yield from self._of(child, scope)
            case In(scope=inner, child=child):
                yield from self._of(child, inner)
            case Concept(name=name, terms=terms):
                for term in terms:
                    yield from self._of_term(term, scope, f"@{name}")
            case Word() | Prefix() | Phrase():
                yield from self._of_term(expression, scope, label(expression))

    def _of_term(self, term: Term, scope: Scope | None, name: str) -> Iterator[Occurrence]:
        for field in _FIELDS.get(scope, (str(scope),)):
            for place in self._places(term, field):
                if scope != "lead" or field == "title" or place.stop <= LEAD_WORDS:
                    yield Occurrence(field, place, name)

    def _places(self, term: Term, field: str) -> tuple[Place, ...]:
        known = self._found.get((term, field))
        if known is None:
            words = self.article.field(field)
            if isinstance(term, Phrase) and term.slop:
                parts = [self._places(Word(word), field) for word in read(term.text).texts]
                known = windows(parts, term.slop)
            else:
                known = tuple(words.places(self._pattern(term, field)))
            self._found[term, field] = known
        return known


def label(term: Term) -> str:
    """A term as a rule writes it."""
    if isinstance(term, Prefix):
        return f"{term.text}*"
    sign = "=" if term.exact else ""
    if isinstance(term, Word):
        return sign + term.text
    return f'{sign}"{term.text}"' + (f"~{term.slop}" if term.slop else "")


# ── near ─────────────────────────────────────────────────────────────────────────────────────


def chained(
    article: Article, links: Sequence[Sequence[Occurrence]], gaps: Sequence[Gap]
) -> list[Occurrence]:
    """The occurrences that take part in a chain: one of each link, each near its neighbours.

    Empty when there is no chain. Takes n · log n time: a chain goes on from whatever a chain has
    reached, and is then followed back.
    """
    return [
        occurrence
        for field in ("title", "body")
        for occurrence in _chained(
            article.field(field),
            [[each for each in link if each.field == field] for link in links],
            gaps,
        )
    ]


def _chained(
    words: FieldWords, links: list[list[Occurrence]], gaps: Sequence[Gap]
) -> Iterable[Occurrence]:
    reached = [links[0]]
    for link, gap in zip(links[1:], gaps, strict=True):
        reached.append(_near(words, link, reached[-1], gap, after=True))
    kept = [reached.pop()]
    for link, gap in zip(reversed(reached), reversed(gaps), strict=True):
        kept.append(_near(words, link, kept[-1], gap, after=False))
    return dict.fromkeys(each for link in kept for each in link)


def _near(
    words: FieldWords,
    candidates: list[Occurrence],
    others: list[Occurrence],
    gap: Gap,
    *,
    after: bool,
) -> list[Occurrence]:
    """Those of `candidates` that are near one of `others`; `after` it where the order counts."""
    if gap.words is None:
        return _in_a_sentence(words, candidates, others, gap, after=after)
    starts = sorted(each.place.first for each in others)
    stops = sorted(each.place.stop for each in others)

    def is_near(place: Place) -> bool:
        most = gap.words or 0
        behind = _any_within(stops, place.first - most, place.first)
        ahead = _any_within(starts, place.stop, place.stop + most)
        return (behind or ahead) if not gap.ordered else (behind if after else ahead)

    return [each for each in candidates if is_near(each.place)]


def _any_within(numbers: list[int], least: int, most: int) -> bool:
    at = bisect_left(numbers, least)
    return at < len(numbers) and numbers[at] <= most


def _in_a_sentence(
    words: FieldWords,
    candidates: list[Occurrence],
    others: list[Occurrence],
    gap: Gap,
    *,
    after: bool,
) -> list[Occurrence]:
    first_stop: dict[int, int] = {}
    last_first: dict[int, int] = {}
    for _, place, _ in others:
        sentence = _sentence(words, place)
        if sentence is not None:
            first_stop[sentence] = min(place.stop, first_stop.get(sentence, place.stop))
            last_first[sentence] = max(place.first, last_first.get(sentence, place.first))

    def is_near(place: Place) -> bool:
        sentence = _sentence(words, place)
        if sentence not in first_stop:
            return False
        behind = first_stop[sentence] <= place.first
        ahead = last_first[sentence] >= place.stop
        return (behind or ahead) if not gap.ordered else (behind if after else ahead)

    return [each for each in candidates if is_near(each.place)]


def _sentence(words: FieldWords, place: Place) -> int | None:
    """The sentence in which a place lies wholly."""
    sentence = words.sentence(place.first)
    return sentence if sentence == words.sentence(place.stop - 1) else None


def apart(places: Iterable[Occurrence]) -> int:
    """How many of the places do not overlap, at most."""
    count = 0
    end: dict[str, int] = {}
    for field, place, _ in sorted(places, key=lambda each: each.place.stop):
        if place.first >= end.get(field, 0):
            count, end[field] = count + 1, place.stop
    return count
