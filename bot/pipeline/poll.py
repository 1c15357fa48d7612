"""One poll of one feed, from the request to the hits that are to be told."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from bot import cadence
from bot.model import (
    Backlog,
    FailureKind,
    Fetched,
    FetchFailure,
    FetchState,
    NotModified,
    ParsedFeed,
    PollOutcome,
    PollReport,
    Postponed,
    Priority,
    Source,
    StoredEntry,
)
from bot.pipeline.backlog import Hit, of_first_document
from bot.pipeline.catch_up import was_away
from bot.pipeline.silence import silence
from bot.pipeline.watch import Watch
from bot.ports import Clock, FeedParser, Fetcher
from bot.store import backlogs, entries, feeds, findings, matches, polls, stories
from bot.store.database import Database, Transaction
from bot.store.entries import Remembered
from bot.store.feeds import Change

NOTHING = ParsedFeed(title="", entries=())


@dataclass(frozen=True, slots=True)
class Poll:
    """What a request brought, before anything is written."""

    source: Source
    stored: FetchState
    """As it was claimed."""
    before: FetchState
    """As it was asked with."""
    outcome: Fetched | NotModified | FetchFailure | Postponed
    """A document that cannot be read is a failure."""
    parsed: ParsedFeed | None
    pace: cadence.Pace
    jitter: float
    """From -1 to 1."""
    began: datetime
    ended: datetime
    backlog: Backlog = "digest"
    """What is told of a feed's first document when nothing was chosen for it."""
    is_push: bool = False
    """Whether a hub has sent it, unasked: the next poll stays when it is."""


@dataclass(frozen=True, slots=True)
class Poller:
    """Looks at feeds, one call per feed; any number of calls may run at once."""

    database: Database
    fetcher: Fetcher
    parser: FeedParser
    clock: Clock
    random: Random
    backlog: Backlog = "digest"

    async def look(self, state: FetchState, source: Source, pace: cadence.Pace) -> Poll:
        """Fetch and parse. Nothing is written: see `record_all`."""
        began = self.clock.now()
        asking = cadence.before(state, began)
        answer = await self.fetcher.fetch(source, asking)
        parsed = None
        if isinstance(answer, Fetched) and answer.body_hash != asking.body_hash:
            seen = await self.database.read(lambda tx: feeds.seen(tx, state.feed_id))
            state, asking = replace(state, seen=seen), replace(asking, seen=seen)
            parsed = await self.parser.parse(answer, source, seen)
        return Poll(
            source=source,
            stored=state,
            before=asking,
            outcome=_outcome_of(answer, parsed),
            parsed=parsed if isinstance(parsed, ParsedFeed) else None,
            pace=pace,
            jitter=self.random.uniform(-1, 1),
            began=began,
            ended=self.clock.now(),
            backlog=self.backlog,
        )


@dataclass(frozen=True, slots=True)
class Recorded:
    """A poll whose entries are written, and what is to be written of its feed."""

    report: PollReport
    change: Change


def record_all(tx: Transaction, ended: Sequence[tuple[Poll, Watch]]) -> tuple[PollReport, ...]:
    """Write whole polls: entries, matches, findings, and the feeds' states."""
    recorded = [record(tx, poll, watch) for poll, watch in ended]
    feeds.save(tx, [each.change for each in recorded])
    for poll, _ in ended:
        _leave_host_alone(tx, poll)
    polls.add(tx, [(each.change.after.feed_id, each.report) for each in recorded])
    return tuple(each.report for each in recorded)


def record(tx: Transaction, poll: Poll, watch: Watch) -> Recorded:
    """Write what a poll found."""
    before, outcome, now = poll.before, poll.outcome, poll.ended
    if isinstance(outcome, Postponed):
        report = PollReport(poll.source, PollOutcome.POSTPONED, at=now, took=now - poll.began)
        later = replace(poll.stored, next_poll_at=outcome.until)
        return Recorded(report, Change(poll.stored, later))
    parsed = poll.parsed or NOTHING
    fresh = entries.remember(tx, before.feed_id, poll.source.name, parsed.entries, now)
    found = [
        Hit(item.stored, hits)
        for item in fresh
        if (hits := watch.matcher.match(item.stored.entry, poll.source))
    ]
    _find(tx, found, poll)
    _note_changes(tx, fresh, {hit.stored.id for hit in found}, now)
    new = [item.stored.entry for item in fresh if item.is_new]
    watch.weighing.count(tx, new, now)
    after = _after(poll, outcome, len(new))
    failure = outcome if isinstance(outcome, FetchFailure) else None
    report = PollReport(
        source=poll.source,
        outcome=_outcome(failure, poll.parsed),
        at=now,
        took=now - poll.began,
        entries_read=len(parsed.entries),
        entries_new=len(new),
        matches=len(found),
        failure=failure,
        warnings=parsed.warnings,
        news=cadence.news(before, after),
        retitled=tuple(item.retitled for item in fresh if item.retitled),
    )
    return Recorded(report, Change(poll.stored, after, failure))


