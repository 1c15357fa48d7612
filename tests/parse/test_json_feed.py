"""JSON Feed 1.1 (line 28 of the polite poller)."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Entry, FailureKind, ParsedFeed
from bot.parse.document import parse
from tests.raw_feed import SOURCE, fetched, read, refused

VERSION = "https://jsonfeed.org/version/1.1"
LINK = "https://phare.example/7"


def _feed(*items: object, **more: object) -> bytes:
    return json.dumps({"version": VERSION, "items": list(items), **more}).encode()


def _only(**item: object) -> Entry:
    (entry,) = read(_feed(item)).entries
    return entry


WHOLE = {
    "id": "urn:7",
    "url": f"{LINK}?utm_source=json",
    "external_url": "https://ailleurs.example/",
    "title": "Drones au port",
    "content_html": "<p>Un.</p><p>Deux, plus long que le reste.</p>",
    "content_text": "Un.",
    "summary": "Court.",
    "image": "/i.jpg",
    "banner_image": "/b.jpg",
    "date_published": "2026-03-02T11:30:00+01:00",
    "date_modified": "2026-03-03T11:30:00+01:00",
    "authors": [{"name": "A. Phare"}, {"name": "B. Digue"}, {"url": LINK}],
    "tags": ["mer"],
    "language": "fr-FR",
    "attachments": [{"url": LINK, "mime_type": "audio/mpeg"}],
}
"""All that an item can say."""


def test_line_28_whole_item() -> None:
    """All of an item arrives in the entry, cleaned like any other."""
    assert _only(**WHOLE) == Entry(
        identity="urn:7",
        url=f"{LINK}?utm_source=json",
        canonical_url=LINK,
        title="Drones au port",
        text="Un.\n\nDeux, plus long que le reste.",
        content_hash="",
        lang="fr",
        author="A. Phare, B. Digue",
        published_at=datetime(2026, 3, 2, 10, 30, tzinfo=UTC),
        image_url="https://phare.example/i.jpg",
    )


def test_line_28_head() -> None:
    """Of the feed itself its title and its language count; other pages and hubs do not."""
    hubs = [{"type": "WebSub", "url": "https://hub.example/"}]
    page = "https://phare.example/2"
    feed = read(
        _feed(
            {"id": "1"}, {"title": "a"}, title="Le Phare", language="en", next_url=page, hubs=hubs
        )
    )
    assert (feed.title, feed.hub, [entry.lang for entry in feed.entries]) == (
        "Le Phare",
        None,
        ["en"],
    )


@pytest.mark.parametrize(
    ("item", "identity", "url"),
    [
        (f'{{"id": 7, "url": "{LINK}"}}', "7", LINK),
        (f'{{"id": {"7" * 5000}, "url": "{LINK}"}}', "7" * 2000, LINK),
        (f'{{"id": 7.0, "url": "{LINK}"}}', "7.0", LINK),
        (f'{{"id": "{LINK}"}}', LINK, LINK),
        (f'{{"id": true, "url": "{LINK}"}}', LINK, LINK),
        (f'{{"id": null, "external_url": "{LINK}"}}', LINK, LINK),
        ('{"id": "7", "url": "/7"}', "7", LINK),
        ('{"id": "7", "url": false, "title": "a"}', "7", ""),
    ],
)
def test_line_28_identity_and_link(item: str, identity: str, url: str) -> None:
    """The id, also where it is a number; the URL, the external one, or an id that is one."""
    (entry,) = read(f'{{"version": "{VERSION}", "items": [{item}]}}'.encode()).entries
    assert (entry.identity, entry.url) == (identity, url)


def test_line_28_plain_text() -> None:
    """What is plain text is no markup, whatever it looks like; its paragraphs stay apart."""
    assert _only(content_text="Un <b> & deux\n\nTrois").text == "Un <b> & deux\n\nTrois"
    assert _only(summary="x < 1 > y").text == "x < 1 > y"
    assert _only(title="1 < 2, AT&T").title == "1 < 2, AT&T"


def test_line_28_author_of_the_feed() -> None:
    """Where an article names nobody, the feed's author wrote it; version 1.0 had one only."""
    feed = read(_feed({"id": "1", "title": "a"}, author={"name": "A. Phare"}))
    assert feed.entries[0].author == "A. Phare"


@pytest.mark.parametrize(
    "version", ["https://jsonfeed.org/version/1", "http://www.jsonfeed.org/version/1.1", "1.1"]
)
def test_line_28_versions(version: str) -> None:
    """The version is told in more than one way."""
    body = json.dumps({"items": [{"content_text": "a"}], "version": version}).encode()
    assert [entry.title for entry in read(b"\xef\xbb\xbf \n" + body).entries] == ["a"]


@pytest.mark.parametrize(
    "body",
    [b"{}", b"{", b'{"items": []}', b'{"version": 7, "items": []}', b'{"version": "1.1"}',
     b'{"swagger": "2.0"}', b"[]", b'{"version": "1.1", "items": {}}',
     b'{"version": "1.0", "items": [{"title": "a"}, 7]}'],
)  # fmt: skip
def test_line_28_other_json(body: bytes) -> None:
    """Other JSON is no feed."""
    assert refused(body).kind is FailureKind.NOT_A_FEED


def test_line_28_broken() -> None:
    """Broken JSON is told with its line and column."""
    failure = refused(f'{{"version": "{VERSION}",\n "items": [{{]}}'.encode())
    assert failure.kind is FailureKind.BROKEN_FEED
    assert "(line 2, column 13)" in failure.text.en
    assert "(ligne 2, colonne 13)" in failure.text.fr


def test_line_28_nested() -> None:
    """Nesting without end is told, too."""
    failure = refused(f'{{"version": "{VERSION}", "items": {"[" * 100_000}'.encode())
    assert failure.kind is FailureKind.BROKEN_FEED


def test_line_28_control_characters() -> None:
    """Line ends in strings, which JSON forbids, harm nobody."""
    body = f'{{"version": "{VERSION}", "items": [{{"title": "a\nb\tc\\u0000\\ud800"}}]}}'
    assert read(body.encode()).entries[0].title == "a b c"


def test_line_28_many() -> None:
    """No more than 2,000 articles are read, and that is said."""
    feed = read(_feed(*({"id": str(n), "title": str(n)} for n in range(2_500))))
    assert len(feed.entries) == 2_000
    assert [warning.en for warning in feed.warnings] == [
        "2500 items; only the first 2000 were read."
    ]


_NAMES = st.sampled_from(
    ["id", "url", "title", "content_html", "content_text", "summary", "image", "banner_image",
     "date_published", "authors", "author", "name", "language", "items", "version"]
)  # fmt: skip
_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(_NAMES | st.text(max_size=5), inner)
    ),
    max_leaves=20,
)


@given(st.dictionaries(_NAMES, _JSON), st.dictionaries(_NAMES, _JSON))
def test_line_28_wrong_types(item: dict[str, Any], feed: dict[str, Any]) -> None:
    """Whatever stands where something else belongs, the other articles are read."""
    body = json.dumps(feed | {"version": VERSION, "items": [item, {"id": "7", "title": "Drones"}]})
    parsed = parse(fetched(body.encode()), SOURCE)
    assert isinstance(parsed, ParsedFeed)
    assert "Drones" in {entry.title for entry in parsed.entries} or item.get("id") == "7"
    str(parsed).encode()
