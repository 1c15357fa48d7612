"""The whole path: 300 feeds of 20 articles against 100 rules, then again when nothing changed.

`./dev bench rounds [FEEDS [ITEMS [RULES]]]`. Speeds depend on the machine and have no bar; the
ratio of the two rounds hardly does.
"""

import time
from itertools import cycle, islice
from random import Random
from typing import NamedTuple

from benchmarks.figures import Figure
from benchmarks.local_feeds import LocalFeeds, invent, serving
from benchmarks.running import Sampler, Workplace, usage, workplace

PATIENCE = 300.0
"""Seconds for a round."""
IDLE_SECONDS = 5.0


class Round(NamedTuple):
    """What a round of polls cost from its first request to its last commit."""

    start_cpu: float
    """Seconds before the first request."""
    wall: float
    cpu: float
    """Seconds, without the start."""
    peak: int
    """Bytes, start included."""


def measure(args: list[str]) -> list[Figure]:
    """Two rounds of `vigie once`, then one `vigie run` on a new database until it is idle."""
    feeds, items, count = map(int, [*args, *("300", "20", "100")[len(args) :]])
    searched = rules(count)
    with serving(feeds, items) as local:
        with workplace(local.urls, searched) as place:
            first = one_round(place, local)
            entries, matches = map(place.count, ("entries", "matches"))
            place.make_due()
            second = one_round(place, local)
        with workplace(local.urls, searched) as place:
            idle = idle_memory(place, feeds)
    return [
        *of_round(f"{feeds} new documents", first, feeds),
        Figure("articles stored", entries, ""),
        Figure("articles that match", 100 * matches / entries, "%"),
        Figure("articles per second", entries / first.wall, "/s"),
        *of_round(f"{feeds} times 304", second, feeds),
        Figure("CPU of a 304 ÷ of a new document", second.cpu / first.cpu, "", at_most=0.2),
        Figure("idle memory after a round", idle / 1e6, "MB", at_most=150.0),
    ]


def of_round(name: str, measured: Round, feeds: int) -> list[Figure]:
    """A round's figures."""
    return [
        Figure(f"{name}: wall", measured.wall, "s"),
        Figure(f"{name}: CPU, all processes", measured.cpu, "s"),
        Figure(f"{name}: CPU per feed", 1000 * measured.cpu / feeds, "ms"),
        Figure(f"{name}: CPU of the start before", measured.start_cpu, "s"),
        Figure(f"{name}: peak memory, all processes", measured.peak / 1e6, "MB"),
    ]


def rules(count: int) -> list[str]:
    """Rules of every form, on names that are neither in every article nor in none."""
    names = invent(Random(1)).names[40:]
    forms = cycle(("{0} + {1}", "({0} | {1}) + {2}", "{0} + {1} -{2}", "{0} + {1}", "{0} {1}*"))
    return [
        form.format(*(_term(names[(number * 7 + n * 31) % len(names)], form) for n in range(3)))
        for number, form in enumerate(islice(forms, count))
    ]


def _term(name: str, form: str) -> str:
    """A name of two words is a phrase; before an asterisk stands one word."""
    if "*" in form:
        return name.partition(" ")[0]
    return f'"{name}"' if " " in name else name


def one_round(place: Workplace, local: LocalFeeds) -> Round:
    """`vigie once`, from its first request until every feed's poll is in the database."""
    wanted = place.polls() + local.feeds
    local.asked()
    with place.start("once") as vigie, Sampler(vigie.pid) as sampler:
        vigie.wait_until(lambda: place.polls() >= wanted, PATIENCE)
        ended = time.monotonic()
    begun, last = sampler.at(local.asked().first), sampler.at(ended)
    peak = max(sample.memory for sample in sampler.samples)
    return Round(begun.cpu, ended - begun.at, last.cpu - begun.cpu, peak)


def idle_memory(place: Workplace, feeds: int) -> int:
    """Bytes of a `vigie run` that has polled every feed and now waits."""
    with place.start("run") as vigie:
        vigie.wait_until(lambda: place.polls() >= feeds, PATIENCE)
        time.sleep(IDLE_SECONDS)
        memory = usage(vigie.pid).memory
        vigie.stop()
    return memory
