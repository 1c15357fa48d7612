"""A web page that somebody wants to have read: from its bytes to an `Entry`. Pure.

Nobody has said what is in it: there is nothing to compare it with, and a few words may be all.
"""

import re
from collections.abc import Iterable
from typing import Final

from bot.i18n import Text
from bot.model import Entry, FailureKind, Fetched, FetchFailure
from bot.parse.article_text import body_of
from bot.parse.charset import decode, with_charset
from bot.parse.entry import LONGEST_TEXT
from bot.text.content import content_hash
from bot.text.facts import read_facts
from bot.text.html import page_text
from bot.text.language import code
from bot.text.urls import canonical_url

SHORTEST: Final = 200
"""Characters; of a page that seems to have less, all that is not furniture is read."""

_TYPES: Final = ("text/html", "application/xhtml+xml", "text/plain", "")
_FEED: Final = re.compile(rb"[^<]*(?:<[?!][^>]*>\s*)*<(?:rss|feed|rdf:RDF)[\s>]")
_START: Final = 4096
"""Bytes in which a page says its charset, and shows that it is a feed."""

_NO_PAGE: Final = FetchFailure(
    FailureKind.STATUS,
    Text(en="This is no web page.", fr="Ce n'est pas une page web."),
    Text(
        en="Save its text into a file, and give that.",
        fr="Enregistrez son texte dans un fichier, et donnez celui-ci.",
    ),
)
_A_FEED: Final = FetchFailure(
    FailureKind.STATUS,
    Text(en="This is a feed, not an article.", fr="C'est un flux, non un article."),
    Text(
        en="Give the address of one of its articles.",
        fr="Donnez l'adresse de l'un de ses articles.",
    ),
)
_EMPTY: Final = FetchFailure(
    FailureKind.STATUS,
    Text(en="There is no text in this page.", fr="Il n'y a pas de texte dans cette page."),
    Text(
        en="Perhaps a program in the page writes it: open it in a browser, copy the text and "
        "paste it.",
        fr="Peut-être est-il écrit par un programme de la page : ouvrez-la dans un navigateur, "
        "copiez le texte et collez-le.",
    ),
)


def read_article(fetched: Fetched) -> Entry | FetchFailure:
    """The article of a page, or why there is none."""
    content_type = fetched.headers.get("content-type", "")
    start = fetched.body[:_START]
    if _FEED.match(start):
        return _A_FEED
    if content_type.partition(";")[0].strip().lower() not in _TYPES or b"\0\0\0" in start:
        return _NO_PAGE
    markup = decode(fetched.body, with_charset(content_type, start)).replace("\0", "")
    facts = read_facts(markup)
    title = next(iter(facts.titles), "")
    text = _text(markup, title, facts.titles)
    if not text:
        return _EMPTY
    return Entry(
        identity=fetched.url,
        url=fetched.url,
        canonical_url=canonical_url(fetched.url),
        title=title,
        text=text,
        content_hash=content_hash(title, text),
        lang=code(facts.lang),
        author=facts.author,
    )


def _text(markup: str, title: str, titles: Iterable[str]) -> str:
    body = body_of(markup, titles).text
    if len(body) >= SHORTEST:
        return body
    first, _, rest = page_text(markup)[:LONGEST_TEXT].partition("\n\n")
    return rest if title and first.casefold() == title.casefold() else f"{first}\n\n{rest}".strip()
