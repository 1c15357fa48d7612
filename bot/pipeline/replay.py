"""What a rule would have caught: a run over the stored past, in constant memory.

Nothing is written. What is kept of a million entries are tallies: hits per hour, the latest
articles, and which of them tell what another told before.
"""

import struct
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import blake2b
from typing import Final

from bot.match import Matcher
from bot.model import Entry, Match, Rule, Source, StoredEntry
from bot.pipeline.silence import silence
from bot.store import history
from bot.store.database import Database
from bot.store.history import Past, Period
from bot.text.analysis import Analyser

SHOWN: Final = 5
"""Articles of each kind that are kept to be shown."""
SHORTEST_TOLD: Final = timedelta(days=1)
"""From a shorter history nothing is said about a week."""
_WEEK: Final = timedelta(days=7)


class Seen:
    """Which keys were met before, in 4 MiB however many there are (a Bloom filter).

    Never forgets one. Takes a new one for known once in 6,000 at a million keys, once in 500 at
    two million: an estimate of posts can bear it.
    """

    def __init__(self) -> None:
        self._bits = bytearray(1 << 22)

    def add(self, key: str) -> bool:
        """Remember `key`; says whether it was known."""
        digest = blake2b(key.encode(errors="surrogatepass"), digest_size=16).digest()
        known = True
        for number in struct.unpack("<4I", digest):
            byte, bit = number >> 3 & 0x3FFFFF, 1 << (number & 7)
            known = known and bool(self._bits[byte] & bit)
            self._bits[byte] |= bit
        return known


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that fulfils a rule."""

    stored: StoredEntry
    match: Match


@dataclass(slots=True)
class Tally:
    """What is kept of the hits of one version of a rule."""

    hours: Counter[datetime] = field(default_factory=Counter)
    """Articles by the hour (UTC) in which they were first seen."""
    stories: int = 0
    """Articles without those that repeat an earlier hit: its address, or its whole text."""
    posts: int = 0
    """Stories that were young enough for an alert."""
    latest: deque[Hit] = field(default_factory=lambda: deque(maxlen=SHOWN))
    """Of different stories; the newest comes last."""
    _seen: Seen = field(default_factory=Seen)

    @property
    def entries(self) -> int:
        """Articles that match."""
        return self.hours.total()

    @property
    def days(self) -> Counter[date]:
        """Articles by the day (UTC) on which they were first seen."""
        days: Counter[date] = Counter()
        for hour, number in self.hours.items():
            days[hour.date()] += number
        return days

    def add(self, hit: Hit) -> None:
        """Count an article."""
        entry, seen_at = hit.stored.entry, hit.stored.first_seen_at
        self.hours[seen_at.replace(minute=0, second=0, microsecond=0)] += 1
        if self._is_told(entry):
            return
        self.stories += 1
        self.posts += silence(hit.match.rule, entry, seen_at) is None
        self.latest.append(hit)

    def _is_told(self, entry: Entry) -> bool:
        keys = (entry.canonical_url, entry.content_hash)  # a hash is no address: no confusion
        known = [self._seen.add(key) for key in keys if key]
        return any(known)


@dataclass(frozen=True, slots=True)
class Replay:
    """What a rule would have caught, and what changes against its present version."""

    period: Period
    begins: datetime | None
    """When the stored history begins; None when there is none."""
    read: int
    """Entries."""
    tally: Tally
    gained: Tally | None = None
    """What the present version misses; None when there is no other version."""
    lost: Tally | None = None
    """What only the present version catches."""

    @property
    def covered(self) -> timedelta:
        """The part of the period of which there is a history."""
        if self.begins is None:
            return timedelta(0)
        return max(self.period.until - max(self.begins, self.period.since), timedelta(0))

    @property
    def is_short(self) -> bool:
        """Whether the history begins after the period."""
        return self.begins is None or self.begins > self.period.since

    @property
    def posts_per_week(self) -> float | None:
        """Posts that the rule would have brought to each of its channels in a week.

        None when the history is too short to tell.
        """
        if self.covered < SHORTEST_TOLD:
            return None
        return self.tally.posts * (_WEEK / self.covered)


Progress = Callable[[int], None]
"""Told after each page how many entries it had."""


@dataclass(frozen=True)
class Archive:
    """A part of the past, and the sources of feeds.yaml, to know what its entries come from."""

    database: Database
    period: Period
    sources: tuple[Source, ...]
    analyser: Analyser | None = None
    """Of the words; by default of French and English."""

    @cached_property
    def _by_url(self) -> Mapping[str, Source]:
        return {source.url: source for source in self.sources}

    def source(self, past: Past) -> Source:
        """The source of a stored entry as feeds.yaml has it; a bare one when it has left."""
        return self._by_url.get(past.feed_url) or Source(past.stored.source, past.feed_url)


def replay(
    archive: Archive,
    rule: Rule,
    present: Rule | None = None,
    progress: Progress = lambda _: None,
) -> Replay:
    """Run `rule` over the entries of an archive, and its `present` version beside it.

    The limits of a rule (sources, tags, languages, age) hold; that it is off, mute, expired or on
    trial does not. Entries of sources that have left feeds.yaml are read as from a source without
    tags.
    """
    versions = [awake(rule, "0"), *([awake(present, "1")] if present else [])]
    result = _begun(archive, compared=present is not None)
    read = 0
    for page, found in matches(archive, versions):
        for past, hits in found:
            _count(result, past.stored, {match.rule.name: match for match in hits})
        read += page
        progress(page)
    return replace(result, read=read)


def _begun(archive: Archive, *, compared: bool) -> Replay:
    with archive.database.reading() as tx:
        begins = history.begins(tx)
    gained, lost = (Tally(), Tally()) if compared else (None, None)
    return Replay(archive.period, begins, 0, Tally(), gained, lost)


def _count(result: Replay, stored: StoredEntry, found: Mapping[str, Match]) -> None:
    now, before = found.get("0"), found.get("1")
    if now:
        result.tally.add(Hit(stored, now))
    if now and not before and result.gained:
        result.gained.add(Hit(stored, now))
    if before and not now and result.lost:
        result.lost.add(Hit(stored, before))


Found = Sequence[tuple[Past, tuple[Match, ...]]]


def matches(archive: Archive, rules: Iterable[Rule]) -> Iterator[tuple[int, Found]]:
    """For each page of the past: how many entries it has, and those that fulfil a rule."""
    matcher = Matcher(rules, archive.analyser)
    for page in history.pages(archive.database, archive.period):
        every = ((past, matcher.match(past.stored.entry, archive.source(past))) for past in page)
        yield len(page), [(past, found) for past, found in every if found]


def awake(rule: Rule, name: str) -> Rule:
    """`rule` under another name, and nothing but the article decides whether it matches."""
    return replace(
        rule,
        name=name,
        enabled=True,
        expires_at=None,
        muted_until=None,
        dry_run_until=None,
    )
