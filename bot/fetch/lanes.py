"""Manners towards a host: few requests at a time, and a pause between their beginnings."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.ports import Clock

AT_A_TIME = 2


@dataclass(slots=True)
class _Lane:
    free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_A_TIME))
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    last_start: float = float("-inf")
    users: int = 0


class Lanes:
    """One lane per host, kept as long as somebody is on it or waits."""

    def __init__(self, clock: Clock, pause: float) -> None:
        self._clock = clock
        self._pause = pause
        self._lanes: dict[str, _Lane] = {}

    @asynccontextmanager
    async def enter(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn on the lane of `host` and keep a place while inside."""
        lane = self._lanes.setdefault(host, _Lane())
        lane.users += 1
        try:
            async with lane.free:
                await self._wait_for_turn(lane)
                yield
        finally:
            lane.users -= 1
            if lane.users == 0 and self._pause <= 0:
                self._lanes.pop(host, None)

    async def _wait_for_turn(self, lane: _Lane) -> None:
        async with lane.turn:
            wait = lane.last_start + self._pause - self._clock.monotonic()
            if wait > 0:
                await self._clock.sleep(wait)
            lane.last_start = self._clock.monotonic()
