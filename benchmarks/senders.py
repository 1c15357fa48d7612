"""One sender against the local Telegram, in a process of its own, which tells what it took.

`python -m benchmarks.senders WHO PHASE URL TOKEN CHAT…`. WHO is `ours` (outbox on SQLite,
deliverer, dispatcher, channel) or `ptb` (python-telegram-bot with its `AIORateLimiter`). PHASE is
`many` (so many messages to each chat), `urgent` (breaking ones behind a thousand others) or `idle`
(one now and then). A wait runs from the moment when a post is owed to its receipt.
"""

import asyncio
import contextlib
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

import uvloop
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, ExtBot

from benchmarks.running import Usage, usage
from bot.channels.telegram.dispatcher import Dispatcher
from bot.channels.telegram.sender import TelegramChannel
from bot.clock import SystemClock
from bot.i18n import Text
from bot.log import configure
from bot.model import Destination, Entry, Level, Message, Placement, Priority, Source
from bot.pipeline.deliver import Delivered, Deliverer
from bot.store import destinations, entries, feeds, outbox, stories
from bot.store.database import Database, Transaction
from bot.store.outbox import Owed
from bot.store.schema import migrate

EACH: Final = 10
"""Messages to each chat in `many`."""
QUEUED: Final = 1_000
"""Before the breaking ones."""
URGENT: Final = 20
IDLE: Final = 20
PATIENCE: Final = 90.0
"""Seconds that a rival's urgent messages are waited for."""
TEXT: Final = "Des drones vus au large, selon deux témoins. " * 6
SOURCE: Final = Source("Le Phare", "https://phare.example/rss")
NEW: Final = Placement(Level.NEW, None, None, 0.0, Text(en="new", fr="neuf"))


@dataclass
class Times:
    """When messages were wanted and when they had arrived, by a number of their own."""

    wanted: dict[int, float] = field(default_factory=dict)
    arrived: dict[int, float] = field(default_factory=dict)
    begun: Usage | None = None
    """When all that is sent first was owed: writing it is no part of sending it."""

    @property
    def missing(self) -> bool:
        """Whether one that was wanted has not arrived."""
        return bool(self.wanted.keys() - self.arrived.keys())

    def waits(self) -> list[float]:
        """Seconds of those that arrived, sorted; the others count as the whole patience."""
        return sorted(self.arrived.get(n, at + PATIENCE) - at for n, at in self.wanted.items())


class Ours:
    """The whole way of a post, from its row in the outbox to the receipt in it."""

    def __init__(self, directory: Path, url: str, token: str, chats: Sequence[int]) -> None:
        self._clock = SystemClock()
        self.database = Database(f"sqlite:///{directory}/vigie.db")
        migrate(self.database)
        self.channel = TelegramChannel(token, self._clock, (), url)
        self._deliverer = Deliverer(
            self.database, self.channel, Dispatcher(), self._clock, on_uncertain="hold"
        )
        places = {str(chat): Destination(str(chat), str(chat)) for chat in chats}
        with self.database.begin() as tx:
            feeds.sync(tx, [SOURCE], self._clock.now())
            destinations.sync(tx, places.values())
        self._deliverer.use(places)
        self.times = Times()
        self._deliverer.on_delivered = self._delivered

    def _delivered(self, one: Delivered) -> None:
        if one.settlement.receipt:
            self.times.arrived[int(one.delivery.message.plain.partition(" ")[0])] = time.monotonic()

    async def owe(self, wanted: Sequence[tuple[int, int]], priority: Priority) -> None:
        """Owe a post with each number to each chat, as a telling does."""
        now = self._clock.now()
        started = time.monotonic()

        def write(tx: Transaction) -> None:
            for number, chat in wanted:
                _owe(tx, number, str(chat), priority, now)

        await self.database.write(write)
        self.times.wanted |= dict.fromkeys([number for number, _ in wanted], started)
        self._deliverer.wake()

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Delivering, until left: what still waits then stays owed."""
        stop = asyncio.Event()
        async with self.channel:
            running = asyncio.create_task(self._deliverer.run(stop))
            try:
                yield
            finally:
                stop.set()
                await running


def _owe(tx: Transaction, number: int, place: str, priority: Priority, now: datetime) -> None:
    url = f"https://phare.example/{number}"
    entry = Entry(f"{number}", url, url, f"{number}", TEXT, "", "fr")
    (item,) = entries.remember(tx, 1, SOURCE.name, [entry], now)
    story = stories.attach(tx, item.stored, NEW, now)
    text = f"{number} {TEXT}"
    outbox.put(tx, Owed(story, place, priority, Message(html=text, plain=text)), now)


class Rival:
    """python-telegram-bot with the rate limiter that it recommends."""

    def __init__(self, url: str, token: str) -> None:
        limiter = AIORateLimiter(max_retries=5)
        self._bot = ExtBot(token, base_url=f"{url}/bot", rate_limiter=limiter)
        self._tasks: set[asyncio.Task[None]] = set()
        self.times = Times()

    async def owe(self, wanted: Sequence[tuple[int, int]], _priority: Priority) -> None:
        """Ask it to send them: it knows no priority."""
        now = time.monotonic()
        self.times.wanted |= dict.fromkeys([number for number, _ in wanted], now)
        for number, chat in wanted:
            self._tasks.add(asyncio.create_task(self._send(number, chat)))

    async def _send(self, number: int, chat: int) -> None:
        with contextlib.suppress(TelegramError):  # what it gives up never arrives
            await self._bot.send_message(chat, f"{number} {TEXT}", read_timeout=30)
            self.times.arrived[number] = time.monotonic()

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Until left: what still waits then is dropped."""
        async with self._bot:
            yield
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)


