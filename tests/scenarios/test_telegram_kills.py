"""A post whose sender dies: it is in the chat, once, and nobody else's post is touched.

In every kind of chat, with and without an operations chat. Here the sender dies between all
transactions and requests of its way; the slow form kills real processes (`./dev chaos`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass, field
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import pytest

from benchmarks.chaos.bars import figures
from benchmarks.chaos.kinds import CREWS, KINDS
from benchmarks.chaos.office import Office, Post
from benchmarks.chaos.tally import Content, Counts
from benchmarks.chaos.telegram import Outcome, Plan, run
from benchmarks.chaos.weather import Neighbours
from bot.channels.telegram.chats import Marks
from bot.channels.telegram.dispatcher import Dispatcher
from bot.channels.telegram.sender import TelegramChannel
from bot.demo.botapi import Failing, Fault, StandIn
from bot.demo.botapi.faults import Faults
from bot.model import DeliveryState
from bot.pipeline.deliver import Deliverer
from bot.pipeline.settlement import LOOK_AFTER
from bot.store import outbox, unsent
from bot.store.database import Database, Transaction
from tests.fixed_clock import FixedClock
from tests.migrated import migrate
from tests.post_office import Crash
from tests.samples import ANYTHING

T = TypeVar("T")

KILLS = 100
"""Of real processes, for a kind of chat."""
MOMENTS = 100
"""More than a post passes through on the longest way."""
STREETS = [
    *((kind, "with") for kind in KINDS),
    *((kind, "without") for kind in ("channel", "editing", "private")),
]
"""Kinds of chats, with and without an operations chat, that are not looked at in the same way."""
TROUBLES = (
    Fault(Failing.HANDLE_THEN_DROP, method="sendMessage"),
    Fault(Failing.DROP, method="sendMessage"),
)
"""A request that is never answered, heeded or not."""


@dataclass
class Doom:
    """When a process dies: after so many transactions and requests."""

    left: int | None = None
    """None: never."""
    dead: bool = False

    def comes(self) -> bool:
        """Whether the process is dead from this moment on."""
        if self.left == 0:
            self.dead = True
        elif self.left is not None:
            self.left -= 1
        return self.dead


class MortalDatabase(Database):
    """A database whose process may die after each transaction that writes."""

    doom = Doom()

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Write, if the process lives; it may not live to hear of it."""
        if self.doom.dead:
            raise Crash
        result = await super().write(work)
        if self.doom.comes():
            raise Crash
        return result


@dataclass
class MortalCaller(Faults):
    """What the stand-in sees of a process that may die after each request was heeded."""

    neighbours: Neighbours
    doom: Doom = field(default_factory=Doom)

    def __post_init__(self) -> None:
        super().__init__()

    def strike(self, method: str, chat_id: str) -> Fault | None:
        """A planned failure, or that of somebody who is no more."""
        if self.doom.dead:
            return Fault(Failing.DROP)
        if method == "sendMessage":
            self.neighbours.stir(chat_id)
        planned = super().strike(method, chat_id)
        if self.doom.comes():
            return planned or Fault(Failing.HANDLE_THEN_DROP)
        return planned


class Street:
    """A chat, its neighbours, and a Vigie that posts there and dies at chosen moments."""

    def __init__(self, directory: Path, standin: StandIn, kind: str, crew: str) -> None:
        self.kind, self.crew = KINDS[kind], CREWS[crew]
        self.chat = self.kind.make(standin, 1)
        self.standin = standin
        self.clock = FixedClock()
        operations = str(standin.add_supergroup("Operations")) if self.crew.operations else None
        self.database = MortalDatabase(f"sqlite:///{directory}/vigie.db")
        migrate(self.database)
        self.office = Office(directory / "vigie.db", {"veille": self.chat}, self.clock)
        self.channel = TelegramChannel(
            standin.token, self.clock, (), standin.url, operations_chat=operations
        )
        self.neighbours = Neighbours(Random(7), standin, [self.chat])
        self.caller = MortalCaller(self.neighbours)
        standin.service.faults = self.caller
        self.forgetful = False
        """Whether a new process knows no post of before, as after some thousands of others."""

    @classmethod
    @contextmanager
    def at(cls, *place: Any) -> Iterator["Street"]:
        """One to be left in order."""
        street = cls(*place)
        try:
            yield street
        finally:
            street.office.close()
            street.database.close()

    async def live(self, moments: int | None = None) -> bool:
        """A process: until nothing is owed, or until it dies; says whether it died."""
        doom = self.caller.doom = self.database.doom = Doom(moments)
        self.channel.marks = Marks()  # it is in memory
        if not self.forgetful:
            self.channel.marks.remember(await self.database.read(outbox.latest_posts))
        deliverer = Deliverer(
            self.database, self.channel, Dispatcher(), self.clock, self.crew.on_uncertain
        )
        deliverer.use(self.office.places)
        with suppress(Crash):
            await deliverer.recover()
            while self.office.open() and not doom.dead:
                deliverer.wake()
                await deliverer.step()
                await deliverer.drain()
                self.clock.advance(LOOK_AFTER.total_seconds())
        return doom.dead

    def copies(self) -> int:
        """How often the last post is in the chat; when a person has to decide, they do not."""
        post = self.office.posts()[-1]
        number = self.standin.texts(self.chat).count(post.text)
        if post.state is DeliveryState.HELD and not self.crew.can_tell(self.kind):
            self._drop_it()
            return max(number, 1)
        assert post.state is DeliveryState.SENT
        return number

    def _drop_it(self) -> None:
        with self.database.begin() as tx:
            (held,) = unsent.found(tx, [DeliveryState.HELD])
            unsent.decide(tx, held, DeliveryState.DROPPED, ANYTHING, self.clock.now())


