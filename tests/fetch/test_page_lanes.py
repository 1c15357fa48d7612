"""Pages have their turn between the feeds of a host, and never keep them waiting."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.fetch.lanes import Lane, Lanes
from tests.fixed_clock import NOON, FixedClock

PAUSE = 0.5


class SharedClock(FixedClock):
    """Moves to the earliest of several alarms once nobody else has anything to do."""

    def __init__(self) -> None:
        super().__init__()
        self.alarms: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Return when the hands have got there."""
        alarm = self.monotonic() + seconds
        self.alarms.append(alarm)
        try:
            while self.monotonic() < alarm:
                await settle()
                if alarm == min(self.alarms):
                    self.advance(alarm - self.monotonic())
        finally:
            self.alarms.remove(alarm)


class Host:
    """One host; who starts is noted, with the seconds from noon."""

    def __init__(self, patience: float = 20) -> None:
        self.clock = SharedClock()
        self.lanes = Lanes(self.clock, PAUSE, patience, spread=lambda: 0)
        self.starts: list[tuple[str, float]] = []
        self.go = asyncio.Event()

    @property
    def seconds(self) -> float:
        """Since noon."""
        return (self.clock.now() - NOON).total_seconds()

    async def page(self) -> bool:
        """Read a page until told to go; False when there is no place."""
        lane = await self.lanes.enter_with_page("a")
        if lane is None:
            return False
        self.starts.append(("page", self.seconds))
        try:
            await self.go.wait()
        finally:
            self.lanes.leave_with_page(lane)
        return True

    async def feed(self, who: int) -> bool:
        """Poll a feed until told to go; False when it is to come later."""
        lane = await self.lanes.enter("a", who)
        if isinstance(lane, datetime):
            return False
        self.starts.append(("feed", self.seconds))
        try:
            await self.go.wait()
        finally:
            self.lanes.leave(lane, took=0)
        return True


async def settle(turns: int = 10) -> None:
    """Let all do what they can."""
    for _ in range(turns):
        await asyncio.sleep(0)


async def test_one_page_at_a_time() -> None:
    """The second place is the feeds'."""
    host = Host()
    pages = [asyncio.create_task(host.page()) for _ in range(3)]
    await settle()
    assert [kind for kind, _ in host.starts] == ["page"]
    feed = asyncio.create_task(host.feed(1))
    await settle(100)
    assert [kind for kind, _ in host.starts] == ["page", "feed"]
    host.go.set()
    assert await asyncio.gather(*pages, feed) == [True] * 4


async def test_pauses_are_kept() -> None:
    """A page is a request like any other."""
    host = Host()
    host.go.set()
    assert await asyncio.gather(*[host.page() for _ in range(4)]) == [True] * 4
    assert [at for _, at in host.starts] == [0, 0.5, 1, 1.5]


async def test_feeds_go_first() -> None:
    """A page that has come before waits until no feed waits any more."""
    host = Host()
    host.go.set()
    feeds = [asyncio.create_task(host.feed(who)) for who in range(5)]
    await asyncio.sleep(0)
    page = asyncio.create_task(host.page())
    assert all(await asyncio.gather(*feeds, page))
    assert [kind for kind, _ in host.starts] == ["feed"] * 5 + ["page"]


async def test_a_feed_waits_one_pause_at_most() -> None:
    """However many pages there are."""
    host = Host()
    host.go.set()
    pages = [asyncio.create_task(host.page()) for _ in range(50)]
    await asyncio.sleep(0)
    for who in range(10):
        came = host.seconds
        assert await host.feed(who)
        assert host.starts[-1][0] == "feed"
        assert host.starts[-1][1] - came <= PAUSE + 0.001
        await settle()
    assert all(await asyncio.gather(*pages))


async def test_no_patience_without_end() -> None:
    """Who gets no place in time does without."""
    host = Host(patience=0.05)
    first = asyncio.create_task(host.page())
    await settle()
    assert not await host.page()
    host.go.set()
    assert await first
    assert await host.page()


async def test_a_host_that_rests() -> None:
    """What it asked of the feeds holds for pages too, and nobody waits for it."""
    host = Host()
    host.lanes.close("a", NOON + timedelta(minutes=1))
    assert not await host.page()
    host.clock.advance(61)
    host.go.set()
    assert await host.page()


async def test_a_host_that_wants_no_pages() -> None:
    """Its feeds are polled as before."""
    host = Host()
    host.go.set()
    host.lanes.close_to_pages("a", timedelta(hours=1))
    assert not await host.page()
    assert await host.feed(1)
    host.clock.advance(3601)
    assert await host.page()


async def test_cancelled() -> None:
    """Who does not wait any longer leaves the lane in order."""
    host = Host()
    reading = asyncio.create_task(host.page())
    waiting = asyncio.create_task(host.page())
    await settle()
    for task in (waiting, reading):
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    host.go.set()
    assert await host.page()
    assert _lane(host).users == 0
    assert not _lane(host).places.locked()


async def test_slow_pages_say_nothing_of_feeds() -> None:
    """The pace of the feeds is that of the feeds."""
    host = Host()
    reading = asyncio.create_task(host.page())
    await settle()
    host.clock.advance(100)
    host.go.set()
    assert await reading
    assert _lane(host).pause == PAUSE


async def test_rests_are_remembered() -> None:
    """A lane that is closed to pages is not forgotten; afterwards it is."""
    host = Host()
    host.lanes.close_to_pages("a", timedelta(hours=1))
    assert not _lane(host).is_idle(host.clock.monotonic())
    host.clock.advance(3601)
    assert _lane(host).is_idle(host.clock.monotonic())


def _lane(host: Host) -> Lane:
    return host.lanes._lanes["a"]
