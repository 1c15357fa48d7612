"""How old entries are when they are found, at equal numbers of polls: seeded simulation of a month.

`./dev bench cadence [FEEDS]`. Feeds differ by their rates: lognormal, with a median of 6 entries a
day. Its sigma is 2, which is less than what was measured: "55 % of RSS feeds are updated hourly,
while 25 % show no updates for several days" (Liu, Ramasubramanian, Sirer, IMC 2005) would make it
8, and the 40 % of Bloglines' feeds with an entry a day beside the 60 % with one a week, 3.9. The
rows for 1.5 are a list of feeds that are more equal. Rates swing over the day from a fifth of
their mean to nine fifths, each feed's in its own time zone. As in life, ours knows nothing but what
its polls find and the dates of the first document, and spends its budget by `spend`, daily.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import NormalDist
from typing import Final

from benchmarks.figures import Figure
from bot import cadence
from bot.model import Entry, Fetched, FetchState, NotModified, ParsedFeed

BUDGET: Final = 96
"""Polls a day per feed: a quarter of an hour between two."""
DAYS: Final = 30
PAST: Final = 30
"""Days before the first poll, for the dates of the first document."""
MEDIAN: Final = 6.0
MOST: Final = 2000.0
"""Entries a day of the busiest feed."""
SWING: Final = 0.8
FIRST_ITEMS: Final = 30
FIVE_MINUTES: Final = 5 / 1440
START: Final = datetime(2026, 3, 2, tzinfo=UTC)
_UNCHANGED: Final = NotModified("https://phare.example/rss", {"etag": '"a"'}, START)
_CHANGED: Final = Fetched("https://phare.example/rss", 200, {"etag": '"a"'}, b"<rss/>", START)
_READ: Final = ParsedFeed("", ())

Feed = Sequence[float]
"""When its entries are published: days from the first poll on, in order."""
Waiting = Callable[[float, int], float]
"""From the day of a poll and how many new entries it found to the wait, in days."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a way to poll achieves."""

    delay: float
    """Minutes from publication to the poll that finds an entry; mean over all entries."""
    polls: float
    """Per day and feed."""


def measure(args: list[str]) -> list[Figure]:
    """Ours against a fixed interval with as many polls, and against two known ways."""
    count = int(args[0]) if args else 60
    return [*compare(count, sigma=2.0), *compare(count, sigma=1.5)]


def compare(count: int, sigma: float) -> Iterator[Figure]:
    """The rows for one mix of feeds."""
    feeds = list(invented(count, sigma, Random(2007)))
    of = f"sigma {sigma:g}: "
    found = ours(feeds)
    yield Figure(f"{of}polls a day", found.polls, "", at_most=BUDGET * 1.1, at_least=BUDGET * 0.9)
    yield Figure(f"{of}mean delay", found.delay, "min")
    fixed = apart(feeds, lambda _: lambda _day, _new: 1 / found.polls)
    yield Figure(f"{of}of a fixed interval", fixed.delay, "min")
    for name, way in (("AIMD", aimd), ("entry_frequency", entry_frequency)):
        known = calibrated(feeds, way, found.polls)
        cost = known.delay * known.polls  # the setting hits the budget roughly
        yield Figure(f"{of}{name} / fixed", cost / (fixed.delay * fixed.polls), "ratio")
    yield Figure(f"{of}ours / fixed", found.delay / fixed.delay, "ratio", at_most=0.63)


def invented(count: int, sigma: float, random: Random) -> Iterator[Feed]:
    """Feeds with rates at even steps of the lognormal's quantiles."""
    rates = NormalDist(math.log(MEDIAN), sigma)
    for number in range(count):
        rate = min(math.exp(rates.inv_cdf((number + 0.5) / count)), MOST)
        yield list(published(rate, random))


def published(rate: float, random: Random) -> Iterator[float]:
    """Poisson, thinned to the time of day."""
    morning, day = random.random(), -float(PAST)
    while (day := day + random.expovariate(rate * (1 + SWING))) < DAYS:
        busy = 1 + SWING * math.sin(2 * math.pi * (day + morning))
        if random.random() * (1 + SWING) < busy:
            yield day


