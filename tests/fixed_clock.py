"""A clock that stands still until a test moves it."""

import asyncio
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class FixedClock:
    """`bot.ports.Clock` without waiting: sleeping moves the hands and lets others run."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        """The time on the hands."""
        return self._now

    def monotonic(self) -> float:
        """The same, as seconds."""
        return self._now.timestamp()

    def advance(self, seconds: float) -> None:
        """Move the hands."""
        self._now += timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        """Move the hands by `seconds` at once."""
        self.advance(seconds)
        await asyncio.sleep(0.001)  # threads need real time: a busy machine must not age a minute
