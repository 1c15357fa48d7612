"""The part of Vigie that sends, as a process to be killed: outbox, lease, deliverer, channel."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.chaos.pace import FastClock, loop_of
from bot.channels.telegram.dispatcher import Dispatcher
from bot.channels.telegram.sender import TelegramChannel
from bot.channels.telegram.updates import Answer, Callback, Updates
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
        async with channel, asyncio.TaskGroup() as jobs:
            deliverer = Deliverer(
                database, channel, Dispatcher(), setting.clock, setting.on_uncertain
            )
            deliverer.use(setting.places)
            if listening:
                jobs.create_task(Updates(channel, setting.clock, _unheard).run(stop))
            jobs.create_task(deliverer.run(stop))


async def _unheard(_press: Callback) -> Answer:
    return Answer("")  # nobody presses anything here


def kill(pid: int) -> None:
    """As the kernel does when memory runs out: nothing is told, nothing is finished."""
    os.kill(pid, signal.SIGKILL)
