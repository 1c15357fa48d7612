"""The part of Vigie that sends, as a process to be killed: outbox, lease, deliverer, channel."""

import asyncio
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from telegram.constants import UpdateType
from telegram.error import TelegramError

from benchmarks.chaos.pace import FastClock, loop_of
from bot.channels.telegram.client import POLL_TIMEOUT
from bot.channels.telegram.dispatcher import Dispatcher
from bot.channels.telegram.sender import TelegramChannel
from bot.log import configure
from bot.model import Destination, OnUncertain
from bot.pipeline.deliver import Deliverer
from bot.store import outbox
from bot.store.database import Database
from bot.store.lock import sole_instance


@dataclass(frozen=True, slots=True)
class Setting:
    """How one Vigie is set up, and where its Telegram is."""

    file: Path
    """Its database."""
    url: str
    token: str
    chats: Mapping[str, int]
    operations: str | None
    on_uncertain: OnUncertain
    clock: FastClock

    @property
    def places(self) -> dict[str, Destination]:
        """Where it posts, by name."""
        return {name: Destination(name, str(chat)) for name, chat in self.chats.items()}


def send(setting: Setting, log: Path, *, listening: bool) -> None:
    """Send what the outbox owes until SIGTERM; what a process begins with.

    Args:
        setting: Which Vigie it is.
        log: Where its log goes on.
        listening: Whether it hears of what others post, as a bot that polls for updates does.
    """
    with log.open("a", encoding="utf-8") as stream:
        sys.stderr = stream  # what nobody foresaw belongs there too
        configure("INFO", "json", stream=stream)
        with asyncio.Runner(loop_factory=loop_of(setting.clock)) as runner:
            runner.run(_send(setting, listening=listening))


async def _send(setting: Setting, *, listening: bool) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    url = f"sqlite:///{setting.file}"
    with Database(url) as database, sole_instance(database.file):
        posts = await database.read(outbox.latest_posts)
        channel = TelegramChannel(
            setting.token, setting.clock, posts, setting.url, setting.operations
        )
        deliverer = Deliverer(database, channel, Dispatcher(), setting.clock, setting.on_uncertain)
        deliverer.use(setting.places)
        async with channel:
            ear = asyncio.create_task(_hear(channel)) if listening else None
            await deliverer.run(stop)
            if ear:
                ear.cancel()
                await asyncio.wait({ear})


async def _hear(channel: TelegramChannel) -> None:
    """Learn how far the ids go from what others post, as the polling of updates does."""
    offset = 0
    while True:
        with suppress(TelegramError):
            for update in await channel.bot.get_updates(
                offset=offset, timeout=POLL_TIMEOUT, allowed_updates=[UpdateType.CHANNEL_POST]
            ):
                offset = update.update_id + 1
                if post := update.channel_post:
                    channel.marks.saw(post.chat.id, post.message_id)
