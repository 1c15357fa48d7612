"""Known items are cut out, and nothing else changes: on documents that invite mistakes."""

from dataclasses import replace

import pytest

from bot.model import Entry, ParsedFeed
from bot.parse.document import parse
from bot.parse.splice import HASH_SIZE, MOST_ITEMS, Whole, splice
from tests.feeds_to_cut import CUT, DOCTYPE, ENTRIES, THREE
from tests.raw_feed import SOURCE, atom, fetched, item, read, rss

WHOLE: dict[str, tuple[bytes, Whole]] = {
    "item in an item": (rss(f"<item>{THREE}</item>"), Whole.NESTED),
    "entities of its own": (
        b"<!DOCTYPE rss [<!ENTITY e '<item><title>E</title></item>'>]>" + rss(THREE + "&e;"),
        Whole.ENTITIES,
    ),
    "unknown entities": (DOCTYPE.encode() + rss(THREE + "&eacute;"), Whole.ENTITIES),
    "undeclared entities": (rss(THREE + "&eacute;"), Whole.BROKEN),
    "an end tag too few": (rss(THREE).replace(b"</guid>", b"", 1), Whole.BROKEN),
    "no end": (rss(THREE)[:-8], Whole.BROKEN),
    "no items": (rss(""), Whole.NO_ITEMS),
    "prefixed": (
        atom(ENTRIES).replace(b"entry>", b"a:entry>").replace(b"xmlns", b"xmlns:a", 1),
        Whole.NO_ITEMS,
    ),
}


def _hashes(seen: bytes) -> list[bytes]:
    return [seen[n : n + HASH_SIZE] for n in range(0, len(seen), HASH_SIZE)]


def _read(body: bytes, seen: bytes) -> ParsedFeed:
    parsed = parse(fetched(body), SOURCE, seen)
    assert isinstance(parsed, ParsedFeed)
    return parsed


@pytest.mark.parametrize("name", CUT)
def test_each_item_alone(name: str) -> None:
    """An item reads the same whether the others are there or not, and none is lost."""
    whole = read(CUT[name])
    hashes = _hashes(whole.seen)
    found: set[Entry] = set()
    for new in hashes:
        alone = _read(CUT[name], b"".join(each for each in hashes if each != new))
        assert (alone.title, alone.seen) == (whole.title, whole.seen)
        assert set(alone.entries) <= set(whole.entries)
        found |= set(alone.entries)
    assert len(hashes) >= 2
    assert found == set(whole.entries)


@pytest.mark.parametrize("name", CUT)
def test_nothing_new(name: str) -> None:
    """A document whose items are all known has no entries; all else of it is read."""
    whole = read(CUT[name])
    assert replace(_read(CUT[name], whole.seen), warnings=()) == replace(
        whole, entries=(), warnings=()
    )


@pytest.mark.parametrize("name", WHOLE)
def test_whole(name: str) -> None:
    """A document that looks odd is not touched, and has no hashes."""
    document, why = WHOLE[name]
    spliced = splice(document, b"")
    assert (spliced.document, spliced.seen, spliced.whole) == (document, b"", why)


def test_bytes_untouched() -> None:
    """What is left is what was there, byte for byte."""
    document = rss("\n <!-- a -->" + THREE + " \t", head="<x y = 'z'/>")
    seen = splice(document, b"").seen
    first, second, third = THREE.replace("</item>", "</item>|").split("|")[:3]
    left = splice(document, _hashes(seen)[0] + _hashes(seen)[2]).document
    assert left == document.replace(first.encode(), b"").replace(third.encode(), b"")
    assert second.encode() in left


def test_parser_sees_others() -> None:
    """Where feedparser finds other items than those that were cut, the whole document is read."""
    entry = "<a:entry xmlns:a='http://www.w3.org/2005/Atom'><a:title>A</a:title></a:entry>"
    body = rss(THREE + entry)
    seen = splice(body, b"").seen
    assert len(_hashes(seen)) == 3
    parsed = _read(body, seen)
    assert (len(parsed.entries), parsed.seen) == (4, b"")


