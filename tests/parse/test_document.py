"""Documents, from flawless to hostile."""

import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import FailureKind, ParsedFeed
from bot.parse.document import AHEAD, parse
from bot.parse.splice import MOST_ITEMS
from tests.fixed_clock import NOON
from tests.raw_feed import SOURCE, atom, fetched, item, read, refused, rss
from tests.shared_data import SHARED_DATA, needs_shared_data

TWO = item("Un", guid="1") + item("Deux", guid="2")
RDF = (
    b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
    b"xmlns='http://purl.org/rss/1.0/'><channel/><item><title>Un</title></item>"
    b"<item><title>Deux</title></item></rdf:RDF>"
)
PAGES = [
    b"<!DOCTYPE html><html><head><title>Connexion</title></head><body></body></html>",
    b"\n <HTML lang='fr'><body>Consentement</body></HTML>",
    b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html xmlns='http://www.w3.org/1999/xhtml'/>",
    "<html><body>Été</body></html>".encode("utf-16"),
]


def _titles(body: bytes) -> list[str]:
    return [entry.title for entry in read(body).entries]


@pytest.mark.parametrize(
    "body",
    [
        rss(TWO),
        b"<?xml version='1.0' encoding='UTF-8'?>" + rss(TWO),
        b"\xef\xbb\xbf \n<?xml version='1.0'?>" + rss(TWO),
        atom("<entry><title>Un</title></entry><entry><title>Deux</title></entry>"),
        RDF,
    ],
    ids=["rss", "declared", "bom and blanks", "atom", "rdf"],
)
def test_flawless(body: bytes) -> None:
    """All entries, in the document's order, and nothing to complain about."""
    assert _titles(body) == ["Un", "Deux"]
    assert read(body).warnings == ()


@pytest.mark.parametrize(
    "body",
    [
        rss(TWO).replace(b"Un", b"Un\x00\x01\x0b\x1f"),
        rss(TWO).replace(b"Un", "Un\ufffe".encode()),
        rss(TWO).replace(b"Un", b"U&inconnu;n").replace(b"&inconnu;", b"&shy;"),
        rss(TWO + "<description>R&D & co</description>"),
        rss(TWO)[: -len("</channel></rss>")],
        rss(TWO)[:-20],
        rss(TWO).replace(b"</guid>", b""),
        rss(TWO) + b"<!-- cached --><p>",
        rss(TWO + "<media:thumbnail url='x'/>"),
        b"Warning: mysql_connect() in index.php\n" + rss(TWO),
    ],
    ids=["control characters", "no character", "entity", "ampersand", "no end", "cut", "unclosed",
         "tail", "namespace", "head"],
)  # fmt: skip
def test_flawed(body: bytes) -> None:
    """A flaw costs no entry."""
    titles = _titles(body)
    assert [title.split()[0] for title in titles] == ["Un", "Deux"]


@pytest.mark.parametrize("page", PAGES)
def test_page(page: bytes) -> None:
    """A web page is recognised, and said to be one."""
    assert refused(page).kind is FailureKind.HTML


def test_feed_that_talks_about_html() -> None:
    """A feed is a feed even if its first article shows a page."""
    assert _titles(rss(item("<![CDATA[<!doctype html><html>]]>", more="Un") + TWO))[-2:] == [
        "Un",
        "Deux",
    ]


@pytest.mark.parametrize("body", [b"", b" \n\t", b"\xef\xbb\xbf", b"\x00" * 10])
def test_empty(body: bytes) -> None:
    """Nothing is said to be nothing."""
    failure = refused(body)
    assert failure.kind is FailureKind.NOT_A_FEED
    assert "empty" in failure.text.en


@pytest.mark.parametrize(
    "body",
    [b"/etc/passwd", b"file:///etc/passwd", b"http://127.0.0.1:1/", b"hello", b"{\"items\": []}",
     b"<a><b/></a>", b"<?xml version='1.0'?>", b"\x89PNG\r\n\x1a\n", b"<" * 1000, b"&" * 1000],
)  # fmt: skip
def test_other_things(body: bytes) -> None:
    """A body that looks like a path or an address is never opened; it just is no feed."""
    assert refused(body).kind is FailureKind.NOT_A_FEED


def test_body_that_is_a_path(tmp_path: Path) -> None:
    """Not even when there is a feed at that path."""
    there = tmp_path / "rss.xml"
    there.write_bytes(rss(TWO))
    assert refused(str(there).encode()).kind is FailureKind.NOT_A_FEED


def test_external_entity(tmp_path: Path) -> None:
    """Nothing of this machine gets into an entry."""
    secret = tmp_path / "secret"
    secret.write_text("s3cret")
    body = f"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file://{secret}'>]>".encode() + rss(
        item("Un &x;", more="<description>&x;</description>")
    )
    assert "s3cret" not in str(parse(fetched(body), SOURCE))


def test_broken() -> None:
    """A feed of which nothing can be read is told with the line."""
    failure = refused(b"<rss version='2.0'>\n<channel>\n<title></channel>")
    assert failure.kind is FailureKind.BROKEN_FEED
    assert "(line 3)" in failure.text.en
    assert "(ligne 3)" in failure.text.fr


