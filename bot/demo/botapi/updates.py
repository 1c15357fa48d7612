"""What waits for a bot to fetch it."""

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

NOT_BY_DEFAULT: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that come only to who asks for them."""
_MOST: Final = 10_000
"""Kept for a bot that never asks; the oldest go first."""


@dataclass(slots=True)
class Webhook:
    """Where the updates of a bot are posted to, and how that has gone."""

    url: str
    secret: str = ""
    most_at_once: int = 40
    failed: int = 0
    """When it last did, in seconds since 1970; 0 for never."""
    failure: str = ""


class UpdateQueue:
    """Updates in order, until the bot confirms them by asking for a later one."""

    def __init__(self) -> None:
        self._waiting: deque[dict[str, Any]] = deque(maxlen=_MOST)
        self._last_id = 100_000
        self.allowed: frozenset[str] | None = None
        """Kinds that the bot has asked for; None for the usual ones. The wish is remembered."""

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, kind: str, body: dict[str, Any]) -> None:
        """Queue an update, unless the bot does not want that kind."""
        wanted = kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed
        if wanted:
            self._last_id += 1
            self._waiting.append({"update_id": self._last_id, kind: body})

    def want(self, kinds: Collection[str]) -> None:
        """Remember which kinds the bot asks for; none at all means the usual ones."""
        self.allowed = frozenset(kinds) or None

    def confirm(self, offset: int) -> None:
        """Forget updates before `offset`; a negative one keeps only that many of the last."""
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
            return
        while self._waiting and self._waiting[0]["update_id"] < offset:
            self._waiting.popleft()

    def first(self, limit: int) -> list[dict[str, Any]]:
        """The oldest updates, `limit` at most; they stay until confirmed."""
        return [self._waiting[index] for index in range(min(limit, len(self._waiting)))]

    def clear(self) -> None:
        """Forget everything."""
        self._waiting.clear()
