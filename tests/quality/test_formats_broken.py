"""Feeds broken at random: how many articles are read, against feedparser alone (line 20)."""

from collections import Counter
from io import BytesIO
from random import Random
from typing import Final

import feedparser

from bot.model import ParsedFeed
from bot.parse.document import parse
from tests.raw_feed import SOURCE, atom, fetched, item, rss

MUTATIONS: Final = 500
MOST_WORSE: Final = 0.01
"""The share of broken documents of which less is read: an ``<item>`` in the middle of a title."""
LEAST_BETTER: Final = 0.15
"""The share of which more is read."""

_TOKENS: Final = (
    b"<", b">", b"&", b'"', b"'", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"</", b"<?", b"/>", b"",
    b"<item>", b"</item>", b"<title>", b"</title>", b"<description>", b"<b>", b"</p>",
)  # fmt: skip
_ITEM: Final = (
    "<description><![CDATA[<p>Texte & suite</p>]]></description><!-- un -->"
    "<pubDate>Mon, 02 Mar 2026 11:30:00 GMT</pubDate><summary>x &amp; y</summary>"
)
_ENTRY: Final = (
    "<entry><id>g{}</id><title type='html'>Titre</title><link href='/{}'/><content type='xhtml'>"
    "<div xmlns='http://www.w3.org/1999/xhtml'><p>Texte</p><br/></div></content></entry>"
)
_FEEDS: Final = (
    rss("".join(item("Titre", f"https://a.example/{n}", f"g{n}", _ITEM) for n in range(5))),
    atom("".join(_ENTRY.format(n, n) for n in range(5))),
)
_GUIDS: Final = {f"g{n}" for n in range(5)}


def _broken(random: Random) -> bytes:
    feed = bytearray(random.choice(_FEEDS))
    for _ in range(random.randint(1, 2)):
        at = random.randrange(60, len(feed))
        feed[at : at + random.choice([0, 1, 3, 8, 20])] = random.choice(_TOKENS)
    return bytes(feed)


def _by_feedparser(body: bytes) -> set[str]:
    """GUIDs of articles that have a title."""
    try:
        found = feedparser.parse(
            BytesIO(body), response_headers={"content-type": "application/xml; charset=utf-8"}
        )
    except Exception:  # over some it fails, which is why we are here
        return set()
    return {str(each.get("id")) for each in found.entries if each.get("title")} & _GUIDS


def _by_us(body: bytes) -> set[str]:
    found = parse(fetched(body), SOURCE)
    entries = found.entries if isinstance(found, ParsedFeed) else ()
    return {entry.identity for entry in entries if entry.title} & _GUIDS


def test_line_20_more_is_read_than_by_feedparser() -> None:
    """Of broken feeds hardly ever fewer articles are read, and often more."""
    random, counted = Random(5), Counter[str]()
    for _ in range(MUTATIONS):
        body = _broken(random)
        more = len(_by_us(body)) - len(_by_feedparser(body))
        counted["better" if more > 0 else "worse" if more < 0 else "equal"] += 1
    assert counted["worse"] <= MOST_WORSE * MUTATIONS, counted
    assert counted["better"] >= LEAST_BETTER * MUTATIONS, counted
