"""Manners towards a host: few requests at a time, and a pause between their beginnings."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from bot.ports import Clock

AT_A_TIME: Final = 2
FEW: Final = 64
"""Lanes that may lie about unused."""


@dataclass(slots=True)
class _Lane:
    free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_A_TIME))
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    next_start: float = float("-inf")
    users: int = 0


class Lanes:
    """One lane per host, kept while somebody is on it or waits, and until its pause is over."""

    def __init__(self, clock: Clock, pause: float) -> None:
        self._clock = clock
        self._pause = pause
        self._lanes: dict[str, _Lane] = {}
        self._many = FEW

    def __len__(self) -> int:
        return len(self._lanes)

    @asynccontextmanager
    async def enter(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn on the lane of `host` and keep a place while inside."""
        self._forget_idle()
        lane = self._lanes.setdefault(host, _Lane())
        lane.users += 1
        try:
            async with lane.free:
                await self._wait_for_turn(lane)
                yield
        finally:
            lane.users -= 1

    async def _wait_for_turn(self, lane: _Lane) -> None:
        async with lane.turn:
            wait = lane.next_start - self._clock.monotonic()
            if wait > 0:
                await self._clock.sleep(wait)
            lane.next_start = self._clock.monotonic() + self._pause

    def _forget_idle(self) -> None:
        """Once there are twice as many lanes as were needed last time: cheap per request."""
        if len(self._lanes) < self._many:
            return
        now = self._clock.monotonic()
        needed = {host: x for host, x in self._lanes.items() if x.users or x.next_start > now}
        self._lanes = needed
        self._many = max(FEW, 2 * len(needed))
