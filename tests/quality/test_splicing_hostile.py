"""Documents that are meant to do harm: each has its answer in bounded time, the others theirs."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.model import FailureKind, FetchFailure, ParsedFeed
from bot.parse.splice import splice
from bot.parse.worker import ParserPool
from tests.raw_feed import SOURCE, fetched, item, rss

CHANNEL = "<rss version='2.0'><channel>"
LAUGHS = "".join(
    f"<!ENTITY {after} '{f'&{before};' * 10}'>"
    for before, after in zip("abcdefghijk", "bcdefghijkl", strict=True)
)
ONE = "<item><title>{}</title></item>"
SECRET = "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"


def hostile(size: int) -> dict[str, bytes]:
    """Documents of some `size` bytes."""
    inner = "<a>" * (size // 7) + "</a>" * (size // 7)
    nested = "<item>" * (size // 13) + "</item>" * (size // 13)
    texts = {
        "attributes": rss(f"<item {_attributes(size // 12)}/>").decode(),
        "attributes without quotes": CHANNEL
        + "<item "
        + _attributes(size // 12).replace("''", "1"),
        "nesting": rss(f"<item>{inner}</item>").decode(),
        "nesting without an end": f"{CHANNEL}<item>{'<a>' * (size // 3)}",
        "items in items": rss(nested).decode(),
        "nesting in a text": rss(ONE.format("&lt;div>" * (size // 8))).decode(),
        "items": rss(ONE.format("a") * (size // 30)).decode(),
        "billion laughs": f"<!DOCTYPE rss [<!ENTITY a 'ha'>{LAUGHS}]>{CHANNEL}{ONE.format('&l;')}",
        "one entity often": f"<!DOCTYPE rss [<!ENTITY a '{'a' * 50_000}'>]>"
        + rss(ONE.format("&a;" * (size // 3))).decode(),
        "brackets": "<" * size,
        "brackets in a feed": CHANNEL + "<" * size,
        "brackets of CDATA": rss(ONE.format(f"<![CDATA[{']' * size}]]>")).decode(),
        "one comment": rss(f"<!--{'- ' * (size // 2)}-->").decode(),
        "comments": rss("<!---->" * (size // 7)).decode(),
        "processing instructions": CHANNEL + "<?x " * (size // 4),
        "beginnings of items": CHANNEL + "<item " * (size // 6),
        "quotes": rss("<item a='" + '"' * size + "'/>").decode(),
        "one text": rss(ONE.format("a" * size)).decode(),
        "references": rss(ONE.format("&#0;" * (size // 4))).decode(),
        "document types": "<!DOCTYPE " * (size // 10),
        "external entity": SECRET + rss(ONE.format("a&x;b")).decode(),
        "a path": "/etc/passwd",
        "an address": "http://127.0.0.1:9/feed",
    }
    return {name: text.encode() for name, text in texts.items()} | {
        "NULs": b"\0" * size,
        "NULs in a feed": rss(item("Dr\0ones" * (size // 7))),
        "invalid UTF-8": rss(item("é" * (size // 2))).replace("é".encode(), b"\xc3\xff", size // 9),
        "invalid UTF-16": b"\xff\xfe" + b"\x00\xd8" * (size // 2),
    }


def _attributes(count: int) -> str:
    return " ".join(f"a{n}=''" for n in range(count))


@pytest.fixture(params=[1, pytest.param(10, marks=pytest.mark.slow)], ids="{} MB".format)
def size(request: pytest.FixtureRequest) -> int:
    """Bytes of a document."""
    return int(request.param * 1_000_000)


@pytest.fixture
async def pool(size: int) -> AsyncIterator[ParserPool]:
    """Two workers with the CPU time that there is in earnest, or half a second."""
    most_cpu = timedelta(seconds=2 if size > 1_000_000 else 0.5)
    async with ParserPool(2, timedelta(seconds=30), most_cpu) as opened:
        yield opened


def test_cutting_takes_no_longer_than_reading(size: int) -> None:
    """However a document is built, its items are found in time that grows with its length."""
    slow = {}
    for name, body in hostile(size).items():
        began = time.process_time()
        splice(body, b"12345678")
        slow[name] = time.process_time() - began
    # Ten times what it takes: what grows with the square takes a hundred times as long.
    assert {name: spent for name, spent in slow.items() if spent > 3 * size / 1_000_000} == {}


async def test_answers(pool: ParserPool, size: int) -> None:
    """A feed, or why there is none; an ordinary feed beside is read all the while."""
    documents = hostile(size)
    answers, beside = await asyncio.gather(
        asyncio.gather(*(pool.parse(fetched(body), SOURCE) for body in documents.values())),
        asyncio.gather(*(pool.parse(fetched(rss(item())), SOURCE) for _ in documents)),
    )
    told = dict(zip(documents, answers, strict=True))
    assert all(isinstance(each, ParsedFeed) and len(each.entries) == 1 for each in beside)
    kinds = {name: _kind(answer) for name, answer in told.items()}
    assert {name: kind for name, kind in kinds.items() if kind not in OUTCOMES} == {}
    assert kinds["NULs in a feed"] == kinds["invalid UTF-8"] == kinds["external entity"] == "feed"
    assert kinds["a path"] == kinds["an address"] == FailureKind.NOT_A_FEED
    assert "root:" not in str(told["external entity"])


OUTCOMES = {"feed", FailureKind.PARSE_TIMEOUT, FailureKind.BROKEN_FEED, FailureKind.NOT_A_FEED}


def _kind(answer: ParsedFeed | FetchFailure) -> str:
    return answer.kind if isinstance(answer, FetchFailure) else "feed"