def test_feedparser_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception inside feedparser is that document's failure."""

    def fail(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("bot.parse.xml_feed.feedparser.parse", fail)
    failure = refused(rss(TWO))
    assert failure.kind is FailureKind.BROKEN_FEED
    assert "RecursionError" in failure.text.en


def test_feed_without_entries() -> None:
    """A new or quiet feed is no failure."""
    assert read(rss("")).entries == ()


@pytest.mark.parametrize(
    "head", ["<title>R&D</title>", "<media:content url='x'/>", "<language>fr</langue>"]
)
def test_line_20_flawed_feed_without_entries(head: str) -> None:
    """Nor is it one when there is a flaw in its head: the document is there to its end."""
    feed = read(rss("", head))
    assert feed.entries == ()
    assert [warning.en[:31] for warning in feed.warnings] == ["The document is not well-formed"]


@pytest.mark.parametrize("head", ["", "<ttl>5</ttl>"])
def test_too_many_items(head: str) -> None:
    """The first 2,000 are read, quickly, and the rest of the document is still in order."""
    items = "".join(item(str(number), guid=str(number)) for number in range(100_000))
    feed = read(rss(items, head) + b"<!-- end -->")
    assert [entry.title for entry in feed.entries] == [str(n) for n in range(MOST_ITEMS)]
    assert [warning.en for warning in feed.warnings] == [
        "100000 items; only the first 2000 were read."
    ]


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (["03 Mar 2026 11:59:00 GMT"], []),
        (["03 Mar 2026 12:01:00 GMT"], ["1 article is dated in the future"]),
        (["2099-01-01", "2026-03-01", "2098-01-01"], ["2 articles are dated in the future"]),
    ],
)
def test_line_23_dates_ahead(dates: list[str], told: list[str]) -> None:
    """Dates more than a day ahead are told, and none is shown beyond ten minutes from now."""
    items = (item(date, guid=date, more=f"<pubDate>{date}</pubDate>") for date in dates)
    feed = read(rss("".join(items)))
    assert [warning.en.split(";")[0] for warning in feed.warnings] == told
    assert all(entry.published_at <= NOON + AHEAD for entry in feed.entries if entry.published_at)


def test_title() -> None:
    """The feed's own title is cleaned like any other."""
    assert read(rss(TWO, "<title>Le &lt;b&gt;Phare&lt;/b&gt; &amp;amp; Co</title>")).title == (
        "Le Phare & Co"
    )


@pytest.mark.parametrize(
    ("language", "own", "expected"),
    [
        ("fr-FR", None, "fr"),
        ("FR", None, "fr"),
        ("fr_CA", None, "fr"),
        ("ast", None, None),
        ("fr-FR", "en", "en"),
        ("français", None, None),
        ("*", None, None),
        ("", None, None),
    ],
)
def test_language(language: str, own: str | None, expected: str | None) -> None:
    """What the person wrote in feeds.yaml, else what the feed says of itself."""
    feed = read(rss(TWO, f"<language>{language}</language>"), lang=own)
    assert {entry.lang for entry in feed.entries} == {expected}


def test_the_language_of_a_silent_feed() -> None:
    """Each article's words tell it, where neither the person nor the feed does."""
    french = item("Le gouvernement renonce à la réforme des retraites", guid="1")
    english = item("The government gives up its pension reform after strikes", guid="2")
    said = item("A 12", guid="3", more="<language>de-AT</language>")
    assert [entry.lang for entry in read(rss(french + english + said)).entries] == [
        "fr",
        "en",
        "de",
    ]


@given(st.binary(max_size=300).map(b"<rss><channel><item><title>".__add__) | st.binary())
def test_any_bytes(body: bytes) -> None:
    """Whatever comes, there is an answer, and it can be stored."""
    str(parse(fetched(body), SOURCE)).encode()


@given(st.data())
def test_damaged(data: st.DataObject) -> None:
    """A feed with holes, repeats and odd bytes in it."""
    body = bytearray(rss(TWO + item("Trois", "https://phare.example/3", more="<a b='c'>&amp;</a>")))
    for _ in range(data.draw(st.integers(1, 5))):
        at, size = data.draw(st.integers(0, len(body))), data.draw(st.integers(0, 9))
        body[at : at + size] = data.draw(st.binary(max_size=9) | st.just(bytes(body[:at])))
    str(parse(fetched(bytes(body)), SOURCE)).encode()


def _files(name: str) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(SHARED_DATA / "feeds" / name) as archive:
        for member in archive:
            content = archive.extractfile(member)
            if content and member.name.endswith((".xml", ".json")):
                yield member.name, content.read()


@needs_shared_data
@pytest.mark.parametrize(
    ("archive", "feeds"), [("feedparser-tests.tgz", 1800), ("gofeed-testdata.tgz", 500)]
)
def test_other_peoples_test_feeds(archive: str, feeds: int) -> None:
    """Every file has an answer that can be stored; nearly all that are feeds are read."""
    answers = {name: parse(fetched(body), SOURCE) for name, body in _files(archive)}
    str(answers).encode()
    assert sum(isinstance(answer, ParsedFeed) for answer in answers.values()) >= feeds
