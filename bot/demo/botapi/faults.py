"""Things that go wrong on purpose: the n-th call of a method fails in a chosen way."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.demo.botapi.call import Call
from bot.demo.botapi.happenings import block, migrate, owner_of
from bot.demo.botapi.people import Member
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
    KICK = "kick"  # the bot is thrown out of the chat, then handles
    BLOCK = "block"  # the person of the private chat blocks the bot, then handles
    MIGRATE = "migrate"  # the group becomes a supergroup, then handles


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


def upset(call: Call, failing: Failing) -> None:
    """Let something happen to the chat of a call just before it is handled.

    Nothing happens to a chat of another kind, or to none.
    """
    named = call.text("chat_id").removeprefix("@")
    chat = call.world.chat_of(call.account, call.integer("chat_id")) or call.world.named(named)
    bot = call.account.user
    if chat is None:
        return
    if failing is Failing.KICK and chat.type != "private":
        call.world.set_member(chat, bot, Member("kicked"), owner_of(call.world, chat))
    elif failing is Failing.BLOCK and chat.type == "private":
        block(call.world, chat, bot, on=True)
    elif failing is Failing.MIGRATE and chat.type == "group" and not chat.migrated_to:
        migrate(call.world, chat, owner_of(call.world, chat))
