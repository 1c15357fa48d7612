"""What comes back from the messenger: who did what, and where."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.i18n import Lang, Text


@dataclass(frozen=True, slots=True)
class Place:
    """The chat where something happened."""

    id: int
    name: str = ""
    """With its ``@``; empty for a chat without a public name."""
    title: str = ""
    """Of a private chat, the person's first name."""
    is_private: bool = False

    @property
    def address(self) -> str:
        """As a person would write it."""
        return self.name or str(self.id)

    def is_at(self, address: str) -> bool:
        """Whether this is the chat at `address` (``@name``, or a number as text)."""
        return address.lower() in {str(self.id), self.address.lower()}


@dataclass(frozen=True, slots=True)
class Person:
    """Who did it."""

    id: int
    lang: Lang = "en"
    """What Telegram speaks to them, where Vigie speaks it too."""


@dataclass(frozen=True, slots=True)
class Callback:
    """Somebody pressed a button under a post."""

    data: str
    """Of the button: anybody can forge it."""
    place: Place
    message_id: int
    person: Person
    """Anybody who can see the post."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person who pressed gets to see."""

    text: str
    """Up to 200 characters; empty for nothing."""
    alert: bool = True
    """In a box to be closed, rather than for a moment at the top."""


@dataclass(frozen=True, slots=True)
class Membership:
    """How the bot stands in a chat has changed: somebody added, promoted, blocked or removed it."""

    place: Place
    person: Person
    obstacle: Text | None
    """Why it cannot post there; None when it can."""
    is_in: bool
    """Whether it is in the chat at all."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A group has become a supergroup."""

    place: Place
    to: int
    """The id that it has from now on."""


@dataclass(frozen=True, slots=True)
class Said:
    """A person has written to the bot, in their private chat."""

    place: Place
    person: Person
    text: str
    """Empty for a picture and the like."""


Event = Membership | Moved | Said


@dataclass(frozen=True, slots=True)
class Reply:
    """What is written to a person in their private chat, once, at a modest pace."""

    chat_id: int
    text: str
    is_held: bool = False
    """Whether it waits for them to press Start, if they have not: a bot cannot write first."""


async def _nothing(_event: Event) -> tuple[Reply, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Who is asked what to do about what comes back."""

    on_press: Callable[[Callback], Awaitable[Answer]]
    on_event: Callable[[Event], Awaitable[tuple[Reply, ...]]] = _nothing
    """May be told the same event twice, after a crash. What it raises as a `StoreError` lets the
    event come again."""
