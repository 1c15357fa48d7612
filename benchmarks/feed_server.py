"""A fast server of feeds for benchmarks, in a process of its own, on loopback.

* `/304/N` has validators and never changes, and one entry, so that a first round of thousands ends.
* `/same/N` comes whole each time, unchanged and without validators.
* `/one/N` has one new entry in each answer, `/all/N` nothing but new ones.
* `/live/N` publishes at a rate of its own: a few entries a day as most feeds, or a hundred.
"""

import asyncio
import re
import subprocess
import sys
import time
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import formatdate
from random import Random
from typing import Final

from benchmarks.local_feeds import Writer, invent

ITEMS: Final = 50
BODIES: Final = 8
"""Different documents; thousands of feeds share them."""
DAY: Final = 86_400.0
RATES: Final = (1.6, 1.5)
"""Of the logarithm of entries a day: median and deviation."""
LIVE_HEAD: Final = b"<rss version='2.0'><channel><title>Live %d</title>"
LIVE_ITEM: Final = (
    b"<item><title>News of paper %d</title><link>https://live%d.example/%d</link>"
    b"<guid>%d-%d</guid><pubDate>%s</pubDate></item>"
)
_SEPARATOR: Final = b"\n<item>"
_END: Final = b"\n</channel></rss>"


class Feeds:
    """What is served."""

    def __init__(self) -> None:
        random = Random(1)
        writer = Writer(invent(random), random)
        now = datetime.now(UTC)
        self.bodies = [writer.feed(number, ITEMS, now) for number in range(BODIES)]
        self._short = writer.feed(BODIES, 1, now)
        self._asked: Counter[bytes] = Counter()
        self._began = time.time()
        self._times: dict[int, list[float]] = {}

    def answer(self, path: bytes, known: bytes) -> bytes:
        """A whole HTTP response; `known` is the ETag that the client has, or empty."""
        _, kind, number = path.split(b"/")
        if kind == b"304":
            if known:
                return b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
            return self._document(self._short, b'ETag: "1"\r\n')
        if kind == b"live":
            return self._live(int(number), known)
        if kind == b"same":
            return self._document(self._body(number), b"")
        self._asked[path] += 1
        return self._document(self._changed(kind, number, self._asked[path]), b"")

    def _live(self, number: int, known: bytes) -> bytes:
        """As many entries as were published by now, the last ten of them."""
        published = bisect(self._moments(number), time.time())
        etag = b'"%d"' % published
        if known == etag:
            return b"HTTP/1.1 304 Not Modified\r\nETag: %s\r\n\r\n" % etag
        moments = self._moments(number)[max(published - 10, 0) : published]
        items = b"".join(
            LIVE_ITEM % (number, number, count, number, count, formatdate(moment).encode())
            for count, moment in reversed(list(enumerate(moments, published - len(moments))))
        )
        return self._document(LIVE_HEAD % number + items + _END, b"ETag: %s\r\n" % etag)

    def _moments(self, number: int) -> list[float]:
        """When this feed publishes: a week back, an hour ahead."""
        known = self._times.get(number)
        if known is None:
            chance = Random(number)
            gap = DAY / chance.lognormvariate(*RATES)
            moment, known = self._began - 7 * DAY, []
            while (moment := moment + chance.expovariate(1 / gap)) < self._began + DAY / 24:
                known.append(moment)
            self._times[number] = known
        return known

    def _body(self, number: bytes) -> bytes:
        return self.bodies[int(number) % BODIES]

    def _changed(self, kind: bytes, number: bytes, times: int) -> bytes:
        head, *items = self._body(number).removesuffix(_END).split(_SEPARATOR)
        mark = b"?t=%d</" % times
        if kind == b"all":
            new = [item.replace(b"</guid>", mark + b"guid>") for item in items]
            return _SEPARATOR.join((head, *new)) + _END
        first = items[times % ITEMS].replace(b"</guid>", mark + b"guid>")
        return _SEPARATOR.join((head, first, *items[:-1])) + _END

    @staticmethod
    def _document(body: bytes, headers: bytes) -> bytes:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: %d\r\n"
        return head % len(body) + headers + b"\r\n" + body


class Connection(asyncio.Protocol):
    """One connection; requests come one after the other."""

    def __init__(self, feeds: Feeds) -> None:
        self._feeds = feeds
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody is there."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1]
            assert self._transport is not None
            known = re.search(rb'(?i)if-none-match: ("[^"]*")', head)
            self._transport.write(self._feeds.answer(path, known[1] if known else b""))


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server that runs."""
    words = [sys.executable, "-m", "benchmarks.feed_server"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.wait()


async def _serve() -> None:
    feeds = Feeds()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(feeds), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
