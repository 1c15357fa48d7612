"""Parsing in processes of its own: a hostile document costs one worker, never the bot.

The kernel ends a worker that has used up its CPU time, pebble's pool one that is past its deadline;
another one starts, and other documents are unharmed.
"""

import asyncio
import multiprocessing
import resource
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as DeadlineError
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib import import_module
from logging import CRITICAL, getLogger
from multiprocessing.resource_tracker import ensure_running
from typing import Any, Final, Protocol, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from bot.i18n import Text
from bot.model import (
    Article,
    Entry,
    FailureKind,
    Fetched,
    FetchFailure,
    NoArticle,
    ParsedFeed,
    Source,
)
from bot.parse.article_missing import missing_by
from bot.parse.document import parse
from bot.parse.splice import MOST_ITEMS

DEADLINE: Final = timedelta(seconds=5)
"""For one document; an ordinary one takes some tens of milliseconds."""
MOST_CPU: Final = timedelta(seconds=2)
"""For one document, whatever else the machine is at."""
FEWER_ITEMS: Final = 200
"""That are read of a document with more, when those took too long."""
MOST_MEMORY: Final = 1024**3
"""Bytes of address space of a worker."""
ATTEMPTS: Final = 2
"""With a document whose pool broke, perhaps through another one's fault."""
DOCUMENTS_PER_WORKER: Final = 2000
"""Then it is replaced: what leaks is bounded."""
LONGEST_TURN: Final = timedelta(minutes=2)
"""That a document may wait for a worker; then the pool is given up. A worker that is killed, for
want of memory say, may take with it the lock under which all of them get their work."""
LOADING: Final = timedelta(seconds=10)
"""That a page may take beyond the deadline: the first one of a worker loads trafilatura."""

_Out = TypeVar("_Out")
_Out_co = TypeVar("_Out_co", covariant=True)


class _Task(Protocol[_Out_co]):
    """Work on its way to a worker."""

    @property
    def most_cpu(self) -> float:
        """Seconds."""
        ...

    def prepare(self) -> None:
        """Do what is not the document's fault, and not counted."""
        ...

    def run(self) -> _Out_co:
        """The work."""
        ...


@dataclass(frozen=True, slots=True)
class _Document:
    """A feed."""

    fetched: Fetched
    source: Source
    seen: bytes
    most_cpu: float
    most: int = MOST_ITEMS

    def prepare(self) -> None:
        """Nothing."""

    def run(self) -> ParsedFeed | FetchFailure:
        """Read it."""
        return parse(self.fetched, self.source, self.seen, self.most)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page that an entry leads to."""

    fetched: Fetched
    entry: Entry
    most_cpu: float

    def prepare(self) -> None:
        """Load the library."""
        _load_extractor()

    def run(self) -> Article | NoArticle:
        """Read it."""
        return _extractor()(self.fetched, self.entry)


@dataclass(frozen=True, slots=True)
class _GivenPage:
    """A page that somebody names."""

    fetched: Fetched
    most_cpu: float

    def prepare(self) -> None:
        """Load the library."""
        _load_extractor()

    def run(self) -> Entry | FetchFailure:
        """Read it."""
        found: Entry | FetchFailure = import_module("bot.parse.page").read_article(self.fetched)
        return found


class ParserPool:
    """Parses in worker processes; an async context manager.

    Implements `FeedParser` and `PageReader`. The first worker starts with the first document.
    """

    def __init__(
        self, workers: int, deadline: timedelta = DEADLINE, most_cpu: timedelta = MOST_CPU
    ) -> None:
        self._workers = workers
        self._deadline = deadline.total_seconds()
        self._most_cpu = most_cpu.total_seconds()
        self._pool: ProcessPool | None = None
        self._reading: set[Future[Any]] = set()

    async def __aenter__(self) -> Self:
        """Nothing is started yet."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop the workers, whatever they are at; who still waits for them is cancelled."""
        for future in self._reading.copy():
            future.cancel()
        if self._pool:
            await asyncio.to_thread(_end, self._pool)

    async def parse(
        self, fetched: Fetched, source: Source, seen: bytes = b""
    ) -> ParsedFeed | FetchFailure:
        """The entries of a document, or why there are none.

        Within twice the deadline, and twice two minutes for its turn.
        """
        task = _Document(fetched, source, seen, self._most_cpu)
        answer = await self._answer(task, self._deadline)
        if answer is _TOO_SLOW and _items(fetched.body) > FEWER_ITEMS:
            return await self._answer(replace(task, most=FEWER_ITEMS), self._deadline)
        return answer

    async def read_page(self, page: Fetched, entry: Entry) -> Article | NoArticle:
        """The article that `entry` leads to, in its page; or why there is none."""
        task = _Page(page, entry, self._most_cpu)
        answer = await self._answer(task, self._deadline + LOADING.total_seconds())
        return missing_by(answer) if isinstance(answer, FetchFailure) else answer

    async def read_given(self, page: Fetched) -> Entry | FetchFailure:
        """The article of a page of which nothing else is known; or why there is none."""
        task = _GivenPage(page, self._most_cpu)
        return await self._answer(task, self._deadline + LOADING.total_seconds())

    async def _answer(self, task: _Task[_Out], deadline: float) -> _Out | FetchFailure:
        for _ in range(ATTEMPTS):
            pool = await self._working_pool()
            try:
                return await self._read(pool, task, deadline)
            except DeadlineError:
                return _TOO_SLOW
            except ProcessExpired as error:
                has_run_out = error.exitcode == -signal.SIGPROF
                return _TOO_SLOW if has_run_out else _unbearable(type(error).__name__)
            except (MemoryError, RecursionError) as error:
                return _unbearable(type(error).__name__)
            except RuntimeError:  # pebble's, when it gives up a whole pool
                if pool.active:
                    raise
        return _unbearable(BrokenProcessPool.__name__)

    async def _read(self, pool: ProcessPool, task: _Task[_Out], deadline: float) -> _Out:
        with _out_of_reach_of_ctrl_c():
            future: Future[_Out] = pool.schedule(_work, args=(task,), timeout=deadline)
        self._reading.add(future)
        try:
            async with asyncio.timeout(deadline + LONGEST_TURN.total_seconds()) as turn:
                return await asyncio.wrap_future(future)
        except DeadlineError:
            if not turn.expired():
                raise
            pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
            raise BrokenProcessPool from None
        finally:
            self._reading.discard(future)

    async def _working_pool(self) -> ProcessPool:
        """The pool, or a new one: pebble's breaks for good when a worker is killed while idle."""
        before = self._pool
        if before and before.active:
            return before
        fresh = self._pool = _pool(self._workers)
        if before:
            left = self._reading.copy()
            await asyncio.to_thread(_end, before)
            _give_up(left)
        return fresh


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
    pool.join()


