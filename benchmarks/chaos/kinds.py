"""The chats that posts go to, and the two ways in which an operator may have set up Vigie."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.demo.botapi.standin import POSTING, StandIn
from bot.i18n import Text
from bot.model import OnUncertain

EACH: Final = 4
"""Chats of a kind."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of chat."""

    name: Text
    make: Callable[[StandIn, int], int]
    """Makes the chat of that number; gives its id."""
    can_be_read: bool = True
    """Whether a look can tell if a post arrived when there is an operations chat."""
    can_be_read_alone: bool = True
    """The same without one."""


def _protected(standin: StandIn, number: int) -> int:
    chat = standin.add_channel(f"Protected {number}")
    standin.protect(chat)
    return chat


def _private(standin: StandIn, number: int) -> int:
    return standin.start(standin.add_user(f"Person {number}"))


KINDS: Final[Mapping[str, Kind]] = {
    "channel": Kind(
        Text(en="channel", fr="canal"),
        lambda standin, number: standin.add_channel(f"Channel {number}"),
    ),
    "editing": Kind(
        Text(en="channel, may edit others' posts", fr="canal, peut modifier ceux des autres"),
        lambda standin, number: standin.add_channel(
            f"Editing {number}", rights=POSTING | {"can_edit_messages"}
        ),
        can_be_read_alone=False,
    ),
    "supergroup": Kind(
        Text(en="supergroup", fr="supergroupe"),
        lambda standin, number: standin.add_supergroup(f"Group {number}"),
    ),
    "protected": Kind(Text(en="protected channel", fr="canal protégé"), _protected),
    "private": Kind(
        Text(en="private chat", fr="conversation privée"),
        _private,
        can_be_read=False,
        can_be_read_alone=False,
    ),
}


@dataclass(frozen=True, slots=True)
class Crew:
    """A Vigie as an operator has set it up."""

    name: Text
    operations: bool
    """Whether it has an operations chat."""
    on_uncertain: OnUncertain

    def can_tell(self, kind: Kind) -> bool:
        """Whether a look in a chat of that kind can tell if a post arrived."""
        return kind.can_be_read if self.operations else kind.can_be_read_alone

    def most_copies(self, kind: Kind) -> int:
        """Of a post, in the worst case: one is sent again, once, where nothing can tell."""
        return 2 if self.on_uncertain == "resend" and not self.can_tell(kind) else 1


CREWS: Final[Mapping[str, Crew]] = {
    "with": Crew(
        Text(en="operations chat, resend", fr="salon des opérateurs, renvoyer"),
        operations=True,
        on_uncertain="resend",
    ),
    "without": Crew(
        Text(en="no operations chat, hold", fr="sans salon des opérateurs, retenir"),
        operations=False,
        on_uncertain="hold",
    ),
}
