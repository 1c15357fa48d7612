"""One poll of one feed, from the request to the posts that are owed for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot import cadence
from bot.model import (
    Fetched,
    FetchFailure,
    FetchState,
    Match,
    NotModified,
    ParsedFeed,
    PollOutcome,
    PollReport,
    Postponed,
    Source,
    StoredEntry,
)
from bot.pipeline.alert import owe
from bot.pipeline.silence import silence
from bot.pipeline.watch import Watch
from bot.ports import Clock, FeedParser, Fetcher
from bot.store import entries, feeds, matches, polls, stories
from bot.store.database import Database, Transaction
from bot.story import place

NOTHING = ParsedFeed(title="", entries=())


@dataclass(frozen=True, slots=True)
class Poll:
    """What a request brought, before anything is written."""

    source: Source
    before: FetchState
    outcome: Fetched | NotModified | FetchFailure
    """A document that cannot be read is a failure."""
    parsed: ParsedFeed | None
    pace: cadence.Pace
    jitter: float
    began: datetime
    ended: datetime


@dataclass(frozen=True, slots=True)
class Poller:
    """Polls feeds, one call per feed; any number of calls may run at once."""

    database: Database
    fetcher: Fetcher
    parser: FeedParser
    clock: Clock
    every: timedelta
    """The interval for sources that do not say."""
    random: Random

    async def poll(self, state: FetchState, source: Source, watch: Watch) -> PollReport:
        """Fetch, parse and record. All that changes is written in one transaction at the end."""
        poll = await self._look(state, source)
        return await self.database.write(lambda tx: record(tx, poll, watch))

    async def _look(self, state: FetchState, source: Source) -> Poll:
        began = self.clock.now()
        answer = await self.fetcher.fetch(source, state)
        assert not isinstance(answer, Postponed)
        parsed = await self._read(answer, state, source)
        return Poll(
            source=source,
            before=state,
            outcome=parsed if isinstance(parsed, FetchFailure) else answer,
            parsed=parsed if isinstance(parsed, ParsedFeed) else None,
            pace=cadence.Pace(source.every or self.every),
            jitter=self.random.uniform(-1, 1),
            began=began,
            ended=self.clock.now(),
        )

    async def _read(
        self, answer: Fetched | NotModified | FetchFailure, state: FetchState, source: Source
    ) -> ParsedFeed | FetchFailure | None:
        """The document's entries; None when there is nothing new to read."""
        if not isinstance(answer, Fetched) or answer.body_hash == state.body_hash:
            return None
        return await self.parser.parse(answer, source, state.seen)


def _outcome(poll: Poll) -> PollOutcome:
    if isinstance(poll.outcome, FetchFailure):
        return PollOutcome.FAILED
    return PollOutcome.NEW if poll.parsed else PollOutcome.UNCHANGED


def record(tx: Transaction, poll: Poll, watch: Watch) -> PollReport:
    """Write a whole poll: entries, matches, stories, posts owed, and the feed's state."""
    now, parsed = poll.ended, poll.parsed or NOTHING
    feed_id = poll.before.feed_id
    fresh = entries.remember(tx, feed_id, poll.source.name, parsed.entries, now)
    hits = [
        (item.stored, found)
        for item in fresh
        if (found := watch.matcher.match(item.stored.entry, poll.source))
    ]
    owed = sum(_tell(tx, stored, found, watch, now) for stored, found in hits)
    new = sum(item.is_new for item in fresh)
    failure = poll.outcome if isinstance(poll.outcome, FetchFailure) else None
    report = PollReport(
        source=poll.source,
        outcome=_outcome(poll),
        at=now,
        took=now - poll.began,
        entries_read=len(parsed.entries),
        entries_new=new,
        matches=len(hits),
        deliveries=owed,
        failure=failure,
        warnings=parsed.warnings,
    )
    polls.add(tx, feed_id, report)
    look = cadence.Look(poll.outcome, poll.parsed, new, now)
    after = cadence.after(poll.before, look, poll.pace, poll.jitter)
    feeds.save(tx, [(after, failure)])
    return report


def _tell(
    tx: Transaction, stored: StoredEntry, found: tuple[Match, ...], watch: Watch, now: datetime
) -> int:
    """Store a hit, place it in its story, and owe the posts; returns how many are new."""
    matches.add(tx, stored.id, found, now)
    placement = place(stored, stories.candidates(tx, stored, now), now)
    story_id = stories.attach(tx, stored, placement, now)
    alerting = [match.rule for match in found if not silence(match.rule, stored.entry, now)]
    return owe(tx, story_id, alerting, watch, now) if alerting else 0
