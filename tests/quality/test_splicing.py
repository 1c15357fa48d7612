"""Cutting known items out of other people's feeds: an item reads as it does among all the others.

The feeds are the test data of feedparser (2,100 files) and of gofeed (1,000).
"""

import tarfile
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from bot.model import Entry, Fetched, ParsedFeed
from bot.parse.document import parse
from bot.parse.splice import HASH_SIZE
from tests.raw_feed import SOURCE, fetched
from tests.shared_data import SHARED_DATA, needs_shared_data

ALONE = 40
"""Items of a document that are read one by one; the others are read together."""


def _feeds(archive: str) -> Iterator[tuple[str, Fetched, ParsedFeed]]:
    """Those in XML that can be read, and what is read in them as a whole."""
    with tarfile.open(SHARED_DATA / "feeds" / archive) as members:
        for member in members:
            content = members.extractfile(member)
            document = fetched(content.read() if content else b"")
            parsed = parse(document, SOURCE)
            if isinstance(parsed, ParsedFeed) and not member.name.endswith(".json"):
                yield member.name, document, parsed


def _choices(items: int, random: Random) -> Iterator[frozenset[int]]:
    """Which items are new: each alone, a random half and the other half, none."""
    everything = frozenset(range(items))
    half = frozenset(n for n in everything if random.random() < 0.5)
    yield from (frozenset({n}) for n in range(min(items, ALONE)))
    yield from (frozenset(range(ALONE, items)), half, everything - half, frozenset())


def _oddities(document: Fetched, whole: ParsedFeed, random: Random) -> list[str]:
    """In what the document reads differently when some of its items are known."""
    hashes = [whole.seen[n : n + HASH_SIZE] for n in range(0, len(whole.seen), HASH_SIZE)]
    found: set[Entry] = set()
    odd: list[str] = []
    for new in _choices(len(hashes), random):
        known = b"".join(each for n, each in enumerate(hashes) if n not in new)
        part = parse(document, SOURCE, known)
        if not isinstance(part, ParsedFeed) or (part.title, part.seen) != (whole.title, whole.seen):
            odd.append(f"{sorted(new)} new: {part}")
            continue
        odd += [f"{sorted(new)} new: {entry}" for entry in {*part.entries} - {*whole.entries}]
        found |= set(part.entries)
    return odd + [f"lost: {entry}" for entry in set(whole.entries) - found]


@needs_shared_data
@pytest.mark.parametrize(
    ("archive", "cut", "whole"),
    [("feedparser-tests.tgz", 1174, 16), ("gofeed-testdata.tgz", 256, 2)],
)
def test_each_item_alone_and_halves(archive: str, cut: int, whole: int) -> None:
    """Not one field of one entry differs in any of 1,430 documents.

    `whole` are never cut though they have entries: CDF (5), items with a prefix (4), not
    well-formed (2 of gofeed's), or with entities of their own.
    """
    random, counted = Random(4), Counter[str]()
    odd: dict[str, list[str]] = {}
    for name, document, parsed in _feeds(archive):
        counted["cut" if parsed.seen else "whole" if parsed.entries else "empty"] += 1
        found = _oddities(document, parsed, random) if parsed.seen else []
        odd |= {name: found} if found else {}
    assert odd == {}
    assert counted["cut"] >= cut
    assert counted["whole"] <= whole