def _give_up(reading: Iterable[Future[Any]]) -> None:
    """Tell who waits for a pool that has ended: pebble forgets what no worker had taken."""
    for future in reading:
        if not future.done():
            future.set_exception(BrokenProcessPool())


class InlineParser:
    """Parses in place, without any protection: for tests and tools."""

    async def parse(
        self, fetched: Fetched, source: Source, seen: bytes = b""
    ) -> ParsedFeed | FetchFailure:
        """As `ParserPool.parse`."""
        return parse(fetched, source, seen)

    async def read_page(self, page: Fetched, entry: Entry) -> Article | NoArticle:
        """As `ParserPool.read_page`."""
        return _extractor()(page, entry)


def _pool(workers: int) -> ProcessPool:
    # Not fork: the parent has threads, connections and an event loop.
    context = multiprocessing.get_context("spawn")
    return ProcessPool(
        max_workers=workers,
        max_tasks=DOCUMENTS_PER_WORKER,
        initializer=_prepare_worker,
        context=context,
    )


@contextmanager
def _out_of_reach_of_ctrl_c() -> Iterator[None]:
    """Processes and threads that begin in here: Ctrl-C is for the parent, which stops them itself.

    From their first instruction on, which is why pebble's own handling comes too late.
    """
    ensure_running()  # multiprocessing's helper, whose own start would undo the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare_worker() -> None:
    # pebble ends workers by SIGTERM; its own handler waits for the end of a regular expression.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    most = resource.getrlimit(resource.RLIMIT_AS)[1]  # what the operator allows may be less
    memory = MOST_MEMORY if most == resource.RLIM_INFINITY else min(MOST_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _work(task: _Task[_Out]) -> _Out:
    task.prepare()
    # The kernel ends the process when its time is up, inside a regular expression as well.
    signal.setitimer(signal.ITIMER_PROF, task.most_cpu)
    try:
        return task.run()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _load_extractor() -> None:
    """Once; it shall fill no log with what it thinks of a page."""
    _extractor()
    getLogger("trafilatura").setLevel(CRITICAL + 1)


def _extractor() -> Callable[[Fetched, Entry], Article | NoArticle]:
    """`bot.parse.article.extract`. It loads trafilatura, for which only who reads pages pays."""
    found: Callable[[Fetched, Entry], Article | NoArticle]
    found = import_module("bot.parse.article").extract
    return found


def _items(body: bytes) -> int:
    """About how many a document has."""
    return body.count(b"<item") + body.count(b"<entry")


def _unbearable(reason: str) -> FetchFailure:
    return FetchFailure(
        FailureKind.BROKEN_FEED,
        Text(
            en=f"Reading the document brought its process down ({reason}).",
            fr=f"La lecture du document a fait tomber son processus ({reason}).",
        ),
        _HOSTILE,
    )


_HOSTILE: Final = Text(
    en="Look at the feed: it is extremely large or nested. The others are not affected.",
    fr="Regardez ce flux : il est démesuré ou imbriqué à l'excès. Les autres n'en souffrent pas.",
)
_TOO_SLOW: Final = FetchFailure(
    FailureKind.PARSE_TIMEOUT,
    Text(
        en="Reading the document took too long; it was given up.",
        fr="La lecture du document a pris trop de temps ; elle a été abandonnée.",
    ),
    _HOSTILE,
)
