"""What goes wrong around Vigie: Telegram, the database, signals, other instances."""

import asyncio
import json
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from pytest_mock import MockerFixture
from sqlalchemy import event
from structlog.testing import capture_logs

from bot.app import App
from bot.demo.botapi import Failing, Fault
from bot.demo.botapi.refusal import too_many_requests
from tests.feed_server import Item, rss
from tests.house_of import House
from tests.samples import own_words
from tests.vigie_process import PATIENCE, Process

DRONES = Item("Des drones au port", "Trois drones ont survolé le port.", "1")
STOPS_WITHIN = 10.0
"""Seconds from SIGTERM to the end: the bar."""


@pytest.fixture(autouse=True)
def _an_alert(house: House) -> None:
    """A feed with an article, and the rule that it fulfils."""
    house.feeds.documents["phare"] = rss([DRONES])
    house.watch({"Drones": "drones"})


@pytest.fixture
def _no_waiting(mocker: MockerFixture) -> None:
    """Looks come at once, and one soon after the other: the stand-in holds no request back."""
    soon = timedelta(milliseconds=200)
    mocker.patch("bot.pipeline.sender_lease.LOOK_AFTER", soon)
    mocker.patch("bot.pipeline.settlement.LOOK_AFTER", soon)
    mocker.patch("bot.channels.telegram.probe.PACE", 0.05)


async def until(what: Callable[[], object]) -> None:
    """Return when `what()` is true."""
    async with asyncio.timeout(PATIENCE):
        while not what():  # noqa: ASYNC110 - a test looks from outside
            await asyncio.sleep(0.01)


def sends(house: House) -> int:
    """Requests to send that Telegram has had."""
    return sum(call.method == "sendMessage" for call in house.standin.calls)


def states(house: House) -> dict[str, int]:
    """How many posts stand in each state."""
    with closing(sqlite3.connect(house.directory / "data" / "vigie.db")) as connection:
        query = "SELECT state, count(*) FROM deliveries GROUP BY state"
        return dict(connection.execute(query).fetchall())


# ── Telegram ─────────────────────────────────────────────────────────────────────────────────

TROUBLE = {
    "the connection is closed before": Fault(Failing.DROP, "sendMessage"),
    "the answer is lost": Fault(Failing.HANDLE_THEN_DROP, "sendMessage"),
    "a gateway refuses": Fault(Failing.BAD_GATEWAY, "sendMessage"),
    "a flood": Fault(Failing.REFUSE, "sendMessage", refusal=too_many_requests(1)),
}


@pytest.mark.usefixtures("_no_waiting")
async def test_trouble_at_telegram_ends_with_exactly_one_post(house: House) -> None:
    """Whether or not the post arrived, it is in the channel once in the end."""
    async with house.open() as app:
        await app.once()  # without a post before, nothing could tell where to look
        for number, (trouble, fault) in enumerate(TROUBLE.items(), 2):
            house.standin.plan(fault)
            title = f"Des drones : {trouble}"
            house.feeds.documents["phare"] = rss([Item(title, own_words(trouble))])
            house.make_due()
            await app.once()
            assert states(house) == {"sent": number}, trouble
            assert len(house.posts()) == number, trouble


async def test_a_kicked_bot_is_told_and_the_others_go_on(house: House) -> None:
    """Removed from one channel while it runs: the other gets its post, this one's waits."""
    document = json.loads(house.watchlist.read_text("utf-8"))
    other = house.standin.add_channel("Autre", "autre")
    document["channels"]["autre"] = {"telegram": "@autre"}
    document["rules"][0]["to"] = ["veille", "autre"]
    house.watchlist.write_text(json.dumps(document), "utf-8")
    house.standin.kick(house.chat_id)
    with capture_logs() as log:
        await house.once()
    assert (house.posts(), len(house.standin.texts(other))) == ([], 1)
    (line,) = [line for line in log if line["event"] == "destination parked"]
    assert line["destination"] == "veille"
    assert "@veille" in line["reason"]
    assert line["hint"]


# ── the database ─────────────────────────────────────────────────────────────────────────────


@contextmanager
def locked(house: House) -> Iterator[None]:
    """Another process writes for as long as the block lasts."""
    file = house.directory / "data" / "vigie.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@asynccontextmanager
async def running(house: House) -> AsyncIterator[App]:
    """Vigie at work in this process."""
    stop = asyncio.Event()
    async with house.open() as app:
        work = asyncio.ensure_future(app.run(stop))
        yield app
        stop.set()
        await work


@pytest.mark.parametrize("patience", [5.0, 0.1], ids=["waits", "gives up at first"])
async def test_a_locked_database_delays_and_loses_nothing(
    patience: float, house: House, mocker: MockerFixture
) -> None:
    """Shorter or longer than a write waits: the post that is on its way is marked afterwards."""
    mocker.patch("bot.store.database.BUSY_TIMEOUT_SECONDS", patience)
    house.standin.plan(Fault(Failing.SLOW, "sendMessage", seconds=0.5))
    with capture_logs() as log:
        async with running(house):
            await until(lambda: sends(house))
            with locked(house):
                await until(house.posts)
                await asyncio.sleep(1.2)
                assert states(house) == {"sending": 1}
            await until(lambda: states(house) == {"sent": 1})
    assert len(house.posts()) == 1
    reasons = {line["reason"] for line in log if line["log_level"] == "error"}
    assert all("database is locked" in reason for reason in reasons)
    assert bool(reasons) == (patience < 1)


