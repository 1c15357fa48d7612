"""From `vigie run` to the first request, on a new database and on a known one."""

import time
from statistics import median

from benchmarks.figures import Figure
from benchmarks.local_feeds import LocalFeeds, serving
from benchmarks.running import Workplace, usage, workplace

RUNS = 7


def measure(args: list[str]) -> list[Figure]:
    """Start a real `vigie run` against one local feed, `./dev bench start [RUNS]` times."""
    runs = int(args[0]) if args else RUNS
    with serving(1, 20) as local:
        # The first start may have to compile Vigie, and it makes the database of the later ones.
        with workplace(local.urls, ["storm"]) as place:
            one_start(place, local)
            known = [one_start(place, local) for _ in range(runs)]
        new = [on_new_database(local) for _ in range(runs)]
    # The best time counts: other work on the machine only ever adds to it.
    return [
        Figure("start to first request, best", min(wall for wall, _ in known), "s", at_most=2.0),
        Figure("start to first request, median", median(wall for wall, _ in known), "s"),
        Figure("CPU until then, median", median(cpu for _, cpu in known), "s"),
        Figure("on a new database, best", min(wall for wall, _ in new), "s"),
        Figure("on a new database, median", median(wall for wall, _ in new), "s"),
    ]


def on_new_database(local: LocalFeeds) -> tuple[float, float]:
    """As `one_start`, where no Vigie has ever been."""
    with workplace(local.urls, ["storm"]) as place:
        return one_start(place, local)


def one_start(place: Workplace, local: LocalFeeds) -> tuple[float, float]:
    """Seconds to the first request, and of CPU by then; the feed is due again afterwards."""
    local.asked()
    began = time.monotonic()
    with place.start("run") as vigie:
        asked = vigie.wait_until(lambda: local.asked().first, 30)
        cpu = usage(vigie.pid).cpu
        vigie.stop()
    place.make_due()
    return asked - began, cpu
