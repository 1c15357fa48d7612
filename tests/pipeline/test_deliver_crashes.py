"""Delivering: crashes, a database in trouble, posts that wait, and stops; a real database."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from pytest_mock import MockerFixture
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.channels.telegram.dispatcher import CHAT_GAP
from bot.model import DeliveryState, Priority, Receipt
from bot.pipeline.settlement import LOOK_AFTER
from bot.store import outbox
from tests.fixed_clock import NOON
from tests.post_office import (
    OTHER,
    UNACKNOWLEDGED,
    UNANSWERED,
    Crash,
    PostOffice,
    ScriptedChannel,
    Step,
    Trouble,
)
from tests.samples import DESTINATION

MINUTE = 60.0
LOOK = LOOK_AFTER.total_seconds()


# ── crashes ──────────────────────────────────────────────────────────────────────────────────


UNMARKED = Step(Crash(), arrives=True)
CRASHES = {
    "before the request": None,
    "between the mark and the request": Step(Crash()),
    "between the post and its mark": UNMARKED,
}


@pytest.mark.parametrize("step", CRASHES.values(), ids=CRASHES)
async def test_a_crash_loses_nothing_and_repeats_nothing(
    step: Step | None, office: PostOffice, channel: ScriptedChannel
) -> None:
    """Wherever the process dies, the next one brings the post into the chat exactly once."""
    if step:
        channel.expect("a", step)
    else:
        channel.early.append(Crash())
    office.owe("a")
    office.owe("b")
    await office.work()
    assert office.state("a") is (DeliveryState.SENDING if step else DeliveryState.PENDING)
    office.reopen()
    await office.deliverer.recover()
    await office.work(LOOK + 5)
    assert sorted(channel.texts()) == ["a", "b"]
    assert office.state("a") is DeliveryState.SENT


async def test_a_crash_while_settling_sends_nothing_again(
    office: PostOffice, channel: ScriptedChannel, mocker: MockerFixture
) -> None:
    """The mark is rolled back with the transaction; the look finds the post."""
    settle = mocker.patch.object(outbox, "settle", side_effect=Crash)
    office.owe("a")
    await office.work()
    mocker.stop(settle)
    assert office.state("a") is DeliveryState.SENDING
    office.reopen()
    await office.deliverer.recover()
    await office.work(LOOK + 5)
    assert (channel.texts(), office.state("a")) == (["a"], DeliveryState.SENT)


async def test_a_crash_after_a_crash_is_no_different(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """A restart that dies before it could look leaves the post to the next one."""
    channel.expect("a", UNMARKED)
    office.owe("a")
    await office.work()
    for _ in range(3):
        office.reopen()
        await office.deliverer.recover()
        await office.work(10)
    assert channel.looked == []
    await office.work(LOOK)
    assert channel.looked == [(NOON + LOOK_AFTER, "a")]
    assert (channel.texts(), office.state("a")) == (["a"], DeliveryState.SENT)


# ── a database in trouble ────────────────────────────────────────────────────────────────────


async def test_the_mark_is_tried_again_and_the_send_never(
    office: PostOffice, channel: ScriptedChannel, mocker: MockerFixture
) -> None:
    """A post that went out while the database was broken is marked as soon as that can be."""
    mocker.patch.object(outbox, "settle", Trouble(outbox.settle, times=5))
    office.owe("a")
    with capture_logs() as log:
        await office.work(3)
    assert (channel.attempts, office.state("a")) == (["a"], DeliveryState.SENT)
    told = [line for line in log if line["event"] == "cannot settle a delivery"]
    assert len(told) == 5
    assert all(line["reason"] for line in told)


async def test_nothing_goes_out_that_cannot_be_marked(
    office: PostOffice, channel: ScriptedChannel, mocker: MockerFixture
) -> None:
    """When `sending` cannot be written the request is not made, and tried again later."""
    mocker.patch.object(outbox, "start", Trouble(outbox.start, times=2))
    office.owe("a")
    await office.work()
    assert (channel.attempts, office.state("a")) == ([], DeliveryState.PENDING)
    await office.work(10)
    assert channel.texts() == ["a"]


@pytest.mark.parametrize("function", ["due", "uncertain", "current"])
async def test_a_database_that_cannot_be_read_for_a_while(
    function: str, office: PostOffice, channel: ScriptedChannel, mocker: MockerFixture
) -> None:
    """Nobody's queue is stuck afterwards."""
    mocker.patch.object(outbox, function, Trouble(getattr(outbox, function), times=2))
    for post in "ab":
        office.owe(post)
    await office.work(10)
    assert sorted(channel.texts()) == ["a", "b"]