def _after(poll: Poll, outcome: Fetched | NotModified | FetchFailure, new: int) -> FetchState:
    """The feed's state to remember, after a document with so many `new` entries, or none."""
    if poll.is_push:
        return cadence.pushed(poll.before, new, poll.ended)
    before = poll.before
    if isinstance(outcome, FetchFailure):  # what was asked without stays for the next time
        before = replace(poll.stored, refreshed_at=before.refreshed_at)
    look = cadence.Look(outcome, poll.parsed, new, poll.ended)
    return cadence.after(before, look, poll.pace, poll.jitter)


def _outcome_of(
    answer: Fetched | NotModified | FetchFailure | Postponed,
    parsed: ParsedFeed | FetchFailure | None,
) -> Fetched | NotModified | FetchFailure | Postponed:
    """A document that cannot be read is a failure; what its server wishes counts all the same."""
    if isinstance(parsed, FetchFailure) and isinstance(answer, Fetched):
        return replace(parsed, headers=answer.headers)
    return answer


def _outcome(failure: FetchFailure | None, parsed: ParsedFeed | None) -> PollOutcome:
    if failure:
        return PollOutcome.FAILED
    return PollOutcome.NEW if parsed else PollOutcome.UNCHANGED


def _leave_host_alone(tx: Transaction, poll: Poll) -> None:
    """A busy server speaks for all of its feeds, unless it answers others meanwhile."""
    state = poll.before
    if not isinstance(poll.outcome, FetchFailure) or poll.outcome.kind is not FailureKind.BUSY:
        return
    if state.failing_since and feeds.has_answered(tx, state.address, state.failing_since):
        state = replace(state, failures=0)  # what lasts is this feed's trouble
    until = cadence.host_pause(poll.outcome, state, poll.ended)
    if until:
        feeds.leave_alone(tx, state.address, until)


def _find(tx: Transaction, found: Sequence[Hit], poll: Poll) -> None:
    """Store hits, to be told; see `bot.pipeline.telling`."""
    old: list[Hit] = []
    news: list[Hit] = []
    for hit in found:
        matches.add(tx, hit.stored.id, hit.found, poll.ended)
        (old if _was_there_before(tx, hit.stored, poll) else news).append(hit)
    _find_news(tx, news, poll)
    if old:
        _find_backlog(tx, old, poll)


def _find_news(tx: Transaction, news: Sequence[Hit], poll: Poll) -> None:
    """Alerts, told at once; what was missed is told together, but for breaking news."""
    now, away = poll.ended, was_away(poll.stored, poll.began)
    for stored, found in news:
        awake = [match.rule for match in found if not silence(match.rule, stored.entry, now)]
        is_urgent = any(rule.priority is Priority.BREAKING for rule in awake)
        names = tuple(rule.name for rule in awake)
        findings.add(tx, stored.id, names, now, missed=away and not is_urgent)


def _find_backlog(tx: Transaction, old: Sequence[Hit], poll: Poll) -> None:
    """Alerts about what was there before, as was chosen: the others have a place in their story."""
    backlog = _backlog(tx, poll)
    told = of_first_document(old, backlog, poll.ended)
    for stored, _ in old:
        names = told.get(stored.id, ())
        together = backlog == "digest" and bool(names)
        findings.add(tx, stored.id, names, poll.ended, missed=together)


def _backlog(tx: Transaction, poll: Poll) -> Backlog:
    """What is told of the feed's first document, as was chosen for it or for all."""
    chosen = backlogs.chosen(tx, poll.source.url) or poll.backlog
    is_first = poll.before.last_ok_at is None
    return "none" if chosen == "last" and not is_first else chosen


def _was_there_before(tx: Transaction, stored: StoredEntry, poll: Poll) -> bool:
    """Whether the entry came with its feed's first document; it stays old when its text changes."""
    if poll.before.last_ok_at is None:
        return True
    if stored.first_seen_at == poll.ended:
        return False
    return stored.first_seen_at == entries.first_read_at(tx, stored.feed_id)


def _note_changes(
    tx: Transaction, fresh: Sequence[Remembered], found: Set[int], now: datetime
) -> None:
    """What was told and reads otherwise now is looked at again, though no rule may hit it any more.

    An article that is taken back says little else.
    """
    changed = [item.stored.id for item in fresh if not item.is_new and item.stored.id not in found]
    for entry_id in stories.placed(tx, changed):
        findings.add(tx, entry_id, (), now)
