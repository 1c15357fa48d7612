"""Other people's feeds, read as other people read them: gofeed's test data (line 19 to 28)."""

import json
import tarfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import zip_longest
from pathlib import PurePath
from typing import Any, NamedTuple

from bot.model import Entry, ParsedFeed
from bot.parse.document import AHEAD, parse
from bot.parse.entry import EARLIEST
from bot.text.html import plain_text, plain_title
from bot.text.urls import absolute
from tests.fixed_clock import NOON
from tests.raw_feed import SOURCE, URL, fetched
from tests.shared_data import SHARED_DATA, needs_shared_data

ENOUGH = 0.98
"""The share of documents that read alike."""
OTHERWISE = {
    "parser/atom/atom10_feed_entry_source_title_html_escaped_markup.xml": (
        "an end tag of another name: the source's title is taken for the entry's, which has none"
    ),
    "parser/atom/atom10_feed_entry_source_title_text.xml": "likewise",
    "parser/atom/atom10_feed_title_xhtml_escaped_markup.xml": "an end tag of another name",
    "parser/atom/atom10_feed_title_xhtml_inline_markup.xml": "likewise",
    "parser/rss/issue_217_enclosure_children.xml": (
        "an enclosure's title is taken for the item's, which has none"
    ),
    "parser/rss/rss_channel_item_uri_at_protocol.xml": (
        "feedparser prefers the link's attribute, at://, to its text"
    ),
    "parser/rss/version_rdf_090.xml": "an RDF document that is empty says nothing of feeds",
}
"""Documents that read otherwise, and why."""


class Item(NamedTuple):
    """What is compared of an article; None is not compared."""

    title: str | None
    link: str
    guid: str | None
    date: datetime | None


def _pairs() -> Iterator[tuple[str, bytes, Mapping[str, Any]]]:
    """Documents, each with what is expected of it."""
    with tarfile.open(SHARED_DATA / "feeds" / "gofeed-testdata.tgz") as archive:
        files = {
            member.name: content.read()
            for member in archive
            if (content := archive.extractfile(member))
        }
    for name, body in sorted(files.items()):
        path = PurePath(name)
        answers = (path.with_suffix(".json"), path.with_name(f"{path.stem}_expected.json"))
        for answer in answers:
            if str(answer) != name and str(answer) in files:
                yield str(path.relative_to("testdata")), body, json.loads(files[str(answer)])


def _expected(told: Mapping[str, Any]) -> list[Item]:
    items = told.get("items") or told.get("entries") or []
    return [item for raw in items if (item := _item(raw))]


def _item(raw: Mapping[str, Any]) -> Item | None:
    written = _link(raw)
    title, link = plain_title(raw.get("title") or ""), written and absolute(written, URL)
    texts = (raw.get(name) for name in ("description", "summary", "content", "content_html"))
    text = any(plain_text(_text(each)) for each in texts)
    if not (title or link or text or absolute(_guid(raw), "")):
        return None
    return Item(title or None, link, _guid(raw) or None, _date(raw))


def _text(found: Any) -> str:
    return str(found.get("value", "")) if isinstance(found, Mapping) else str(found or "")


def _link(raw: Mapping[str, Any]) -> str:
    if raw.get("link") or raw.get("url"):
        return str(raw.get("link") or raw.get("url"))
    links = [each for each in raw.get("links") or () if isinstance(each, Mapping)]
    usual = (each for each in links if each.get("rel", "alternate") == "alternate")
    return str(next(usual, {}).get("href", ""))


def _guid(raw: Mapping[str, Any]) -> str:
    return _text(raw.get("guid") or raw.get("id")).strip()


def _date(raw: Mapping[str, Any]) -> datetime | None:
    for name in ("publishedParsed", "pubDateParsed", "updatedParsed", "date_published"):
        if moment := raw.get(name):
            date = datetime.fromisoformat(moment)
            if date >= EARLIEST:
                return min(date, NOON + AHEAD)
    return None


def _same(entry: Entry | None, item: Item | None) -> bool:
    return (
        entry is not None
        and item is not None
        and item.title in {None, entry.title}
        and entry.url in ({item.link} if item.link else {"", entry.identity})
        and (item.guid is None or entry.identity.startswith(item.guid))
        and item.date == entry.published_at
    )


def _difference(parsed: ParsedFeed, told: Mapping[str, Any]) -> str:
    """The first one; empty when they are alike."""
    title = plain_title(told.get("title") or "")
    if parsed.title != title:
        return f"{parsed.title!r} instead of {title!r}"
    for entry, item in zip_longest(parsed.entries, _expected(told)):
        if not _same(entry, item):
            return f"{entry} instead of {item}"
    return ""


@needs_shared_data
def test_as_gofeed_reads_them() -> None:
    """The feed's title, and each article's title, link, GUID and date are the expected ones.

    Articles with neither words nor address are left out on both sides.
    """
    pairs, compared, found = list(_pairs()), 0, dict[str, str]()
    for name, body, told in pairs:
        parsed = parse(fetched(body), SOURCE)
        if not isinstance(parsed, ParsedFeed):
            found[name] = parsed.text.en
        elif difference := _difference(parsed, told):
            found[name] = difference
        else:
            compared += len(parsed.entries)
    assert found.keys() == OTHERWISE.keys(), found
    assert len(pairs) > 530
    assert compared > 120
    assert len(found) <= (1 - ENOUGH) * len(pairs)