def test_changed_item() -> None:
    """An item of which one character has changed is read again, and only that one."""
    before = read(rss(THREE))
    after = _read(rss(THREE.replace("Nº 1", "Nº 7")), before.seen)
    assert [entry.title for entry in after.entries] == ["Nº 7 été"]
    assert len(set(_hashes(before.seen)) & set(_hashes(after.seen))) == 2


@pytest.mark.parametrize("before", ["xml:lang='fr'", 'xml:base="https://a.example/"'])
def test_changed_context(before: str) -> None:
    """When a feed changes the base of its addresses, all of them are read again."""
    known = read(atom(ENTRIES, before))
    assert len(_read(atom(ENTRIES, before), known.seen).entries) == 0
    assert len(_read(atom(ENTRIES), known.seen).entries) == 3


def test_base_of_another_item() -> None:
    """The only known difference: feedparser hands an item's base on to the next one.

    Read alone, an item's address is seen from the feed's, as the standard says (XML Base, 4.2).
    """
    first, rest = ENTRIES.split("</entry>", 1)
    body = atom(
        first.replace("<entry>", "<entry xml:base='https://own.example/'>") + "</entry>" + rest
    )
    whole = read(body)
    assert [entry.url for entry in whole.entries] == [f"https://own.example/{n}" for n in range(3)]
    alone = _read(body, b"".join(_hashes(whole.seen)[:2]))
    assert [entry.url for entry in alone.entries] == ["https://phare.example/2"]


def test_charset_does_not_count() -> None:
    """The same items in another charset are known."""
    seen = read(CUT["windows-1252"]).seen
    assert _read(CUT["utf-16"], seen).entries == ()


@pytest.mark.parametrize(
    "guid", ["<guid>g1</guid>", "<guid isPermaLink='false'>\n<![CDATA[g1]]> </guid>"]
)
def test_guid_of_a_known_item(guid: str) -> None:
    """A new item with a known one's GUID is told apart from it, as when both are read."""
    known = read(rss(THREE))
    body = rss(item("Neuf", "https://phare.example/neuf", more=guid) + THREE)
    both = [entry.identity for entry in _read(body, known.seen).entries]
    assert both == ["g1 https://phare.example/neuf", "g1 https://phare.example/1"]


def test_link_of_a_known_item() -> None:
    """Without GUIDs the link tells: the first of two remains the entry, as when both are read."""
    one = item("Un", "https://phare.example/1")
    known = read(rss(one))
    body = rss(one + item("Deux", "https://phare.example/1"))
    assert [entry.title for entry in _read(body, known.seen).entries] == ["Un"]


def test_many_new_names() -> None:
    """However many are new, the known ones that share a GUID stay and the others go."""
    known = "".join(item(f"A{n}", f"https://a.example/a{n}", f"g{n}") for n in range(40))
    new = "".join(item(f"B{n}", f"https://a.example/b{n}", f"g{n}") for n in range(20))
    parsed = _read(rss(new + known), read(rss(known)).seen)
    assert len(parsed.entries) == 40
    assert {entry.title for entry in parsed.entries} == {
        f"{side}{n}" for side in "AB" for n in range(20)
    }


def test_most_items() -> None:
    """Items beyond the limit are neither read nor remembered, and that is told."""
    many = "".join(f"<item><guid>{n}</guid></item>" for n in range(MOST_ITEMS + 5))
    spliced = splice(rss(many), b"")
    assert (spliced.kept, spliced.count) == (MOST_ITEMS, MOST_ITEMS + 5)
    assert len(spliced.seen) == MOST_ITEMS * HASH_SIZE
    parsed = _read(rss(many), spliced.seen)
    assert parsed.entries == ()
    assert str(MOST_ITEMS + 5) in parsed.warnings[0].en