class Reader:
    """Polls one feed, and adds up how late its entries are found."""

    def __init__(self, feed: Feed, day: float) -> None:
        self._feed = feed
        self._next = bisect_right(feed, 0.0)
        self.day = day
        self.entries = len(feed) - self._next
        self.delay = 0.0
        self.polls = 0

    def poll(self) -> int:
        """How many new entries there are now."""
        self.polls += 1
        found = bisect_right(self._feed, self.day, lo=self._next)
        self.delay += sum(self.day - moment for moment in self._feed[self._next : found])
        new, self._next = found - self._next, found
        return new

    def end(self) -> None:
        """The month is over: what was not found is found then."""
        self.day = float(DAYS)
        self.poll()
        self.polls -= 1


def summed(readers: Sequence[Reader]) -> Outcome:
    """Means over all feeds."""
    delay = sum(reader.delay for reader in readers) / sum(reader.entries for reader in readers)
    return Outcome(delay * 1440, sum(reader.polls for reader in readers) / len(readers) / DAYS)


def apart(feeds: Sequence[Feed], way: Callable[[Feed], Waiting]) -> Outcome:
    """A way that knows one feed at a time."""
    random = Random(15)
    readers = []
    for feed in feeds:
        reader, waiting = Reader(feed, random.random() / BUDGET), way(feed)
        while reader.day < DAYS:
            reader.day += waiting(reader.day, reader.poll())
        reader.end()
        readers.append(reader)
    return summed(readers)


def calibrated(
    feeds: Sequence[Feed], way: Callable[[float], Callable[[Feed], Waiting]], polls: float
) -> Outcome:
    """A way with the setting that spends as many polls; a higher one spends fewer."""
    low, high = -12.0, 12.0
    for _ in range(12):
        middle = (low + high) / 2
        outcome = apart(feeds, way(2**middle))
        if outcome.polls > polls:
            low = middle
        else:
            high = middle
    return outcome


def aimd(step: float) -> Callable[[Feed], Waiting]:
    """Half the wait after something new, else `step` minutes more; as TCP does."""

    def of(_: Feed) -> Waiting:
        wait = 1 / BUDGET

        def waiting(_day: float, new: int) -> float:
            nonlocal wait
            wait = min(max(wait / 2 if new else wait + step / 1440, FIVE_MINUTES), 0.25)
            return wait

        return waiting

    return of


def entry_frequency(stretch: float) -> Callable[[Feed], Waiting]:
    """Miniflux: a week through the entries of the last week, from 5 minutes to a day."""

    def of(feed: Feed) -> Waiting:
        def waiting(day: float, _new: int) -> float:
            weekly = bisect_right(feed, day) - bisect_right(feed, day - 7)
            return min(max(7 * stretch / weekly, FIVE_MINUTES), 1.0) if weekly else 1.0

        return waiting

    return of


def ours(feeds: Sequence[Feed]) -> Outcome:
    """`bot.cadence` as the pipeline uses it, its budget spent anew each day."""
    random = Random(15)
    readers = [Reader(feed, random.random() / BUDGET) for feed in feeds]
    pace = cadence.Pace()
    states = [
        first_look(feed, reader.day, pace) for feed, reader in zip(feeds, readers, strict=True)
    ]
    for day in range(1, DAYS + 1):
        pace = cadence.Pace(c=cadence.spend((state.rate for state in states), BUDGET))
        states = [
            a_day(reader, state, pace, day, random)
            for reader, state in zip(readers, states, strict=True)
        ]
    for reader in readers:
        reader.end()
    return summed(readers)


def first_look(feed: Feed, day: float, pace: cadence.Pace) -> FetchState:
    """The state after the first poll, which is not counted in any way."""
    known = bisect_right(feed, day)
    dates = [START + timedelta(days=moment) for moment in feed[max(known - FIRST_ITEMS, 0) : known]]
    entries = tuple(Entry("", "", "", "", "", "", published_at=date) for date in dates)
    look = cadence.Look(
        _CHANGED, ParsedFeed("", entries), len(entries), START + timedelta(days=day)
    )
    return cadence.after(FetchState(1, _CHANGED.url), look, pace, 0)


def a_day(
    reader: Reader, state: FetchState, pace: cadence.Pace, until: int, random: Random
) -> FetchState:
    """Poll a feed until the day is over."""
    while reader.day < until:
        now = START + timedelta(days=reader.day)
        new = reader.poll()
        outcome, parsed = (_CHANGED, _READ) if new else (_UNCHANGED, None)
        look = cadence.Look(outcome, parsed, new, now)
        state = cadence.after(state, look, pace, random.uniform(-1, 1))
        assert state.next_poll_at is not None
        reader.day = (state.next_poll_at - START) / timedelta(days=1)
    return state
