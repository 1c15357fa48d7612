"""A web page that somebody wants to have read: from its bytes to an `Entry`. Pure."""

import re
from typing import Final

from bot.i18n import Text
from bot.model import Entry, FailureKind, Fetched, FetchFailure
from bot.parse.charset import decode
from bot.parse.entry import LONGEST_TEXT
from bot.text.content import content_hash
from bot.text.page import read_page
from bot.text.urls import canonical_url

_TYPES: Final = ("text/html", "application/xhtml+xml", "text/plain", "")
_FEED: Final = re.compile(rb"[^<]*(?:<[?!][^>]*>\s*)*<(?:rss|feed|rdf:RDF)[\s>]")
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([\w:.-]{1,40})", re.IGNORECASE)
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
    page = read_page(decode(fetched.body, with_charset(content_type, start)))
    title, text = page.title[:1000], page.text[:LONGEST_TEXT]
    if not text:
        return _EMPTY
    return Entry(
        identity=fetched.url,
        url=fetched.url,
        canonical_url=canonical_url(fetched.url),
        title=title,
        text=text,
        content_hash=content_hash(title, text),
        lang=page.lang or None,
        author=page.author[:200],
    )


def with_charset(content_type: str, start: bytes) -> str:
    """The content type; where it tells no charset, with the one that the page tells."""
    said = _CHARSET.search(start)
    if "charset" in content_type.lower() or not said:
        return content_type
    return f"text/html; charset={said[1].decode('ascii', 'replace')}"
