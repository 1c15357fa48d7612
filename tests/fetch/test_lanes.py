"""Manners towards a host."""

import asyncio
from datetime import datetime, timedelta
from itertools import count

import pytest

from bot.fetch.lanes import AT_A_TIME, FIRST_REST, Lanes
from tests.fixed_clock import NOON, FixedClock


class Hands(FixedClock):
    """Without threads there is nobody to wait for: sleeping takes no real time at all."""

    async def sleep(self, seconds: float) -> None:
        """Move the hands by `seconds` at once."""
        self.advance(seconds)
        await asyncio.sleep(0)


class Starts:
    """Enters lanes and notes when, in seconds from noon."""

    def __init__(self, pause: float, patience: float = 20) -> None:
        self.clock = Hands()
        self.lanes = Lanes(self.clock, pause, patience, spread=lambda: 0.5)
        self.at: list[float] = []
        self.later: dict[int, float] = {}
        """Who was told to come back, and when."""
        self.go = asyncio.Event()
        self.feeds = count(1)

    async def enter(self, host: str, who: int = 0) -> None:
        """Note the start, and stay until told to go; or note when to come back."""
        lane = await self.lanes.enter(host, who)
        if isinstance(lane, datetime):
            self.later[who] = (lane - NOON).total_seconds()
            return
        try:
            self.at.append((self.clock.now() - NOON).total_seconds())
            await self.go.wait()
        finally:
            self.lanes.leave(lane, took=0)

    async def begin(self, *hosts: str) -> list[asyncio.Task[None]]:
        """Set out for each host, and let all do what they can."""
        tasks = [asyncio.create_task(self.enter(host, next(self.feeds))) for host in hosts]
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
    """A cancellation inside, or while waiting, frees the place."""
    starts = Starts(pause=0)
    inside = await starts.begin("a", "a")
    waiting = await starts.begin("a")
    for task in (*waiting, *inside):
        task.cancel()
    await asyncio.gather(*waiting, *inside, return_exceptions=True)
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
        lane = await starts.lanes.enter(f"host-{number}", who=0)
        assert not isinstance(lane, datetime)
        starts.clock.advance(1)
        starts.lanes.leave(lane, took=1)
    tasks += await starts.begin("a")
    assert len(starts.at) == 2
    starts.go.set()
    await asyncio.gather(*tasks)


async def test_postponed_one_by_one() -> None:
    """Conformance 12: who would wait too long comes back later, each at a time of its own."""
    starts = Starts(pause=0.5, patience=2)
    tasks = await starts.begin(*["a"] * 10_000)
    times = list(starts.later.values())
    assert len(times) >= 9_994  # the others wait: for 2 s at most
    assert times == [times[0] + 0.5 * number for number in range(len(times))]
    starts.go.set()
    await asyncio.gather(*tasks)


async def test_promised_turn_is_kept() -> None:
    """Who comes back at its time goes before those who come for the first time."""
    starts = Starts(pause=0.5, patience=0)
    starts.go.set()
    await asyncio.gather(*await starts.begin("a", "a", "a"))
    assert starts.later == {2: 0.5, 3: 1}
    starts.clock.advance(0.5)
    await starts.enter("a", who=9)
    await starts.enter("a", who=2)
    assert starts.at == [0, 0.5]
    assert starts.later[9] == 1.5
    await starts.enter("a", who=9)
    assert starts.later[9] == 1.5  # asked again too early: the same answer


async def test_whole_crowd_gets_through() -> None:
    """A hundred feeds that come back as told are all served, none of them told twice."""
    starts = Starts(pause=0.5, patience=2)
    starts.go.set()
    await asyncio.gather(*await starts.begin(*["a"] * 100))
    told = dict(starts.later)
    for who, at in told.items():
        starts.clock.advance(max(0, at - (starts.clock.now() - NOON).total_seconds()))
        await starts.enter("a", who)
    assert starts.later == told
    assert starts.at == [0.5 * number for number in range(100)]


async def test_slow_host_is_not_crowded() -> None:
    """Where requests take long, turns lie further apart: two at a time is all that it gets."""
    starts = Starts(pause=0.5, patience=0)
    for _ in range(8):
        lane = await starts.lanes.enter("a", who=0)
        assert not isinstance(lane, datetime)
        starts.clock.advance(10)
        starts.lanes.leave(lane, took=10)
    tasks = await starts.begin("a", "a", "a")
    first, second = list(starts.later.values())
    assert 4.5 < second - first < 10 / AT_A_TIME
    starts.go.set()
    await asyncio.gather(*tasks)


async def test_patience_with_a_host_that_hangs() -> None:
    """Nobody waits for a place for ever, whatever was expected."""
    starts = Starts(pause=0, patience=0.05)
    tasks = await starts.begin("a", "a", "a")
    await tasks[2]
    assert list(starts.later) == [3]
    starts.go.set()
    await asyncio.gather(*tasks)


async def test_busy_host_rests() -> None:
    """Conformance 9: as long as it asks, with jitter; each feed has a time of its own after."""
    starts = Starts(pause=0.5)
    starts.lanes.refused("a", timedelta(seconds=100))
    await starts.begin("a", "a", "b")
    assert starts.later == {1: 105, 2: 105.5}
    starts.clock.advance(105)
    starts.go.set()
    await starts.enter("a", who=1)
    assert starts.at == [0, 105]


async def test_rest_doubles() -> None:
    """Conformance 9: a minute, two, four; hours at most; from the start once it has answered."""
    starts = Starts(pause=0.5)
    rests = []
    for turn in range(14):
        if turn == 12:
            starts.lanes.welcomed("a")
        starts.lanes.refused("a", None)
        starts.lanes.refused("a", None)  # the other request that was under way
        before = starts.clock.now()
        until = await starts.lanes.enter("a", who=0)
        assert isinstance(until, datetime)
        rests.append((until - before) / FIRST_REST / 1.05)
        starts.clock.advance((until - before).total_seconds())
    assert rests == pytest.approx([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 512, 512, 1, 2], rel=0.01)


async def test_closing_sends_waiters_away() -> None:
    """Who waits in place when the host asks for rest does not ask any more."""
    starts = Starts(pause=0)
    tasks = await starts.begin("a", "a", "a", "a")
    starts.lanes.close("a", NOON + timedelta(minutes=5))
    starts.go.set()
    await asyncio.gather(*tasks)
    assert starts.at == [0, 0]
    assert starts.later == {3: 300, 4: 300}


async def test_longest_rest() -> None:
    """A host that asks for a year gets a day."""
    starts = Starts(pause=0.5)
    starts.lanes.refused("a", timedelta(days=365))
    await starts.begin("a")
    assert starts.later[1] <= 1.1 * 24 * 3600


async def test_busy_hosts_are_forgotten_in_the_end() -> None:
    """How often a host refused is remembered for a day."""
    starts = Starts(pause=0.5)
    for number in range(200):
        starts.lanes.refused(f"busy-{number}", None)
    assert len(starts.lanes) == 200
    starts.clock.advance(2 * 24 * 3600)
    starts.go.set()
    for number in range(400):
        await starts.enter(f"host-{number}")
        starts.clock.advance(1)
    assert len(starts.lanes) <= 128
