"""What a document says of itself: how often to read it, and which WebSub hub tells its news. Pure.

RSS 2.0 (``ttl``, ``skipHours``, ``skipDays``), RSS 1.0's module Syndication (``sy:``), W3C WebSub
(section 4: HTTP headers first, then links in the document).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final, NamedTuple

from bot.model import Hints
from bot.text.urls import absolute

LONGEST: Final = timedelta(days=7)
"""What a document may ask for; more is a mistake, and counts as this."""

_PERIODS: Final = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBER: Final = re.compile(r"\s*(\d{1,9})(?:\.\d*)?\s*")
_SKIPS: Final = re.compile(rb"<skip(hours|days)[^<>]*>", re.IGNORECASE)
_SKIPPED: Final = re.compile(
    rb"<(?:hour|day)[^<>]{0,99}>\s*([a-z]{6,9}|\d{1,2})\s*</", re.IGNORECASE
)
LONGEST_HEADER: Final = 8000
"""Characters that are read of the header ``Link``."""
_ROOM: Final = 3000
"""Bytes that 24 hours take, with space to spare."""
_LINK: Final = re.compile(r"<([^<>]*)>((?:[^<>,\"]|\"[^\"]*\")*)")
_PARAMETER: Final = re.compile(r";\s*([\w-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))")


def read_hints(feed: Mapping[str, Any], frame: bytes) -> Hints:
    """How often a document wants to be read; nonsense is passed over.

    Args:
        feed: What feedparser reads outside the items.
        frame: The document without its items: feedparser keeps one hour and one day of many.
    """
    skips = dict(_skips(frame))
    hours = {int(hour) % 24 for hour in skips.get("hours", ()) if hour.isdigit() and int(hour) < 25}
    days = {_DAYS.index(day) for day in skips.get("days", ()) if day in _DAYS}
    return Hints(_ttl(feed), _update_period(feed), frozenset(hours), frozenset(days))


def _ttl(feed: Mapping[str, Any]) -> timedelta | None:
    minutes = _number(feed.get("ttl"))
    return min(timedelta(minutes=minutes), LONGEST) if minutes else None


def _update_period(feed: Mapping[str, Any]) -> timedelta | None:
    """By default once a day, as the module has it; None when nothing is said."""
    period, frequency = feed.get("sy_updateperiod"), feed.get("sy_updatefrequency")
    if not period and not frequency:
        return None
    said = period.strip().lower() if isinstance(period, str) else ""
    times = _number(frequency) if frequency else 1
    whole = _PERIODS.get(said or "daily")
    return min(whole / times, LONGEST) if whole and times else None


def _number(written: object) -> int | None:
    number = _NUMBER.fullmatch(written) if isinstance(written, str) else None
    return int(number[1]) if number else None


def _skips(frame: bytes) -> Iterator[tuple[str, list[str]]]:
    for start in _SKIPS.finditer(frame):
        name = start[1].decode().lower()
        inside = frame[start.end() : start.end() + _ROOM].lower().partition(b"</skip")[0]
        yield name, [each.decode() for each in _SKIPPED.findall(inside)]


class Hub(NamedTuple):
    """Where a feed's news can be subscribed to (``rel=hub``), and as what (``rel=self``)."""

    url: str | None
    topic: str | None


def read_hub(feed: Mapping[str, Any], headers: Mapping[str, str]) -> Hub:
    """What the HTTP header ``Link`` says, else the document; absolute http(s) addresses only."""
    links = [*_header_links(headers.get("link", "")), *_document_links(feed)]
    return Hub(_first(links, "hub"), _first(links, "self"))


def _first(links: list[tuple[str, str]], relation: str) -> str | None:
    return next((url for rel, url in links if relation in rel.lower().split()), None)


def _header_links(header: str) -> Iterator[tuple[str, str]]:
    """Relations and addresses of a header (RFC 8288, section 3)."""
    for link in _LINK.finditer(header[:LONGEST_HEADER]):
        said = {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(link[2])}
        if url := absolute(link[1], ""):
            yield said.get("rel", ""), url


def _document_links(feed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    links = feed.get("links")
    for link in links if isinstance(links, list) else ():
        rel, href = link.get("rel"), link.get("href")
        if isinstance(rel, str) and isinstance(href, str) and (url := absolute(href, "")):
            yield rel, url
