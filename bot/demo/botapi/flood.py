"""Telegram's flood limits, as sliding windows over the times of past messages."""

import math
from bisect import insort
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from bot.demo.botapi.chats import Chat
from bot.demo.botapi.refusal import too_many_requests

LONGEST_HOLD: Final = 8.0
"""Seconds: a shorter wait holds the request and then delivers; a longer one answers 429."""


@dataclass(frozen=True, slots=True)
class Window:
    """At most `count` messages in any `seconds`."""

    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What Telegram allows; figures from its FAQ for bots, which calls them approximate."""

    bot: Window = Window(30, 1)
    chat: Window = Window(3, 3)
    channel: Window = Window(20, 60)
    """Also groups."""


class Flood:
    """Counts messages; without limits, which is the default, it lets everything pass."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits
        self._past: defaultdict[tuple[str, int], list[float]] = defaultdict(list)

    def admit(self, bot_id: int, chat: Chat, now: float, count: int = 1) -> float:
        """Seconds to hold messages back, which are then counted at their later time.

        Raises:
            Refusal: The wait would be too long; nothing is counted.
        """
        if self.limits is None:
            return 0.0
        windows = self._windows(self.limits, bot_id, chat)
        at = max([now, *(_free(self._past[key], window, count) for key, window in windows)])
        if at - now > LONGEST_HOLD:
            raise too_many_requests(math.ceil(at - now))
        for key, window in windows:
            for _ in range(count):
                insort(self._past[key], at)
            del self._past[key][: -window.count]
        return at - now

    def _windows(
        self, limits: Limits, bot_id: int, chat: Chat
    ) -> list[tuple[tuple[str, int], Window]]:
        windows = [(("bot", bot_id), limits.bot), (("chat", chat.id), limits.chat)]
        if chat.type != "private":
            windows.append((("channel", chat.id), limits.channel))
        return windows


def _free(past: list[float], window: Window, count: int) -> float:
    """When `count` messages fit: when enough of the old ones have left the window.

    An album of more than a window holds has to wait for an empty one.
    """
    room = window.count - min(count, window.count) + 1
    return past[-room] + window.seconds if len(past) >= room else 0.0
