"""What a server says in its headers."""

import string
from collections.abc import Iterable
from urllib.parse import quote, urljoin


def readable(received: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headers by their names in lower case.

    Of several Cache-Control all count (RFC 9110, section 5.3). A value that is not UTF-8 is left
    out: it could be neither stored nor sent back byte for byte.
    """
    headers: dict[str, str] = {}
    for given, value in received:
        name = given.lower()
        before = headers.get(name) if name == "cache-control" else None
        if _is_utf8(value):
            headers[name] = f"{before}, {value}" if before else value
    return headers


def _is_utf8(value: str) -> bool:
    """Whether what came in was: aiohttp marks the rest by surrogates, as PEP 383 has it."""
    return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)


def location(value: str, url: str) -> str:
    """Where a redirect from `url` leads to; empty when that is no address at all."""
    raw = value.strip().encode(errors="surrogateescape")
    try:
        return urljoin(url, quote(raw, safe=string.punctuation))
    except ValueError:
        return ""
