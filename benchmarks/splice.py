"""Reading a document of which little is new; and whether the event loop notices that one is read.

`./dev bench splice [ROUNDS]`. Each of the ways to read it takes its turn within a round, and a
ratio is one within a round: the median counts. Parsed plainly means with feedparser alone, as it
comes; the other ways end with clean entries.
"""

import asyncio
import io
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import cycle, islice
from random import Random
from statistics import median, quantiles
from typing import Final

import feedparser

from benchmarks.figures import Figure
from benchmarks.local_feeds import Writer, invent
from bot.model import Fetched, ParsedFeed, Source
from bot.parse.document import parse
from bot.parse.splice import HASH_SIZE
from bot.parse.worker import ParserPool

ITEMS: Final = 50
NOW: Final = datetime(2026, 3, 2, 8, tzinfo=UTC)
SOURCE: Final = Source("Paper", "https://paper.example/feed")
IN_FLIGHT: Final = 8
"""Documents that are in the hands of two workers at once."""
DOCUMENTS: Final = 200
"""While the loop is watched."""
TURNS: Final = 4
"""Of one way in a round."""
TICK: Final = 0.001
"""Seconds between two looks at the loop."""


def measure(args: list[str]) -> list[Figure]:
    """CPU per document, against feedparser alone; lag of the loop, and time per hand-over."""
    rounds = int(args[0]) if args else 15
    fetched = Fetched(SOURCE.url, 200, {}, document(Random(7)), NOW)
    whole = parse(fetched, SOURCE)
    if not (isinstance(whole, ParsedFeed) and len(whole.entries) == ITEMS):
        raise ValueError(whole)
    ways = {"parsed plainly": lambda: feedparser.parse(io.BytesIO(fetched.body))} | {
        f"{new} new": lambda seen=whole.seen[new * HASH_SIZE :]: parse(fetched, SOURCE, seen)
        for new in (0, 1, 5, ITEMS)
    }
    took = in_turns(ways, rounds)
    return [
        Figure("document", len(fetched.body) / 1000, "kB"),
        *(
            Figure(f"{ITEMS} items, {name}", 1000 * median(each[name] for each in took), "ms")
            for name in ways
        ),
        *(
            Figure(
                f"parsed plainly ÷ {name}",
                median(each["parsed plainly"] / each[name] for each in took),
                "",
                at_least=BARS.get(name),
            )
            for name in list(ways)[1:]
        ),
        *asyncio.run(in_the_pool(fetched, whole.seen)),
    ]


BARS: Final = {"1 new": 20.0}


def in_turns(ways: dict[str, Callable[[], object]], rounds: int) -> list[dict[str, float]]:
    """Seconds of CPU that each way took in each round."""
    return [{name: seconds(way) for name, way in ways.items()} for _ in range(rounds)]


def seconds(way: Callable[[], object]) -> float:
    """Of CPU; the mean of some turns."""
    began = time.process_time()
    for _ in range(TURNS):
        way()
    return (time.process_time() - began) / TURNS


async def in_the_pool(fetched: Fetched, seen: bytes) -> list[Figure]:
    """Documents back to back, wholly new, with one new item, and with none."""
    figures = []
    async with ParserPool(2) as pool:
        for name, new in (("all new", ITEMS), ("1 new", 1), ("none new", 0)):
            known = seen[new * HASH_SIZE :]
            await back_to_back(pool, fetched, known, 2 * IN_FLIGHT)
            cpu, wall = time.process_time(), time.monotonic()
            await back_to_back(pool, fetched, known, DOCUMENTS)
            cpu, wall = time.process_time() - cpu, time.monotonic() - wall
            lags = asyncio.create_task(watch())  # afterwards: to watch takes CPU itself
            await back_to_back(pool, fetched, known, DOCUMENTS)
            lags.cancel()
            p99 = 1000 * quantiles(await lags, n=100)[-1]
            figures += [
                Figure(f"{name}, in the pool: lag of the loop, p99", p99, "ms", at_most=15.0),
                Figure(f"{name}, in the pool: documents", DOCUMENTS / wall, "/s"),
                Figure(f"{name}, in the pool: CPU of the bot's", 1000 * cpu / DOCUMENTS, "ms"),
            ]
    return figures


