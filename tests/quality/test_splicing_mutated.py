"""Feeds that bytes were flipped in, cut out of or doubled: read in parts as in one piece."""

import tarfile
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from bot.model import Entry, FetchFailure, ParsedFeed
from bot.parse.document import parse
from bot.parse.splice import HASH_SIZE
from tests.feeds_to_cut import CUT
from tests.raw_feed import SOURCE, fetched
from tests.shared_data import SHARED_DATA

LONGEST = 20_000
"""Bytes of a feed that is worth mutating."""
OTHER_PEOPLES = 400
LEAKS = "atom with bases of its own"
"""feedparser hands an item's base on to the next one, if that has lost its own."""
MARKS = (
    b"<",
    b">",
    b"</item>",
    b"<item>",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"&",
    b'"',
    b"\0",
    b"\xff",
)


def _originals(random: Random) -> list[bytes]:
    """Our own, and where the shared test data is present some of other people's."""
    own = [body for name, body in CUT.items() if name != LEAKS]
    return own * 20 + _other_peoples(random)


def _other_peoples(random: Random) -> list[bytes]:
    path = SHARED_DATA / "feeds" / "gofeed-testdata.tgz"
    if not path.exists():
        return []
    with tarfile.open(path) as archive:
        files = [archive.extractfile(member) for member in archive if member.size < LONGEST]
        bodies = [file.read() for file in files if file]
    return random.sample([body for body in bodies if b"<" in body], OTHER_PEOPLES)


def _mutated(body: bytes, random: Random) -> bytes:
    """After one to three accidents, most of them small enough to leave the document a feed."""
    for _ in range(random.randint(1, 3)):
        start = random.randrange(len(body) + 1)
        end = min(len(body), start + random.choice((0, 1, 1, 2, 8, 60, 400)))
        twice, noise, mark = body[start:end] * 2, random.randbytes(1), random.choice(MARKS)
        put = random.choice((b"", b"x", b"1", b" ", twice, noise, mark))
        body = body[:start] + put + body[end:]
    return body


def _difference(body: bytes, whole: ParsedFeed, random: Random) -> str:
    """What two halves, read apart, give that the whole does not, or the other way round."""
    hashes = [whole.seen[n : n + HASH_SIZE] for n in range(0, len(whole.seen), HASH_SIZE)]
    half = frozenset(each for each in hashes if random.random() < 0.5)
    found: set[Entry] = set()
    for known in (half, frozenset(hashes) - half):
        part = parse(fetched(body), SOURCE, b"".join(sorted(known)))
        if not isinstance(part, ParsedFeed):
            return str(part)
        found |= set(part.entries)
    return "" if found == set(whole.entries) else f"{found} is not {whole.entries}"


def _cases(count: int) -> Iterator[tuple[bytes, Random]]:
    random = Random(11)
    originals = _originals(random)
    for _ in range(count):
        yield _mutated(random.choice(originals), random), random


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.slow)])
def test_mutated(count: int) -> None:
    """Each has an answer; where known items are cut out, not one entry is lost or changed."""
    counted = Counter[str]()
    different: dict[bytes, str] = {}
    for body, random in _cases(count):
        whole = parse(fetched(body), SOURCE)
        assert isinstance(whole, ParsedFeed | FetchFailure)
        can_be_cut = isinstance(whole, ParsedFeed) and whole.seen
        counted["cut" if can_be_cut else type(whole).__name__] += 1
        if isinstance(whole, ParsedFeed) and (difference := _difference(body, whole, random)):
            different[body] = difference
    assert different == {}
    assert counted["cut"] >= count / 20
    assert counted["ParsedFeed"] >= count / 20
