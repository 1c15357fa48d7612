"""Whose turn it is: the pace that Telegram asks for, with urgent posts first.

Telegram allows about 30 messages a second for a bot, one a second in a chat, and 20 a minute in
a group or channel (core.telegram.org/bots/faq). Who stays a little below never meets a 429.

Pure but for its own memory: nothing here waits or sends, and the time comes in as an argument.
What it holds may be lost at any moment, because the outbox is the truth. That time must never run
backwards, nor jump: of a wall clock, it would. The one who sends drives it so:

    offer(delivery, chat)         for every post that is due
    next(now)                     → a post: it has its turn and must be finished;
                                    → a moment: nothing may go out before;
                                    → None: nothing waits, but for posts whose chat is busy
    pause(chat, now, duration)    after a 429
    finish(id, now)               when the answer is settled, whatever it was
    occupy(chat, now), vacate(chat, now)
                                  around what else is asked of a chat

Chats are kept in two heaps: those that may send, by whose turn it is, and the others, by when they
may. So a turn costs O(log n), however many chats there are. An entry is not looked for when its
chat changes: it is told by its number to be of the past, and dropped when it comes up.
"""

import heapq
from collections import deque
from datetime import datetime, timedelta
from itertools import count
from typing import Final, NamedTuple

from bot.channels.telegram.limits import LONG_AGO, Bucket, Window
from bot.model import Delivery, Priority

PER_SECOND: Final = 28
"""Messages of the bot in any second; Telegram's limit is about 30."""
BURST: Final = 5
"""Messages at once."""
CHAT_GAP: Final = timedelta(seconds=1.05)
"""Between two messages of a chat; Telegram's limit is one a second."""
CHAT_BURST: Final = 3
BURST_SPAN: Final = timedelta(seconds=3.15)
"""Telegram counts that second on average: a breaking alert need not wait for it while its chat had
fewer than `CHAT_BURST` messages within this time."""
PER_MINUTE: Final = 20
"""Messages in a group or channel in any minute: Telegram's limit."""
RESERVED: Final = 4
"""Of these, kept free for breaking alerts."""
IN_FLIGHT: Final = 8
"""Requests at a time; at most one of them in a chat."""
FLOODED_CHATS: Final = 3
FLOOD_SPAN: Final = timedelta(seconds=10)
"""A 429 concerns its chat; `FLOODED_CHATS` of them within this time concern the whole bot."""

_URGENCY: Final = {Priority.BREAKING: 0, Priority.NORMAL: 1, Priority.SILENT: 2}


class _Place(NamedTuple):
    """A place in a chat's queue: compares by urgency, then by who waits longest."""

    urgency: int
    due_at: datetime
    sequence: int
    delivery: Delivery


class _Chat:
    """The queue of a chat and what limits it."""

    def __init__(self, *, crowd: bool) -> None:
        self.queue: list[_Place] = []
        self.busy = False
        self.owes_turn = False
        """Whether it was occupied since a post of its had its turn."""
        self.last_turn = 0
        self.entry = 0
        """The number of its one valid entry in the heaps."""
        self.paused_until = LONG_AGO
        self._free_at = LONG_AGO
        self._recent = Window(BURST_SPAN)
        self._minute = Window(timedelta(seconds=60)) if crowd else None

    @property
    def urgency(self) -> int:
        return self.queue[0].urgency

    def free_at(self) -> datetime:
        """When its first post may go out, as far as this chat is concerned."""
        breaking = self.urgency == _URGENCY[Priority.BREAKING]
        free_at = max(self.paused_until, self._recent.free_at(CHAT_BURST))
        if not breaking:
            free_at = max(free_at, self._free_at)
        if self._minute is None:
            return free_at
        return max(free_at, self._minute.free_at(PER_MINUTE - (0 if breaking else RESERVED)))

    def begin(self, now: datetime) -> None:
        """Count a message."""
        self.busy = True
        self._free_at = now + CHAT_GAP
        self._recent.add(now)
        if self._minute:
            self._minute.add(now)

    def finish(self, now: datetime) -> None:
        """Count the message from now on: the server counted it by now at the latest."""
        self.busy = False
        self._free_at = max(self._free_at, now + CHAT_GAP)
        self._recent.postpone_last(now)
        if self._minute:
            self._minute.postpone_last(now)


class _Turn(NamedTuple):
    """An entry for a chat that may send: compares by urgency, then by who waits longest."""

    urgency: int
    last_turn: int
    entry: int
    chat: _Chat


class _Later(NamedTuple):
    """An entry for a chat that may not send yet."""

    free_at: datetime
    entry: int
    chat: _Chat


