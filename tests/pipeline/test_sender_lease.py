"""Two processes that would send: one does, and the other can neither send nor settle."""

import asyncio
from collections.abc import Awaitable

from pytest_mock import MockerFixture

from bot.errors import DatabaseUnusable
from bot.i18n import Text
from bot.model import DeliveryState
from bot.pipeline.deliver import Delivered, Deliverer
from bot.pipeline.settlement import LOOK_AFTER
from bot.store import senders
from tests.post_office import PostOffice, ScriptedChannel


def replaced(office: PostOffice) -> Deliverer:
    """The deliverer that worked until now; a new one is in its place."""
    former = office.deliverer
    office.reopen()
    return former


async def until(condition: Awaitable[object]) -> None:
    """Wait for it, but not for ever."""
    async with asyncio.timeout(5):
        await condition


async def test_what_a_replaced_sender_settles_changes_nothing(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """Its post is out there: the other finds it, and it is there once."""
    told: list[Delivered] = []
    channel.door.clear()
    office.owe("a")
    office.deliverer.on_delivered = told.append
    await office.deliverer.step()
    while not channel.attempts:  # noqa: ASYNC110 - a test looks from outside
        await asyncio.sleep(0.001)
    former = replaced(office)
    await office.deliverer.recover()
    channel.door.set()
    await until(former.drain())
    assert (told, office.state("a")) == ([], DeliveryState.UNCERTAIN)
    await office.work(LOOK_AFTER.total_seconds() + 5)
    assert (channel.texts(), office.state("a")) == (["a"], DeliveryState.SENT)


async def test_a_replaced_sender_sends_nothing(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """Even before it has noticed: the number is looked at in the transaction before a request."""
    await office.work()
    former = replaced(office)
    await office.deliverer.recover()
    office.owe("a")
    former.wake()
    await former.step()
    await until(former.drain())
    assert (channel.posts, office.state("a")) == ([], DeliveryState.PENDING)


async def test_a_sender_that_gives_no_sign_of_life_is_replaced_within_20_seconds(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """By one that waits; that takes up what the other left, and the other waits from then on."""
    await office.work()
    former = replaced(office)
    await office.deliverer.recover()
    office.clock.advance(3)
    await former.step()  # it notices
    office.owe("a")
    for _ in range(20):
        assert channel.posts == []
        office.clock.advance(1)
        await former.step()
        await until(former.drain())
        if channel.posts:
            break
    assert channel.texts() == ["a"]
    office.owe("b")
    await office.work(3)  # the one that had been silent
    assert channel.texts() == ["a"]


async def test_a_stop_lets_another_send_at_once(office: PostOffice) -> None:
    """Nobody waits for a lease to end that is needed no more."""
    stop = asyncio.Event()
    stop.set()
    await until(office.deliverer.run(stop))
    with office.database.begin() as tx:
        assert senders.take(tx, office.clock.now()) == 2


async def test_a_database_in_trouble_does_not_cost_the_right_to_send(
    office: PostOffice, channel: ScriptedChannel, mocker: MockerFixture
) -> None:
    """A sign of life that fails is given again; meanwhile what can be sent is."""
    await office.work()
    trouble = DatabaseUnusable(Text(en="full", fr="plein"))
    renew = mocker.patch.object(senders, "renew", side_effect=trouble)
    office.clock.advance(4)
    office.owe("a")
    await office.work()
    assert (renew.call_count, channel.texts()) == (1, ["a"])