async def test_an_unexpected_exception_stops_nobody_else(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """One that comes before the request is retried; one after it makes the post uncertain."""
    channel.early.append(RuntimeError("a bug"))
    channel.expect("late", Step(RuntimeError("a bug"), arrives=True))
    for post in ("early", "late", "good"):
        office.owe(post)
    await office.work(5)
    assert sorted(channel.texts()) == ["early", "good", "late"]
    assert office.state("late") is DeliveryState.UNCERTAIN
    await office.work(LOOK)
    assert office.state("late") is DeliveryState.SENT
    assert channel.attempts.count("late") == 1


# ── while posts wait ─────────────────────────────────────────────────────────────────────────


async def test_a_post_rendered_anew_goes_out_as_it_is_now(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """What waits in the dispatcher's queue is read again at its turn."""
    office.owe("first")
    story = office.owe("as it was")
    await office.work()  # the second waits for the chat's pace
    office.owe("as it is", story=story)
    await office.work(3)
    assert channel.texts() == ["first", "as it is"]


async def test_a_tried_post_goes_out_as_it_was(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """Once a request went out the text stays: a look compares to the letter."""
    channel.expect("as it was", UNANSWERED)
    story = office.owe("as it was")
    await office.work()
    office.owe("as it is", story=story)
    await office.work(LOOK + 5)
    assert channel.texts() == ["as it was"]


async def test_breaking_alerts_overtake(office: PostOffice, channel: ScriptedChannel) -> None:
    """An urgent post is sent before those that wait already, a silent one after them."""
    office.owe("first")
    office.owe("hush", priority=Priority.SILENT)
    office.owe("second")
    await office.work()
    office.owe("urgent", priority=Priority.BREAKING)
    await office.work(5)
    assert channel.texts() == ["first", "urgent", "second", "hush"]


async def test_a_destination_that_left_the_watchlist_keeps_its_posts(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """Its posts are neither sent nor dropped, and go out when it comes back."""
    for post in ("first", "second"):
        office.owe(post)
    await office.work()
    office.use(OTHER)
    await office.work(30)
    assert channel.texts() == ["first"]
    assert office.state("second") is DeliveryState.PENDING
    office.use(DESTINATION, OTHER)
    await office.work(3)
    assert channel.texts() == ["first", "second"]


@pytest.mark.parametrize("uncertain", [False, True])
async def test_a_reload_in_the_middle_of_a_sweep(
    uncertain: bool, office: PostOffice, channel: ScriptedChannel
) -> None:
    """A destination that leaves while the outbox is being read stops nothing."""
    channel.expect("a", UNANSWERED)
    office.owe("a")
    if uncertain:
        await office.work()
        office.clock.advance(LOOK)
    sweep = asyncio.ensure_future(office.deliverer.step())
    await asyncio.sleep(0)  # the outbox is being read
    office.use(OTHER)
    await sweep
    await office.deliverer.drain()
    assert channel.looked == []
    assert office.deliverer.idle


async def test_a_clock_that_is_set_back_stops_nothing(
    office: PostOffice, channel: ScriptedChannel, mocker: MockerFixture
) -> None:
    """What is owed from then on goes out at the usual pace, without being woken for it."""
    office.owe("before")
    await office.work()
    real, back = office.clock.now, timedelta(hours=1)
    mocker.patch.object(office.clock, "now", side_effect=lambda: real() - back)
    office.owe("after")
    office.clock.advance(CHAT_GAP.total_seconds())
    await office.deliverer.step()
    await office.deliverer.drain()
    assert channel.texts() == ["before", "after"]


async def test_looks_and_requests_never_meet_in_a_chat(
    office: PostOffice, channel: ScriptedChannel, mocker: MockerFixture
) -> None:
    """Two posts are looked for and one is owed, all at the same moment: one after the other."""
    for post in ("lost", "gone"):
        channel.expect(post, UNACKNOWLEDGED)
        office.owe(post)
    await office.work(3)
    office.owe("new")
    inside, most = 0, 0

    def slowly(real: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
        async def slow(*given: object) -> object:
            nonlocal inside, most
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1
            return await real(*given)

        return slow

    mocker.patch.object(channel, "find", slowly(channel.find))
    mocker.patch.object(channel, "send", slowly(channel.send))
    office.clock.advance(LOOK)
    await office.work(5)
    assert (most, len(channel.looked)) == (1, 2)
    assert sorted(channel.texts()) == ["gone", "lost", "new"]


# ── stopping ─────────────────────────────────────────────────────────────────────────────────


@contextmanager
def running(office: PostOffice) -> Iterator[tuple[asyncio.Task[None], asyncio.Event]]:
    """The deliverer at work, and the event that stops it."""
    stop = asyncio.Event()
    task = asyncio.ensure_future(office.deliverer.run(stop))
    yield task, stop
    task.cancel()


async def until_attempted(channel: ScriptedChannel, post: str) -> None:
    """Return when the request of `post` is out."""
    async with asyncio.timeout(5):
        while post not in channel.attempts:  # noqa: ASYNC110 - a test looks from outside
            await asyncio.sleep(0.001)


async def test_a_stop_lets_the_request_in_flight_end(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """The post that is on its way is settled; the next one is not begun."""
    channel.door.clear()
    for post in "ab":
        office.owe(post)
    with running(office) as (task, stop):
        await until_attempted(channel, "a")
        stop.set()
        await asyncio.sleep(0)
        assert not task.done()
        channel.door.set()
        await asyncio.wait_for(task, 5)
    assert (office.state("a"), office.state("b")) == (DeliveryState.SENT, DeliveryState.PENDING)


@pytest.mark.parametrize("draining", [False, True])
async def test_a_stop_that_is_cut_short_leaves_the_post_to_be_looked_for(
    draining: bool, office: PostOffice, channel: ScriptedChannel
) -> None:
    """Once cancelled, no request goes on in the background; its row tells of it."""
    channel.door.clear()
    office.owe("a")
    with running(office) as (task, stop):
        await until_attempted(channel, "a")
        if draining:
            stop.set()
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 5)
    channel.door.set()
    assert (channel.posts, office.state("a")) == ([], DeliveryState.SENDING)
    office.reopen()
    await office.deliverer.recover()
    await office.work(LOOK + 5)
    assert channel.texts() == ["a"]


async def test_what_is_added_goes_out_when_the_deliverer_is_woken(
    office: PostOffice, channel: ScriptedChannel
) -> None:
    """The clock stands still here, so only the waking can have brought it."""
    with running(office) as (task, stop):
        await asyncio.sleep(0.01)
        office.owe("a")
        office.deliverer.wake()
        await until_attempted(channel, "a")
        stop.set()
        await asyncio.wait_for(task, 5)
    assert channel.texts() == ["a"]


async def test_a_receipt_beyond_32_bits_is_kept(
    office: PostOffice, channel: ScriptedChannel, mocker: MockerFixture
) -> None:
    """Ids of supergroups have 13 digits."""
    receipt = Receipt(-1_001_234_567_890, 4_000_000_000, NOON)
    mocker.patch.object(channel, "_receipt", return_value=receipt)
    office.owe("a")
    await office.work()
    with office.database.reading() as tx:
        row = tx.execute(text("SELECT chat_id, message_id FROM deliveries")).one()
    assert tuple(row) == (receipt.chat_id, receipt.message_id)
