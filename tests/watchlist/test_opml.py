"""Subscription lists: what is read in those that programs write, and what is written."""

from datetime import timedelta
from time import process_time
from xml.dom.minidom import parseString

import pytest

from bot.errors import OpmlError
from bot.model import Source
from bot.watchlist.newcomers import Subscription, admit
from bot.watchlist.opml import read_opml, write_opml
from tests.fixed_clock import NOON

SOURCES = (
    Source("Le Phare", "https://phare.example/rss?a=1&b=2", "fr", frozenset({"mer", "à lire"})),
    Source(
        '<L\'Écho> « du port » & "co"',
        "https://echo.example/flux",
        every=timedelta(minutes=90),
        country="FR",
        paused=True,
    ),
    Source("船舶", "https://ships.example/feed", "zh", frozenset({"船"})),
)


def wrapped(outlines: str, head: str = "<?xml version='1.0' encoding='UTF-8'?>") -> bytes:
    """A list of these outlines."""
    return f"{head}<opml version='1.0'><body>{outlines}</body></opml>".encode()


def test_what_is_written_is_read_back() -> None:
    """Names, addresses, tags, languages, countries, intervals and pauses come back the same."""
    document = write_opml(SOURCES, NOON)
    assert admit(read_opml(document.encode(), "x").feeds, ()) == (SOURCES, ())
    root = parseString(document).documentElement
    assert root is not None
    assert (root.tagName, root.getAttribute("version")) == ("opml", "2.0")


def test_groups_and_categories_are_tags() -> None:
    """A feed has the names of the groups that it is in, and of its categories, in lower case."""
    feeds = read_opml(
        wrapped(
            "<outline text='Monde'><outline text='Asie'><outline text='A' xmlUrl='https://a.example/'"
            " category='/Presse/Chine,une'/></outline></outline>"
            "<outline title='B' xmlUrl='https://b.example/'/>"
        ),
        "x",
    ).feeds
    assert feeds == (
        Subscription(
            "A", "https://a.example/", frozenset({"monde", "asie", "presse", "chine", "une"})
        ),
        Subscription("B", "https://b.example/"),
    )


@pytest.mark.parametrize(
    ("outlines", "line"),
    [
        ("\n<outline text='A' xmlUrl='https://a.example/?x=1&y=2'/>", 2),
        ("<outline text='A' xmlUrl='https://a.example/?x=1&amp;y=2'/>\n\n</outline>", 3),
        ("<!--<outline x=''/>-->\n&x;<outline text=A xmlUrl='https://a.example/?x=1&y=2'>", 2),
    ],
    ids=["ampersand", "closed twice", "entity"],
)  # fmt: skip
def test_broken_lists_are_read_and_told(outlines: str, line: int) -> None:
    """What can be read of a document that is not well-formed is read; the line is told."""
    found = read_opml(wrapped(outlines), "x")
    assert found.feeds == (Subscription("A", "https://a.example/?x=1&y=2"),)
    (problem,) = found.warnings
    assert problem.line == line


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b"<html><body><p>Bonjour</p></body></html>", 1),
        (wrapped("<outline text='a group'/>"), 1),
        (b"<opml>\n<body>\n<outline text=", 3),
        (b"<!DOCTYPE o [\n<!ENTITY a 'x'>]><opml><outline text='&a;' xmlUrl='https://a/'/>", 2),
        (wrapped("\n" + "<outline text='g'>" * 65), 2),
        (b"\xff\xfe\x00", 1),
    ],
    ids=["empty", "page", "no feed", "cut", "entities", "deep", "bytes"],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_its_place(content: bytes, line: int) -> None:
    """Nothing to read, or too much: the line is told, and what is expected."""
    with pytest.raises(OpmlError) as refused:
        read_opml(content, "subs.opml")
    (problem,) = refused.value.problems
    assert problem.line == line
    assert not problem.warning


@pytest.mark.parametrize(
    "content",
    [
        "<" * 1_000_000,
        "<outline " * 100_000,
        "<!--" * 250_000,
        "</outline>" * 100_000,
        "<outline text='a'>" * 100_000,
        '<outline text="' * 100_000,
    ],
    ids=["signs", "open tags", "comments", "ends", "groups", "quotes"],
)
def test_hostile_lists_take_no_time(content: str) -> None:
    """A megabyte made to be slow is refused as fast as another."""
    begin = process_time()
    with pytest.raises(OpmlError):
        read_opml(content.encode(), "x")
    assert process_time() - begin < 5


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "windows-1252", "utf-8"])
def test_encodings(encoding: str) -> None:
    """A list is read in the encoding that it declares."""
    head = f"<?xml version='1.0' encoding='{encoding}'?>"
    text = wrapped("<outline text='Été' xmlUrl='https://a.example/'/>", head).decode()
    assert read_opml(text.encode(encoding), "x").feeds[0].title == "Été"


def test_newcomers_are_told_from_those_that_are_there() -> None:
    """Addresses count without http, www, tracking and slash; names get a number; odd ones go."""
    there = Source("Le Phare", "http://www.phare.example/rss/")
    feeds = [
        Subscription("Phare", "https://phare.example/rss?utm_source=x"),
        Subscription("le phare", "https://new.example/1"),
        Subscription("Le Phare", "https://new.example/2"),
        Subscription("Again", "http://new.example/1/"),
        Subscription("", "https://www.unnamed.example/feed"),
        Subscription("Odd", "ftp://odd.example/"),
        Subscription("x" * 300, "https://long.example/"),
    ]
    found = admit(feeds, [there])
    assert [source.name for source in found.sources] == [
        "le phare (2)",
        "Le Phare (3)",
        "unnamed.example",
        "x" * 100,
    ]
    reasons = {refused.title: refused.reason.en for refused in found.refused}
    assert "“Le Phare”" in reasons["Phare"]
    assert "“le phare (2)”" in reasons["Again"]
    assert "https://" in reasons["Odd"]


def test_five_thousand_feeds_take_a_second() -> None:
    """A large list is read about as fast as its size says, duplicates told apart."""
    many = [Source(f"S {n}", f"https://h{n}.example/f?a=1&b={n}") for n in range(5_000)]
    document = write_opml([*many, *many[:10]], NOON).encode()
    begin = process_time()
    found = admit(read_opml(document, "x").feeds, ())
    assert process_time() - begin < 10
    assert (len(found.sources), len(found.refused)) == (5_000, 10)
