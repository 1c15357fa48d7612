"""Manners towards a host: few requests at a time, pauses between them, and rest when it wants it.

Whoever comes waits in place while the wait is short. Else it gets a time of its own, at which its
turn is sure: a host with ten thousand feeds takes them one by one, and nobody else waits for it.
"""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.ports import Clock

AT_A_TIME: Final = 2
PATIENCE: Final = 20.0
"""Seconds that somebody waits in place."""
FEW: Final = 64
"""Lanes that may lie about unused."""
FIRST_REST: Final = timedelta(minutes=1)
"""For a host that is busy and does not say how long; doubled each time."""
LONGEST_REST: Final = timedelta(hours=24)
DOUBLINGS: Final = 9
"""Up to eight hours and a half."""
JITTER: Final = 0.1
"""Part of a rest by which it may be longer."""
_NEVER: Final = float("-inf")


@dataclass(slots=True)
class Lane:
    """A host's traffic; times are those of a monotonic clock, in seconds."""

    pause: float
    """Between two starts; half of what a request takes, where that is longer."""
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_A_TIME))
    next_start: float = _NEVER
    booked_until: float = _NEVER
    """When all who wait in place will have begun, as far as can be told."""
    promised: dict[int, float] = field(default_factory=dict)
    """Who was told to come back, and when."""
    promised_until: float = _NEVER
    closed_until: float = _NEVER
    refusals: int = 0
    """In a row, without a word of how long."""
    users: int = 0
    page_place: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    """Of the places, the one that pages may take."""
    closed_to_pages_until: float = _NEVER

    def book(self, who: int, now: float, patience: float) -> float | None:
        """Wait in place: None. Else the time to come back at, which is nobody else's.

        Who comes back at its time goes before those who come for the first time.
        """
        mine = self.promised.get(who)
        if mine is not None and mine > now + self.pause:
            return mine
        start = max(now, self.booked_until)
        free_from = self.promised_until if mine is None else self.closed_until
        if free_from > now or start - now > patience:
            return self.promise(who, start)
        self.promised.pop(who, None)
        self.booked_until = start + self.pause
        return None

    def promise(self, who: int, earliest: float) -> float:
        """The first time that nobody has."""
        at = max(earliest, self.promised_until, self.closed_until)
        self.promised[who] = at
        self.promised_until = at + self.pause
        return at

    def close(self, until: float) -> None:
        """Nobody starts before."""
        self.closed_until = max(self.closed_until, until)
        self.promised_until = max(self.promised_until, until)

    def is_idle(self, now: float) -> bool:
        """Whether nothing would be lost without it."""
        remembered = self.closed_until + (LONGEST_REST.total_seconds() if self.refusals else 0)
        ends = (self.next_start, self.promised_until, remembered, self.closed_to_pages_until)
        return not self.users and max(ends) <= now


