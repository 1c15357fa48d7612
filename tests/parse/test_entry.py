"""One item, cleaned."""

from datetime import datetime, timedelta, timezone
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Entry
from bot.parse.document import AHEAD
from bot.parse.entry import EARLIEST
from tests.fixed_clock import NOON
from tests.raw_feed import atom, item, only, read, rss

LINK = "https://phare.example/7"
PARIS = timezone(timedelta(hours=1))


def _of(**parts: str) -> Entry:
    return only(rss(item(**parts)))


@pytest.mark.parametrize(
    ("guid", "link", "identity"),
    [
        ("tag:phare.example,2026:7", LINK, "tag:phare.example,2026:7"),
        (" 7 ", LINK, "7"),
        ("", "http://www.phare.example/7?utm_source=rss", LINK),
    ],
)  # fmt: skip
def test_line_21_identity(guid: str, link: str, identity: str) -> None:
    """The GUID, else the canonical address."""
    assert _of(guid=guid, link=link).identity == identity


def test_line_21_identity_without_guid_and_link() -> None:
    """What is written is then all there is: the same words are the same entry."""
    one, same, other = (_of(title=title).identity for title in ("Drones", "Drones ", "Chars"))
    assert one == same
    assert one != other


def test_line_21_shared_guid() -> None:
    """Entries with one GUID are told apart by their addresses."""
    items = [item(title, f"https://phare.example/{title}", "1") for title in "abc"]
    identities = [entry.identity for entry in read(rss("".join(items))).entries]
    assert identities == [f"1 https://phare.example/{title}" for title in "abc"]


def test_line_21_shared_guid_without_link() -> None:
    """Or by their titles."""
    identities = [e.identity for e in read(rss(item("a", guid="1") + item("b", guid="1"))).entries]
    assert identities == ["1 a", "1 b"]


def test_line_21_identities_survive_a_new_order() -> None:
    """A feed that turns round, or puts a new entry first, keeps the identities of the others."""
    items = [item(title, f"https://phare.example/{title}", "1") for title in "abc"]
    items += [item("d", guid="d"), item("e", LINK), item("f")]
    before = {entry.title: entry.identity for entry in read(rss("".join(items))).entries}
    newer = [item("new", "https://phare.example/new", "1"), *reversed(items)]
    after = {entry.title: entry.identity for entry in read(rss("".join(newer))).entries}
    assert before == {title: after[title] for title in before}
    assert len(set(after.values())) == 7


def test_repeat() -> None:
    """The same entry twice is one entry, and a word about it."""
    feed = read(rss(item("a", LINK, "1") + item("a bis", LINK, "1")))
    assert [entry.title for entry in feed.entries] == ["a"]
    assert [warning.en[:7] for warning in feed.warnings] == ["1 empty"]


@pytest.mark.parametrize(
    ("link", "guid", "url"),
    [
        (LINK, "", LINK),
        ("/7", "", LINK),
        ("  /7\n", "", LINK),
        ("/a b", "", "https://phare.example/a%20b"),
        ("", LINK, LINK),
        ("", "/7", ""),
        ("", "7", ""),
        ("", "urn:uuid:7", ""),
        ("javascript:alert(1)", "", ""),
        ("http://[", "", ""),
        ("", "", ""),
    ],
)
def test_line_27_url(link: str, guid: str, url: str) -> None:
    """The link, seen from the feed's address; a GUID only where it is an address itself."""
    assert _of(link=link, guid=guid).url == url


