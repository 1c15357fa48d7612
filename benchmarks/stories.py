"""What it costs to place an article, without the database.

`./dev bench stories [ARTICLES]`. Articles of 500 words; of every ten five tell something new, two
are another telling of an earlier one (its topics, in other words), two are copies with every tenth
word changed, one is cut off. Each is counted, sketched, compared with what has keys in common with
it and placed, in one process; the floor is what it takes to find the words of the same texts.
"""

import time
from datetime import UTC, datetime, timedelta
from random import Random

from benchmarks.figures import Figure
from benchmarks.workload import Workload
from bot.model import Entry, Level, StoredEntry
from bot.story import Boilerplate, Weights, sketch
from bot.text.words import read
from tests.archive import Archive

ARTICLES = 3_000
MORNING = datetime(2026, 3, 2, 6, tzinfo=UTC)


def measure(args: list[str]) -> list[Figure]:
    """Articles a second, the parts of it, and what is kept of each."""
    count = int(args[0]) if args else ARTICLES
    entries = _entries(count)
    floor = _seconds_of_reading(entries)
    archive = Archive()
    started = time.process_time()
    levels = [archive.tell(_stored(number, entry)).level for number, entry in enumerate(entries)]
    whole = time.process_time() - started
    drawing, size = _drawing(entries, archive.weights)
    folded = sum(level is not Level.NEW for level in levels) / count
    return [
        Figure("articles placed a second", count / whole, "/s", at_least=200.0),
        Figure("placing ÷ finding the words", whole / floor, "", at_most=8.0),
        Figure("sketching alone", 1e3 * drawing / count, "ms"),
        Figure("bytes of a sketch, besides 56 keys", size / count, "B", at_most=4_096.0),
        Figure("placed in a known story", folded, "", at_least=0.25, at_most=0.55),
    ]


def _entries(count: int) -> list[Entry]:
    workload, chance = Workload(), Random(1)
    texts: list[list[str]] = []
    for number in range(count):
        kind = number % 10
        earlier = chance.choice(texts[-500:]) if texts else []
        if kind in {3, 7} and earlier:
            words = [*earlier[:20], *workload.article()]
        elif kind in {4, 8} and earlier:
            words = [chance.choice(earlier) if chance.random() < 0.1 else word for word in earlier]
        elif kind == 9 and earlier:
            words = earlier[:300]
        else:
            words = workload.article()
        texts.append(words)
    return [_entry(number, words) for number, words in enumerate(texts)]


def _entry(number: int, words: list[str]) -> Entry:
    sentences = (" ".join(words[at : at + 20]).capitalize() for at in range(10, len(words), 20))
    title = " ".join(words[:10]).capitalize()
    return Entry(str(number), "", "", title, ". ".join(sentences), "", "fr")


def _stored(number: int, entry: Entry) -> StoredEntry:
    return StoredEntry(number, 1, f"source {number % 300}", MORNING + number * _PACE, entry)


_PACE = timedelta(seconds=20)


def _seconds_of_reading(entries: list[Entry]) -> float:
    started = time.process_time()
    for entry in entries:
        read(entry.text)
    return time.process_time() - started


def _drawing(entries: list[Entry], weights: Weights) -> tuple[float, int]:
    """Seconds and bytes of all sketches, with a source's boilerplate looked for."""
    usual = Boilerplate()
    for entry in entries[:50]:
        usual.add(entry)
    started = time.process_time()
    drawn = [sketch(entry, weights, usual) for entry in entries]
    took = time.process_time() - started
    return took, sum(len(each.packed) for each in drawn)
