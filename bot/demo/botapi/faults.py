"""Things that go wrong on purpose: the n-th call of a method fails in a chosen way."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.demo.botapi.refusal import Refusal


class Failing(StrEnum):
    """How a call fails."""

    REFUSE = "refuse"  # answers an error instead of handling
    DROP = "drop"  # closes the connection before handling
    HANDLE_THEN_DROP = "handle-then-drop"  # does it, then closes the connection
    HANDLE_THEN_HANG = "handle-then-hang"  # does it, and never answers
    BAD_GATEWAY = "bad-gateway"  # 502 with a page of HTML, not handled
    HANDLE_THEN_BAD_GATEWAY = "handle-then-bad-gateway"
    SLOW = "slow"  # waits, then handles


@dataclass(frozen=True, slots=True)
class Fault:
    """One planned failure, for calls that fit `method` and `chat_id` (None fits all)."""

    failing: Failing
    method: str | None = None
    chat_id: int | str | None = None
    """As the bot gives it: a number or a name with ``@``."""
    after: int = 0
    """Calls that fit and are let through first."""
    times: int | None = 1
    """How often it strikes; None for always."""
    refusal: Refusal = field(default_factory=lambda: Refusal(500, "Internal Server Error: restart"))
    seconds: float = 0.0
    """How slow `SLOW` is."""


class Faults:
    """The planned failures, with what is left of each."""

    def __init__(self) -> None:
        self._planned: list[tuple[Fault, list[int]]] = []

    def plan(self, fault: Fault) -> None:
        """Add a failure; the first planned one that fits a call strikes."""
        self._planned.append((fault, [0]))

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._planned.clear()

    def strike(self, method: str, chat_id: str) -> Fault | None:
        """The failure of this call, if any; each call counts once for every plan it fits."""
        struck: Fault | None = None
        for fault, seen in self._planned:
            if fault.method not in (None, method) or not _fits(fault, chat_id):
                continue
            seen[0] += 1
            number = seen[0] - fault.after
            if struck is None and number > 0 and (fault.times is None or number <= fault.times):
                struck = fault
        return struck


def _fits(fault: Fault, chat_id: str) -> bool:
    return fault.chat_id is None or str(fault.chat_id) == chat_id
