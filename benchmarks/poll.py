"""What a poll costs, against others who poll feeds: not modified, unchanged, one new entry of 50.

`./dev bench poll [FEEDS]`. Each runs in a process of its own, one after the other, against the same
server on this machine; CPU of the poller and its workers counts, that of the server does not. Ours
is the whole path, with a database and 100 rules. `plain` is httpx and feedparser in a loop, without
any database.
"""

import json
import subprocess
import sys
from importlib.util import find_spec
from typing import Final

from benchmarks.feed_server import serving
from benchmarks.figures import Figure
from benchmarks.pollers import Cost

FEEDS: Final = 10_000
SLOW: Final = 20
"""Times fewer feeds for those who need so much longer."""


def measure(args: list[str]) -> list[Figure]:
    """A table of costs, then the ratios."""
    count = int(args[0]) if args else FEEDS
    few = max(count // SLOW, 20)
    with serving() as base:
        costs = {
            ("304", "ours"): polled("ours", f"{base}/304", count),
            ("304", "reader"): polled("reader", f"{base}/304", few),
            ("304", "plain"): polled("plain", f"{base}/304", few),
            ("same", "ours"): polled("ours", f"{base}/same", few),
            ("same", "reader"): polled("reader", f"{base}/same", few),
            ("same", "plain"): polled("plain", f"{base}/same", few),
            ("one", "ours"): polled("ours", f"{base}/one", few),
            ("one", "reader"): polled("reader", f"{base}/one", few),
            ("one", "plain"): polled("plain", f"{base}/one", few),
            ("all", "ours"): polled("ours", f"{base}/all", few),
            ("all", "plain"): polled("plain", f"{base}/all", few),
        }
    found = {key: value for key, value in costs.items() if value is not None}
    return [
        *(
            Figure(f"{TITLES[kind]}: {who}", 1000 * each.cpu, "ms")
            for (kind, who), each in found.items()
        ),
        *ratios(found),
        Figure(f"feeds per second, {count:,} times 304", 1 / found["304", "ours"].wall, "/s"),
        Figure(f"memory after {count:,} feeds", found["304", "ours"].memory / 1e6, "MB", 250.0),
    ]


TITLES: Final = {
    "304": "not modified",
    "same": "200, unchanged",
    "one": "200, 1 of 50 new",
    "all": "200, all new",
}
BARS: Final = {("304", "reader"): 12.0, ("same", "reader"): 150.0}
"""Of the reading of a document with one new entry: see `./dev bench splice`."""


def ratios(costs: dict[tuple[str, str], Cost]) -> list[Figure]:
    """How many times our CPU the others need."""
    return [
        Figure(
            f"{TITLES[kind]}: {who} ÷ ours",
            each.cpu / costs[kind, "ours"].cpu,
            "",
            at_least=BARS.get((kind, who)),
        )
        for (kind, who), each in costs.items()
        if who != "ours"
    ]


def polled(who: str, base: str, count: int) -> Cost | None:
    """The cost of one feed, and the memory in the end; None where the other is not installed."""
    if who not in {"ours", "plain"} and find_spec(who) is None:
        print(f"{who} is not installed: `./dev bench` installs it.", file=sys.stderr)
        return None
    print(f"{who}: {count:,} times {base.rpartition('/')[2]} …", file=sys.stderr)
    words = [sys.executable, "-m", "benchmarks.pollers", who, base, str(count)]
    told = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True).stdout
    cpu, wall, memory = json.loads(told)
    return Cost(cpu / count, wall / count, memory)
