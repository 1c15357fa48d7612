"""One call of a method: who asks, and for what. Reads parameters as leniently as the server."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.demo.botapi.chats import Chat
from bot.demo.botapi.signatures import decoded
from bot.demo.botapi.world import Account, World


@dataclass(frozen=True, slots=True)
class Call:
    """A method called by a bot."""

    world: World
    account: Account
    method: str
    given: Mapping[str, Any]

    def text(self, name: str) -> str:
        """A string; empty when it is missing."""
        value = self.given.get(name, "")
        return value if isinstance(value, str) else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; `default` when it is missing, 0 when it is none."""
        value = self.text(name).strip()
        if not value:
            return default
        try:
            return int(value[:20])
        except ValueError:
            return 0

    def flag(self, name: str) -> bool:
        """Whether a switch is on."""
        return self.text(name).lower() in ("true", "yes", "1")

    def json(self, name: str) -> Any:
        """A JSON value, or None when it is missing or cannot be read."""
        return decoded(self.given[name]) if name in self.given else None

    def object(self, name: str) -> dict[str, Any]:
        """A JSON object; empty when it is anything else."""
        value = self.json(name)
        return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class Action:
    """What a call comes to, once every check has passed: done after any flood wait."""

    do: Callable[[], Any]
    counts_in: Chat | None = None
    """The chat whose flood limits the action uses up."""
    messages: int = 1
    """How many messages it counts for."""
