"""New story, or one that is known?"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from bot.i18n import Text
from bot.model import Candidate, Level, Placement, Sketch, StoredEntry
from bot.story import reasons
from bot.story.likeness import Likeness, Measure, Overlap
from bot.story.series import other_day, other_number, other_rank, same_name, same_title
from bot.story.sketch import Outline
from bot.story.weights import Weights

SAME_TEXT_WINDOW: Final = timedelta(days=7)
"""Equal or nearly equal texts further apart are a series (a daily notice) and not the same news."""
STORY_WINDOW: Final = timedelta(hours=72)
"""How long a story goes on, unless its rule says else: later on it is told anew."""
QUIET: Final = timedelta(hours=72)
"""A story that nobody has told for so long is over, unless its rule says else."""

JACCARD: Final = 0.25
FEWEST: Final = 6
"""Two texts are versions of one from this share of all their pairs of words, and so many pairs: two
titles that end in « actualité, infos, scoop » have three in common."""
CONTAINMENT: Final = 0.6
SHARED: Final = 12
"""Or when this share of the shorter one stands in the longer one, and at least so many pairs."""
REWORDED: Final = 0.15
REWORDED_COSINE: Final = 0.6
"""Or from this share, when their beginnings tell the same besides: every third word was changed."""
SERIES: Final = 0.5
"""Jaccard: two days of a series, or titles with other numbers, are one only from here."""
LONGER: Final = 2 / 3
"""Or, under the very same title, when so much of the shorter text stands in the longer one: what a
Jaccard of one half is for two of equal length. A dispatch that grew overnight is no series."""
SAME_STORY: Final = 0.66
LEAD: Final = 0.25
"""What an article has to score with the nearest one of a story, and with the one that began it. See
docs/decisions/018 for where these figures come from."""
FEWEST_TERMS: Final = 3
"""Terms that an article has in common with the nearest one of a story, besides what its rules
looked for: « Des bateaux au port » tells another story than « Des drones au port »."""
NEARBY: Final = 0.45
BACKING: Final = 0.05
MOST_BACKING: Final = 5
"""Each further article of the story that is as near as `NEARBY` counts as much as that."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is needed to compare texts and subjects; without it only addresses are compared."""

    sketch: Sketch
    """Of the article to place."""
    weights: Weights
    """Of its language."""
    own_terms: Mapping[str, Set[int]] = field(default_factory=dict)
    """What the rules looked for in it, by the rule's name: see `own_terms`."""
    window: timedelta = STORY_WINDOW
    """Of the rules that hit it, the longest."""
    quiet: timedelta = QUIET
    """The same, of their quiet periods."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A candidate, and how it compares."""

    candidate: Candidate
    likeness: Likeness


def place(
    stored: StoredEntry,
    candidates: Iterable[Candidate],
    now: datetime,
    comparison: Comparison | None = None,
) -> Placement:
    """Where `stored` belongs. Of several equally good candidates the oldest wins.

    `candidates` are placed entries that may be the same article or story, oldest first, and those
    that began their stories; one with the id of `stored` itself means that it was placed before.
    """
    known = tuple(candidates)
    others = _on_one_page(stored, known, comparison)
    addressed = [each for each in known if each.entry_id not in others]
    for decide, among in ((_itself, known), (_same_url, addressed), (_same_text, known)):
        for candidate in among:
            placement = decide(stored, candidate, now)
            if placement:
                return placement
    if comparison is None:
        return Placement(Level.NEW, None, None, 0.0, reasons.NOTHING)
    return _compared(stored, known, now, comparison)


def _itself(stored: StoredEntry, candidate: Candidate, _now: datetime) -> Placement | None:
    if candidate.entry_id != stored.id:
        return None
    return _joined(Level.SAME_URL, candidate, 1.0, reasons.CHANGED)


def _same_url(stored: StoredEntry, candidate: Candidate, _now: datetime) -> Placement | None:
    url = stored.entry.canonical_url
    if not url or candidate.canonical_url != url or _is_front(url):
        return None
    return _joined(Level.SAME_URL, candidate, 1.0, reasons.same_url(candidate, url))


