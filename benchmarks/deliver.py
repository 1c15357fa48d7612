"""Telegram delivery against a local Telegram with its flood limits on, and a rival beside it.

`./dev bench deliver`: 600 messages to 60 channels; breaking alerts behind a thousand others; a
message now and then. Each phase in a process of its own, with channels of its own; the same for
python-telegram-bot with `AIORateLimiter`.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from benchmarks.figures import Figure

CHANNELS: Final = 60
PHASES: Final = ("many", "urgent", "idle")
NAMES: Final = {"ours": "", "ptb": "AIORateLimiter: "}
MOST: Final = 300.0
"""Seconds of one phase."""


def measure(args: list[str]) -> list[Figure]:
    """Pace, refusals, waits, cost; `args` may name the phases to run."""
    phases = args or list(PHASES)
    figures: list[Figure] = []
    for who in NAMES:
        with _telegram(CHANNELS * len(PHASES)) as telegram:
            for index, phase in enumerate(PHASES):
                if phase in phases:
                    chats = telegram.chats[CHANNELS * index : CHANNELS * (index + 1)]
                    found = _run(who, phase, telegram, chats)
                    figures += _figures(who, phase, found, telegram.counts())
    return figures


class _Telegram:
    """The server, as this process sees it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        told = self._line()
        self.url, self.token, self.chats = told["url"], told["token"], told["chats"]

    def counts(self) -> dict[str, int]:
        """What it has refused and held since it was asked last."""
        assert self._process.stdin
        self._process.stdin.write("?\n")
        self._process.stdin.flush()
        found: dict[str, int] = self._line()
        return found

    def _line(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())


@contextmanager
def _telegram(channels: int) -> Iterator[_Telegram]:
    command = [sys.executable, "-m", "benchmarks.telegram_server", str(channels)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield _Telegram(process)
        finally:
            process.kill()


def _run(who: str, phase: str, telegram: _Telegram, chats: Sequence[int]) -> dict[str, Any]:
    words = [who, phase, telegram.url, telegram.token, *map(str, chats)]
    command = [sys.executable, "-m", "benchmarks.senders", *words]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=MOST)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _figures(
    who: str, phase: str, found: dict[str, Any], counts: dict[str, int]
) -> Iterator[Figure]:
    name, is_ours = NAMES[who], who == "ours"
    refused = float(counts.get("refused", 0))
    if phase == "many":
        pace = found["sent"] / found["seconds"]
        cpu = 1e3 * found["cpu"] / max(found["sent"], 1)
        yield Figure(f"{name}messages a second", pace, "/s", at_least=27.0 if is_ours else None)
        yield Figure(f"{name}CPU of a message", cpu, "ms", at_most=5.0 if is_ours else None)
        yield Figure(f"{name}memory at most", found["memory"] / 1e6, "MB")
    else:
        bar = {"urgent": 0.5, "idle": 0.3}[phase] if is_ours else None
        what = {"urgent": "breaking behind 1,000, p95", "idle": "idle outbox to post, p95"}[phase]
        yield Figure(f"{name}{what}", 1e3 * _p95(found["waits"]), "ms", at_most=bar and 1e3 * bar)
    yield Figure(f"{name}429 ({phase})", refused, "", at_most=0.0 if is_ours else None)


def _p95(waits: Sequence[float]) -> float:
    return waits[min(len(waits) - 1, int(0.95 * len(waits)))]
