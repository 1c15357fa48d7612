"""Time that runs faster, for a whole process: its clock, its sleeps and its timeouts alike.

45 seconds before a look, 35 seconds of patience for an answer, 8 seconds of hold: what has to fit
together keeps its proportions, and a thousand kills take minutes. Only what the processor does
takes as long as ever.
"""

import asyncio
import selectors
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class FastClock:
    """`bot.ports.Clock` that has run `speed` times faster since `origin`, in every process."""

    speed: float
    origin: float
    """Seconds since 1970."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        start = datetime.fromtimestamp(self.origin, UTC)
        return start + timedelta(seconds=(time.time() - self.origin) * self.speed)

    def monotonic(self) -> float:
        """Seconds since an arbitrary moment; never runs backwards."""
        return time.monotonic() * self.speed

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds` on a loop of the same speed."""
        await asyncio.sleep(seconds)


class _Selector(selectors.DefaultSelector):
    """Waits a fraction of what it is asked to."""

    def __init__(self, speed: float) -> None:
        super().__init__()
        self._speed = speed

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """As `selectors.BaseSelector.select`."""
        return super().select(timeout / self._speed if timeout else timeout)


class FastLoop(asyncio.SelectorEventLoop):
    """An event loop whose seconds are shorter."""

    def __init__(self, speed: float) -> None:
        super().__init__(_Selector(speed))
        self._speed = speed

    def time(self) -> float:
        """Seconds of this loop."""
        return super().time() * self._speed


def loop_of(clock: FastClock) -> Callable[[], asyncio.AbstractEventLoop]:
    """A factory, for `asyncio.Runner`."""
    return lambda: FastLoop(clock.speed)
