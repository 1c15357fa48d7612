"""What is to be thought of a feed, from one document of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.cadence import Pace
from bot.i18n import Text
from bot.model import Entry, Fetched, Hints, ParsedFeed
from bot.pipeline.health import Health, examine
from tests.fixed_clock import NOON
from tests.samples import entry

URL = "https://phare.example/rss"
GOOD = tuple(
    entry(f"guid-{number}", published_at=NOON - timedelta(hours=number)) for number in range(1, 7)
)


def health(entries: tuple[Entry, ...] = GOOD, **changes: Any) -> Health:
    """Of a document with these entries, with validators."""
    headers = changes.pop("headers", {"etag": '"1"'})
    fetched = Fetched(URL, 200, headers, b"", NOON, moved_to=changes.pop("moved_to", None))
    return examine(URL, fetched, ParsedFeed("Le Phare", entries, **changes), Pace())


def bad(found: Health) -> dict[str, str]:
    """What is said against a feed."""
    return {finding.key: finding.text.en for finding in found.findings if not finding.good}


def test_a_good_feed() -> None:
    """Nothing is said against it; its language, rate and rhythm are known."""
    found = health()
    assert bad(found) == {}
    assert {finding.key for finding in found.findings} == {"dates", "ids", "validators"}
    assert (found.url, found.title, found.lang) == (URL, "Le Phare", "fr")
    assert found.rate == pytest.approx(24)
    assert timedelta(minutes=5) <= found.every < timedelta(minutes=30)


@pytest.mark.parametrize(
    ("changes", "key", "said"),
    [
        ({"entries": ()}, "entries", "nothing in it"),
        ({"headers": {}}, "validators", "whole document"),
        ({"moved_to": "https://new.example/"}, "address", "https://new.example/"),
        ({"warnings": (Text(en="odd", fr="bizarre"),)}, "document", "odd"),
        ({"entries": tuple(replace(e, published_at=None) for e in GOOD)}, "dates", "No item"),
        ({"entries": (replace(GOOD[0], published_at=None), *GOOD[1:])}, "dates", "1 item of 6"),
        (
            {"entries": (replace(GOOD[0], published_at=NOON - timedelta(days=90)),)},
            "dates",
            "90 days",
        ),
        ({"entries": (replace(GOOD[0], url=""), *GOOD[1:])}, "links", "1 item of 6"),
    ],
)
def test_what_is_said_against_a_feed(changes: dict[str, Any], key: str, said: str) -> None:
    """One finding per trouble, with its key for programs."""
    found = bad(health(**changes))
    assert list(found) == [key]
    assert said in found[key]


def test_a_feed_that_has_moved_is_written_where_it_is() -> None:
    """The address to write down is the new one."""
    assert health(moved_to="https://new.example/").url == "https://new.example/"


def test_the_documents_own_wish_counts() -> None:
    """A feed that advises a longer wait is looked at less often."""
    assert health(hints=Hints(ttl=timedelta(hours=1))).every >= timedelta(minutes=15)


def test_the_language_is_that_of_most() -> None:
    """No language is suggested for a feed that has several."""
    mixed = tuple(replace(e, lang=lang) for e, lang in zip(GOOD, "ab" * 3, strict=True))
    assert health(mixed).lang is None
