"""The article in a web page: its title and main text, without the furniture. Never fails.

A page says more or less where its article is. In this order: the text that it offers to search
engines (schema.org's ``articleBody``), the largest ``<article>``, ``<main>``, and else the element
that holds most of the text in paragraphs. What is around it (menus, related articles, comments)
would make rules match what nobody has written about.
"""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.text.html import MOST, MOST_TAGS, plain_text, plain_title

FURNITURE: Final = [
    *("nav", "header", "footer", "aside", "form", "dialog", "menu", "button", "select"),
    *("script", "style", "template", "noscript", "iframe", "svg", "figure"),
]
SHORTEST: Final = 200
"""Characters; less is a teaser, or no article."""
MOST_DATA: Final = 200_000
"""Characters of a page's data for search engines that are read."""
MOST_PARAGRAPHS: Final = 1_000
MOST_CHOICES: Final = 50
"""Articles of a page that are compared: they may lie in each other."""
_LANGUAGE: Final = re.compile(r"[a-zA-Z]{2,3}(?=[-_]|$)")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


class Page(NamedTuple):
    """What a page tells; empty where it does not."""

    title: str
    text: str
    lang: str
    """As in ``fr``."""
    author: str


def read_page(markup: str) -> Page:
    """The article of a page of HTML."""
    markup = _SURROGATES.sub("", markup[:MOST])
    if markup.count("<") > MOST_TAGS:  # the parser's time grows with the square of the nesting
        return Page("", plain_text(markup), "", "")
    tree = LexborHTMLParser(markup)
    offered = _offered(tree)
    title, lang, author = _title(tree), _lang(tree), _meta(tree, "author", "article:author")
    text = plain_text(offered) if offered else _main_text(tree)
    return Page(title, _without(title, text), lang, author)


def _title(tree: LexborHTMLParser) -> str:
    """What the page calls its article; ``<title>`` often adds the outlet's name."""
    heading = tree.css_first("article h1") or tree.css_first("h1") or tree.css_first("title")
    written = heading.text() if heading else ""
    return plain_title(_meta(tree, "og:title", "twitter:title") or written)


def _meta(tree: LexborHTMLParser, *names: str) -> str:
    for name in names:
        node = tree.css_first(f'meta[property="{name}"], meta[name="{name}"]')
        content = (node.attributes.get("content") or "") if node else ""
        if content.strip() and "://" not in content:
            return plain_title(content)
    return ""


def _lang(tree: LexborHTMLParser) -> str:
    root = tree.css_first("html")
    said = _LANGUAGE.match((root.attributes.get("lang") or "") if root else "")
    return said[0].lower() if said else ""


# ── what is offered to search engines ────────────────────────────────────────────────────────


def _offered(tree: LexborHTMLParser) -> str:
    """The longest ``articleBody`` of the page's data; empty when there is none worth reading."""
    bodies = (
        body
        for script in tree.css('script[type="application/ld+json"]')
        for body in _bodies(script.text(deep=True))
    )
    longest = max(bodies, key=len, default="")
    return longest if len(longest) >= SHORTEST else ""


def _bodies(data: str) -> Iterator[str]:
    try:
        waiting = [json.loads(data[:MOST_DATA])]
    except (ValueError, RecursionError):
        return
    while waiting:
        item: Any = waiting.pop()
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            waiting += [value for value in item.values() if isinstance(value, list | dict)]
            if isinstance(body := item.get("articleBody"), str):
                yield body


# ── what stands on the page ──────────────────────────────────────────────────────────────────


def _main_text(tree: LexborHTMLParser) -> str:
    """The text of the element that seems to hold the article; that of the page for want of one."""
    body = tree.body
    if body is None:
        return ""
    body.strip_tags(FURNITURE)
    for choices in (tree.css("article"), tree.css('main, [role="main"]'), _dense(body)):
        longest = max(choices[:MOST_CHOICES], key=_size, default=None)
        if longest is not None and _size(longest) >= SHORTEST:
            return plain_text(longest.html or "")
    return plain_text(body.html or "")


def _size(node: LexborNode) -> int:
    return len(node.text().strip())


def _dense(body: LexborNode) -> list[LexborNode]:
    """The element whose own paragraphs hold most of the text."""
    weights: dict[int, int] = {}
    nodes: dict[int, LexborNode] = {}
    for paragraph in islice(body.css("p"), MOST_PARAGRAPHS):
        parent = paragraph.parent
        if parent is not None:
            nodes[parent.mem_id] = parent
            text = paragraph.text()
            weights[parent.mem_id] = weights.get(parent.mem_id, 0) + len(text)
    return [nodes[max(weights, key=weights.__getitem__)]] if weights else []


def _without(title: str, text: str) -> str:
    """The text, without the title where that is repeated first."""
    first, _, rest = text.partition("\n\n")
    return rest if title and first.casefold() == title.casefold() else text
