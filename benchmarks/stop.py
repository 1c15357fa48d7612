"""From SIGTERM to the end: idle, in the middle of polls, and while feeds do not answer."""

import time
from statistics import median

from benchmarks.figures import Figure
from benchmarks.local_feeds import serving
from benchmarks.running import workplace

FEEDS = 64
BAR = 10.0
"""Seconds: p99, so the worst of as few runs as these."""


def measure(args: list[str]) -> list[Figure]:
    """`./dev bench stop [IDLE [POLLING [HANGING]]]`: so many runs of each, 20, 10 and 3."""
    idle, polling, hanging = map(int, [*args, *("20", "10", "3")[len(args) :]])
    return [
        *figures("idle", [while_idle() for _ in range(idle)]),
        *figures("while polling", [while_polling(answer_after=0.3) for _ in range(polling)]),
        *figures("while feeds hang", [while_polling(answer_after=60) for _ in range(hanging)]),
    ]


def figures(when: str, seconds: list[float]) -> list[Figure]:
    """The median and the worst."""
    return [
        Figure(f"SIGTERM to end {when}, median", median(seconds), "s"),
        Figure(f"SIGTERM to end {when}, worst of {len(seconds)}", max(seconds), "s", at_most=BAR),
    ]


def while_idle() -> float:
    """Everything has been polled, nothing is due."""
    with (
        serving(1, 20) as local,
        workplace(local.urls, ["storm"]) as place,
        place.start("run") as vigie,
    ):
        vigie.wait_until(place.polls, 30)
        time.sleep(0.5)
        return vigie.stop()


def while_polling(answer_after: float) -> float:
    """Requests are under way, and more feeds are due; answers come after so many seconds."""
    with (
        serving(FEEDS, 20, answer_after) as local,
        workplace(local.urls, ["storm"]) as place,
        place.start("run") as vigie,
    ):
        vigie.wait_until(lambda: local.asked().first, 30)
        time.sleep(0.1)
        return vigie.stop()
