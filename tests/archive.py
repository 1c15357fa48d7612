"""Placed articles in memory, found as the database finds them.

Three keys in common, the 50 newest articles of a key, seven days for texts and the story's window
for subjects. Every article is counted, as every entry of a feed is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.model import Candidate, Entry, Placement, Sketch, StoredEntry
from bot.story import Comparison, DayCounts, Weights, place, sketch, weighed
from bot.story.place import SAME_TEXT_WINDOW, STORY_WINDOW
from bot.story.weights import DAYS

CAP = 50
FEWEST = 3


@dataclass(slots=True)
class Archive:
    """What has been placed so far."""

    window: timedelta = STORY_WINDOW
    placed: dict[int, Candidate] = field(default_factory=dict)
    by_key: dict[int, list[int]] = field(default_factory=dict)
    by_identity: dict[str, list[int]] = field(default_factory=dict)
    days: dict[date, DayCounts] = field(default_factory=dict)
    weights: Weights = field(default_factory=Weights)

    def tell(self, stored: StoredEntry, rules: Mapping[str, Set[int]] | None = None) -> Placement:
        """Place an article at the moment it is first seen, and keep it."""
        self.count(stored.entry, stored.first_seen_at.date())
        drawn = sketch(stored.entry, self.weights)
        placement = self.ask(stored, drawn, rules)
        self.keep(stored, drawn, placement, frozenset(rules or ()))
        return placement

    def ask(
        self, stored: StoredEntry, drawn: Sketch, rules: Mapping[str, Set[int]] | None = None
    ) -> Placement:
        """Where an article would be placed."""
        now = stored.first_seen_at
        comparison = Comparison(drawn, self.weights, rules or {}, self.window)
        return place(stored, self.candidates(stored, drawn), now, comparison)

    def count(self, entry: Entry, day: date) -> None:
        """Count an article; on another day what is older than thirty days drops out."""
        if day not in self.days:
            self.days[day] = DayCounts()
            recent = [at for at in self.days if 0 < (day - at).days <= DAYS]
            self.weights = Weights(self.days[at] for at in recent)
        terms = weighed(entry)
        self.days[day].add(terms)
        self.weights.add(terms)

    def restarted(self) -> "Archive":
        """What a new process would have of it: all that matters has gone through bytes."""
        days = {day: DayCounts.from_bytes(each.to_bytes()) for day, each in self.days.items()}
        newest = max(days)
        recent = [each for day, each in days.items() if (newest - day).days <= DAYS]
        return Archive(
            window=self.window,
            placed=dict(self.placed),
            by_key={key: [*numbers] for key, numbers in self.by_key.items()},
            by_identity={key: [*numbers] for key, numbers in self.by_identity.items()},
            days=days,
            weights=Weights(recent),
        )

    def candidates(self, stored: StoredEntry, drawn: Sketch) -> tuple[Candidate, ...]:
        """What the database would give: what has keys in common, and the leads of its stories."""
        found: set[int] = set()
        for identity in _identities(stored.entry):
            found.update(self.by_identity.get(identity, ()))
        now = stored.first_seen_at
        found.update(self._sharing(drawn.near, now - SAME_TEXT_WINDOW))
        found.update(self._sharing(drawn.topics, now - self.window))
        found.update([self.placed[number].story_id for number in found])
        return tuple(self.placed[number] for number in sorted(found))

    def _sharing(self, keys: Iterable[int], since: datetime) -> Iterator[int]:
        shared: Counter[int] = Counter()
        for key in keys:
            newest = self.by_key.get(key, ())[-CAP:]
            shared.update(each for each in newest if self.placed[each].first_seen_at >= since)
        return (number for number, times in shared.items() if times >= FEWEST)

    def keep(
        self, stored: StoredEntry, drawn: Sketch, placement: Placement, rules: frozenset[str]
    ) -> None:
        """Keep a placed article; a new story has the article's number."""
        entry = stored.entry
        self.placed[stored.id] = Candidate(
            entry_id=stored.id,
            story_id=stored.id if placement.story_id is None else placement.story_id,
            source=stored.source,
            first_seen_at=stored.first_seen_at,
            canonical_url=entry.canonical_url,
            content_hash=entry.content_hash,
            title=entry.title,
            lang=entry.lang,
            published_at=entry.published_at,
            sketch=drawn.packed,
            rules=rules,
            is_lead=placement.story_id is None,
        )
        for key in (*drawn.near, *drawn.topics):
            self.by_key.setdefault(key, []).append(stored.id)
        for identity in _identities(entry):
            self.by_identity.setdefault(identity, []).append(stored.id)


def _identities(entry: Entry) -> list[str]:
    return [each for each in (entry.canonical_url, entry.content_hash) if each]
