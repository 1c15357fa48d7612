"""What a web page says of itself."""

import json
from typing import Any

import pytest

from bot.text.facts import MOST_NODES, Facts, read_facts


def page(head: str = "", body: str = "", attributes: str = "") -> Facts:
    """The facts of a page of HTML."""
    return read_facts(f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body>")


def data(*nodes: Any) -> str:
    """Data for search engines."""
    return "".join(f'<script type="application/ld+json">{json.dumps(x)}</script>' for x in nodes)


def article(**said: Any) -> Facts:
    """The facts of a page that describes its article."""
    return page(data({"@type": "NewsArticle", **said}))


def test_a_page_that_says_nothing() -> None:
    """Every fact has an empty form."""
    assert read_facts("") == page() == Facts()


def test_titles() -> None:
    """The surest first, each once, without markup."""
    facts = page(
        '<title>Drones | Le Phare</title><meta property="og:title" content="Des drones">'
        + data({"@type": "Article", "headline": "Des &lt;b&gt;drones&lt;/b&gt; au port"}),
        "<h1>Des <i>drones</i></h1>",
    )
    assert facts.titles == ("Des drones au port", "Des drones", "Drones | Le Phare")


def test_addresses() -> None:
    """The link before Open Graph; as written."""
    head = '<meta property="og:url" content=" /b "><link rel="x canonical" href=" /a ">'
    assert page(head).canonical == ("/a", "/b")


def test_of_several_the_first_counts() -> None:
    """A second one is another article's."""
    head = '<meta name="author" content="A"><meta name="author" content="B">'
    assert page(head).author == "A"


def test_language() -> None:
    """As written on the root."""
    assert page(attributes='lang=" fr-FR "').lang == "fr-FR"


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Ada", "Ada"),
        ({"name": "Ada"}, "Ada"),
        ([{"name": "Ada"}, "Bo", {"name": "Ada"}], "Ada, Bo"),
        ({"name": "https://phare.example/ada"}, ""),
        ([[["Ada"]], 7, None, {"name": ["Ada"]}], ""),
        ({"name": "\ud800Ada"}, "Ada"),
    ],
)
def test_author(author: Any, name: str) -> None:
    """Names, whatever their form; an address is none."""
    assert article(author=author).author == name


def test_dates() -> None:
    """Those of the data before those of the head; as written."""
    head = '<meta property="article:published_time" content="2026-01-01T10:00:00Z">'
    assert page(head).published == "2026-01-01T10:00:00Z"
    facts = page(head + data({"@type": "Article", "datePublished": "2026-02-01"}))
    assert (facts.published, facts.modified) == ("2026-02-01", "")
    assert article(dateModified="x").modified == "x"


@pytest.mark.parametrize("said", [False, "false", "False", "http://schema.org/False"])
def test_for_subscribers(said: object) -> None:
    """The article or a part of it is not free, in any of the spellings that are met with."""
    assert article(isAccessibleForFree=said).is_for_subscribers
    assert article(hasPart={"isAccessibleForFree": said}).is_for_subscribers
    assert article(
        isAccessibleForFree=True, hasPart=[{"isAccessibleForFree": said}, 7]
    ).is_for_subscribers


def test_for_all() -> None:
    """Free, or nothing said; another thing's price does not count."""
    assert not article(isAccessibleForFree=True).is_for_subscribers
    assert not article().is_for_subscribers
    facts = page(data({"@type": "Product", "isAccessibleForFree": False}))
    assert not facts.is_for_subscribers


@pytest.mark.parametrize(("tier", "closed"), [("locked", True), ("metered", False), ("", False)])
def test_tier(tier: str, closed: bool) -> None:
    """Facebook's mark: locked ones are for subscribers."""
    head = f'<meta property="article:content_tier" content="{tier}">'
    assert page(head).is_for_subscribers is closed


@pytest.mark.parametrize(
    ("robots", "reserved"), [("noarchive, NOSNIPPET", True), ("index, follow", False)]
)
def test_reserved(robots: str, reserved: bool) -> None:
    """A page may ask that its text be shown nowhere else."""
    assert page(f'<meta name="robots" content="{robots}">').is_reserved is reserved


@pytest.mark.parametrize(
    "nodes",
    [
        {"@graph": [{"@type": "WebSite", "headline": "no"}, {"@type": ["Thing", "Article"]}]},
        [{"mainEntity": {"@type": "Article"}}],
    ],
)
def test_where_the_article_is(nodes: Any) -> None:
    """Lists, graphs and parts of other things are looked through."""
    text = json.dumps(nodes).replace('Article"', 'Article", "headline": "yes"', 1)
    text = text.replace('["Thing", "Article", "headline": "yes"]', '["Article"], "headline": "yes"')
    assert page(f'<script type="application/ld+json">{text}</script>').titles == ("yes",)


def test_control_characters() -> None:
    """Line breaks in strings, which JSON forbids, are common."""
    text = '{"@type": "Article", "headline": "Des\ndrones"}'
    assert page(f'<script type="application/ld+json">{text}</script>').titles == ("Des drones",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[" * 100_000,
        "null",
        "7",
        '"NewsArticle"',
        '{"@type": {"@type": 7}}',
        '[{"@type"}]',
    ],
)
def test_data_that_is_of_no_use(text: str) -> None:
    """It is passed over."""
    script = f'<script type="application/ld+json">{text}</script>'
    assert page(script + "<title>Drones</title>").titles == ("Drones",)


def test_data_without_end() -> None:
    """Only so much is looked at."""
    nodes = [{"@type": "Thing"}] * (MOST_NODES + 1) + [{"@type": "Article", "headline": "no"}]
    assert page(data(nodes)).titles == ()