class Dispatcher:
    """Gives turns to posts; see the module for the order of calls."""

    def __init__(self) -> None:
        self._chats: dict[str, _Chat] = {}
        self._ready: list[_Turn] = []
        self._later: list[_Later] = []
        self._in_flight: dict[int, _Chat] = {}
        self._waiting: set[int] = set()
        self._second = Window(timedelta(seconds=1))
        self._bucket = Bucket(timedelta(seconds=1) / PER_SECOND, BURST)
        self._paused_until = LONG_AGO
        self._floods: deque[tuple[datetime, str]] = deque()
        self._sequence = count(1)

    def offer(self, delivery: Delivery, chat: str) -> None:
        """Queue a post for the chat of that address; one that is already here stays where it is."""
        if delivery.id in self._waiting or delivery.id in self._in_flight:
            return
        self._waiting.add(delivery.id)
        urgency = _URGENCY[delivery.priority]
        place = _Place(urgency, delivery.due_at, next(self._sequence), delivery)
        queued = self._chat(chat)
        heapq.heappush(queued.queue, place)
        if queued.queue[0] is place:
            self._enter(queued)

    def next(self, now: datetime) -> Delivery | datetime | None:
        """The post that may go out now; else when to ask again; else None.

        The most urgent of all chats that may send comes first, and among equals the chat that
        has waited longest for a turn.
        """
        if len(self._in_flight) >= IN_FLIGHT:
            return None
        found = self._first(now)
        if found is None:
            return None
        free_at = self._free_at()
        if isinstance(found, datetime):
            return max(free_at, found)
        return free_at if free_at > now else self._start(found, now)

    def finish(self, delivery_id: int, now: datetime) -> None:
        """The turn of a post is over; an unknown id is none of ours."""
        chat = self._in_flight.pop(delivery_id, None)
        if chat:
            chat.finish(now)
            self._enter(chat)

    def occupy(self, chat: str, now: datetime) -> bool:
        """Keep a chat's posts from having a turn until `vacate`.

        Returns:
            False when one has it just now, or must have it before the chat is occupied again:
            however much is to be asked of a chat, its posts go out in between.
        """
        occupied = self._chat(chat)
        if occupied.busy or (occupied.owes_turn and occupied.queue):
            return False
        occupied.owes_turn = True
        occupied.begin(now)
        self._enter(occupied)
        return True

    def vacate(self, chat: str, now: datetime) -> None:
        """What the chat was occupied for is over."""
        vacated = self._chat(chat)
        vacated.finish(now)
        self._enter(vacated)

    def pause(self, chat: str, now: datetime, duration: timedelta) -> None:
        """Send nothing to a flooded chat for `duration`, nor to any when several are flooded."""
        until = now + duration
        flooded = self._chat(chat)
        flooded.paused_until = max(flooded.paused_until, until)
        self._enter(flooded)
        self._floods.append((now, chat))
        while self._floods[0][0] < now - FLOOD_SPAN:
            self._floods.popleft()
        if len({name for _, name in self._floods}) >= FLOODED_CHATS:
            self._paused_until = max(self._paused_until, until)

    @property
    def waiting(self) -> int:
        """Posts that have not had their turn."""
        return len(self._waiting)

    def _free_at(self) -> datetime:
        """When the bot as a whole may send."""
        return max(self._paused_until, self._bucket.free_at(), self._second.free_at(PER_SECOND))

    def _first(self, now: datetime) -> _Chat | datetime | None:
        """The chat whose turn it is; else when one may send; else None."""
        while self._later and (self._later[0].free_at <= now or _is_past(self._later[0])):
            entry = heapq.heappop(self._later)
            if not _is_past(entry):
                chat = entry.chat
                heapq.heappush(self._ready, _Turn(chat.urgency, chat.last_turn, entry.entry, chat))
        while self._ready and _is_past(self._ready[0]):
            heapq.heappop(self._ready)
        if self._ready:
            return self._ready[0].chat
        return self._later[0].free_at if self._later else None

    def _enter(self, chat: _Chat) -> None:
        """Let the heaps know how a chat stands; what they knew of it before is of the past."""
        chat.entry = next(self._sequence)
        if chat.queue and not chat.busy:
            heapq.heappush(self._later, _Later(chat.free_at(), chat.entry, chat))

    def _start(self, chat: _Chat, now: datetime) -> Delivery:
        delivery = heapq.heappop(chat.queue).delivery
        chat.begin(now)
        chat.owes_turn = False
        chat.last_turn = chat.entry = next(self._sequence)
        self._waiting.discard(delivery.id)
        self._in_flight[delivery.id] = chat
        self._bucket.add(now)
        self._second.add(now)
        return delivery

    def _chat(self, address: str) -> _Chat:
        if address not in self._chats:
            self._chats[address] = _Chat(crowd=is_crowd(address))
        return self._chats[address]


def _is_past(entry: _Turn | _Later) -> bool:
    return entry.entry != entry.chat.entry


def is_crowd(address: str) -> bool:
    """Whether this is the address of a group or channel: a name, or a negative id."""
    return address.startswith(("@", "-"))