def _is_front(url: str) -> bool:
    """Whether it leads to a whole site: some feeds give that address to all of their items."""
    parts = urlsplit(url)
    return not (parts.path.strip("/") or parts.query or parts.fragment)


def _on_one_page(
    stored: StoredEntry, known: tuple[Candidate, ...], comparison: Comparison | None
) -> frozenset[int]:
    """Articles of the same feed under the same address that tell something else altogether.

    A feed of notes that stand on one page says which one after the ``#``, or not at all.
    """
    url = stored.entry.canonical_url
    same = [each for each in known if each.source == stored.source and each.canonical_url == url]
    if comparison is None or not url:
        return frozenset()
    measure = Measure(Outline.of(comparison.sketch.packed), comparison.weights)
    return frozenset(
        each.entry_id
        for each in same
        if each.sketch and _has_nothing_of(measure.likeness(Outline.of(each.sketch)))
    )


def _has_nothing_of(likeness: Likeness) -> bool:
    return likeness.terms < FEWEST_TERMS and likeness.overlap.shared < FEWEST


def _same_text(stored: StoredEntry, candidate: Candidate, now: datetime) -> Placement | None:
    content = stored.entry.content_hash
    recent = now - candidate.first_seen_at <= SAME_TEXT_WINDOW
    if not content or candidate.content_hash != content or not recent:
        return None
    return _joined(Level.SAME_TEXT, candidate, 1.0, reasons.same_text(candidate))


def _joined(level: Level, candidate: Candidate, score: float, reason: Text) -> Placement:
    return Placement(level, candidate.story_id, candidate.entry_id, score, reason)


def _compared(
    stored: StoredEntry, known: tuple[Candidate, ...], now: datetime, comparison: Comparison
) -> Placement:
    measure = Measure(Outline.of(comparison.sketch.packed), comparison.weights)
    window = max(SAME_TEXT_WINDOW, comparison.window)
    pairs = [
        _Pair(each, measure.likeness(Outline.of(each.sketch), _own(each, comparison)))
        for each in known
        if each.sketch and _age(each, now) <= window
    ]
    return (
        _near_duplicate(stored, pairs, now)
        or _same_story(stored, pairs, now, comparison)
        or _new(stored, pairs)
    )


def _own(candidate: Candidate, comparison: Comparison) -> frozenset[int]:
    """What rules that both articles fulfil looked for: that they share it goes without saying."""
    own = comparison.own_terms
    return frozenset().union(*(own[rule] for rule in candidate.rules & own.keys()))


def _age(candidate: Candidate, now: datetime) -> timedelta:
    """How long ago, whichever of the two clocks is ahead."""
    return abs(now - candidate.first_seen_at)


def _near_duplicate(stored: StoredEntry, pairs: list[_Pair], now: datetime) -> Placement | None:
    near = [
        pair
        for pair in pairs
        if _age(pair.candidate, now) <= SAME_TEXT_WINDOW
        and (nearly_equal(pair.likeness.overlap) or _reworded(pair.likeness))
        and not _apart(stored, pair)
    ]
    if not near:
        return None
    best = max(near, key=lambda pair: (_share(pair.likeness.overlap), -pair.candidate.entry_id))
    share = _share(best.likeness.overlap)
    reason = reasons.near_duplicate(best.candidate, best.likeness.overlap)
    return _joined(Level.NEAR_DUPLICATE, best.candidate, share, reason)


def nearly_equal(overlap: Overlap) -> bool:
    """Whether one text is a version of the other."""
    if overlap.shared < FEWEST:
        return False
    return overlap.jaccard >= JACCARD or (
        overlap.containment >= CONTAINMENT and overlap.shared >= SHARED
    )


def _reworded(likeness: Likeness) -> bool:
    alike = likeness.overlap.jaccard >= REWORDED and likeness.overlap.shared >= SHARED
    return alike and likeness.cosine >= REWORDED_COSINE