Sender = Ours | Rival


async def many(sender: Sender, chats: Sequence[int]) -> None:
    """So many messages to each chat, all wanted at once."""
    wanted = [(number, chats[number % len(chats)]) for number in range(EACH * len(chats))]
    await sender.owe(wanted, Priority.NORMAL)
    sender.times.begun = usage(os.getpid())
    await _arrived(sender, len(wanted))


async def urgent(sender: Sender, chats: Sequence[int]) -> None:
    """Breaking messages, two a second, while a thousand others wait; only they are timed."""
    queue = [(number, chats[number % len(chats)]) for number in range(QUEUED)]
    await sender.owe(queue, Priority.NORMAL)
    sender.times.wanted.clear()
    await asyncio.sleep(2.0)
    for number in range(QUEUED, QUEUED + URGENT):
        await sender.owe([(number, chats[number * 7 % len(chats)])], Priority.BREAKING)
        await asyncio.sleep(0.5)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and sender.times.missing:  # noqa: ASYNC110 - either sender
        await asyncio.sleep(0.05)


async def idle(sender: Sender, chats: Sequence[int]) -> None:
    """One message at a time, when nothing else is to be done."""
    for number in range(IDLE):
        await asyncio.sleep(0.37)
        await sender.owe([(number, chats[number % len(chats)])], Priority.NORMAL)
        await _arrived(sender, number + 1)


async def _arrived(sender: Sender, number: int) -> None:
    deadline = time.monotonic() + PATIENCE
    times = sender.times
    while len(times.arrived) < number and time.monotonic() < deadline:  # noqa: ASYNC110 - the same
        await asyncio.sleep(0.01)


PHASES: Final[Mapping[str, Callable[[Sender, Sequence[int]], Awaitable[None]]]] = {
    "many": many,
    "urgent": urgent,
    "idle": idle,
}


class Outcome(NamedTuple):
    """What a phase took."""

    waits: list[float]
    """Seconds, sorted."""
    sent: int
    seconds: float
    cpu: float
    """Seconds."""
    memory: int
    """Bytes at most so far."""


async def _measure(who: str, phase: str, url: str, token: str, chats: Sequence[int]) -> Outcome:
    with tempfile.TemporaryDirectory() as directory:
        sender = Ours(Path(directory), url, token, chats) if who == "ours" else Rival(url, token)
        async with sender.at_work():
            await asyncio.sleep(0.5)  # connected, nothing to do
            await PHASES[phase](sender, chats)
            after = usage(os.getpid())
    times = sender.times
    before = times.begun or after
    return Outcome(
        waits=times.waits(),
        sent=len(times.arrived),
        seconds=after.at - before.at,
        cpu=after.cpu - before.cpu,
        memory=1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    )


if __name__ == "__main__":
    configure("ERROR", "json", stream=sys.stderr)
    _who, _phase, _url, _token, *_chats = sys.argv[1:]
    found = uvloop.run(_measure(_who, _phase, _url, _token, [int(chat) for chat in _chats]))
    sys.stdout.write(json.dumps(found._asdict()) + "\n")
