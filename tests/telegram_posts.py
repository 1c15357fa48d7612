"""Deliveries, and a Telegram to send them to."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from bot.channels.telegram.sender import TelegramChannel
from bot.demo.botapi import StandIn
from bot.model import Delivery, DeliveryState, Destination, Message, Priority
from tests.fixed_clock import NOON, FixedClock
from tests.samples import message


def delivery(number: int = 1, post: Message | None = None, **changes: Any) -> Delivery:
    """A delivery to the destination `veille`, due at noon."""
    sample = Delivery(
        id=number,
        story_id=number,
        destination="veille",
        state=DeliveryState.PENDING,
        priority=Priority.NORMAL,
        message=post or message(f"Dépêche {number}"),
        due_at=NOON,
    )
    return replace(sample, **changes)


def place(chat: int | str, name: str = "veille") -> Destination:
    """A destination at that address."""
    return Destination(name, str(chat), lang="fr")


@dataclass
class Begun:
    """Hears that a request goes out, as the outbox does."""

    post: Delivery
    floors: list[int] = field(default_factory=list)

    async def __call__(self, floor: int) -> Delivery:
        """Note the floor."""
        self.floors.append(floor)
        return self.post


async def none_settled(chat_id: int, ids: range) -> Collection[int]:
    """Tables that know no post."""
    return ()


def channel_to(
    standin: StandIn, clock: FixedClock, token: str = "", **options: Any
) -> TelegramChannel:
    """Vigie's channel, pointed at the stand-in; to be used as a context manager."""
    options.setdefault("posts", ())
    return TelegramChannel(token or standin.token, clock, api_url=standin.url, **options)
