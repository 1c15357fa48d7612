"""Polls that share a transaction."""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest
from pytest_mock import MockerFixture

from bot.cadence import Pace
from bot.pipeline import ledger as module
from bot.pipeline.ledger import Ledger
from bot.pipeline.poll import Poll, record_all
from bot.store import entries
from bot.store.database import Transaction
from tests.newsroom import EVERY, Newsroom
from tests.samples import SOURCE, entry, rule, watchlist


async def _looked(newsroom: Newsroom, *identities: str) -> list[Poll]:
    """Polls of a feed that have ended, and are not written yet."""
    polls = []
    for identity in identities:
        newsroom.publish([entry(identity)])
        state = newsroom.state(SOURCE)
        polls.append(await newsroom.poller.look(state, SOURCE, Pace(EVERY)))
    return polls


async def test_polls_that_end_together_share_a_transaction(
    newsroom: Newsroom, mocker: MockerFixture
) -> None:
    """Those that come while the first is written go with the second."""
    newsroom.watch(watchlist(rule()))
    polls = await _looked(newsroom, *"abcdef")
    spied = mocker.Mock(side_effect=record_all)
    ledger = Ledger(newsroom.database, spied)
    reports = await asyncio.gather(*(ledger.write((poll, newsroom.watched)) for poll in polls))
    assert [report.entries_new for report in reports] == [1] * 6
    assert spied.call_count <= 2
    await newsroom.tell()
    assert len(newsroom.deliveries()) == 6


async def test_a_poll_that_cannot_be_written_takes_no_other_with_it(
    newsroom: Newsroom, mocker: MockerFixture
) -> None:
    """Its own caller is told; the others are written all the same, once."""
    newsroom.watch(watchlist(rule()))
    polls = await _looked(newsroom, *"abcd")
    polls[2] = replace(polls[2], source=replace(SOURCE, name="Poison"))
    real = entries.remember

    def remember(*given: object) -> object:
        if given[2] == "Poison":
            raise ZeroDivisionError
        return real(*given)  # type: ignore[arg-type]  # as it came

    mocker.patch.object(entries, "remember", side_effect=remember)
    ledger = Ledger(newsroom.database, record_all)
    ended = await asyncio.gather(
        *(ledger.write((poll, newsroom.watched)) for poll in polls), return_exceptions=True
    )
    assert [type(each).__name__ for each in ended].count("ZeroDivisionError") == 1
    await newsroom.tell()
    assert len(newsroom.deliveries()) == 3
    assert len(newsroom.everything()["entries"]) == 3


async def test_who_waits_is_not_left_waiting_when_the_writer_is_cancelled(
    newsroom: Newsroom,
) -> None:
    """A stop in the middle of a transaction ends all that wait for it."""
    newsroom.watch(watchlist(rule()))
    polls = await _looked(newsroom, *"abc")
    ledger = Ledger(newsroom.database, record_all)
    tasks = [asyncio.create_task(ledger.write((poll, newsroom.watched))) for poll in polls]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    async with asyncio.timeout(5):
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(each, asyncio.CancelledError) for each in ended)


async def test_who_waits_behind_one_that_is_written_alone(newsroom: Newsroom) -> None:
    """A stop while a batch that failed is written one by one ends the others as well."""
    alone, cancelled = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def write_all(_: Transaction, items: Sequence[str]) -> Sequence[str]:
        if len(items) > 1:
            raise ZeroDivisionError
        if items == ["b"]:
            loop.call_soon_threadsafe(alone.set)
            cancelled.wait(5)
        return items

    ledger = Ledger(newsroom.database, write_all)
    tasks = [asyncio.create_task(ledger.write(item)) for item in "abcd"]
    async with asyncio.timeout(5):
        await alone.wait()
        tasks[1].cancel()  # which writes for those behind the first
        loop.call_later(0.01, cancelled.set)
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert ended[0] == "a"
    assert all(isinstance(each, asyncio.CancelledError) for each in ended[1:])


@pytest.mark.parametrize("count", [1, 450])
async def test_a_transaction_has_so_many_polls_at_most(
    newsroom: Newsroom, mocker: MockerFixture, count: int
) -> None:
    """Posts wait while one goes on."""
    newsroom.watch(watchlist(rule()))
    (poll,) = await _looked(newsroom, "a")
    spied = mocker.Mock(side_effect=record_all)
    ledger = Ledger(newsroom.database, spied)
    await asyncio.gather(*(ledger.write((poll, newsroom.watched)) for _ in range(count)))
    sizes = [len(call.args[1]) for call in spied.call_args_list]
    assert sum(sizes) == count
    assert max(sizes) <= module.MOST
