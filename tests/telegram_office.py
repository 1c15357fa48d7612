"""A deliverer at work with Vigie's own Telegram channel, against the stand-in."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from bot.channels.telegram.sender import TelegramChannel
from bot.demo.botapi import StandIn
from bot.demo.botapi.faults import Failing, Fault
from bot.demo.botapi.refusal import Refusal
from bot.model import Destination, OnUncertain
from bot.ports import Channel
from bot.store import outbox
from tests.fixed_clock import FixedClock
from tests.newsroom import Newsroom
from tests.post_office import PostOffice
from tests.samples import rule, watchlist
from tests.telegram_posts import channel_to

MOMENT = timedelta(milliseconds=1)
At = Callable[..., AbstractAsyncContextManager["TelegramOffice"]]
"""Opens an office that delivers to the places it is given."""


class TelegramOffice(PostOffice):
    """The whole way of a post, from its row in the outbox to the chat; time is the stand-in's."""

    def __init__(
        self,
        directory: Path,
        telegram: TelegramChannel,
        clock: FixedClock,
        places: Iterable[Destination],
        on_uncertain: OnUncertain = "hold",
    ) -> None:
        self.telegram = telegram
        self.places = tuple(places)
        super().__init__(directory, on_uncertain, clock)

    @classmethod
    @asynccontextmanager
    async def at(
        cls,
        directory: Path,
        standin: StandIn,
        clock: FixedClock,
        *places: Destination,
        on_uncertain: OnUncertain = "hold",
        **options: Any,
    ) -> AsyncIterator[Self]:
        """Delivering to these places; `options` are the channel's."""
        async with channel_to(standin, clock, **options) as telegram:
            office = cls(directory, telegram, clock, places, on_uncertain)
            await office.deliverer.recover()
            try:
                yield office
            finally:
                await office.deliverer.drain()
                office.database.close()

    @property
    def carrier(self) -> Channel:
        """Telegram."""
        return self.telegram

    def reopen(self, places: Iterable[Destination] | None = None) -> None:
        """Begin anew on the same file, as another process would."""
        with self.database.reading() as tx:
            self.telegram.marks.remember(outbox.latest_posts(tx))
        super().reopen(self.places if places is None else places)

    async def flow(self, seconds: float) -> None:
        """Deliver for so long at the pace that the dispatcher asks for."""
        until = self.clock.now() + timedelta(seconds=seconds)
        self.deliverer.wake()
        while self.clock.now() < until:
            wait = await self.deliverer.step()
            await self.deliverer.drain()
            left = until - self.clock.now()
            self.clock.advance(max(min(wait, left), MOMENT).total_seconds())


def delivering(
    newsroom: Newsroom, telegram: StandIn, directory: Path, *places: Destination
) -> AbstractAsyncContextManager[TelegramOffice]:
    """An office that delivers what the newsroom finds."""
    newsroom.watch(watchlist(rule(to=tuple(p.name for p in places)), destinations=places))
    return TelegramOffice.at(directory, telegram, newsroom.clock, *places)


def refused(code: int, words: str, times: int | None = 1) -> Fault:
    """The next posts are refused so."""
    return Fault(Failing.REFUSE, "sendMessage", times=times, refusal=Refusal(code, words))


def sends(standin: StandIn) -> list[str]:
    """The chats to which something was posted or was to be, in order."""
    return [str(call.given["chat_id"]) for call in standin.calls if call.method == "sendMessage"]


def posts(standin: StandIn, chat: int) -> list[dict[str, Any]]:
    """What stands in the chat, without what Telegram itself says there."""
    written = [each for each in standin.transcript(chat) if each.get("text")]
    return [each for each in written if each["text"] != "/start"]