async def back_to_back(pool: ParserPool, fetched: Fetched, seen: bytes, documents: int) -> None:
    """Parse so many, some at once."""
    left = iter(range(documents))

    async def work() -> None:
        for _ in left:
            await pool.parse(fetched, SOURCE, seen)

    await asyncio.gather(*(work() for _ in range(IN_FLIGHT)))


async def watch() -> list[float]:
    """Seconds by which the loop was late, until cancelled."""
    lags: list[float] = []
    try:
        while True:
            began = time.monotonic()
            await asyncio.sleep(TICK)
            lags.append(time.monotonic() - began - TICK)
    except asyncio.CancelledError:
        return lags


def document(random: Random) -> bytes:
    """As a newspaper writes it: RSS 2.0 with five namespaces and HTML in its texts."""
    writer = Writer(invent(random), random)
    items = "\n".join(item(writer, random, number) for number in range(ITEMS))
    return f"{HEAD}{items}\n</channel></rss>".encode()


def item(writer: Writer, random: Random, number: int) -> str:
    """One article, as WordPress writes it."""
    slug = "-".join(writer.sentence(7).rstrip(".").lower().split())
    link = f"https://paper.example/2026/03/02/{slug}/"
    when = format_datetime(NOW - timedelta(minutes=37 * number))
    topics = "".join(
        f"\t\t<category><![CDATA[{writer.sentence(2)[:-1]}]]></category>\n" for _ in range(3)
    )
    image = f"https://paper.example/wp-content/uploads/2026/03/{slug[:24]}-1024x683.jpg"
    return (
        f"<item>\n\t\t<title>{writer.sentence(9)[:-1]} &#8211; {writer.sentence(3)[:-1]}</title>\n"
        f"\t\t<link>{link}</link>\n\t\t<comments>{link}#respond</comments>\n"
        f"\t\t<dc:creator><![CDATA[{writer.sentence(2)[:-1]}]]></dc:creator>\n"
        f"\t\t<pubDate>{when}</pubDate>\n{topics}"
        f'\t\t<guid isPermaLink="false">https://paper.example/?p={48_213 - number}</guid>\n'
        f"\t\t<description><![CDATA[<p>{writer.sentence(24)[:-1]} [&#8230;]</p>\n"
        f'<p>The post <a href="{link}">{slug}</a> appeared first on Paper.</p>]]></description>\n'
        f"\t\t<content:encoded><![CDATA[{markup(writer, random, image)}]]></content:encoded>\n"
        f'\t\t<media:thumbnail url="{image}" />\n\t\t<slash:comments>{number}</slash:comments>\n'
        "\t</item>"
    )


def markup(writer: Writer, random: Random, image: str) -> str:
    """The beginning of an article, with an image and links."""
    texts = islice(
        cycle(("<p>{0} <a href='/{1}'>{2}</a></p>", "<p><strong>{2}</strong> {0}</p>")), 4
    )
    paragraphs = "\n".join(
        text.format(writer.sentence(12), random.randrange(99_999), writer.sentence(3)[:-1])
        for text in texts
    )
    return f'<figure class="wp-block-image"><img src="{image}" alt=""/></figure>\n{paragraphs}'


HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:atom="http://www.w3.org/2005/Atom"
\txmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
\txmlns:slash="http://purl.org/rss/1.0/modules/slash/"
\txmlns:media="http://search.yahoo.com/mrss/">
<channel>
\t<title>Paper</title>
\t<atom:link href="https://paper.example/feed" rel="self" type="application/rss+xml" />
\t<link>https://paper.example</link>
\t<description>News of the day</description>
\t<lastBuildDate>Mon, 02 Mar 2026 08:00:00 +0000</lastBuildDate>
\t<language>en-GB</language>
\t<sy:updatePeriod>hourly</sy:updatePeriod>
\t<sy:updateFrequency>1</sy:updateFrequency>
\t"""
