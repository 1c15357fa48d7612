"""Broken documents (line 20 of the polite poller): every article that one sees in them is read."""

import time
from io import BytesIO

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import ParsedFeed
from bot.parse.document import parse
from bot.parse.mending import mended
from tests.raw_feed import SOURCE, atom, fetched, item, read, rss

ONE = item("Un", "https://a.example/1", "1", "<description>Le premier.</description>")
TWO = "<title>Deux</title><guid>2</guid>"
THREE = item("Trois", "https://a.example/3", "3", "<description>Le dernier.</description>")

BROKEN: dict[str, str] = {
    "control character": item("Deu\x08x", guid="2"),
    "bare ampersand": item("Deux", guid="2", more="<description>R&D & co</description>"),
    "unknown entities": item("Deux", guid="2", more="<description>&foo; &nbsp;</description>"),
    "bad character references": item("Deux&#x1F;&#xFFFF;", guid="2"),
    "bare less-than": f"<item>{TWO}<description>1 < 2</description></item>",
    "less-than at the end": f"<item>{TWO}<description>a <</description></item>",
    "bare end of CDATA": f"<item>{TWO}<description>a ]]> b</description></item>",
    "title without end": "<item><title>Deux<guid>2</guid></item>",
    "title ended by another name": "<item><title>Deux</titel><guid>2</guid></item>",
    "guid without end": "<item><title>Deux</title><guid>2</item>",
    "text without end": f"<item>{TWO}<description>bla</item>",
    "text without end before a field": f"<item><description>bla{TWO}</item>",
    "item without end": f"<item>{TWO}",
    "everything without end": "<item><title>Deux<guid>2<description>bla",
    "CDATA without end": f"<item>{TWO}<description><![CDATA[bla</description></item>",
    "CDATA of a title without end": "<item><title><![CDATA[Deux</title><guid>2</guid></item>",
    "CDATA without end before another": (
        "<item><title><![CDATA[Deux</title><guid>2</guid>"
        "<description><![CDATA[bla]]></description></item>"
    ),
    "CDATA in CDATA": f"<item>{TWO}<description><![CDATA[a <![CDATA[b]]> c]]></description></item>",
    "comment without end": f"<item>{TWO}<!-- bla </item>",
    "comment in a comment": f"<item>{TWO}<!-- a <!-- b --> c --></item>",
    "hyphens in a comment": f"<item>{TWO}<!-- a -- b --></item>",
    "attribute without quotes": "<item><title>Deux</title><guid isPermaLink=false>2</guid></item>",
    "attribute without end": f"<item>{TWO}<enclosure url='x type=a/></item>",
    "attribute twice": f"<item a='1' a='2'>{TWO}</item>",
    "undeclared namespaces": f"<item>{TWO}<media:content url='a'/></item>",
    "raw markup": f"<item>{TWO}<description><p>a<br>b<img src=x></description></item>",
    "raw script": f"<item>{TWO}<description><script>if (a<b && c>d)</script></description></item>",
    "raw style without end": f"<item>{TWO}<description><style>a</description></item>",
    "crossed elements": "<item><title>Deux<b></title></b><guid>2</guid></item>",
    "ends without a start": f"<item>{TWO}</description></description></item></item></channel>",
    "no element": f"<item>{TWO}<1tag>x</1tag></item>",
    "half a tag": f"<item>{TWO}<descri</item>",
    "PHP": f"<item>{TWO}<?php echo 'x' ></item>",
    "PHP before the item": f"<?php foreach ($a as $b): <item>{TWO}</item>",
    "PHP's warning": f"<br />\n<b>Warning</b>: foo() on line <b>3</b><br />\n<item>{TWO}</item>",
    "a declaration": f"<?xml version='1.0'?><item>{TWO}</item>",
    "a document type": f"<!DOCTYPE html><item>{TWO}</item>",
    "a marked section": f"<item>{TWO}<![IGNORE[ x </item>",
    "two documents": f"</channel></rss><rss><channel><item>{TWO}</item>",
    "capitals": "<ITEM><TITLE>Deux</TITLE><GUID>2</GUID></ITEM>",
}


@pytest.mark.parametrize("second", BROKEN.values(), ids=BROKEN)
def test_line_20_rss(second: str) -> None:
    """The broken article and its neighbours are read, each with its own GUID and words."""
    entries = read(rss(ONE + second + THREE)).entries
    assert [entry.identity for entry in entries] == ["1", "2", "3"]
    assert [entry.title.split("<")[0] for entry in entries] == ["Un", "Deux", "Trois"]
    assert (entries[0].text, entries[2].text) == ("Le premier.", "Le dernier.")


def _entry(number: int, title: str) -> str:
    return (
        f"<entry><id>{number}</id><title>{title}</title>"
        f"<link href='https://a.example/{number}'/><summary>Nº {number}.</summary></entry>"
    )


