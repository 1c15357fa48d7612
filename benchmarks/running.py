"""A real `vigie` in a process of its own, and what it and its children cost."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, Self, TypeVar

T = TypeVar("T")

TICKS = os.sysconf("SC_CLK_TCK")
STOP_WITHIN = 30.0
"""Seconds after which a process that was asked to end is killed, as Heroku does."""


class Usage(NamedTuple):
    """What a process and its descendants have cost so far."""

    at: float
    """`time.monotonic()`."""
    cpu: float
    """Seconds."""
    memory: int
    """Bytes; a page shared by n processes counts 1/n in each (PSS)."""


def usage(pid: int) -> Usage:
    """Measured now; zeros once the process is gone."""
    members = family(pid)
    return Usage(time.monotonic(), sum(map(_cpu, members)), sum(map(_resident, members)))


def family(pid: int) -> list[int]:
    """A process and its descendants, whichever of its threads has begun them."""
    children: list[str] = []
    try:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):  # it has just ended
                children += (thread / "children").read_text().split()
    except OSError:
        return []
    return [pid, *(member for child in children for member in family(int(child)))]


def _cpu(pid: int) -> float:
    """Of the process and of those of its children that have ended: fields 14 to 17 of proc(5)."""
    with suppress(OSError):
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, after_name[11:15])) / TICKS
    return 0.0


def _resident(pid: int) -> int:
    with suppress(OSError):
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return 1024 * sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
    return 0


class Sampler:
    """Measures a process again and again; a context manager."""

    def __init__(self, pid: int, every: float = 0.05) -> None:
        self.samples: list[Usage] = []
        self._pid = pid
        self._every = every
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def at(self, moment: float) -> Usage:
        """The last sample that is not later than `moment`."""
        return max(sample for sample in self.samples if sample.at <= moment)

    def _sample(self) -> None:
        while not self._ended.wait(self._every):
            self.samples.append(usage(self._pid))


class Vigie:
    """A `vigie` that runs; a context manager that kills it at the end if nothing else ended it."""

    def __init__(self, command: str, environ: Mapping[str, str], log: Path) -> None:
        """Begin `vigie COMMAND --dry-run`."""
        words = [sys.executable, "-m", "bot", command, "--dry-run"]
        self._log = log
        with log.open("wb") as file:
            self._process = subprocess.Popen(
                words, env=environ, stdout=subprocess.DEVNULL, stderr=file
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    @property
    def pid(self) -> int:
        """Of the process itself, not of its children."""
        return self._process.pid

    def wait_until(self, reached: Callable[[], T], within: float) -> T:
        """The first value of `reached` that is not zero.

        Raises:
            RuntimeError: `vigie` ended before, or that took longer than `within` seconds.
        """
        deadline = time.monotonic() + within
        while not (value := reached()):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"vigie did not come so far:\n{self._log.read_text()[-2000:]}")
            time.sleep(0.01)
        return value

    def stop(self) -> float:
        """Ask it to end as a system does; returns the seconds that it took.

        Raises:
            RuntimeError: it did not end by itself, or not well.
        """
        began = time.monotonic()
        self._process.terminate()
        self.wait_until(lambda: self._process.poll() is not None, STOP_WITHIN)
        took = time.monotonic() - began
        if self._process.returncode:
            raise RuntimeError(f"vigie ended badly:\n{self._log.read_text()[-2000:]}")
        return took


class Workplace(NamedTuple):
    """A directory with a watchlist, and the database of the dry runs that are made there."""

    directory: Path
    environ: Mapping[str, str]

    @property
    def database(self) -> Path:
        """Where a dry run keeps its data."""
        return self.directory / "vigie-dry-run.db"

    def start(self, command: str) -> Vigie:
        """Begin `vigie COMMAND --dry-run`."""
        return Vigie(command, self.environ, self.directory / "stderr")

    def count(self, table: str) -> int:
        """Rows committed so far; none before there is such a table."""
        return self._number(f"SELECT count(*) FROM {table}")

    def polls(self) -> int:
        """Polls committed so far."""
        return self._number("SELECT coalesce(sum(polls), 0) FROM poll_counts")

    def _number(self, query: str) -> int:
        try:
            with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
                return int(connection.execute(query).fetchone()[0])
        except sqlite3.OperationalError:
            return 0

    def make_due(self) -> None:
        """As if the interval of every feed had passed."""
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute("UPDATE feeds SET next_poll_at = strftime('%Y-%m-%d %H:%M:%f000')")


@contextmanager
def workplace(sources: Sequence[str], rules: Sequence[str]) -> Iterator[Workplace]:
    """A directory with a watchlist of these addresses and rules, and no database yet."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "feeds.yaml")
        file.write_text(watchlist(sources, rules))
        # Bytecode is kept, as wherever Vigie is installed: only the first start compiles.
        inherited = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        own = {
            "VIGIE_WATCHLIST": str(file),
            "VIGIE_DATA_DIR": name,
            "VIGIE_ALLOW_PRIVATE_HOSTS": "yes",
            "VIGIE_LOG_LEVEL": "WARNING",
        }
        yield Workplace(Path(name), inherited | own)


def watchlist(sources: Sequence[str], rules: Sequence[str]) -> str:
    """A feeds.yaml; JSON is YAML as well."""
    return json.dumps(
        {
            "channels": {"news": {"telegram": "@news_channel"}},
            "sources": [{"name": f"source {n}", "url": url} for n, url in enumerate(sources)],
            "rules": [
                {"name": f"rule {n}", "match": rule, "to": ["news"]} for n, rule in enumerate(rules)
            ],
        },
        indent=1,
    )
