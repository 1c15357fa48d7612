"""The scheduler: late runs are not lost, none overlap, and stopping interrupts nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SystemClock
from bot.ports import Clock
from bot.schedule import Schedule
from tests.fixed_clock import FixedClock

EVERY = 0.02
"""Seconds."""


class Job:
    """Counts its runs and waits behind a door that is open by default."""

    def __init__(self) -> None:
        self.begun = 0
        self.ended = 0
        self.most = 0
        self.door = asyncio.Event()
        self.door.set()

    async def run(self) -> None:
        """Run once."""
        self.begun += 1
        self.most = max(self.most, self.begun - self.ended)
        await self.door.wait()
        self.ended += 1

    async def until(self, runs: int) -> None:
        """Return when it has begun so often."""
        async with asyncio.timeout(5):
            while self.begun < runs:  # noqa: ASYNC110 - a test looks from outside
                await asyncio.sleep(0.001)


@contextmanager
def running(
    job: Callable[[], Awaitable[None]], seconds: float = EVERY, clock: Clock | None = None
) -> Iterator[None]:
    """The job at work on a schedule of its own."""
    schedule = Schedule(clock or SystemClock())
    schedule.every(seconds, job, "job")
    schedule.start()
    yield
    schedule.stop()


async def test_a_job_runs_again_and_again() -> None:
    """Each interval, and no more often than that."""
    job = Job()
    loop = asyncio.get_running_loop()
    with running(job.run):
        began = loop.time()
        await job.until(5)
    assert loop.time() - began >= 4 * EVERY


async def test_the_first_run_comes_at_once() -> None:
    """Nobody waits a whole interval for the first poll after a start."""
    job = Job()
    with running(job.run, seconds=3600):
        await job.until(1)


@pytest.mark.parametrize("late", [timedelta(minutes=10), timedelta(days=20_000)], ids=str)
@pytest.mark.parametrize("seconds", [1, 60, 3600])
async def test_late_runs_are_not_dropped(seconds: float, late: timedelta) -> None:
    """Late because the machine slept, or woke up in 1970, a job runs once and at once."""
    job = Job()
    with running(job.run, seconds, FixedClock(datetime.now(UTC) - late)):
        await job.until(1)
        await asyncio.sleep(3 * EVERY)
    assert job.begun == 1


async def test_a_job_never_overlaps_itself() -> None:
    """The next run is skipped while one is still at work, and comes after it."""
    job = Job()
    job.door.clear()
    with running(job.run):
        await job.until(1)
        await asyncio.sleep(5 * EVERY)
        assert job.begun == 1
        job.door.set()
        await job.until(3)
    assert job.most == 1


async def test_a_job_that_fails_runs_again() -> None:
    """An exception ends one run and not the job."""
    runs = asyncio.Semaphore(0)

    async def fails() -> None:
        runs.release()
        raise RuntimeError

    with running(fails):
        async with asyncio.timeout(5):
            for _ in range(3):
                await runs.acquire()


async def test_stopping_leaves_a_running_job_alone_and_starts_none() -> None:
    """APScheduler would cancel it in the middle; its owner lets it end."""
    job = Job()
    job.door.clear()
    with running(job.run):
        await job.until(1)
    await asyncio.sleep(3 * EVERY)
    job.door.set()
    await asyncio.sleep(3 * EVERY)
    assert (job.begun, job.ended) == (1, 1)
