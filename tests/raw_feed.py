"""Feeds written out by hand, parsed in place."""

from bot.model import Entry, Fetched, FetchFailure, ParsedFeed, Source
from bot.parse.document import parse
from tests.fixed_clock import NOON

URL = "https://phare.example/rss"
SOURCE = Source("Le Phare", URL)


def fetched(body: bytes, content_type: str = "application/rss+xml") -> Fetched:
    """A document as it came from the network."""
    return Fetched(URL, 200, {"content-type": content_type}, body, NOON)


def rss(items: str, head: str = "") -> bytes:
    """RSS 2.0, without any XML declaration."""
    return f"<rss version='2.0'><channel>{head}{items}</channel></rss>".encode()


def atom(entries: str, attributes: str = "") -> bytes:
    """Atom 1.0."""
    return f"<feed xmlns='http://www.w3.org/2005/Atom' {attributes}>{entries}</feed>".encode()


def item(title: str = "Drones", link: str = "", guid: str = "", more: str = "") -> str:
    """One item; its texts are XML already."""
    parts = {"title": title, "link": link, "guid": guid}
    return f"<item>{''.join(f'<{n}>{v}</{n}>' for n, v in parts.items() if v)}{more}</item>"


def read(
    body: bytes, content_type: str = "application/rss+xml", lang: str | None = None
) -> ParsedFeed:
    """A document that is a feed."""
    parsed = parse(fetched(body, content_type), Source("Le Phare", URL, lang=lang))
    assert isinstance(parsed, ParsedFeed), parsed
    return parsed


def only(body: bytes, content_type: str = "application/rss+xml") -> Entry:
    """Its one and only entry."""
    (entry,) = read(body, content_type).entries
    return entry


def refused(body: bytes) -> FetchFailure:
    """A document that is no feed."""
    failure = parse(fetched(body), SOURCE)
    assert isinstance(failure, FetchFailure), failure
    return failure
