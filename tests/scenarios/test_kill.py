"""Killed at any moment: nothing is lost, and nothing arrives twice."""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from random import Random

import pytest

from bot.demo.botapi import Failing, Fault
from bot.model import DeliveryState
from bot.store import outbox
from bot.store.database import Database
from bot.store.schema import migrate
from tests.feed_server import Item, rss
from tests.house_of import House
from tests.samples import own_words

CHANNELS = 25
ITEMS = 300
KILLS = 50
PATIENCE = 240.0
"""Seconds for the last run: uncertain posts are looked for after 45."""


SLUGS = ("un", "deux", "trois")


def _watch(house: House, channels: dict[str, int]) -> None:
    """A rule per channel, each for its own word, on three feeds."""
    document = {
        "sources": [{"name": slug, "url": house.feeds.at(slug), "lang": "fr"} for slug in SLUGS],
        "channels": {name: {"telegram": str(chat)} for name, chat in channels.items()},
        "rules": [{"name": name, "match": name, "to": [name]} for name in channels],
    }
    house.watchlist.write_text(json.dumps(document), "utf-8")


def _publish(house: House, count: int) -> None:
    """The first `count` items, dealt out to the feeds."""
    items = [
        Item(
            f"Dépêche {own_words(f'titre {number}', 5)}",
            f"Un fait divers pour veille{number % CHANNELS:02}x. {own_words(str(number))}",
        )
        for number in range(count)
    ]
    for index, slug in enumerate(SLUGS):
        house.feeds.documents[slug] = rss(items[index::3])


async def _run(house: House, chat: int) -> asyncio.subprocess.Process:
    environment = house.environment(
        VIGIE_OPERATIONS_CHAT=str(chat), VIGIE_ON_UNCERTAIN="resend", VIGIE_LOG_FORMAT="json"
    )
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        env=os.environ | environment,
        stderr=asyncio.subprocess.DEVNULL,
    )


def _sends(house: House) -> int:
    return sum(call.method == "sendMessage" for call in house.standin.calls)


async def _sending(house: House) -> None:
    """Return when the process that was just started begins to send."""
    before = _sends(house)
    async with asyncio.timeout(30):
        while _sends(house) == before:  # noqa: ASYNC110 - nothing to wait on: it is another process
            await asyncio.sleep(0.02)


def _counts(house: House) -> dict[DeliveryState, int]:
    with (
        Database(f"sqlite:///{house.directory}/data/vigie.db") as database,
        database.reading() as tx,
    ):
        return outbox.count(tx)


def _left(house: House) -> int:
    """Items that are not settled yet."""
    counts = _counts(house)
    return ITEMS - counts.get(DeliveryState.SENT, 0) - counts.get(DeliveryState.HELD, 0)


@pytest.mark.slow
async def test_fifty_random_kills_lose_nothing(house: House) -> None:
    """300 matching items, 50 SIGKILLs at random moments: every item is posted, none twice."""
    random = Random(20261122)
    operations = house.standin.add_supergroup("Operations")
    channels = {
        f"veille{number:02}x": house.standin.add_channel(f"Veille {number}")
        for number in range(CHANNELS)
    }
    _watch(house, channels)
    (house.directory / "data").mkdir()
    with Database(f"sqlite:///{house.directory}/data/vigie.db") as database:
        migrate(database)
    slow = Fault(Failing.SLOW, method="sendMessage", times=100_000, seconds=0.4)
    house.standin.plan(slow)  # so that many kills hit a send in the middle
    interrupted = 0
    for kill in range(1, KILLS + 1):
        _publish(house, ITEMS * kill // KILLS)
        process = await _run(house, operations)
        if kill % 5:  # every fifth is killed while it starts, polls or looks
            await _sending(house)
        await asyncio.sleep(random.uniform(0.0, 1.5))
        process.send_signal(signal.SIGKILL)
        await process.wait()
        interrupted += _counts(house).get(DeliveryState.SENDING, 0)
        house.make_due()
    process = await _run(house, operations)
    async with asyncio.timeout(PATIENCE):
        while _left(house):  # noqa: ASYNC110 - as above
            await asyncio.sleep(1)
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
    posts = [text for chat in channels.values() for text in house.standin.texts(chat)]
    titles = Counter(text.splitlines()[0] for text in posts)
    twice = {title: times for title, times in titles.items() if times > 1}
    print(  # noqa: T201 - the figures are what this is run for
        f"{KILLS} kills, {interrupted} posts cut off in the middle of their send; {ITEMS} items: "
        f"{ITEMS - len(titles)} lost, {len(twice)} twice"
    )
    assert interrupted > KILLS / 4, "too few kills hit a send to show anything"
    assert len(titles) == ITEMS
    assert not twice
