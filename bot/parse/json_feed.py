"""JSON Feed 1.1 (jsonfeed.org/version/1.1), read into what feedparser would make of it. Pure.

Values of a wrong type are passed over, as if they were not there. `next_url` and `hubs` are not
read: what is new is on the first page, and who serves JSON sends the hub in a header.
"""

import json
from collections.abc import Mapping
from html import escape
from typing import Any, Final

from bot.i18n import Text
from bot.model import FetchFailure
from bot.parse.failures import NO_FEED, broken

_MARK: Final = b"jsonfeed.org/version/"
_BARE: Final = frozenset({"1", "1.0", "1.1"})
_CONTENT: Final = frozenset({"content_html", "content_text"})
"""Of these an item must have one (version 1.1, "Items")."""
_LOOKED_AT: Final = 4000
"""Bytes in which a document says its version."""


def is_json(text: bytes) -> bool:
    """Whether this is JSON, broken or not, rather than XML."""
    return text.startswith(b"{")


def read_json_feed(text: bytes) -> Mapping[str, Any] | FetchFailure:
    """``feed`` and ``entries`` of a JSON Feed; or why it is none."""
    try:
        # Numbers stay as they are written: an id may be one, of any length.
        found = json.loads(text, strict=False, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        return _broken(error) if _MARK in text[:_LOOKED_AT] else NO_FEED
    except RecursionError as error:
        return broken(Text(en=f" ({type(error).__name__})", fr=f" ({type(error).__name__})"))
    if not isinstance(found, dict) or not _is_feed(found):
        return NO_FEED
    authors = _authors(found)
    entries = [_entry(item, authors) for item in _dicts(found.get("items"))]
    feed = {"title": _string(found, "title"), "language": _string(found, "language")}
    return {"feed": feed, "entries": entries}


def _broken(error: json.JSONDecodeError) -> FetchFailure:
    return broken(
        Text(
            en=f" (line {error.lineno}, column {error.colno})",
            fr=f" (ligne {error.lineno}, colonne {error.colno})",
        )
    )


def _is_feed(found: Mapping[str, Any]) -> bool:
    """By its version; where that is a bare number, by what no other JSON has."""
    version = _string(found, "version")
    return _MARK.decode() in version or (
        version in _BARE and any(not _CONTENT.isdisjoint(i) for i in _dicts(found.get("items")))
    )


def _entry(item: Mapping[str, Any], authors: str) -> dict[str, Any]:
    """An item, in feedparser's words."""
    bodies = [_string(item, "content_html"), _marked_up(_string(item, "content_text"))]
    return {
        "id": _string(item, "id"),
        "link": _string(item, "url") or _string(item, "external_url"),
        "title": _string(item, "title"),
        "summary": _marked_up(_string(item, "summary")),
        "content": [{"value": body} for body in bodies],
        "author": _authors(item) or authors,
        "published": _string(item, "date_published"),
        "updated": _string(item, "date_modified"),
        "language": _string(item, "language"),
        "image": {"href": _string(item, "image") or _string(item, "banner_image")},
    }


def _marked_up(plain: str) -> str:
    """Plain text as HTML, paragraph by paragraph."""
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in plain.split("\n\n"))


def _authors(of: Mapping[str, Any]) -> str:
    """Their names; version 1.0 knew one author only."""
    authors = [*_dicts(of.get("authors")), *_dicts([of.get("author")])]
    return ", ".join(dict.fromkeys(name for author in authors if (name := _string(author, "name"))))


def _dicts(found: object) -> list[dict[str, Any]]:
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _string(of: Mapping[str, Any], name: str) -> str:
    found = of.get(name)
    return found if isinstance(found, str) else ""
