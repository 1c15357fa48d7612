"""Feeds of a page: those that it names, and the usual places."""

from time import process_time

import pytest

from bot.text.discovery import MOST_GUESSES, FeedLink, feed_links, usual_places

PAGE = "https://phare.example/fr/index.html"


def test_feeds_that_a_page_names() -> None:
    """RSS, Atom and JSON feeds, however the tag is written; those of comments come last."""
    markup = """<!doctype html><head>
    <link rel="alternate" type="application/rss+xml" title="Commentaires" href="/comments/feed">
    <LINK TYPE='application/atom+xml' REL='Alternate x'
      HREF='../a.xml?x=1&amp;y=2' TITLE='L&#39;Atom'/>
    <link rel=alternate type=application/feed+json href=feed.json>
    <link rel="alternate" hreflang="en" type="text/html" href="/en/">
    <link rel="alternate" type="application/json" href="/wp-json/">
    <link rel="stylesheet" type="application/rss+xml" href="/no">
    <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
    <link rel="alternate" type="application/atom+xml" href="/a.xml?y=2&amp;x=1#twice">"""
    assert feed_links(markup, PAGE) == (
        FeedLink("https://phare.example/a.xml?x=1&y=2", "L'Atom", "Atom"),
        FeedLink("https://phare.example/fr/feed.json", "", "JSON Feed"),
        FeedLink("https://phare.example/comments/feed", "Commentaires", "RSS"),
    )


def test_links_are_seen_from_the_base() -> None:
    """A page that says where its links begin is believed."""
    markup = (
        '<base href="//cdn.example/x/"><link rel="alternate" type="application/rss+xml" href="r">'
    )
    assert [link.url for link in feed_links(markup, PAGE)] == ["https://cdn.example/x/r"]


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("https://a.example", "https://a.example/feed"),
        ("https://a.example/blog/", "https://a.example/blog/feed"),
        ("https://a.example/index.html?x=1", "https://a.example/feed"),
        ("https://me.blogspot.com/2026/", "https://me.blogspot.com/feeds/posts/default"),
    ],
)
def test_usual_places(url: str, first: str) -> None:
    """Below the page, then at the top of the site; never more than a few."""
    places = usual_places(url)
    assert places[0] == first
    assert len(places) <= MOST_GUESSES


@pytest.mark.parametrize(
    "piece", ["<link ", '<link "', "<link a=", "<base href='", "<", "<link x>"]
)
def test_hostile_pages_take_no_time(piece: str) -> None:
    """A megabyte made to be slow is given up as fast as another."""
    begin = process_time()
    assert feed_links(piece * (1_000_000 // len(piece)), PAGE) == ()
    assert process_time() - begin < 3
