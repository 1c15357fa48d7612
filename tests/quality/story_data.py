"""Labelled articles: who tells the same story, and who prints the same text.

Each file is checked against its digest, so that a figure belongs to data and not to a file name.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Final, NamedTuple

from bot.model import Entry, StoredEntry
from bot.text.content import content_hash
from tests.shared_data import SHARED_DATA

ROOM: Final = SHARED_DATA / "stories"
DIGESTS: Final = {
    "ecbplus_even_topics_en.jsonl.gz": (
        "33e13cab44e362b1da4b5b8f7f488bcf4f4b66abcdd3f7edc859c5e9ef614695"
    ),
    "mccormick_articles_1000.train.gz": (
        "9e7c5d29496fad97e48e1697e52a416e3b3818602c79f266a82c1dbb06e056c8"
    ),
    "mccormick_articles_1000.truth.gz": (
        "9b2ec32fbca8cfc698c483741bd21a327841cd18a42cf5be8aae5a1524368bb5"
    ),
    "orange_stories_fr_A.jsonl.gz": (
        "8d2337d12c24fe6da6e854b8d7a93ca2be501745c23d79099c35a0739279f50c"
    ),
    "orangesum_stream_2020_may_jul_fr.jsonl.gz": (
        "b44f0821e38b964946f93aee34c26137521c021a716d4453cc97c079725e5d4e"
    ),
    "orangesum_version_pairs_fr.jsonl.gz": (
        "db4f7db16633bcaba04e76ee043e9af23b3acbca6d498a0da7a5822491e5f6ce"
    ),
    "synthetic_wire_edits_fr.jsonl.gz": (
        "68954dad47f8aa5d4662bd579ce790b1c50ab916be7d0a5f106ea8a0fa974d93"
    ),
    "uci_headlines_en.jsonl.gz": (
        "90829e8c31c2d3b40c7158943f32f4a9e449ab1b5e8d720c1c09fae2ceb63e30"
    ),
}
"""SHA-256 of each file as it is stored."""


class Article(NamedTuple):
    """An article of a corpus."""

    id: int
    title: str
    summary: str
    text: str
    day: date
    story: str = ""
    """What a person says it is about; empty where nobody did."""
    related: frozenset[str] = frozenset()
    """Subjects that come so close that pairs of them are not scored."""
    edit: str = ""
    lang: str = "fr"

    def entry(self, *, with_body: bool = True) -> Entry:
        """As a feed gives it: with the whole text, or its description only."""
        text = self.text if with_body else self.summary
        return Entry(
            identity=f"{self.id}{self.edit}",
            url="",
            canonical_url="",
            title=self.title,
            text=text,
            content_hash=content_hash(self.title, text),
            lang=self.lang,
            published_at=datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC),
        )


@cache
def rows(name: str) -> tuple[Mapping[str, Any], ...]:
    """The rows of a file of JSON lines."""
    return tuple(map(json.loads, lines(name)))


def lines(name: str) -> tuple[str, ...]:
    """The lines of a file; an assertion fails when it is not the one that was measured."""
    packed = (ROOM / name).read_bytes()
    assert hashlib.sha256(packed).hexdigest() == DIGESTS[name], f"{name} is another file"
    return tuple(gzip.decompress(packed).decode().splitlines())


@cache
def stream() -> tuple[Article, ...]:
    """6,026 French articles of May to July 2020, the labelled ones among them, by day."""
    found = {row["id"]: _article(row) for row in rows("orangesum_stream_2020_may_jul_fr.jsonl.gz")}
    found |= {each.id: each for each in labelled()}
    return tuple(sorted(found.values(), key=lambda each: (each.day, each.id)))


@cache
def labelled() -> tuple[Article, ...]:
    """183 French articles of two days with the story that each tells."""
    found = map(_article, rows("orange_stories_fr_A.jsonl.gz"))
    return tuple(sorted(found, key=lambda each: (each.day, each.id)))


def between(first: str, last: str) -> list[Article]:
    """The part of the stream between two days."""
    return [each for each in stream() if first <= each.day.isoformat() <= last]


@cache
def versions() -> tuple[tuple[int, int], ...]:
    """Pairs of the stream that are one dispatch: half of their words in threes, within a week."""
    known = {each.id for each in stream()}
    return tuple(
        (row["a"], row["b"])
        for row in rows("orangesum_version_pairs_fr.jsonl.gz")
        if row["jaccard3"] >= 0.5 and abs(row["days"]) <= 7 and {row["a"], row["b"]} <= known
    )


@cache
def resembling() -> frozenset[frozenset[int]]:
    """Every pair that has passages in common, however few."""
    listed = rows("orangesum_version_pairs_fr.jsonl.gz")
    return frozenset(frozenset((row["a"], row["b"])) for row in listed)


@cache
def wire() -> tuple[Article, ...]:
    """150 French dispatches, and nine edits of each such as newsrooms make them."""
    found = rows("synthetic_wire_edits_fr.jsonl.gz")
    return tuple(
        Article(row["id"], row["title"], "", row["text"], date(2020, 6, 10), edit=row["edit"])
        for row in found
    )


@cache
def ecb() -> tuple[Article, ...]:
    """486 English articles on 43 events, two alike in each of 22 topics."""
    return tuple(
        Article(
            number,
            row["sentences"][0],
            "",
            " ".join(row["sentences"][1:]),
            date(2020, 1, 1),
            story=row["cluster"],
            lang="en",
        )
        for number, row in enumerate(rows("ecbplus_even_topics_en.jsonl.gz"), 1)
    )


def arriving(articles: Iterable[Article], *, with_body: bool = True) -> Iterator[StoredEntry]:
    """The articles a minute after each other from the morning of their days on."""
    arrived: dict[date, int] = {}
    for each in articles:
        minute = arrived[each.day] = arrived.get(each.day, -1) + 1
        entry = each.entry(with_body=with_body)
        morning = entry.published_at or datetime(2020, 1, 1, tzinfo=UTC)
        yield StoredEntry(each.id, 1, f"source {each.id}", morning + minute * MINUTE, entry)


MINUTE: Final = timedelta(seconds=60)


def _article(row: Mapping[str, Any]) -> Article:
    return Article(
        row["id"],
        row["title"],
        row["summary"],
        row["text"],
        date.fromisoformat(row["date"]),
        row.get("story", ""),
        frozenset(row.get("related", ())),
    )
