"""Parsing in processes of its own: a hostile document costs one worker, never the others."""

import asyncio
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.model import FailureKind, FetchFailure, ParsedFeed
from bot.parse import worker
from bot.parse.splice import HASH_SIZE
from bot.parse.worker import FEWER_ITEMS, InlineParser, ParserPool
from tests.house.source import ROOT
from tests.raw_feed import SOURCE, fetched, item, rss

GOOD = fetched(rss(item()))
SLOW = f"<rss version='2.0'><channel><item><title>{'<' * 500_000}".encode()


@pytest.fixture
async def pool() -> AsyncIterator[ParserPool]:
    """One worker with a short deadline."""
    async with ParserPool(1, timedelta(seconds=1)) as opened:
        yield opened


async def _is_good(pool: ParserPool) -> bool:
    parsed = await pool.parse(GOOD, SOURCE)
    return isinstance(parsed, ParsedFeed) and parsed.entries[0].title == "Drones"


def _workers() -> list[int]:
    return [process.pid for process in multiprocessing.active_children() if process.pid]


async def test_same_as_in_place(pool: ParserPool) -> None:
    """What comes back from another process is what parsing in place gives."""
    assert await pool.parse(GOOD, SOURCE) == await InlineParser().parse(GOOD, SOURCE)


async def test_failure_comes_back(pool: ParserPool) -> None:
    """Failures are values there as well."""
    failure = await pool.parse(fetched(b""), SOURCE)
    assert isinstance(failure, FetchFailure)
    assert failure.kind is FailureKind.NOT_A_FEED


@pytest.mark.parametrize(
    "body",
    [
        f"<rss version='2.0'><channel><item {' '.join(f'a{n}=1' for n in range(500_000))}/>",
        f"<rss version='2.0'><channel><item><description>{'<div>' * 300_000}",
        SLOW.decode(),
    ],
    ids=["attributes", "nesting", "brackets"],
)
async def test_deadline(body: str) -> None:
    """A document that takes minutes is given up; those beside and behind it are read."""
    async with ParserPool(2, timedelta(seconds=1)) as pool:
        assert await _is_good(pool)
        hostile = asyncio.create_task(pool.parse(fetched(body.encode()), SOURCE))
        beside = await asyncio.gather(*[_is_good(pool) for _ in range(5)])
        failure = await hostile
        assert isinstance(failure, FetchFailure)
        assert failure.kind is FailureKind.PARSE_TIMEOUT
        assert [*beside, await _is_good(pool)] == [True] * 6


async def test_cpu_time() -> None:
    """The kernel ends a worker whose document takes too much of it, long before the deadline."""
    async with ParserPool(1, timedelta(seconds=60), timedelta(seconds=0.5)) as pool:
        failure = await asyncio.wait_for(pool.parse(fetched(SLOW), SOURCE), 30)
        assert isinstance(failure, FetchFailure)
        assert failure.kind is FailureKind.PARSE_TIMEOUT
        assert await _is_good(pool)


async def test_cpu_time_is_each_documents_own() -> None:
    """Ordinary documents never use it up, however many there are."""
    async with ParserPool(1, most_cpu=timedelta(seconds=0.3)) as pool:
        assert await _is_good(pool)
        before = _workers()
        many = fetched(rss("".join(item(guid=str(n)) for n in range(20))))
        answers = await asyncio.gather(*[pool.parse(many, SOURCE) for _ in range(60)])
        assert all(isinstance(answer, ParsedFeed) for answer in answers)
        assert _workers() == before


async def test_long_feed() -> None:
    """Of a feed whose many articles take too long at least the first ones are read."""
    items = "".join(item(f"N{n}", guid=str(n), more="<a/>" * 40) for n in range(2000))
    async with ParserPool(1, most_cpu=timedelta(seconds=0.8)) as pool:
        parsed = await pool.parse(fetched(rss(items)), SOURCE)
    assert isinstance(parsed, ParsedFeed)
    assert [entry.title for entry in parsed.entries] == [f"N{n}" for n in range(FEWER_ITEMS)]
    assert "2000" in parsed.warnings[0].en
    assert len(parsed.seen) == FEWER_ITEMS * HASH_SIZE


async def test_worker_dies_reading(pool: ParserPool) -> None:
    """A worker that dies over a document is that document's failure; another one starts."""
    assert await _is_good(pool)
    (victim,) = _workers()
    reading = asyncio.create_task(pool.parse(fetched(SLOW), SOURCE))
    await asyncio.sleep(0.3)
    os.kill(victim, signal.SIGKILL)
    failure = await reading
    assert isinstance(failure, FetchFailure)
    assert failure.kind is FailureKind.BROKEN_FEED
    assert await _is_good(pool)
    assert victim not in _workers()


@pytest.mark.parametrize(("number", "pause"), [(signal.SIGKILL, 0), (signal.SIGSEGV, 0.3)])
async def test_idle_worker_dies(pool: ParserPool, number: signal.Signals, pause: float) -> None:
    """One that is killed between two documents costs none, whether that was noticed or not."""
    for _ in range(2):
        assert await _is_good(pool)
        os.kill(_workers()[0], number)
        await asyncio.sleep(pause)
    assert await asyncio.gather(*[_is_good(pool) for _ in range(5)]) == [True] * 5