ATOM = {
    "title without end": "<entry><id>2</id><title>Deux<link href='/2'/></entry>",
    "summary without end": "<entry><id>2</id><title>Deux</title><summary>bla</entry>",
    "CDATA without end": "<entry><id>2</id><title>Deux</title><content><![CDATA[bla</entry>",
    "comment without end": "<entry><id>2</id><!-- bla <title>Deux</title></entry>",
    "broken XHTML": (
        "<entry><id>2</id><title>Deux</title><content type='xhtml'>"
        "<div xmlns='http://www.w3.org/1999/xhtml'><p>a<br>b</div></content></entry>"
    ),
    "entry without end": "<entry><id>2</id><title>Deux</title>",
}


@pytest.mark.parametrize("second", ATOM.values(), ids=ATOM)
def test_line_20_atom(second: str) -> None:
    """Atom is mended as RSS is."""
    entries = read(atom(_entry(1, "Un") + second + _entry(3, "Trois"))).entries
    assert [(entry.identity, entry.title) for entry in entries] == [
        ("1", "Un"),
        ("2", "Deux"),
        ("3", "Trois"),
    ]


@pytest.mark.parametrize(
    "head",
    ["<title>Le Phare<link>https://a.example/</link>", "<title><![CDATA[Le Phare</title>",
     "<title>Le Phare</title><!-- bla ", "<title>Le Phare</title><?php x ", "<title>Le Phare"],
)  # fmt: skip
def test_line_20_head(head: str) -> None:
    """A head that is left open costs no article."""
    feed = read(rss(ONE + THREE, head))
    assert [entry.identity for entry in feed.entries] == ["1", "3"]
    assert feed.title == "Le Phare"


@pytest.mark.parametrize("cut", range(1, len(THREE) + 20, 7))
def test_line_20_cut(cut: int) -> None:
    """A document that ends anywhere in its last article keeps the others whole."""
    entries = read(rss(ONE + item("Deux", guid="2") + THREE)[:-cut]).entries
    assert [entry.identity for entry in entries[:2]] == ["1", "2"]
    assert entries[0].text == "Le premier."


def test_line_20_is_told() -> None:
    """What was mended is said to have been broken."""
    feed = read(rss(ONE + BROKEN["CDATA without end"] + THREE))
    assert [warning.en[:31] for warning in feed.warnings] == ["The document is not well-formed"]


@pytest.mark.parametrize(
    "name", ["bare ampersand", "CDATA without end", "title without end", "PHP before the item"]
)
def test_line_20_known_articles(name: str) -> None:
    """Of a broken document, too, only what is new is read again."""
    before = read(rss(BROKEN[name] + THREE))
    after = parse(fetched(rss(ONE + BROKEN[name] + THREE)), SOURCE, before.seen)
    assert isinstance(after, ParsedFeed)
    assert [entry.identity for entry in after.entries] == ["1"]
    assert len(after.warnings) == 1


def test_line_20_what_feedparser_fails_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """An article over which feedparser fails is left out; the others are read, and that is told."""
    reads = feedparser.parse

    def fail(document: BytesIO, **options: object) -> object:
        if b"Deux" in document.getvalue():
            raise KeyError
        return reads(document, **options)

    monkeypatch.setattr("bot.parse.xml_feed.feedparser.parse", fail)
    feed = read(rss(ONE + item("Deux", guid="2") + THREE, "<title>Le Phare</title>"))
    assert [entry.identity for entry in feed.entries] == ["1", "3"]
    assert (feed.title, len(feed.warnings)) == ("Le Phare", 1)


def test_items_in_texts() -> None:
    """An article that shows the source of a feed is one article, also in a broken document."""
    shown = "<description><![CDATA[<item><title>Non</title>]]></description>"
    entries = read(rss(ONE + item("Deux", guid="2", more=shown) + BROKEN["half a tag"])).entries
    assert "Non" not in {entry.title for entry in entries}


@pytest.mark.parametrize(
    "body", [rss(ONE + THREE), atom(_entry(1, "a")), b"", b"<item>", b"\xff", rss("<item/>")]
)
def test_nothing_to_mend(body: bytes) -> None:
    """What leaves nothing open stays as it is."""
    assert mended(body) == body


@pytest.mark.parametrize(
    "piece",
    [b"<item>", b"<![CDATA[", b"<!--", b"<?", b"<title>", b"<title ", b"<item><![CDATA[<!--",
     b"]]>", b"<item><title><guid>", b"</item", b"<![CDATA[<", b"<!-- -", b"]]", b"&", b"&a"],
)  # fmt: skip
def test_hostile(piece: bytes) -> None:
    """No document takes longer than its length asks for."""
    before = time.process_time()
    mended(piece * (300_000 // len(piece)))
    assert time.process_time() - before < 2


_PIECES = [
    b"<item>", b"</item>", b"<title>", b"</title>", b"<guid>", b"</guid>",
    b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?", b"a", b"\xe9",
]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES)).map(b"".join))
def test_mending_ends(body: bytes) -> None:
    """What was mended once needs no second time, and no words are lost."""
    once = mended(body)
    assert mended(once) == once
    assert once.count(b"a") >= body.count(b"a")