class Disk:
    """The room that the database has, in pages of its file."""

    def __init__(self, app: App) -> None:
        self._pages = 1_000_000
        event.listen(app._database._engine, "checkout", self._limit)

    def _limit(self, connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count={self._pages}")

    def fill(self) -> None:
        """No page more than there are; SQLite takes a smaller number for that."""
        self._pages = 1

    def clear(self) -> None:
        """There is room again."""
        self._pages = 1_000_000


async def test_a_full_disk_is_told_and_recovered_from(house: House) -> None:
    """Nothing of the poll is kept by halves, the reason is in the log, and later it works."""
    long = [Item(f"Des drones, {n}", own_words(f"{n}", 900), f"{n}") for n in range(20)]
    house.feeds.documents["phare"] = rss(long[:1])
    with capture_logs() as log:
        async with house.open() as app:
            disk = Disk(app)
            await app.once()
            disk.fill()
            house.feeds.documents["phare"] = rss(long)
            house.make_due()
            await app._polling.tick()
            await asyncio.gather(*app._polling.tasks)
            assert states(house) == {"sent": 1}
            disk.clear()
    (line,) = [line for line in log if line["event"] == "poll not saved"]
    assert "full" in line["reason"]
    assert line["feed"] == "phare"
    async with house.open() as app:  # whoever does not restart waits for the lease to end
        await app._polling.tick()
        await asyncio.gather(*app._polling.tasks)
        await app._teller.round()
    assert states(house) == {"sent": 1, "pending": 19}


# ── processes ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("_no_waiting")
@pytest.mark.parametrize(
    ("fault", "seconds", "state"),
    [
        (Fault(Failing.SLOW, "sendMessage", seconds=1), 5.0, "sent"),
        (Fault(Failing.HANDLE_THEN_HANG, "sendMessage"), STOPS_WITHIN, "sending"),
    ],
    ids=["slow", "hanging"],
)
async def test_sigterm_in_the_middle_of_a_send(
    fault: Fault, seconds: float, state: str, house: House
) -> None:
    """It ends with 0; what is answered in time is settled, the rest is found by the next start."""
    await house.once()  # so that it is known where the chat ended
    second = Item("Des drones en mer", own_words("mer"), "2")
    house.feeds.documents["phare"] = rss([DRONES, second])
    house.make_due()
    house.standin.plan(fault)
    process = await Process.start(house, "run", VIGIE_LOG_LEVEL="DEBUG")
    await until(lambda: sends(house) > 1)
    process.terminate()
    assert await process.ended(seconds) == 0
    assert '"level": "error"' not in process.said
    assert "sendMessage" in process.said  # the addresses are there, without the token:
    assert house.standin.token.partition(":")[2] not in process.said
    assert states(house) == ({"sent": 2} if state == "sent" else {"sent": 1, state: 1})
    await house.once()
    assert states(house) == {"sent": 2}
    assert len(house.posts()) == 2


async def test_a_second_instance_is_refused(house: House) -> None:
    """It says who holds the database, what to do, and ends with EX_TEMPFAIL."""
    async with house.open():
        second = await Process.start(house, "run")
        assert await second.ended() == 75
    assert f"process {os.getpid()}" in second.said
    assert "Traceback" not in second.said


async def test_a_wrong_token_is_said_and_never_shown(house: House) -> None:
    """One clear line and EX_NOPERM; no part of the token anywhere, not even at DEBUG."""
    secret = "AAExWrong_wrong_wrong_wrong_wrong_wro"
    process = await Process.start(
        house, "run", TELEGRAM_BOT_TOKEN=f"123456789:{secret}", VIGIE_LOG_LEVEL="DEBUG"
    )
    assert await process.ended() == 77
    assert "Telegram does not accept the bot's token." in process.said
    assert "@BotFather" in process.said
    assert secret not in process.said
    assert "Traceback" not in process.said


async def test_a_missing_chat_is_told_at_the_start(house: House) -> None:
    """Which one and what to do about it; the other channel gets its post."""
    document = json.loads(house.watchlist.read_text("utf-8"))
    document["channels"]["perdue"] = {"telegram": "@perdue"}
    document["rules"][0]["to"] = ["perdue", "veille"]
    house.watchlist.write_text(json.dumps(document), "utf-8")
    process = await Process.start(house, "once")
    assert await process.ended() == 75  # a post is still owed
    assert "⚠ perdue: " in process.said
    assert "@perdue" in process.said
    assert len(house.posts()) == 1
    assert states(house) == {"sent": 1, "pending": 1}


async def test_telegram_out_of_reach_at_the_start(house: House) -> None:
    """It is told with what to check; feeds are polled meanwhile, and what is found waits."""
    process = await Process.start(house, "run", TELEGRAM_API_URL="http://127.0.0.1:9")
    await until(lambda: house.feeds.requests)
    await until(lambda: states(house) == {"pending": 1})
    process.terminate()
    assert await process.ended(STOPS_WITHIN) == 0
    assert "Telegram cannot be reached." in process.said
    assert "Traceback" not in process.said
    await house.once()
    assert len(house.posts()) == 1
