"""feeds.yaml changes while Vigie runs: the last good one is what counts."""

import asyncio
import json
from typing import Any

import pytest
from pytest_mock import MockerFixture
from structlog.testing import capture_logs

from bot.app import App
from bot.errors import DatabaseUnusable
from bot.store import feeds as feed_store
from tests.feed_server import Item, rss
from tests.house_of import House
from tests.post_office import Trouble
from tests.samples import own_words

REFUSED = "watchlist refused, the former stays"
DRONES = Item("Des drones au port", f"Trois drones ont survolé le port. {own_words('1')}", "1")
BOATS = Item("Des bateaux au port", f"Trois bateaux et un drone y sont. {own_words('2')}", "2")


@pytest.fixture(autouse=True)
def _a_feed(house: House) -> None:
    """Two feeds with an article each, of which one is watched, and a rule for it."""
    house.feeds.documents["phare"] = rss([DRONES])
    house.feeds.documents["baie"] = rss([BOATS])
    house.watch({"Drones": "drones"})


def change(house: House, part: str, value: Any) -> None:
    """Write another feeds.yaml."""
    document = json.loads(house.watchlist.read_text("utf-8"))
    document[part] = value
    house.watchlist.write_text(json.dumps(document), "utf-8")


async def round_of(house: House, app: App) -> None:
    """Look at feeds.yaml, then poll everything and deliver."""
    await app.reload()
    house.make_due()
    await app.once()


def told(log: list[Any], event: str) -> int:
    """How often something was logged."""
    return [line["event"] for line in log].count(event)


async def test_a_new_rule_sees_new_entries_only(house: House) -> None:
    """What was read before the rule came raises no alert, even when its document changes."""
    async with house.open() as app:
        await app.once()
        house.watch({"Drones": "drones", "Port": "port"})
        house.feeds.documents["phare"] = rss([BOATS, DRONES])
        await round_of(house, app)
    first, second = house.posts()
    assert "#Port" not in first
    assert "#Port" in second


async def test_a_new_source_is_polled_and_a_removed_one_is_not(house: House) -> None:
    """Without a restart; one that comes back keeps its history, and nothing is told twice."""
    async with house.open() as app:
        await app.once()
        house.watch({"Drones": "drones | bateaux"}, ["baie"])
        await round_of(house, app)
        assert house.feeds.requests == ["phare", "baie"]
        house.watch({"Drones": "drones | bateaux"}, ["phare", "baie"])
        await round_of(house, app)
    assert sorted(house.feeds.requests) == ["baie", "baie", "phare", "phare"]
    assert len(house.posts()) == 2


async def test_an_invalid_file_never_replaces_a_valid_one(house: House) -> None:
    """The last good one goes on, the mistake is told once, and the mended file is taken up."""
    with capture_logs() as log:
        async with house.open() as app:
            house.watchlist.write_text("sources: [{name: oubli", "utf-8")
            for _ in range(3):
                await round_of(house, app)
            assert len(house.posts()) == 1
            assert told(log, REFUSED) == 1
            house.watch({"Bateaux": "bateaux"}, ["baie"])
            await round_of(house, app)
    assert told(log, "watchlist reloaded") == 1
    assert "#Bateaux" in house.posts()[1]


async def test_a_mistake_that_comes_back_is_told_again(house: House) -> None:
    """Undone and made once more, it is told once more; undoing it changes nothing."""
    good = house.watchlist.read_bytes()
    with capture_logs() as log:
        async with house.open() as app:
            for _ in range(2):
                house.watchlist.write_bytes(b"rules: 7")
                await app.reload()
                house.watchlist.write_bytes(good)
                await app.reload()
    assert told(log, REFUSED) == 2
    assert told(log, "watchlist reloaded") == 0


async def test_a_file_that_is_away_for_a_moment_changes_nothing(house: House) -> None:
    """Editors write to another file and rename it."""
    good = house.watchlist.read_bytes()
    with capture_logs() as log:
        async with house.open() as app:
            house.watchlist.unlink()
            await round_of(house, app)
            house.watchlist.write_bytes(good)
            await round_of(house, app)
    assert len(house.posts()) == 1
    assert told(log, REFUSED) == 0


async def test_a_destination_that_moves_takes_its_posts_along(house: House) -> None:
    """The next alert goes to the new address."""
    elsewhere = house.standin.add_channel("Ailleurs", "ailleurs")
    async with house.open() as app:
        await app.once()
        change(house, "channels", {"veille": {"telegram": "@ailleurs", "lang": "en"}})
        house.feeds.documents["phare"] = rss([DRONES, BOATS])
        change(house, "rules", [{"name": "Tout", "match": "bateaux", "to": ["veille"]}])
        await round_of(house, app)
    assert len(house.posts()) == 1
    assert len(house.standin.texts(elsewhere)) == 1


async def test_a_destination_that_leaves_and_returns_gets_its_posts(house: House) -> None:
    """What is owed to it waits, and is neither sent elsewhere nor dropped."""
    good = house.watchlist.read_bytes()
    async with house.open() as app:
        await app._polling.tick()
        await asyncio.gather(*app._polling.tasks)
        await app._teller.round()  # the post is owed, nobody delivers yet
        change(house, "channels", {"autre": {"telegram": "@veille"}})
        change(house, "rules", [{"name": "Rien", "match": "rien", "to": ["autre"]}])
        await round_of(house, app)
        assert house.posts() == []
        assert await app.owed() == 1
        house.watchlist.write_bytes(good)
        await round_of(house, app)
    assert len(house.posts()) == 1


async def test_a_reload_that_the_database_refuses_is_tried_again(
    house: House, mocker: MockerFixture
) -> None:
    """The file counts as unread until it could be taken up whole."""
    async with house.open() as app:
        mocker.patch.object(feed_store, "sync", Trouble(feed_store.sync, times=1))
        house.watch({"Bateaux": "bateaux"}, ["baie"])
        with pytest.raises(DatabaseUnusable):
            await app.reload()
        await round_of(house, app)
    assert house.feeds.requests == ["baie"]
    assert len(house.posts()) == 1


async def test_a_running_vigie_looks_by_itself(house: House, mocker: MockerFixture) -> None:
    """Nobody has to ask: the change is there after the next look."""
    mocker.patch("bot.app.RELOAD", 0.05)
    stop = asyncio.Event()
    async with house.open() as app:
        running = asyncio.ensure_future(app.run(stop))
        async with asyncio.timeout(10):
            while len(house.posts()) < 1:  # noqa: ASYNC110 - a test looks from outside
                await asyncio.sleep(0.01)
            house.watch({"Bateaux": "bateaux"}, ["baie"])
            while len(house.posts()) < 2:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)
        stop.set()
        await running
    assert "#Bateaux" in house.posts()[1]
