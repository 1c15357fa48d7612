"""What Telegram tells of a chat parks its destination and lets it go on, at once and once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.model import DeliveryState, Priority
from bot.pipeline.comeback import LONG
from bot.pipeline.reach import FOR_GOOD, Reach
from bot.store import destinations
from bot.store.destinations import Parked
from tests.awaiting import until
from tests.post_office import OTHER, PostOffice
from tests.samples import ANYTHING


@pytest.fixture
def office(tmp_path: Path) -> Iterator[PostOffice]:
    """Two destinations."""
    office = PostOffice(tmp_path)
    with office.database:
        yield office


@pytest.fixture
def reach(office: PostOffice) -> Reach:
    """As the app makes it."""
    return Reach(office.database, office.clock, office.deliverer.wake)


def parked(office: PostOffice) -> dict[str, Parked]:
    """The destinations that wait."""
    with office.database.reading() as tx:
        return destinations.parked(tx)


async def test_what_is_lost_waits_and_is_told_once(office: PostOffice, reach: Reach) -> None:
    """Nothing is sent in vain; the same news again changes nothing."""
    with capture_logs() as logs:
        await reach.lost({"veille"}, ANYTHING)
        first = parked(office)
        office.clock.advance(1)
        await reach.lost({"veille"}, ANYTHING)
    assert parked(office) == first
    assert first["veille"].reason == ANYTHING
    assert [each["event"] for each in logs] == ["destination parked"]
    office.owe("a")
    office.owe("b", to=OTHER)
    await office.work(60)
    assert office.channel.attempts == ["b"]


async def test_what_is_regained_goes_on_at_once(office: PostOffice, reach: Reach) -> None:
    """What waited is not kept for the next try."""
    await reach.lost({"veille"}, ANYTHING)
    office.owe("a")
    await office.work(10)
    with capture_logs() as logs:
        await reach.regained({"veille"})
        await reach.regained({"veille"})
        await reach.regained(set())
    assert [each["event"] for each in logs] == [
        "destination reachable again",
        "what waited for a destination",
    ]
    await office.work(2)
    assert office.channel.texts() == ["a"]
    assert parked(office) == {}


async def test_much_that_waited_long_comes_together(office: PostOffice, reach: Reach) -> None:
    """As after any other absence; breaking news stay posts."""
    await reach.lost({"veille"}, ANYTHING)
    for number in range(5):
        office.owe(f"p{number}")
    office.owe("urgent", priority=Priority.BREAKING)
    office.clock.advance(LONG.total_seconds() + 1)
    await reach.regained({"veille"})
    await office.work(5)
    assert office.channel.texts() == ["urgent"]
    assert office.state("p0") is DeliveryState.GATHERED


async def test_who_leaves_for_good_is_not_tried(office: PostOffice, reach: Reach) -> None:
    """Not even when they had been out of reach before; they come back when they say so."""
    await reach.lost({"veille"}, ANYTHING)
    await reach.lost({"veille"}, ANYTHING, for_good=True)
    await reach.lost({"veille"}, ANYTHING)
    left = parked(office)["veille"]
    assert left.until == office.clock.now() + FOR_GOOD
    office.owe("a")
    office.clock.advance(timedelta(days=400).total_seconds())
    await office.work(5)
    assert office.channel.attempts == []
    await reach.regained({"veille"})
    await office.work(5)
    assert office.channel.texts() == ["a"]


async def test_a_chat_with_another_id(office: PostOffice, reach: Reach) -> None:
    """It is kept over a restart; nothing is written when no destination is there."""
    await reach.moved({"veille"}, -1009)
    await reach.moved(set(), -1010)
    office.reopen()
    addresses = {name: each.telegram for name, each in office.deliverer.places.items()}
    assert addresses == {"veille": "-1009", "salle": "@salle"}


async def test_a_post_on_its_way_does_not_undo_a_stop(office: PostOffice, reach: Reach) -> None:
    """Its receipt comes after the person has written /stop."""
    office.channel.door.clear()
    office.owe("a")
    office.deliverer.wake()
    await office.deliverer.step()
    await until(lambda: office.channel.attempts)
    office.clock.advance(1)
    await reach.lost({"veille"}, ANYTHING, for_good=True)
    office.channel.door.set()
    await office.deliverer.drain()
    assert office.state("a") is DeliveryState.SENT
    assert "veille" in parked(office)
