"""A whole Vigie that listens to the stand-in, for tests that play the people."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.app import App, Listeners
from bot.clock import SystemClock
from bot.commands import desk
from bot.demo.botapi.chats import Json
from bot.demo.botapi.people import User
from bot.demo.botapi.world import Query
from bot.opening import open_app
from bot.settings import read_settings
from bot.store import destinations
from bot.store.destinations import Parked
from bot.watchlist.load import load
from tests.awaiting import until
from tests.feed_server import Item, rss
from tests.house_of import House

DRONES = Item("Des drones au port", "Trois drones ont survolé le port.", guid="a")
SHIPS = Item("Un pétrolier au large", "Le pétrolier attend au large.", guid="b")


def write_watchlist(
    house: House, channels: Mapping[str, str | int], rules: Mapping[str, tuple[str, str]]
) -> None:
    """Write feeds.yaml: addresses of channels by name; rules by name, each with its channel."""
    document = {
        "sources": [{"name": "phare", "url": house.feeds.at("phare"), "lang": "fr"}],
        "channels": {name: {"telegram": at, "lang": "fr"} for name, at in channels.items()},
        "rules": [{"name": n, "match": match, "to": [to]} for n, (match, to) in rules.items()],
    }
    house.watchlist.write_text(json.dumps(document, ensure_ascii=False), "utf-8")


@dataclass
class Listening:
    """A running Vigie, and what its people do."""

    app: App
    house: House

    async def parked(self) -> dict[str, Parked]:
        """The destinations that wait."""
        return await self.app._database.read(destinations.parked)

    async def is_parked(self, name: str, *, wanted: bool = True) -> None:
        """Wait until it is, or is not any more."""
        async with asyncio.timeout(5):
            while (name in await self.parked()) is not wanted:  # noqa: ASYNC110 - a test looks from outside
                await asyncio.sleep(0.005)

    def forge(self, chat: int, message: int, data: str, user: User | None = None) -> Query:
        """A press with data that no button has."""
        standin = self.house.standin
        account, place = standin.world.accounts[standin.token], standin.chat(chat)
        pressed = (place, place.messages[message])
        return standin.world.ask(account, user or standin.viewer, pressed, data)

    def tell(self, kind: str, body: Json) -> None:
        """An update, as a test writes it."""
        standin = self.house.standin
        standin.world.send_update(standin.world.accounts[standin.token], kind, body)

    def methods(self) -> list[str]:
        """What Vigie has called, in order."""
        return [call.method for call in self.house.standin.calls]


@asynccontextmanager
async def listening(house: House, **environment: str) -> AsyncIterator[Listening]:
    """Vigie in this house, until left."""
    settings = read_settings(house.environment(**environment), env_file=None)
    stop = asyncio.Event()
    listeners = Listeners(polled=house.reports.append)
    async with open_app(settings, load(house.watchlist), listeners, dry_run=False) as app:
        vigie = Listening(app, house)
        running = asyncio.create_task(app.run(stop, desk(app, SystemClock())))
        try:
            await until(lambda: "getUpdates" in vigie.methods())
            yield vigie
        finally:
            stop.set()
            async with asyncio.timeout(20):
                await running


async def answered(query: Query) -> Json:
    """The bot's answer to a press."""
    await until(lambda: query.answer is not None)
    assert query.answer is not None
    return query.answer


def two_channels(house: House) -> int:
    """Drones go to @veille, tankers to another channel, whose id it gives."""
    other = house.standin.add_channel("Marine", "marine")
    house.feeds.documents["phare"] = rss([DRONES, SHIPS])
    channels = {"veille": "@veille", "marine": "@marine"}
    rules = {"Drones": ("drones", "veille"), "Marine": ("pétrolier", "marine")}
    write_watchlist(house, channels, rules)
    return other


def subscriber(house: House, *items: Item) -> int:
    """A person who has started the bot and is in feeds.yaml, whose chat it gives."""
    person = house.standin.start()
    house.feeds.documents["phare"] = rss(items)
    write_watchlist(house, {"ada": person}, {"Drones": ("drones", "ada")})
    return person


def unknown_channel(house: House, title: str) -> int:
    """A channel in which the bot has never been."""
    chat = house.standin.add_channel(title)
    house.standin.remove(chat)
    house.standin.world.accounts[house.standin.token].updates.clear()
    return chat


async def publish(house: House, item: Item) -> None:
    """A paper brings an article, and Vigie finds it, after its first look at the paper."""
    await until(lambda: house.reports, 15)
    house.feeds.documents["phare"] = rss([item])
    house.make_due()
    await until(lambda: [each for each in house.reports if each.matches], 15)


async def posted(house: House, chat: int) -> tuple[int, str]:
    """The id of the post in a chat, and the data of its button "Why?"."""

    def posts() -> list[dict[str, object]]:
        return [each for each in house.standin.transcript(chat) if "reply_markup" in each]

    await until(posts, 15)
    (post,) = posts()
    found = re.search(r"why:\d+", str(post["reply_markup"]))
    assert found
    message = post["message_id"]
    assert isinstance(message, int)
    return message, found[0]
