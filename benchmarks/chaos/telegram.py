"""Kill the sender of posts at random moments, many times, and count what came of the posts.

Two Vigies take turns: one with an operations chat, which sends again what it cannot tell, and one
without, which holds it. Each has its own local Telegram, where requests are held, refused, lost
and answered in vain, and where other people write, delete and pin between its posts.
"""

import json
import multiprocessing
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final, Self

from benchmarks.chaos.kinds import CREWS, KINDS, Crew
from benchmarks.chaos.office import Office
from benchmarks.chaos.pace import FastClock
from benchmarks.chaos.sender import Setting, send
from benchmarks.chaos.tally import Content, Counts

SPEED: Final = 15.0
"""Of the time in there: a look after 45 s comes after 3."""
WAITING: Final = 3
"""Posts that wait for each chat when a process starts."""
SHORT: Final = 0.15
"""Seconds: within them a process starts, recovers, and begins to send."""
LONG: Final = 1.6
"""Seconds: within them most looks end."""
SHORTS: Final = 0.4
"""Of the processes, how many do not outlive `SHORT`."""
PATIENCE: Final = 600.0
"""Seconds until all is settled, once nobody is killed any more."""

_PROCESSES = multiprocessing.get_context("forkserver")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done."""

    kills: int
    seed: int
    kinds: tuple[str, ...] = tuple(KINDS)
    speed: float = SPEED


@dataclass(slots=True)
class Outcome:
    """What came of it."""

    kills: int = 0
    seconds: float = 0.0
    hits: int = 0
    """Kills that cut off at least one send."""
    counts: dict[tuple[str, str], Counts] = field(default_factory=dict)
    """By crew and kind."""
    troubles: Counter[str] = field(default_factory=Counter)
    """What Telegram did to requests that write."""
    violations: list[str] = field(default_factory=list)
    """Departures from the Bot API."""
    unsettled: int = 0
    """Posts that were neither sent nor held in the end."""


class Telegram:
    """A local Telegram in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.told = self._line()

    def ask(self, wish: str) -> dict[str, Any]:
        """`calm`, `storm` or `tell`."""
        assert self._process.stdin
        self._process.stdin.write(f"{wish}\n")
        self._process.stdin.flush()
        return self._line()

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found


@contextmanager
def _telegram(plan: Plan, clock: FastClock, crew: str) -> Iterator[Telegram]:
    words = [str(clock.speed), str(clock.origin), str(plan.seed), crew, *plan.kinds]
    command = [sys.executable, "-m", "benchmarks.chaos.standin", *words]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield Telegram(process)
        finally:
            process.kill()


class Vigie:
    """One that is killed again and again."""

    def __init__(self, crew: Crew, telegram: Telegram, clock: FastClock, directory: Path) -> None:
        self.crew = crew
        self.telegram = telegram
        told = telegram.told
        self._setting = Setting(
            file=directory / "vigie.db",
            url=told["url"],
            token=told["token"],
            chats=told["chats"],
            operations=told["operations"],
            on_uncertain=crew.on_uncertain,
            clock=clock,
        )
        self._log = directory / "log"
        self._log.touch()
        self.office = Office(self._setting.file, self._setting.chats, clock)
        self.hit: Counter[str] = Counter()
        """Sends that were cut off, by the name of their chat."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.office.close()

    def live(self, seconds: float, *, listening: bool) -> int:
        """Work for so long and be killed; gives how many sends that cut off."""
        self.office.fill(WAITING)
        process = self._start(listening=listening)
        process.join(seconds)
        if not process.is_alive():
            raise RuntimeError(f"the sender ended by itself:\n{self._last_words()}")
        process.kill()
        process.join()
        cut_off = self.office.in_flight()
        self.hit += cut_off
        return cut_off.total()

    @contextmanager
    def settling(self) -> Iterator[Callable[[], bool]]:
        """Work in peace, until left; gives what says whether everything is settled."""
        self.telegram.ask("calm")
        process = self._start(listening=True)
        yield lambda: not self.office.open() or not process.is_alive()
        process.terminate()
        process.join(30)
        if process.exitcode:
            raise RuntimeError(f"the sender ended with {process.exitcode}:\n{self._last_words()}")

    def counts(self, kind: str, contents: Mapping[str, Any]) -> Counts:
        """What came of the posts to the chats of a kind."""
        chats = {
            name: Content(**content)
            for name, content in contents.items()
            if name.rpartition("-")[0] == kind
        }
        posts = [post for post in self.office.posts() if post.place in chats]
        hits = sum(self.hit[name] for name in chats)
        return Counts.of(posts, chats, hits, self.crew.most_copies(KINDS[kind]))

    def _start(self, *, listening: bool) -> Any:
        process = _PROCESSES.Process(
            target=send,
            args=(self._setting, self._log),
            kwargs={"listening": listening},
            daemon=True,
        )
        process.start()
        return process

    def _last_words(self) -> str:
        return self._log.read_text("utf-8")[-3000:]


def run(plan: Plan, progress: Callable[[Outcome], None] = lambda _: None) -> Outcome:
    """Kill as planned, let all be settled, count.

    Raises:
        RuntimeError: A sender ended by itself.
    """
    _PROCESSES.set_forkserver_preload([send.__module__])
    clock = FastClock(plan.speed, time.time())
    outcome = Outcome()
    started = time.monotonic()
    with ExitStack() as stack:
        crews = [stack.enter_context(_vigie(plan, clock, name)) for name in CREWS]
        # A post whose chat has none before it cannot be looked for in every chat.
        for vigie in crews:
            vigie.office.fill(1)
        _settle(crews)
        for vigie in crews:
            vigie.telegram.ask("storm")
        random = Random(plan.seed)
        for number in range(plan.kills):
            seconds = random.uniform(0, SHORT if random.random() < SHORTS else LONG)
            vigie = crews[number % len(crews)]
            outcome.hits += vigie.live(seconds, listening=random.random() < 0.5) > 0
            outcome.kills += 1
            outcome.seconds = time.monotonic() - started
            progress(outcome)
        _count(plan, crews, outcome)
    outcome.seconds = time.monotonic() - started
    return outcome


@contextmanager
def _vigie(plan: Plan, clock: FastClock, name: str) -> Iterator[Vigie]:
    with (
        TemporaryDirectory() as directory,
        _telegram(plan, clock, name) as telegram,
        Vigie(CREWS[name], telegram, clock, Path(directory)) as vigie,
    ):
        yield vigie


def _settle(crews: Sequence[Vigie]) -> None:
    with ExitStack() as stack:
        settled = [stack.enter_context(vigie.settling()) for vigie in crews]
        deadline = time.monotonic() + PATIENCE
        while not all(each() for each in settled) and time.monotonic() < deadline:
            time.sleep(0.2)


def _count(plan: Plan, crews: Sequence[Vigie], outcome: Outcome) -> None:
    _settle(crews)
    for name, vigie in zip(CREWS, crews, strict=True):
        outcome.unsettled += vigie.office.open()
        contents = vigie.telegram.ask("tell")
        outcome.troubles += Counter(contents["struck"])
        outcome.violations += contents["violations"]
        for kind in plan.kinds:
            outcome.counts[name, kind] = vigie.counts(kind, contents["chats"])
