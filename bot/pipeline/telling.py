"""What rules have hit is placed in its story, and the posts are owed for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bot.errors import StoreError
from bot.log import logger
from bot.model import (
    Article,
    Entry,
    Level,
    Match,
    NoArticle,
    Placement,
    Rule,
    Sketch,
    StoredEntry,
    Story,
)
from bot.parse.article_choice import best_text, is_full
from bot.pipeline.alert import News, owe
from bot.pipeline.ledger import Ledger
from bot.pipeline.summarising import Retelling
from bot.pipeline.watch import Watch
from bot.ports import ArticleReader, Clock
from bot.store import articles, findings, matches, sketches, stories, term_counts
from bot.store.articles import FullText
from bot.store.database import Database, Transaction
from bot.store.findings import Finding
from bot.story import Boilerplate, Comparison, own_terms, place, sketch
from bot.story.place import QUIET, STORY_WINDOW

SWEEP: Final = 5.0
"""Seconds between two looks for findings when nobody says that there are any."""
AT_ONCE: Final = 32
PATIENCE: Final = timedelta(seconds=12)
"""For a page, turns at its host and all: an alert waits no longer for its full text."""
FOR_WORDS: Final = timedelta(seconds=20)
"""For a model's summary, where there is a model."""

_log = logger("telling")


@dataclass(frozen=True, slots=True)
class Told:
    """A finding that is placed."""

    finding: Finding
    story_id: int
    owed: int
    """Posts, edits and replies that were not owed before."""


class Teller:
    """Takes findings, a few at a time, and tells each whole or not at all."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        articles: ArticleReader | None = None,
        retelling: Retelling | None = None,
    ) -> None:
        """Without `articles` the feeds' texts serve, without `retelling` their own sentences."""
        self._articles = articles
        self._retelling = retelling
        self._database = database
        self._clock = clock
        self._ledger = Ledger(database, tell_all)
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Event()
        self.watch: Watch | None = None
        """What is watched."""
        self.on_told: Callable[[Told], None] = lambda _: None

    @property
    def tasks(self) -> frozenset[asyncio.Task[None]]:
        """What is being told."""
        return frozenset(self._tasks)

    def wake(self) -> None:
        """Something was found."""
        self._turn.set()

    async def run(self) -> None:
        """Tell whatever is found, until cancelled; `tasks` go on."""
        while True:
            self._turn.clear()
            await self._begin()
            await self._pause()

    async def round(self) -> None:
        """Tell all that can be told now, and return."""
        while await self._begin() or self._tasks:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(SWEEP):
                await self._turn.wait()
        except TimeoutError:
            pass  # nobody said anything: look all the same

    async def _begin(self) -> int:
        """Take what is due, as far as there is room; says how many."""
        room, now, watch = AT_ONCE - len(self._tasks), self._clock.now(), self.watch
        if room <= 0 or watch is None:
            return 0
        try:
            taken = await self._database.write(lambda tx: findings.claim(tx, now, room))
        except StoreError as error:
            _log.error("findings not taken", reason=str(error))
            return 0
        for finding in taken:
            task = asyncio.create_task(self._see_through(finding, watch))
            self._tasks.add(task)
            task.add_done_callback(self._done)
        return len(taken)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._turn.set()

    async def _see_through(self, finding: Finding, watch: Watch) -> None:
        try:
            told = await self._tell(finding, watch)
        except StoreError as error:
            _log.error("finding not told", entry=finding.stored.id, reason=str(error))
        except Exception:  # a job's boundary: the others go on, its lease brings this one back
            _log.exception("telling failed unexpectedly", entry=finding.stored.id)
        else:
            self.on_told(told)

    async def _tell(self, finding: Finding, watch: Watch) -> Told:
        entry, article = finding.stored.entry, None
        if self._articles and wants_page(finding, watch):
            article = await self._articles.read(entry, PATIENCE)
            entry = best_text(entry, article)
        telling = Telling(finding, entry, article, watch, self._clock.now())
        if self._retelling and finding.rules:
            telling = replace(telling, words=await self._words(self._retelling, telling))
        return await self._ledger.write(telling)

    async def _words(self, retelling: Retelling, telling: Telling) -> str | None:
        """A model's summary of an article that will lead its story; None for any other."""
        story = await self._database.write(lambda tx: would_lead(tx, telling))
        if story is None:
            return None
        places = telling.watch.destinations
        named = {name for rule in telling.alerting for name in rule.to if name in places}
        budget = min((places[name].summary_length for name in named), default=0)
        return await retelling.words(story, budget, FOR_WORDS) if budget else None