@pytest.mark.parametrize(
    ("guid", "url"),
    [
        (f"<guid>{LINK}</guid>", LINK),
        (f"<guid isPermaLink='true'>{LINK}</guid>", LINK),
        (f"<guid isPermaLink='false'>{LINK}</guid>", ""),
        (f"<guid isPermaLink='false'>{LINK}</guid><link>/8</link>", "https://phare.example/8"),
        (f"<guid isPermaLink='true'>{LINK}</guid><link>/8</link>", "https://phare.example/8"),
        (f"<link>/8</link><guid isPermaLink='true'>{LINK}</guid>", "https://phare.example/8"),
        ("<guid isPermaLink='true'>/7</guid>", ""),
        ("<guid isPermaLink='true'>tag:7</guid>", ""),
    ],
)
def test_line_27_is_perma_link(guid: str, url: str) -> None:
    """A GUID that says it is no link is none, and one that says it is may not be."""
    assert _of(more=guid).url == url


def test_line_27_other_formats() -> None:
    """The address of an RDF item, and an Atom id that is one, serve where there is no link."""
    space = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    rdf = (
        f"<rdf:RDF xmlns:rdf='{space}' xmlns='http://purl.org/rss/1.0/'><channel/>"
        f"<item rdf:about='{LINK}'><title>a</title></item></rdf:RDF>"
    )
    assert only(rdf.encode()).url == LINK
    assert only(atom(f"<entry><id>{LINK}</id><title>a</title></entry>")).url == LINK


def test_xml_base() -> None:
    """Links are seen from xml:base where the feed has one."""
    entry = only(
        atom(
            "<entry xml:base='monde/'><title>a</title><link href='7'/><id>7</id></entry>",
            "xml:base='https://cdn.example/'",
        )
    )
    assert entry.url == "https://cdn.example/monde/7"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Tr&#232;s bien", "Très bien"),
        ("AT&amp;amp;T", "AT&T"),
        ("&amp;eacute;t&amp;eacute;", "été"),
        ("&lt;b&gt;Drones&lt;/b&gt; &amp;amp; chars", "Drones & chars"),
        ("<![CDATA[<i>Drones</i><br>et chars]]>", "Drones et chars"),
        ("5 &lt; 7", "5 < 7"),
        ("1 &amp;lt; 2", "1 < 2"),
        ("1 < 2", "1 < 2"),
        ("AT&amp;T", "AT&T"),
        ("AT&T", "AT&T"),
        ("R&D & co, a&b; c&d=e", "R&D & co, a&b; c&d=e"),
        ("R&amp;D &amp;mdash; &amp;#8217;", "R&D — ’"),
        ("&amp;lt;b&amp;gt;Drones&amp;lt;/b&amp;gt;", "Drones"),
        ("&amp;nbsp;Drones &amp;laquo; ici &amp;raquo;", "Drones « ici »"),
        ("  Drones\n\n au  port ", "Drones au port"),
        ("Dro&#173;nes&#x200b;", "Drones"),
        ("e&#769;te&#769;", "été"),
    ],
)
def test_line_26_title(written: str, title: str) -> None:
    """Unescaped twice, on one line, without markup."""
    assert _of(title=written).title == title


def test_without_title() -> None:
    """The first twelve words serve as a title."""
    words = " ".join(f"mot{n}" for n in range(1, 15))
    entry = only(rss(f"<item><description>{words}</description></item>"))
    assert entry.title == " ".join(words.split()[:12]) + " …"
    assert entry.text == words


def test_longest_text() -> None:
    """Of all the texts an item gives, the longest; paragraphs stay apart."""
    body = "&lt;p&gt;Un.&lt;/p&gt;&lt;p&gt;Deux, plus long que le reste.&lt;/p&gt;"
    content = f"<e:encoded xmlns:e='http://purl.org/rss/1.0/modules/content/'>{body}</e:encoded>"
    entry = _of(more=f"<description>Court.</description>{content}")
    assert entry.text == "Un.\n\nDeux, plus long que le reste."


