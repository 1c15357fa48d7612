"""Two ways to count what happens over time. Pure: the time comes in as an argument."""

from collections import deque
from datetime import UTC, datetime, timedelta
from typing import Final

LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


class Window:
    """At most so many events within any stretch of `span`."""

    def __init__(self, span: timedelta) -> None:
        self._span = span
        self._events: deque[datetime] = deque()

    def free_at(self, limit: int) -> datetime:
        """When one more event fits beside the `limit - 1` most recent ones."""
        if len(self._events) < limit:
            return LONG_AGO
        return self._events[-limit] + self._span

    def add(self, now: datetime) -> None:
        """Count an event; forget those that no longer matter."""
        while self._events and self._events[0] + self._span <= now:
            self._events.popleft()
        self._events.append(now)

    def postpone_last(self, now: datetime) -> None:
        """Let the most recent event count from `now` instead."""
        if self._events:
            self._events.append(max(self._events.pop(), now))


class Bucket:
    """At most `burst` events at once, and one more every `interval`.

    The generic cell rate algorithm (ITU-T I.371): one moment is all it remembers.
    """

    def __init__(self, interval: timedelta, burst: int) -> None:
        self._interval = interval
        self._slack = interval * (burst - 1)
        self._full_at = LONG_AGO

    def free_at(self) -> datetime:
        """When the next event fits."""
        return LONG_AGO if self._full_at == LONG_AGO else self._full_at - self._slack

    def add(self, now: datetime) -> None:
        """Count an event."""
        self._full_at = max(self._full_at, now) + self._interval
