"""The scheduler: a small typed face of APScheduler, and its only importer."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.ports import Clock


class Schedule:
    """Runs coroutines at fixed intervals on the running event loop.

    A job that is late runs once and not once per missed time, and never beside itself. Stopping
    starts nothing more and leaves alone what runs: whoever owns the work drains it.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        # The default grace of one second drops a late run without a word.
        defaults = {"misfire_grace_time": None, "max_instances": 1}
        self._scheduler = AsyncIOScheduler(timezone="UTC", job_defaults=defaults)
        self._scheduler.add_executor(_DrainedElsewhere())

    def every(self, seconds: float, job: Callable[[], Awaitable[None]], name: str) -> None:
        """Run `job` now and then every `seconds`."""
        trigger = _FromNow(seconds=seconds)
        # Left alone, the first run would come after the first interval.
        first = self._clock.now()
        self._scheduler.add_job(job, trigger, id=name, name=name, next_run_time=first)

    def start(self) -> None:
        """Begin; an event loop must be running."""
        self._scheduler.start()

    def stop(self) -> None:
        """Start no job any more."""
        self._scheduler.shutdown(wait=False)


class _FromNow(IntervalTrigger):  # type: ignore[misc]  # APScheduler ships no types
    """Counts from now: APScheduler's lists every missed run, millions after a clock was set."""

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:  # noqa: ARG002 - its signature
        next_run: datetime = now + self.interval
        return next_run


class _DrainedElsewhere(AsyncIOExecutor):  # type: ignore[misc]  # APScheduler ships no types
    """APScheduler's executor cancels running coroutines at shutdown; this one lets them end."""

    def shutdown(self, wait: bool = True) -> None:  # noqa: FBT001, FBT002, ARG002 - its signature
        self._pending_futures.clear()
