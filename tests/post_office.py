"""A deliverer at work: a real database file, a channel with a script, a clock that stands still."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from bot.channels.telegram.dispatcher import CHAT_GAP, Dispatcher
from bot.errors import DatabaseUnusable
from bot.model import (
    Delivery,
    DeliveryState,
    Destination,
    Message,
    OnUncertain,
    Priority,
    Receipt,
    SendFailure,
    SendProblem,
)
from bot.pipeline.deliver import Deliverer
from bot.ports import Channel, Settled
from bot.store import destinations, entries, feeds, outbox, stories
from bot.store.database import Database
from bot.store.outbox import Owed
from tests.fixed_clock import FixedClock
from tests.migrated import migrate
from tests.samples import ANYTHING, DESTINATION, SOURCE, entry, message, new_story

OTHER = Destination("salle", "@salle", lang="fr")
PLACES = (DESTINATION, OTHER)


class Crash(BaseException):
    """The process dies here: nothing that follows is done."""


@dataclass(frozen=True)
class Step:
    """How one attempt goes."""

    answer: SendFailure | BaseException | None = None
    """What comes of it; None for a receipt."""
    arrives: bool = False
    """Whether the post is in the chat although the answer does not say so."""


def failure(
    problem: SendProblem, retry_after: timedelta | None = None, new_chat_id: int | None = None
) -> SendFailure:
    """A failure of this kind."""
    return SendFailure(problem, ANYTHING, retry_after=retry_after, new_chat_id=new_chat_id)


def failing(problem: SendProblem) -> Step:
    """An attempt that goes out and fails so."""
    return Step(failure(problem))


UNSURE = failure(SendProblem.UNCERTAIN)
UNANSWERED = Step(UNSURE)
"""The request went out; neither post nor answer came."""
UNACKNOWLEDGED = Step(UNSURE, arrives=True)
"""The post arrived; the answer did not."""


@dataclass
class ScriptedChannel:
    """`bot.ports.Channel` that does what its script says for each post, then simply sends."""

    clock: FixedClock
    script: defaultdict[str, deque[Step]] = field(default_factory=lambda: defaultdict(deque))
    """By the text of the post."""
    early: deque[BaseException] = field(default_factory=deque)
    """What the next attempts meet before anything goes out."""
    tells: bool = True
    """Whether a look can tell anything."""
    looks: defaultdict[str, deque[SendFailure | Exception]] = field(
        default_factory=lambda: defaultdict(deque)
    )
    """What a look for a post meets before it can tell, by the text of the post."""
    posts: list[tuple[str, str]] = field(default_factory=list)
    """Address and text of what is in the chats."""
    attempts: list[str] = field(default_factory=list)
    """Texts of the requests that went out."""
    looked: list[tuple[datetime, str]] = field(default_factory=list)
    door: asyncio.Event = field(default_factory=asyncio.Event)
    """Requests wait here; it is open by default."""

    def __post_init__(self) -> None:
        self.door.set()

    def expect(self, post: str, *steps: Step) -> None:
        """Script the next attempts to send `post`."""
        self.script[post].extend(steps)

    async def send(
        self,
        destination: Destination,
        started: Callable[[int], Awaitable[Delivery]],
    ) -> Receipt | SendFailure:
        """As the script says."""
        if self.early:
            raise self.early.popleft()
        post = (await started(len(self.posts))).message.plain
        self.attempts.append(post)
        step = self.script[post].popleft() if self.script[post] else Step(arrives=True)
        await self.door.wait()
        if step.arrives:
            self.posts.append((destination.telegram, post))
        if isinstance(step.answer, BaseException):
            raise step.answer
        return step.answer or self._receipt()

    async def find(
        self, delivery: Delivery, destination: Destination, settled: Settled
    ) -> Receipt | SendFailure | None:
        """What is in the chats."""
        post = delivery.message.plain
        self.looked.append((self.clock.now(), post))
        if self.looks[post]:
            met = self.looks[post].popleft()
            if isinstance(met, Exception):
                raise met
            return met
        if not self.tells:
            return UNSURE
        return self._receipt() if (destination.telegram, post) in self.posts else None

    def texts(self, place: Destination = DESTINATION) -> list[str]:
        """What is in a chat, the oldest first."""
        return [post for address, post in self.posts if address == place.telegram]

    def _receipt(self) -> Receipt:
        return Receipt(-100, len(self.posts), self.clock.now())


class PostOffice:
    """All of it, on a file that outlives the deliverer."""

    def __init__(
        self, directory: Path, on_uncertain: OnUncertain = "hold", clock: FixedClock | None = None
    ) -> None:
        self.database = Database(f"sqlite:///{directory}/vigie.db")
        migrate(self.database)
        self.clock = clock or FixedClock()
        self.channel = ScriptedChannel(self.clock)
        self.on_uncertain = on_uncertain
        self._numbers = iter(range(10_000))
        with self.database.begin() as tx:
            feeds.sync(tx, [SOURCE], self.clock.now())
        self.reopen()

    @property
    def carrier(self) -> Channel:
        """What carries the posts."""
        return self.channel

    def reopen(self, places: Iterable[Destination] = PLACES) -> None:
        """Begin anew on the same file, as another process would."""
        self.deliverer = Deliverer(
            self.database, self.carrier, Dispatcher(), self.clock, self.on_uncertain
        )
        self.use(*places)

    def use(self, *places: Destination) -> None:
        """Deliver to these places, as after a reload of feeds.yaml."""
        with self.database.begin() as tx:
            destinations.sync(tx, places)
            located = destinations.located(tx, places)
        self.deliverer.use({place.name: place for place in located})

    def owe(
        self,
        post: str,
        to: Destination = DESTINATION,
        priority: Priority = Priority.NORMAL,
        story: int | None = None,
        written: Message | None = None,
    ) -> int:
        """Owe a post, of a new story unless one is given; returns the story.

        It says `post`, unless it is `written` already.
        """
        now = self.clock.now()
        with self.database.begin() as tx:
            if story is None:
                fresh = [entry(f"{next(self._numbers)}")]
                (item,) = entries.remember(tx, 1, SOURCE.name, fresh, now)
                story = stories.attach(tx, item.stored, new_story(), now)
            outbox.put(tx, Owed(story, to.name, priority, written or message(post)), now)
        return story

    async def work(self, seconds: float = 0) -> None:
        """Deliver for so long, looking around whenever something may have become due."""
        until = self.clock.now() + timedelta(seconds=seconds)
        while True:
            self.deliverer.wake()
            await self.deliverer.step()
            await self.deliverer.drain()
            now = self.clock.now()
            if now >= until:
                return
            pause = min(max(self._next_moment() - now, CHAT_GAP), until - now)
            self.clock.advance(pause.total_seconds())

    def _next_moment(self) -> datetime:
        """When a post is due that can be reached, or a parked destination is tried again."""
        now = self.clock.now()
        with self.database.reading() as tx:
            waiting = {name: p.until for name, p in destinations.parked(tx).items()}
            parked = {name: until for name, until in waiting.items() if until > now}
            due = outbox.next_due(
                tx, [name for name in self.deliverer.places if name not in parked]
            )
        return min([*parked.values(), *([due] if due else [])], default=now + timedelta(days=9))

    def deliveries(self) -> dict[str, Delivery]:
        """What stands in the outbox, by the text of the post."""
        with self.database.reading() as tx:
            ids = tx.execute(text("SELECT id FROM deliveries ORDER BY id")).scalars().all()
            found = [outbox.current(tx, number) for number in ids]
        return {delivery.message.plain: delivery for delivery in found if delivery}

    def state(self, post: str) -> DeliveryState:
        """Where a post stands."""
        return self.deliveries()[post].state


class Trouble:
    """Lets a function of the store fail as a broken database would, a few times."""

    def __init__(self, real: Callable[..., object], times: int) -> None:
        self._real = real
        self.left = times

    def __call__(self, *given: object, **named: object) -> object:
        """Fail, or do what the function does."""
        if self.left:
            self.left -= 1
            raise DatabaseUnusable(ANYTHING)
        return self._real(*given, **named)