class Lanes:
    """One lane per host, kept while somebody needs it: used, promised, paused or closed."""

    def __init__(
        self,
        clock: Clock,
        pause: float,
        patience: float = PATIENCE,
        spread: Callable[[], float] = random.random,
    ) -> None:
        """`pause` and `patience` are in seconds; `spread` gives a number from 0 to 1."""
        self._clock = clock
        self._pause = pause
        self._patience = patience
        self._spread = spread
        self._lanes: dict[str, Lane] = {}
        self._many = FEW

    def __len__(self) -> int:
        return len(self._lanes)

    async def enter(self, host: str, who: int) -> Lane | datetime:
        """A place on the lane of `host`, to be given back by `leave`; or when to come back.

        Args:
            host: Its name.
            who: The feed's number, by which it is known when it comes back.
        """
        lane, now = self._lane(host), self._clock.monotonic()
        later = lane.book(who, now, self._patience)
        if later is not None:
            return self._moment(later)
        lane.users += 1
        is_my_turn = False
        try:
            is_my_turn = await self._wait(lane)
        finally:
            lane.users -= not is_my_turn
        return lane if is_my_turn else self._moment(lane.promise(who, self._clock.monotonic()))

    async def enter_with_page(self, host: str) -> Lane | None:
        """A place for a page, to be given back by `leave_with_page`; None when there is none soon.

        One page at a time, and only while no feed of the host waits: a feed that comes behind it
        waits one pause longer at most.
        """
        lane = self._lane(host)
        lane.users += 1
        is_my_turn = False
        try:
            async with asyncio.timeout(self._patience):
                is_my_turn = await self._page_may_start(lane)
        except TimeoutError:
            pass  # the feeds go on and on
        finally:
            lane.users -= not is_my_turn
        return lane if is_my_turn else None

    async def _page_may_start(self, lane: Lane) -> bool:
        is_open = False
        await lane.page_place.acquire()
        try:
            while (wait := lane.booked_until - self._clock.monotonic()) > 0:
                await self._clock.sleep(wait)
            now = self._clock.monotonic()
            if max(lane.closed_until, lane.closed_to_pages_until) <= now:
                lane.booked_until = now + lane.pause
                is_open = await self._wait(lane)
        finally:
            if not is_open:
                lane.page_place.release()
        return is_open

    def leave_with_page(self, lane: Lane) -> None:
        """Give the place of a page back; a slow page says nothing of the feeds' pace."""
        lane.page_place.release()
        lane.users -= 1
        lane.places.release()

    def close_to_pages(self, host: str, rest: timedelta) -> None:
        """Ask the host for no page for so long; its feeds are asked as before."""
        lane = self._lane(host)
        until = self._clock.monotonic() + rest.total_seconds()
        lane.closed_to_pages_until = max(lane.closed_to_pages_until, until)

    async def _wait(self, lane: Lane) -> bool:
        """For a place, then for the pause to be over; False when that takes too long."""
        if not await self._has_place(lane):
            return False
        is_open = False
        try:
            is_open = await self._may_start(lane)
        finally:
            if not is_open:
                lane.places.release()
        return is_open

    async def _may_start(self, lane: Lane) -> bool:
        while (wait := lane.next_start - self._clock.monotonic()) > 0:
            await self._clock.sleep(wait)
        now = self._clock.monotonic()
        if lane.closed_until > now:
            return False
        lane.next_start = now + self._pause
        return True

    async def _has_place(self, lane: Lane) -> bool:
        if not lane.places.locked():
            return await lane.places.acquire()  # at once
        try:
            async with asyncio.timeout(self._patience):
                return await lane.places.acquire()
        except TimeoutError:
            return False

    def leave(self, lane: Lane, took: float) -> None:
        """Give the place back, after `took` seconds."""
        lane.pause = max(self._pause, (lane.pause + took / AT_A_TIME) / 2)
        lane.users -= 1
        lane.places.release()

    def close(self, host: str, until: datetime) -> None:
        """Leave the host alone; those who come meanwhile are told when to come back."""
        wait = (until - self._clock.now()).total_seconds()
        self._lane(host).close(self._clock.monotonic() + wait)

    def refused(self, host: str, asked: timedelta | None) -> None:
        """The host has too much to do: it rests as long as it asks, or longer each time."""
        lane, now = self._lane(host), self._clock.monotonic()
        if not asked:
            if lane.closed_until > now:
                return  # the other request that was under way has said so already
            asked = FIRST_REST * 2 ** min(lane.refusals, DOUBLINGS)
            lane.refusals += 1
        rest = min(asked, LONGEST_REST).total_seconds()
        lane.close(now + rest * (1 + JITTER * self._spread()))

    def welcomed(self, host: str) -> None:
        """The host answers again."""
        lane = self._lanes.get(host)
        if lane:
            lane.refusals = 0

    def _moment(self, at: float) -> datetime:
        wait = max(at - self._clock.monotonic(), 0)
        return self._clock.now() + timedelta(seconds=wait)

    def _lane(self, host: str) -> Lane:
        lane = self._lanes.get(host)
        if lane is None:
            self._forget_idle()
            lane = self._lanes[host] = Lane(self._pause)
        return lane

    def _forget_idle(self) -> None:
        """Once there are twice as many lanes as were needed last time: cheap per request."""
        if len(self._lanes) < self._many:
            return
        now = self._clock.monotonic()
        self._lanes = {host: x for host, x in self._lanes.items() if not x.is_idle(now)}
        self._many = max(FEW, 2 * len(self._lanes))
