"""What rules have hit is placed in its story, and the posts are owed for it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.errors import StoreError
from bot.log import logger
from bot.model import Article, Entry, NoArticle, Rule
from bot.parse.article_choice import best_text, is_full
from bot.pipeline.alert import owe
from bot.pipeline.ledger import Ledger
from bot.pipeline.watch import Watch
from bot.ports import ArticleReader, Clock
from bot.store import articles, findings, matches, sketches, stories, term_counts
from bot.store.articles import FullText
from bot.store.database import Database, Transaction
from bot.store.findings import Finding
from bot.story import Comparison, place, sketch
from bot.story.boilerplate import Boilerplate
from bot.story.own import own_terms
from bot.story.place import STORY_WINDOW

SWEEP: Final = 5.0
"""Seconds between two looks for findings when nobody says that there are any."""
AT_ONCE: Final = 32
PATIENCE: Final = timedelta(seconds=12)
"""For a page, turns at its host and all: an alert waits no longer for its full text."""

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
        self, database: Database, clock: Clock, articles: ArticleReader | None = None
    ) -> None:
        """Without `articles` the feeds' texts serve."""
        self._articles = articles
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
        return await self._ledger.write(Telling(finding, entry, article, watch, self._clock.now()))


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


def tell_all(tx: Transaction, tellings: Sequence[Telling]) -> tuple[Told, ...]:
    """Place findings in their stories, one after the other, and owe the posts."""
    return tuple(_tell(tx, telling) for telling in tellings)


def _tell(tx: Transaction, telling: Telling) -> Told:
    finding, watch, now = telling.finding, telling.watch, telling.at
    _keep_text(tx, telling)
    story_id = _place(tx, telling)
    alerting = [watch.rules[name] for name in finding.rules if name in watch.rules]
    owed = owe(tx, story_id, alerting, watch, now)
    findings.done(tx, finding.stored.id)
    return Told(finding, story_id, owed)


def _keep_text(tx: Transaction, telling: Telling) -> None:
    """Keep the page's text with the places that rules looked for in it, or why there is none."""
    stored, watch, article = telling.finding.stored, telling.watch, telling.article
    if article is None:
        return
    if isinstance(article, NoArticle):
        articles.keep(tx, stored.id, article, telling.at)
        return
    source = watch.named.get(stored.source)
    found = watch.matcher.match(telling.entry, source) if source else ()
    evidence = {match.rule.name: match.evidence for match in found}
    text = FullText(telling.entry.text, telling.entry.lang, evidence)
    articles.keep(tx, stored.id, text, telling.at)


def _place(tx: Transaction, telling: Telling) -> int:
    """Put the entry into its story; returns the story's id."""
    watch, now = telling.watch, telling.at
    stored = replace(telling.finding.stored, entry=telling.entry)
    weights = watch.weighing.of(stored.entry)
    usual = Boilerplate.from_bytes(term_counts.boilerplate(tx, stored.feed_id))
    drawn = sketch(stored.entry, weights, usual)
    places = matches.of_entry(tx, stored.id)
    window = max((story_window(watch.rules.get(name)) for name in places), default=STORY_WINDOW)
    known = stories.candidates(tx, stored, now, drawn, window)
    own = {rule: own_terms(telling.finding.stored.entry, it) for rule, it in places.items()}
    comparison = Comparison(drawn, weights, own, window)
    story_id = stories.attach(tx, stored, place(stored, known, now, comparison), now)
    if not any(candidate.entry_id == stored.id for candidate in known):
        usual.add(stored.entry)
        term_counts.keep_boilerplate(tx, stored.feed_id, usual.to_bytes())
    sketches.keep(tx, stored, drawn, now)
    return story_id


def story_window(rule: Rule | None) -> timedelta:
    """How far apart two articles may be about one story, as the rule says or usually."""
    return rule.story_window if rule and rule.story_window else STORY_WINDOW