def _share(overlap: Overlap) -> float:
    return max(overlap.jaccard, overlap.containment)


def _apart(stored: StoredEntry, pair: _Pair) -> bool:
    """Whether two articles that look alike are two of a series, or two numbers of a kind."""
    title, other = stored.entry.title, pair.candidate.title
    if not same_name(title, other):
        return False
    if other_rank(title, other):
        return True
    overlap = pair.likeness.overlap
    if other_number(title, other) and min(overlap.one, overlap.other) < SHARED:
        return True  # hardly anything but the titles was compared
    if same_title(title, other) and _grew(overlap):
        return False
    differ = other_day(stored, pair.candidate) or other_number(title, other)
    return differ and overlap.jaccard < SERIES


def _grew(overlap: Overlap) -> bool:
    return overlap.containment >= LONGER and overlap.shared >= SHARED


def _same_story(
    stored: StoredEntry, pairs: list[_Pair], now: datetime, comparison: Comparison
) -> Placement | None:
    """The story that is nearest; of equally near ones the oldest."""
    best: tuple[float, _Pair] | None = None
    for story in _stories(stored, pairs):
        found = None if _is_over(story, now, comparison) else _nearness(story)
        if found and found[0] >= SAME_STORY and (best is None or found[0] > best[0]):
            best = found
    if best is None:
        return None
    score, nearest = best
    reason = reasons.same_story(nearest.candidate, nearest.likeness)
    return _joined(Level.SAME_STORY, nearest.candidate, min(score, 1.0), reason)


def _stories(stored: StoredEntry, pairs: list[_Pair]) -> Iterator[list[_Pair]]:
    """The candidates by story, oldest story first, without those that hold another of a series."""
    by_story: dict[int, list[_Pair]] = {}
    for pair in pairs:
        by_story.setdefault(pair.candidate.story_id, []).append(pair)
    for _, story in sorted(by_story.items()):
        if not any(_apart(stored, pair) for pair in story):
            yield story


def _is_over(story: list[_Pair], now: datetime, comparison: Comparison) -> bool:
    """Whether the story began too long ago, or nobody has told it for too long."""
    quiet = min(_age(pair.candidate, now) for pair in story)
    return _age(_lead(story).candidate, now) > comparison.window or quiet > comparison.quiet


def _lead(story: list[_Pair]) -> _Pair:
    return next((pair for pair in story if pair.candidate.is_lead), story[0])


def _nearness(story: list[_Pair]) -> tuple[float, _Pair] | None:
    """The score of a story and its nearest article; None when the story has moved on.

    Without the look at the article that began it, a story that is told for a week takes in whatever
    its last article has a name in common with.
    """
    if _lead(story).likeness.score < LEAD:
        return None
    near = [pair for pair in story if pair.likeness.terms >= FEWEST_TERMS]
    if not near:
        return None
    near.sort(key=lambda pair: (-pair.likeness.score, pair.candidate.entry_id))
    return backed([pair.likeness.score for pair in near]), near[0]


def backed(scores: list[float]) -> float:
    """The score of a story: of its nearest article, and a little for each that is near too."""
    best, *others = scores
    backing = sum(score >= NEARBY for score in others)
    return best + BACKING * min(backing, MOST_BACKING)


def _new(stored: StoredEntry, pairs: list[_Pair]) -> Placement:
    """A story of its own, and what came closest to it."""
    if not pairs:
        return Placement(Level.NEW, None, None, 0.0, reasons.NOTHING)
    best = max(pairs, key=lambda pair: (pair.likeness.score, -pair.candidate.entry_id))
    other = next((pair for pair in pairs if _apart(stored, pair)), None)
    if other:
        reason = reasons.series(other.candidate)
    elif best.likeness.score < SAME_STORY:
        reason = reasons.too_far(best.candidate, best.likeness)
    elif best.likeness.terms < FEWEST_TERMS:
        reason = reasons.too_little(best.candidate, best.likeness)
    else:
        reason = reasons.over(best.candidate)
    return Placement(Level.NEW, None, None, min(best.likeness.score, 1.0), reason)
