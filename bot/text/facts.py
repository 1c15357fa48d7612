"""What a web page says of itself to machines: schema.org, Open Graph and its own head. Never fails.

Nothing here is believed: the page is a stranger's, and templates are copied with their mistakes.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from bot.text.html import plain_title

MOST_DATA: Final = 200_000
"""Characters of a block of data that are read."""
MOST_BLOCKS: Final = 50
MOST_NODES: Final = 5_000
_ARTICLES: Final = frozenset({
    "AnalysisNewsArticle", "Article", "BlogPosting", "LiveBlogPosting", "NewsArticle",
    "AskPublicNewsArticle", "BackgroundNewsArticle", "OpinionNewsArticle", "Report",
    "ReportageNewsArticle", "ReviewNewsArticle", "ScholarlyArticle", "SocialMediaPosting",
    "TechArticle",
})  # fmt: skip


class Facts(NamedTuple):
    """As written; empty where the page does not say."""

    titles: tuple[str, ...] = ()
    """All that it calls its article, the surest first."""
    description: str = ""
    canonical: tuple[str, ...] = ()
    """``rel=canonical``, then ``og:url``."""
    lang: str = ""
    author: str = ""
    published: str = ""
    modified: str = ""
    image: str = ""
    is_for_subscribers: bool = False
    is_reserved: bool = False
    """``nosnippet``: its text is to be shown nowhere else."""


def read_facts(markup: str) -> Facts:
    """What a page of HTML says of itself."""
    tree = LexborHTMLParser(markup)
    head = _Head(tree)
    article = next(_articles(tree), {})
    return Facts(
        titles=_titles(tree, head, article),
        description=plain_title(head.first("og:description", "description"))[:2000],
        canonical=tuple(filter(None, (_canonical(tree), head.first("og:url")))),
        lang=_lang(tree),
        author=_author(article) or _name(head.first("author", "article:author")),
        published=_text(article.get("datePublished")) or head.first("article:published_time"),
        modified=_text(article.get("dateModified")) or head.first("article:modified_time"),
        image=head.first("og:image:secure_url", "og:image", "twitter:image"),
        is_for_subscribers=_is_closed(article) or head.first("article:content_tier") == "locked",
        is_reserved="nosnippet" in head.first("robots").lower(),
    )


class _Head:
    """The page's ``<meta>`` elements; of several with one name the first counts."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._said: dict[str, str] = {}
        for node in tree.css("meta[content]"):
            of = node.attributes
            name = (of.get("property") or of.get("name") or "").strip().lower()
            self._said.setdefault(name, (of.get("content") or "").strip())

    def first(self, *names: str) -> str:
        """The first that says something."""
        return next((said for name in names if (said := self._said.get(name, ""))), "")


def _titles(tree: LexborHTMLParser, head: _Head, article: Mapping[str, Any]) -> tuple[str, ...]:
    written = [node.text() for css in ("h1", "title") if (node := tree.css_first(css))]
    said = (_text(article.get("headline")), head.first("og:title", "twitter:title"), *written)
    return tuple(dict.fromkeys(filter(None, (plain_title(each)[:1000] for each in said))))


def _canonical(tree: LexborHTMLParser) -> str:
    node = tree.css_first('link[rel~="canonical"][href]')
    return (node.attributes.get("href") or "").strip() if node else ""


def _lang(tree: LexborHTMLParser) -> str:
    root = tree.css_first("html")
    return ((root.attributes.get("lang") or "") if root else "").strip()


# ── schema.org ───────────────────────────────────────────────────────────────────────────────


def _articles(tree: LexborHTMLParser) -> Iterator[Mapping[str, Any]]:
    """The articles that the page's data describe, in their order."""
    for script in tree.css('script[type="application/ld+json"]')[:MOST_BLOCKS]:
        yield from filter(_is_article, _nodes(script.text(deep=True)))


def _nodes(data: str) -> Iterator[Mapping[str, Any]]:
    """All objects of a block of data, from the outside in."""
    try:
        waiting = [json.loads(data[:MOST_DATA], strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(MOST_NODES):
        if not waiting:
            return
        item: Any = waiting.pop(0)
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            yield item
            waiting += [value for value in item.values() if isinstance(value, list | dict)]


def _is_article(node: Mapping[str, Any]) -> bool:
    return not _ARTICLES.isdisjoint(filter(_is_text, _list(node.get("@type"))))


def _is_closed(article: Mapping[str, Any]) -> bool:
    """Whether it, or a part of it, is for subscribers (schema.org isAccessibleForFree)."""
    parts = [part for part in _list(article.get("hasPart")) if isinstance(part, dict)]
    return any(
        str(node.get("isAccessibleForFree")).lower() in {"false", "http://schema.org/false"}
        for node in (article, *parts)
    )


def _author(article: Mapping[str, Any]) -> str:
    """Names, with commas between."""
    people = _list(article.get("author"))
    names = (each.get("name") if isinstance(each, dict) else each for each in people)
    return ", ".join(dict.fromkeys(filter(None, (_name(_text(each)) for each in names))))


def _name(written: str) -> str:
    """A name; some write an address."""
    return "" if "://" in written else plain_title(written)[:200]


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
