"""A running Vigie: its jobs, how it starts and how it ends. `bot.opening` makes one."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bot.channels.telegram.authority import is_in_charge
from bot.channels.telegram.invitation import invitation
from bot.channels.telegram.sender import TelegramChannel
from bot.channels.telegram.updates import Updates
from bot.channels.telegram.webhook import Webhook
from bot.errors import StoreError, TokenRejected, WatchlistError
from bot.log import logger
from bot.model import (
    Destination,
    PollReport,
    Rule,
    SendFailure,
    Story,
    Watchlist,
)
from bot.model.incoming import Desk, Person, Place
from bot.pipeline import comeback
from bot.pipeline.backlog import take_up
from bot.pipeline.bulletins import Bulletins
from bot.pipeline.catch_up import tell_missed
from bot.pipeline.deliver import Delivered, Deliverer
from bot.pipeline.held import Decision, decide_held
from bot.pipeline.polling import Polling, say
from bot.pipeline.reach import Reach
from bot.pipeline.reloading import WatchlistFile
from bot.pipeline.showing import shown
from bot.pipeline.telling import Teller, Told
from bot.pipeline.watch import Watch, compiled
from bot.pipeline.websub import WebSub
from bot.ports import Clock
from bot.schedule import Schedule
from bot.store import articles, backlogs, destinations, feeds, missed, outbox, polls, sketches
from bot.store.database import Database, Transaction

TICK = 1.0
"""Seconds between two looks for feeds that are due."""
RELOAD = 2.0
"""Seconds between two looks at feeds.yaml."""
BULLETIN = 60.0
"""Seconds between two looks for what the operators should know."""
HUBS = 60.0
"""Seconds between two looks for WebSub hubs to be asked."""
CATCH_UP = 5.0
"""Seconds between two looks whether all that was missed is read."""
LOOK_BACK = 2.0
"""Seconds between two looks for what new rules are to tell of the past."""
KEEP_WEIGHTS = 300.0
"""Seconds between two notes of how often words were used: what a crash forgets of it."""
TIDY = 3600.0
"""Seconds between two clean-ups."""
BUDGET = 600.0
"""Seconds between two looks at how much the feeds publish."""
KEEP_POLLS = timedelta(days=30)
KEEP_WISHES = timedelta(days=1)
"""What a rule was to tell that is never watched."""
TIDY_BATCH = 2000
DRAIN = 8.0
"""Seconds that running polls and sends are given at a stop: Heroku kills after 30, and Telegram
may hold a send for 8."""
PATIENCE = 60.0
"""Seconds that a single round waits for posts that cannot go out at once."""

_log = logger("app")


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told as things happen: the terminal's progress, for instance."""

    polled: Callable[[PollReport], None] = lambda _: None
    delivered: Callable[[Delivered], None] = lambda _: None
    reloaded: Callable[[Watchlist | WatchlistError], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Parts:
    """What an `App` is made of."""

    database: Database
    polling: Polling
    polls_per_day: float
    """Of a feed, on average."""
    keep_articles: timedelta
    """How long the full texts of articles are kept."""
    teller: Teller
    deliverer: Deliverer
    telegram: TelegramChannel | None
    """None in a dry run."""
    bulletins: Bulletins | None
    """None without a chat of the operators."""
    websub: WebSub | None
    """None without a public address."""
    webhook: Webhook | None
    """None where updates are polled for."""
    clock: Clock
    listeners: Listeners


class App:
    """A running Vigie. Make it with `bot.opening.open_app`."""

    def __init__(self, parts: Parts, watch: Watch) -> None:
        self._parts = parts
        self._database = parts.database
        self._deliverer = parts.deliverer
        self._clock = parts.clock
        self._polling = parts.polling
        self._jobs: set[asyncio.Task[None]] = set()
        self._watch = watch
        self._file = WatchlistFile()
        self._teller = parts.teller
        parts.polling.on_polled = self._polled
        parts.teller.on_told = self._told
        self.reach = Reach(parts.database, parts.clock, parts.deliverer.wake)
        """For what Telegram tells about our chats."""
        self.bulletins = parts.bulletins
        if self.bulletins:
            self.bulletins.is_ours = self._is_destination
        self.webhook = parts.webhook
        self.websub = parts.websub
        if self.websub:
            self.websub.on_pushed = self._pushed
        parts.deliverer.on_delivered = parts.listeners.delivered

    async def use(self, watchlist: Watchlist) -> None:
        """Work with this watchlist from now on; polls that have begun end with the former one."""
        await self.adopt(await compiled(self._database, watchlist, self._watch))

    async def adopt(self, watch: Watch) -> None:
        """Work with this compiled watchlist from now on."""
        watchlist, now = watch.watchlist, self._clock.now()

        def learn(tx: Transaction) -> tuple[Destination, ...]:
            feeds.sync(tx, watchlist.sources, now)
            comeback.learn(tx, watchlist.destinations, now)
            return destinations.located(tx, watchlist.destinations)

        places = await self._database.write(learn)
        self._watch = self._polling.watch = self._teller.watch = watch
        if self.websub:
            self.websub.watch = watch
        self._deliverer.use({place.name: place for place in places})

    async def check(self) -> dict[str, SendFailure]:
        """What keeps the bot from posting, by name of destination; empty in a dry run.

        Raises:
            TokenRejected: Telegram does not accept the token.
            ChannelError: Telegram cannot be reached.
        """
        if self._parts.telegram is None:
            return {}
        return await self._parts.telegram.check(self._deliverer.places.values())

    async def story(self, story_id: int, chat: Place) -> tuple[Story | None, Destination | None]:
        """A story as the present rules see it and the destination in whose chat it is.

        Without a story it was not posted in that very chat; without a destination the chat is none
        of ours.
        """
        watch, places = self._watch, self.places
        return await self._database.read(lambda tx: shown(tx, story_id, chat, places, watch))

    @property
    def places(self) -> tuple[Destination, ...]:
        """The destinations, at the addresses where they are now."""
        return tuple(self._deliverer.places.values())

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that are watched."""
        return self._watch.watchlist.rules

    async def invitation(self) -> str:
        """A link that adds the bot to a channel; empty when Telegram cannot be asked."""
        return await invitation(self._parts.telegram.bot) if self._parts.telegram else ""

    async def is_in_charge(self, person: Person, place: Place) -> bool:
        """Whether somebody may decide for this chat; not when Telegram cannot be asked."""
        telegram = self._parts.telegram
        return telegram is not None and await is_in_charge(person, place, telegram.bot)

    async def decide_held(self, decision: Decision, newest: int) -> int:
        """Send again or drop what is held, up to this number; says how many posts."""
        now = self._clock.now()
        number = await self._database.write(lambda tx: decide_held(tx, decision, newest, now))
        self._deliverer.wake()
        return number

    async def moved(self, names: Collection[str], chat_id: int) -> None:
        """Deliver to these destinations in the chat with this id from now on."""
        await self.reach.moved(names, chat_id)
        wanted = self._watch.watchlist.destinations
        places = await self._database.read(lambda tx: destinations.located(tx, wanted))
        self._deliverer.use({place.name: place for place in places})

    def _is_destination(self, chat_id: int) -> bool:
        return any(place.telegram == str(chat_id) for place in self.places)

    # ── the two ways to work ─────────────────────────────────────────────────────────────────

    async def run(self, stop: asyncio.Event, desk: Desk | None = None) -> None:
        """Poll, deliver and answer until `stop`, then let what has begun end.

        Without a `desk` nothing is heard of what comes back from Telegram.

        Raises:
            TokenRejected: Telegram does not accept the token (any more).
        """
        schedule = self._routine()
        schedule.start()
        work = {asyncio.create_task(self._deliverer.run(stop))}
        if self._parts.telegram and desk:
            updates = self._listener(self._parts.telegram, desk)
            work.add(asyncio.create_task(updates.run(stop)))
        aside = {asyncio.create_task(self._teller.run())}
        if self.websub:
            aside.add(asyncio.create_task(self.websub.run()))
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({*work, *aside, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            schedule.stop()
            self._polling.stop()
            stop.set()
            await stopping
            # What a push had comes with the next poll, what was found is told by the next start;
            # a claim that is cut off is released there.
            for job in (*aside, *self._jobs):
                job.cancel()
            begun = {*self._polling.tasks, *self._teller.tasks}
            await _drain({*work, *aside, *begun, *self._jobs})
            await self._do(self.keep_weights)
        _raise_of((*work, *aside))

    def _listener(self, telegram: TelegramChannel, desk: Desk) -> Updates | Webhook:
        """What hears of what comes back from Telegram."""
        updates: Updates | Webhook
        if self.webhook:
            self.webhook.use(desk)
            updates = self.webhook
        else:
            updates = Updates(telegram, self._clock, desk)
        if self.bulletins:
            self.bulletins.rival = lambda: updates.conflict
        return updates

    def _routine(self) -> Schedule:
        """What is done again and again beside sending and telling; it has not started."""
        schedule = Schedule(self._clock)
        schedule.every(TICK, partial(self._do, self._polling.tick), "tick")
        schedule.every(RELOAD, partial(self._do, self.reload), "reload")
        schedule.every(BUDGET, partial(self._do, self.budget), "budget")
        schedule.every(CATCH_UP, partial(self._do, self.catch_up), "catch-up")
        schedule.every(LOOK_BACK, partial(self._do, self.look_back), "look-back")
        schedule.every(TIDY, partial(self._do, self.tidy), "tidy")
        schedule.every(KEEP_WEIGHTS, partial(self._do, self.keep_weights), "weights")
        if self._parts.bulletins:
            schedule.every(BULLETIN, partial(self._do, self._parts.bulletins.issue), "bulletin")
        if self.websub:
            schedule.every(HUBS, partial(self._do, self.websub.tick), "hubs")
        return schedule

    async def once(self) -> None:
        """Poll the feeds that are due, deliver what is owed, and return.

        Posts go out when all is told: so each says at once how many outlets tell its story.

        Raises:
            TokenRejected: Telegram does not accept the token.
        """
        await self.budget()
        await self._polling.round()
        await self.look_back()
        await self._teller.round()
        await self.catch_up()
        await self.keep_weights()
        stop = asyncio.Event()
        delivering = asyncio.create_task(self._deliverer.run(stop))
        deadline = self._clock.monotonic() + PATIENCE
        while self._clock.monotonic() < deadline and not delivering.done():
            if not await self._owing():
                await self.catch_up()  # what waited for a destination that came back just now
                if not await self._owing():
                    break
            await self._clock.sleep(0.05)
        stop.set()
        await _drain({delivering})
        if not delivering.cancelled():
            delivering.result()
        if self._parts.bulletins:
            await self._do(self._parts.bulletins.issue)

    async def _owing(self) -> bool:
        """Whether a post is on its way, or due before patience ends."""
        horizon = self._clock.now() + timedelta(seconds=PATIENCE)

        def next_due(tx: Transaction) -> datetime | None:
            parked = destinations.parked(tx)
            places = self._deliverer.places
            open_ones = [n for n in places if n not in parked or parked[n].until <= horizon]
            return outbox.next_due(tx, open_ones)

        due = await self._database.read(next_due)
        return not self._deliverer.idle or (due is not None and due <= horizon)

    async def owed(self) -> int:
        """How many posts are neither sent nor settled otherwise."""
        counts = await self._database.read(outbox.count)
        return sum(counts.get(state, 0) for state in outbox.OPEN)

    def _pushed(self, report: PollReport) -> None:
        say(report, "feed pushed")
        self._polled(report)

    def _polled(self, report: PollReport) -> None:
        if report.matches:
            self._teller.wake()
        if self._parts.bulletins:
            self._parts.bulletins.note(report)
        self._parts.listeners.polled(report)

    def _told(self, told: Told) -> None:
        if told.owed:
            self._deliverer.wake()

    # ── the jobs ─────────────────────────────────────────────────────────────────────────────

    async def _do(self, job: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run a job, for which a database in trouble is a matter of its next run."""
        task = asyncio.create_task(job())
        self._jobs.add(task)
        await asyncio.wait({task})
        self._jobs.discard(task)
        try:
            if not task.cancelled():
                task.result()
        except StoreError as error:
            _log.error("database in trouble", reason=str(error))

    async def budget(self) -> None:
        """Share out the polls among the feeds, by what they publish."""
        await self._polling.budget(self._parts.polls_per_day)

    async def tidy(self) -> None:
        """Forget what is old, a batch at a time: one big delete would keep writers waiting."""
        now = self._clock.now()
        for forget, kept in (
            (polls.forget, KEEP_POLLS),
            (sketches.forget_before, sketches.KEPT),
            (articles.forget_before, self._parts.keep_articles),
            (backlogs.forget, KEEP_WISHES),
        ):
            work = partial(forget, before=now - kept, limit=TIDY_BATCH)
            while await self._database.write(work):
                await self._clock.sleep(0.5)

    async def catch_up(self) -> None:
        """Tell together what was missed, once all of it is read, and what was held back."""
        watch, now = self._watch, self._clock.now()
        if not await self._database.read(lambda tx: missed.waiting(tx, now)):
            return
        while told := await self._database.write(lambda tx: tell_missed(tx, watch, now)):
            _log.info("stories told together", stories=told)
            self._deliverer.wake()

    async def look_back(self) -> None:
        """Let new rules tell what was asked of them when they were added."""
        if not await self._database.read(backlogs.any_wanted):
            return
        watch, now = self._watch, self._clock.now()
        taken = await self._database.write(lambda tx: take_up(tx, watch, now))
        if taken:
            _log.info("articles of before to be told", articles=taken)
            self._teller.wake()

    async def keep_weights(self) -> None:
        """Note how often words were used today."""
        await self._database.write(self._watch.weighing.save)

    async def reload(self) -> None:
        """Take up feeds.yaml when it has changed; an invalid one never replaces a valid one."""
        found = await self._file.changed(self._watch.watchlist)
        if found is None:
            return
        if isinstance(found, Watchlist):
            await self.use(found)
            sources, rules = len(found.sources), len(found.rules)
            _log.info("watchlist reloaded", sources=sources, rules=rules)
        self._parts.listeners.reloaded(found)


def _raise_of(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Raise what ended one of them; a token that is refused cannot be told in Telegram."""
    for task in tasks:
        error = None if task.cancelled() else task.exception()
        if isinstance(error, TokenRejected):
            hint = str(error.hint or "")
            _log.error("token refused: nothing is sent", reason=str(error), hint=hint)
        if error:
            raise error


async def _drain(tasks: set[asyncio.Task[Any]]) -> None:
    """Give tasks time to end, then stop them: their rows tell the next start what was begun."""
    _, late = await asyncio.wait(tasks, timeout=DRAIN)
    for task in late:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