@pytest.mark.parametrize(
    "name", ["description", "media:description", "itunes:summary", "content:encoded", "summary"]
)
def test_texts_of_modules(name: str) -> None:
    """Wherever the longest text stands, whatever else there is, and in whatever order."""
    spaces = (
        "xmlns:media='http://search.yahoo.com/mrss/' "
        "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' "
        "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    )
    long, short = f"<{name}>Le plus long de tous.</{name}>", "<description>Court.</description>"
    for texts in (long, long + short, short + long):
        media = "<media:title>Légende</media:title>"
        for order in (media + item(more=texts)[6:], item(more=texts + media)[6:]):
            body = f"<rss version='2.0' {spaces}><channel><item>{order}</channel></rss>"
            entry = only(body.encode())
            assert (entry.title, entry.text) == ("Drones", "Le plus long de tous.")


def test_title_of_media() -> None:
    """The title of a picture or a film serves where the item has none of its own."""
    body = (
        "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><item>"
        f"<guid>{LINK}</guid><media:title>Légende</media:title></item></channel></rss>"
    )
    assert only(body.encode()).title == "Légende"


def test_title_is_not_repeated() -> None:
    """A text that begins with the title goes on behind it."""
    body = "&lt;h1&gt;DRONES&lt;/h1&gt;&lt;p&gt;Au port.&lt;/p&gt;"
    assert _of(more=f"<description>{body}</description>").text == "Au port."


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("Mon, 02 Mar 2026 11:30:00 GMT", datetime(2026, 3, 2, 12, 30, tzinfo=PARIS)),
        ("Mon, 02 Mar 2026 12:30:00 +0100", datetime(2026, 3, 2, 12, 30, tzinfo=PARIS)),
        ("2026-03-02T11:30:00Z", datetime(2026, 3, 2, 12, 30, tzinfo=PARIS)),
        ("Mon, 02 Mar 2026 13:00:00 GMT", NOON + timedelta(minutes=10)),
        ("Mon, 02 Mar 2099 13:00:00 GMT", NOON + timedelta(minutes=10)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Sat, 31 Dec 1994 23:59:59 GMT", None),
        ("0001-01-01T00:00:00Z", None),
        ("hier", None),
        ("Mon, 99 Mar 2026 11:30:00 GMT", None),
        ("", None),
    ],
)
def test_line_23_date(date: str, moment: datetime | None) -> None:
    """As the feed says, from 1995 till ten minutes from now; else nothing."""
    assert _of(more=f"<pubDate>{date}</pubDate>").published_at == moment


@given(st.text() | st.from_regex(r"\A\d{4}-\d\d-\d\d([T ]\d\d:\d\d)?\Z"))
def test_line_23_any_date(date: str) -> None:
    """Whatever feedparser makes of it, the date is within its bounds."""
    published = _of(more=f"<pubDate>{escape(date)}</pubDate>").published_at
    assert published is None or EARLIEST <= published <= NOON + AHEAD


def test_second_date() -> None:
    """Where the date of publication is impossible, that of the update is shown."""
    entry = only(
        atom(
            "<entry><title>a</title><published>1970-01-01T00:00:00Z</published>"
            "<updated>2026-03-01T00:00:00Z</updated></entry>"
        )
    )
    assert entry.published_at is not None
    assert entry.published_at.date().isoformat() == "2026-03-01"


def test_author() -> None:
    """The author's name, clean and short."""
    assert _of(more="<author> &lt;b&gt;A. Phare&lt;/b&gt; </author>").author == "A. Phare"
    assert len(_of(more=f"<author>{'x' * 999}</author>").author) == 200


def test_what_no_database_can_store() -> None:
    """Halves of characters and zeros, written as numeric entities, are dropped everywhere."""
    odd = "a&#xD800;b&#0;c&#55296;d&amp;#xDFFF;e&#x110000;f&#99999999999999999999999999;"
    entry = _of(
        title=odd, guid=odd, link=f"https://phare.example/{odd}", more=f"<author>{odd}</author>"
    )
    for text in (entry.title, entry.identity, entry.url, entry.author, entry.canonical_url):
        assert "\0" not in text
        text.encode()


def test_nothing_at_all() -> None:
    """An item with neither words nor address is left out."""
    assert read(rss("<item><guid>7</guid></item>" + item())).entries[0].title == "Drones"