async def test_stuck_pool(pool: ParserPool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that take nothing any more are replaced; all who wait for them get their answer."""
    assert await _is_good(pool)
    os.kill(_workers()[0], signal.SIGSTOP)
    patient = asyncio.create_task(_is_good(pool))
    await asyncio.sleep(0)
    monkeypatch.setattr(worker, "LONGEST_TURN", timedelta(0))
    hasty = asyncio.create_task(pool.parse(GOOD, SOURCE))
    await asyncio.sleep(0)
    monkeypatch.undo()  # the next worker has to start
    assert await asyncio.wait_for(patient, 30)
    assert isinstance(await hasty, ParsedFeed)


async def test_workers_always_die(pool: ParserPool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no worker can live, every document gets its answer all the same."""
    monkeypatch.setattr(worker, "_prepare_worker", os.abort)
    failure = await pool.parse(GOOD, SOURCE)
    assert isinstance(failure, FetchFailure)
    assert failure.kind is FailureKind.BROKEN_FEED


async def test_interrupt_is_not_for_workers(pool: ParserPool) -> None:
    """Ctrl-C reaches every process of a terminal: the workers leave it to their parent."""
    assert await _is_good(pool)
    before = _workers()
    os.kill(before[0], signal.SIGINT)
    assert await _is_good(pool)
    assert _workers() == before


@pytest.mark.parametrize("error", [MemoryError, RecursionError])
async def test_unbearable(
    pool: ParserPool, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    """What exhausts a worker is told as the document's failure."""
    monkeypatch.setattr(worker, "_work", _Raises(error))
    failure = await pool.parse(GOOD, SOURCE)
    assert isinstance(failure, FetchFailure)
    assert failure.kind is FailureKind.BROKEN_FEED
    assert error.__name__ in failure.text.en


class _Raises:
    """Work that fails; can be sent to another process."""

    def __init__(self, error: type[Exception]) -> None:
        self.error = error

    def __call__(self, *_: object) -> None:
        """Fail."""
        raise self.error


async def test_memory_limit(pool: ParserPool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker may not take more than a gigabyte of address space."""
    monkeypatch.setattr(worker, "_work", _Hoards())
    failure = await pool.parse(GOOD, SOURCE)
    assert isinstance(failure, FetchFailure)
    assert "MemoryError" in failure.text.en


class _Hoards:
    def __call__(self, *_: object) -> int:
        """Ask for more memory than there may be."""
        return len(bytearray(worker.MOST_MEMORY))


@pytest.mark.parametrize(
    ("hard", "expected"),
    [(resource.RLIM_INFINITY, worker.MOST_MEMORY), (10**12, worker.MOST_MEMORY), (10**6, 10**6)],
)
def test_operators_own_limit(monkeypatch: pytest.MonkeyPatch, hard: int, expected: int) -> None:
    """A tighter limit of the operator's is kept: to raise it would be refused."""
    limits: list[tuple[int, int]] = []
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(resource, "getrlimit", lambda _: (hard, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _, both: limits.append(both))
    worker._prepare_worker()
    assert limits == [(expected, expected)]


async def test_cancelled(pool: ParserPool) -> None:
    """Whoever does not wait any longer leaves the pool in order."""
    assert await _is_good(pool)
    reading = asyncio.create_task(pool.parse(fetched(rss(item()) * 1000), SOURCE))
    await asyncio.sleep(0.01)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await _is_good(pool)


@pytest.mark.parametrize("documents", [0, 1])
async def test_closes(documents: int) -> None:
    """No process is left behind, and none is started that nobody needs."""
    async with ParserPool(2) as pool:
        for _ in range(documents):
            assert await _is_good(pool)
        assert bool(_workers()) is bool(documents)
    assert _workers() == []


async def test_closes_on_a_busy_worker() -> None:
    """Nobody waits for a document that takes for ever."""
    async with ParserPool(1, timedelta(minutes=5)) as pool:
        assert await _is_good(pool)
        reading = asyncio.create_task(pool.parse(fetched(SLOW), SOURCE))
        await asyncio.sleep(0.1)
    assert _workers() == []
    with pytest.raises(asyncio.CancelledError):
        await reading


PROGRAM = """
import asyncio
from bot.parse.worker import ParserPool
from tests.raw_feed import SOURCE, fetched, item, rss

async def main():
    async with ParserPool(2) as pool:
        await pool.parse(fetched(rss(item())), SOURCE)
        print("ready", flush=True)
        await asyncio.sleep({seconds})

try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.parametrize(
    ("number", "output"),
    [(0, "ready\n"), (signal.SIGINT, "ready\ninterrupted\n"), (signal.SIGKILL, "ready\n")],
    ids=["end", "Ctrl-C", "killed"],
)
def test_bot_ends(number: int, output: str) -> None:
    """However the bot ends, its workers end with it and say nothing, one that just begins as well.

    They hold the same standard output: it comes to its end when the last one is gone.
    """
    program = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", PROGRAM.format(seconds=60 if number else 0)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with program:
        assert program.stdout
        first = program.stdout.readline()
        if number == signal.SIGINT:
            os.killpg(program.pid, number)  # as a terminal does
        elif number:
            program.send_signal(number)
        rest, errors = program.communicate(timeout=30)
    assert (first + rest, errors) == (output, "")