def wants_page(finding: Finding, watch: Watch) -> bool:
    """Whether the article's page is asked for: for alerts only, and where the feed is a teaser."""
    source = watch.named.get(finding.stored.source)
    allowed = source is not None and source.full_text
    return allowed and bool(finding.rules) and not is_full(finding.stored.entry)


@dataclass(frozen=True, slots=True)
class Telling:
    """A finding with all that placing it needs."""

    finding: Finding
    entry: Entry
    """With the full text, where it was had."""
    article: Article | NoArticle | None
    """None when the page was not asked for."""
    watch: Watch
    at: datetime
    words: str | None = None
    """A model's summary."""

    @property
    def alerting(self) -> list[Rule]:
        """The rules that raise the alert, of those that are still there."""
        rules = self.watch.rules
        return [rules[name] for name in self.finding.rules if name in rules]

    def found(self) -> tuple[Match, ...]:
        """What rules find in the full text."""
        source = self.watch.named.get(self.finding.stored.source)
        return tuple(self.watch.matcher.match(self.entry, source)) if source else ()

    @property
    def stored(self) -> StoredEntry:
        """The entry with the full text."""
        return replace(self.finding.stored, entry=self.entry)


def tell_all(tx: Transaction, tellings: Sequence[Telling]) -> tuple[Told, ...]:
    """Place findings in their stories, one after the other, and owe the posts."""
    return tuple(_tell(tx, telling) for telling in tellings)


def _tell(tx: Transaction, telling: Telling) -> Told:
    finding = telling.finding
    _keep_text(tx, telling)
    news = _place(tx, telling)
    owed = owe(tx, news, telling.watch)
    findings.done(tx, finding)
    return Told(finding, news.story_id, owed)


def _keep_text(tx: Transaction, telling: Telling) -> None:
    """Keep the page's text with the places that rules looked for in it, or why there is none."""
    stored, article = telling.finding.stored, telling.article
    if article is None:
        return
    if isinstance(article, NoArticle):
        articles.keep(tx, stored.id, article, telling.at)
        return
    evidence = {match.rule.name: match.evidence for match in telling.found()}
    text = FullText(telling.entry.text, telling.entry.lang, evidence)
    articles.keep(tx, stored.id, text, telling.at)


def would_lead(tx: Transaction, telling: Telling) -> Story | None:
    """The story that the entry would begin, or leads already; None when it is another's."""
    stored = telling.stored
    placement = _placement(tx, telling).placement
    if placement.duplicate_of not in {None, stored.id}:
        return None
    return Story(placement.story_id or 0, stored, (stored.source,), telling.found())


class _Placed(NamedTuple):
    placement: Placement
    sketch: Sketch
    usual: Boilerplate
    """What its source writes everywhere."""
    is_new: bool
    """Whether it was not placed before."""


def _placement(tx: Transaction, telling: Telling) -> _Placed:
    """Where the entry belongs, by what the database has."""
    watch, now, stored = telling.watch, telling.at, telling.stored
    weights = watch.weighing.of(stored.entry)
    usual = Boilerplate.from_bytes(term_counts.boilerplate(tx, stored.feed_id))
    drawn = sketch(stored.entry, weights, usual)
    places = matches.of_entry(tx, stored.id)
    rules = [watch.rules[name] for name in places if name in watch.rules]
    window = max((rule.story_window or STORY_WINDOW for rule in rules), default=STORY_WINDOW)
    quiet = max((rule.story_quiet or QUIET for rule in rules), default=QUIET)
    known = stories.candidates(tx, stored, now, drawn, window)
    own = {rule: own_terms(telling.finding.stored.entry, it) for rule, it in places.items()}
    placement = place(stored, known, now, Comparison(drawn, weights, own, window, quiet))
    is_new = all(candidate.entry_id != stored.id for candidate in known)
    return _Placed(placement, drawn, usual, is_new)


def _place(tx: Transaction, telling: Telling) -> News:
    """Put the entry into its story."""
    stored, placed = telling.stored, _placement(tx, telling)
    story_id = stories.attach(tx, stored, placed.placement, telling.at)
    stories.retell(tx, story_id, stored.id, telling.words)
    if placed.is_new:
        placed.usual.add(stored.entry)
        term_counts.keep_boilerplate(tx, stored.feed_id, placed.usual.to_bytes())
    if not _is_teaser_again(tx, telling):
        sketches.keep(tx, stored, placed.sketch, telling.at)
    goes_on = placed.is_new and placed.placement.level is Level.SAME_STORY
    latest = stored if goes_on else None
    return News(story_id, telling.alerting, telling.at, latest, telling.finding.missed)


def _is_teaser_again(tx: Transaction, telling: Telling) -> bool:
    """Whether the page was had before and is not now: what was drawn of it says more."""
    if isinstance(telling.article, Article):
        return False
    return isinstance(articles.load(tx, telling.stored.id), FullText)
