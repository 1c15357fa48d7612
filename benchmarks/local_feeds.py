"""Feeds of invented news, served on this machine by a process of its own.

Words follow Zipf's law, as in any language; some hundreds of names recur among them, for rules to
find. Every answer has an ETag; the same one asked for again is a 304.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import accumulate, product
from random import Random
from typing import Final, NamedTuple
from urllib.request import urlopen

_COMMON: Final = """
    the of to and in a is that for on with by as at from said it was be has have are not an this its
    were which after will who or their been more two one new last year over also about
""".split()  # noqa: SIM905 - reads better without the quotes
_SYLLABLES: Final = [f"{a}{b}" for a, b in product("bcdfglmnprstv", ("a", "e", "i", "o", "ur"))]
_SPAN: Final = timedelta(days=20)
"""How far back the articles of a feed go: a tenth of them is younger than two days."""
_NAME_EVERY: Final = 20
"""One word of so many is a name."""


class Language(NamedTuple):
    """Words and names, the frequent ones first."""

    words: Sequence[str]
    names: Sequence[str]
    """Half of them have two words."""


def invent(random: Random, words: int = 12_000, names: int = 400) -> Language:
    """A language; equal for an equal `random`."""

    def word() -> str:
        return "".join(random.choices(_SYLLABLES, k=random.choice((2, 2, 3, 3, 4))))

    rare = dict.fromkeys(word() for _ in range(words))
    found = dict.fromkeys(
        f"{word()} {word()}".title() if n % 2 else f"{word()}x".title() for n in range(names)
    )
    return Language([*_COMMON, *rare], list(found))


class Writer:
    """Writes articles in a language."""

    def __init__(self, language: Language, random: Random) -> None:
        self._words, self._names = language
        self._odds = list(accumulate(1 / rank for rank in range(2, len(self._words) + 2)))
        self._name_odds = list(accumulate(1 / rank for rank in range(2, len(self._names) + 2)))
        self._random = random

    def sentence(self, length: int) -> str:
        """So many words, some of them names."""
        words = self._random.choices(self._words, cum_weights=self._odds, k=length)
        names = self._random.choices(self._names, cum_weights=self._name_odds, k=length)
        mixed = [
            name if self._random.randrange(_NAME_EVERY) == 0 else word
            for word, name in zip(words, names, strict=True)
        ]
        return f"{mixed[0][0].upper()}{' '.join(mixed)[1:]}."

    def paragraphs(self, count: int) -> str:
        """Markup as feeds have it, escaped once for XML."""
        texts = (
            " ".join(self.sentence(self._random.randint(8, 26)) for _ in range(3))
            for _ in range(count)
        )
        return "".join(f"&lt;p&gt;{text}&lt;/p&gt;" for text in texts)

    def item(self, address: str, published: datetime) -> str:
        """One article of a feed."""
        return (
            f"<item><title>{self.sentence(9)}</title><link>{address}</link>"
            f"<guid>{address}</guid><pubDate>{format_datetime(published)}</pubDate>"
            f"<description>{self.paragraphs(1)}</description>"
            f"<content:encoded>{self.paragraphs(3)}</content:encoded></item>"
        )

    def feed(self, number: int, items: int, now: datetime) -> bytes:
        """A whole document, its latest article first."""
        written = "\n".join(
            self.item(f"https://paper{number}.example/{n}", now - _SPAN * (n + 1) / items)
            for n in range(items)
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>Paper {number}</title><link>https://paper{number}.example/</link>"
            f"<description>News</description>\n{written}\n</channel></rss>"
        ).encode()


class Asked(NamedTuple):
    """What was asked of the server since it was last looked at."""

    first: float
    """`time.monotonic()` of the first request, which all processes of a machine share."""
    full: int
    """Answers with a document."""
    unchanged: int
    """Answers without: 304."""


class Server(ThreadingHTTPServer):
    """Serves `/0`, `/1` … and tells at `/asked`."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self, feeds: Sequence[bytes], delay: float) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.feeds = [(body, f'"{sha256(body).hexdigest()[:16]}"') for body in feeds]
        self.delay = delay
        self.log: list[tuple[float, int]] = []

    def told(self) -> Asked:
        """And begin anew."""
        log, self.log = self.log, []
        codes = [code for _, code in log]
        return Asked(min(log)[0] if log else 0.0, codes.count(200), codes.count(304))


class Answer(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """A feed, or that it has not changed; after the server's delay."""
        if self.path == "/asked":
            self._say(200, json.dumps(self.server.told()).encode(), {})
            return
        body, etag = self.server.feeds[int(self.path[1:])]
        known = self.headers.get("If-None-Match") == etag
        code = 304 if known else 200
        self.server.log.append((time.monotonic(), code))
        time.sleep(self.server.delay)
        self._say(code, b"" if known else body, {"ETag": etag})

    def _say(self, code: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class LocalFeeds(NamedTuple):
    """A server that runs."""

    base: str
    feeds: int

    @property
    def urls(self) -> list[str]:
        """Of the feeds."""
        return [f"{self.base}/{number}" for number in range(self.feeds)]

    def asked(self) -> Asked:
        """What was asked since the last call."""
        with urlopen(f"{self.base}/asked", timeout=10) as answer:
            return Asked(*json.load(answer))


@contextmanager
def serving(feeds: int, items: int, delay: float = 0.0) -> Iterator[LocalFeeds]:
    """Serve so many feeds; every answer comes `delay` seconds late."""
    words = [sys.executable, "-m", "benchmarks.local_feeds", str(feeds), str(items), str(delay)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield LocalFeeds(f"http://127.0.0.1:{int(process.stdout.readline())}", feeds)
    finally:
        process.kill()
        process.wait()


def main(feeds: str, items: str, delay: str) -> None:
    """Write the feeds, say the port, serve until killed."""
    random = Random(1)
    writer = Writer(invent(random), random)
    now = datetime.now(UTC)
    server = Server([writer.feed(n, int(items), now) for n in range(int(feeds))], float(delay))
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