@pytest.mark.parametrize(("kind", "crew"), STREETS)
async def test_point_14_a_sender_that_dies_at_any_moment_posts_once(
    kind: str, crew: str, tmp_path: Path, standin: StandIn
) -> None:
    """Point 14. Between all its writes and requests: one copy; a second where that was chosen."""
    with Street.at(tmp_path, standin, kind, crew) as street:
        async with street.channel:
            street.office.fill(1)
            assert not await street.live()
            end = await _deaths(street)
            assert end >= 4  # lease, mark, request, receipt
            for trouble in TROUBLES:
                assert await _deaths(street, trouble, since=end - 1) > end
        assert street.neighbours.foreign(street.chat) > 5
        assert street.neighbours.touched(street.chat) == 0


async def _deaths(street: Street, trouble: Fault | None = None, since: int = 0) -> int:
    """Let a process die at every moment of a post's way; gives how many there are."""
    for moment in range(since, MOMENTS):
        street.office.fill(1)
        street.caller.clear()
        if trouble:
            street.caller.plan(trouble)
        died = await street.live(moment)
        assert not await street.live()
        assert 1 <= street.copies() <= street.crew.most_copies(street.kind)
        if not died:
            return moment
    pytest.fail("a post passes through more moments than anybody thought")


@pytest.mark.parametrize("kind", ["channel", "supergroup"])
async def test_a_look_writes_over_no_post_that_memory_has_forgotten(
    kind: str, tmp_path: Path, standin: StandIn
) -> None:
    """One that waited long for its look is sent; those that came after it are left as they are."""
    with Street.at(tmp_path, standin, kind, "without") as street:
        async with street.channel:
            street.office.fill(1)
            assert not await street.live()
            for moments in (1, 3):  # the second post dies at its mark, the third at its receipt
                street.office.fill(1)
                assert await street.live(moments)
            street.forgetful = True
            assert not await street.live()
        texts = standin.texts(street.chat)
        assert [texts.count(post.text) for post in street.office.posts()] == [1, 1, 1]


def test_broken_promises_are_counted() -> None:
    """What is lost, doubled or damaged is in the table, and misses its bar."""
    states = (DeliveryState.SENT, DeliveryState.SENT, DeliveryState.HELD)
    posts = [Post("channel-0", text, state, 1) for text, state in zip("abc", states, strict=True)]
    chats = {"channel-0": Content({"a": 2}, foreign=3, touched=1)}
    counts = Counts.of(posts, chats, hits=2, most_copies=1)
    assert astuple(counts) == (3, 2, 1, 1, 0, 1, 3, 1)
    outcome = Outcome(kills=4, hits=2, counts={("with", "channel"): counts}, unsettled=1)
    assert [figure.name for figure in figures(outcome) if not figure.met] == [
        "posts lost",
        "posts twice in a channel or supergroup",
        "posts of others touched",
        "posts not settled",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_point_14_a_hundred_kills_keep_every_promise(kind: str) -> None:
    """Point 14. 100 SIGKILLs in bad weather: no post is lost, doubled or damaged."""
    outcome = run(Plan(KILLS, seed=20261123, kinds=(kind,)))
    assert [figure for figure in figures(outcome) if not figure.met] == []
