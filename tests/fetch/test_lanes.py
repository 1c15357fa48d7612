"""Manners towards a host."""

import asyncio

import pytest

from bot.fetch.lanes import Lanes
from tests.fixed_clock import NOON, FixedClock


class Starts:
    """Enters lanes and notes when, in seconds from noon."""

    def __init__(self, pause: float) -> None:
        self.clock = FixedClock()
        self.lanes = Lanes(self.clock, pause)
        self.at: list[float] = []
        self.go = asyncio.Event()

    async def enter(self, host: str) -> None:
        """Note the start, and stay until told to go."""
        async with self.lanes.enter(host):
            self.at.append((self.clock.now() - NOON).total_seconds())
            await self.go.wait()

    async def begin(self, *hosts: str) -> list[asyncio.Task[None]]:
        """Set out for each host, and let all do what they can."""
        tasks = [asyncio.create_task(self.enter(host)) for host in hosts]
        for _ in range(10):
            await asyncio.sleep(0)
        return tasks


async def test_two_at_a_time() -> None:
    """The third waits until one of the two leaves."""
    starts = Starts(pause=0)
    tasks = await starts.begin("a", "a", "a")
    assert len(starts.at) == 2
    starts.go.set()
    await asyncio.gather(*tasks)
    assert len(starts.at) == 3


async def test_pause_between_starts() -> None:
    """Each start waits for half a second after the one before, the first for nothing."""
    starts = Starts(pause=0.5)
    starts.go.set()
    await asyncio.gather(*await starts.begin("a", "a", "a", "a"))
    assert starts.at == [0, 0.5, 1, 1.5]


async def test_no_pause_when_time_has_passed() -> None:
    """Whoever comes later does not wait."""
    starts = Starts(pause=0.5)
    starts.go.set()
    await asyncio.gather(*await starts.begin("a"))
    starts.clock.advance(0.4)
    await asyncio.gather(*await starts.begin("a"))
    starts.clock.advance(60)
    await asyncio.gather(*await starts.begin("a"))
    assert starts.at == [0, 0.5, 60.5]


async def test_hosts_do_not_wait_for_each_other() -> None:
    """A lane is a host's own."""
    starts = Starts(pause=0.5)
    tasks = await starts.begin("a", "b", "c")
    assert starts.at == [0, 0, 0]
    starts.go.set()
    await asyncio.gather(*tasks)


async def test_place_is_given_back() -> None:
    """An error or a cancellation inside, or while waiting, frees the place."""
    starts = Starts(pause=0)
    inside = await starts.begin("a", "a")
    waiting = await starts.begin("a")
    for task in (*waiting, *inside):
        task.cancel()
    await asyncio.gather(*waiting, *inside, return_exceptions=True)
    with pytest.raises(ZeroDivisionError):
        async with starts.lanes.enter("a"):
            raise ZeroDivisionError
    starts.go.set()
    await asyncio.wait_for(asyncio.gather(*await starts.begin("a", "a")), 1)
    assert len(starts.at) == 4


@pytest.mark.parametrize("pause", [0, 0.5])
async def test_lanes_are_forgotten(pause: float) -> None:
    """A lane that nobody needs any more is not kept: memory does not grow with hosts seen."""
    starts = Starts(pause)
    starts.go.set()
    for number in range(1000):
        await starts.enter(f"host-{number}")
        await starts.enter("often")
        starts.clock.advance(0.1)
    assert len(starts.lanes) <= 64


async def test_lane_in_use_is_kept() -> None:
    """However many others come and go, the two places of a busy host stay taken."""
    starts = Starts(pause=0.5)
    tasks = await starts.begin("a", "a")
    starts.clock.advance(60)
    for number in range(100):
        async with starts.lanes.enter(f"host-{number}"):
            starts.clock.advance(1)
    tasks += await starts.begin("a")
    assert len(starts.at) == 2
    starts.go.set()
    await asyncio.gather(*tasks)
