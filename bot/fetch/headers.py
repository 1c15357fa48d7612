"""What a server says in its headers."""

import string
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urljoin

_LISTS = frozenset({"cache-control", "link"})


def readable(received: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headers by their names in lower case.

    Of several Cache-Control or Link all count (RFC 9110, section 5.3). A value that is not UTF-8
    is left out: it could be neither stored nor sent back byte for byte.
    """
    pairs = list(received)
    headers = {name.lower(): value for name, value in pairs}
    if len(headers) == len(pairs) and "".join(headers.values()).isascii():
        return headers  # nearly all
    headers = {}
    for given, value in pairs:
        name = given.lower()
        if not _is_utf8(value):
            continue
        is_more = name in _LISTS and name in headers
        headers[name] = f"{headers[name]}, {value}" if is_more else value
    return headers


def _is_utf8(value: str) -> bool:
    """Whether what came in was: aiohttp marks the rest by surrogates, as PEP 383 has it."""
    return not any("\ud800" <= character <= "\udfff" for character in value)


def location(value: str, url: str) -> str:
    """Where a redirect from `url` leads to; empty when that is no address at all."""
    raw = value.strip().encode(errors="surrogateescape")
    try:
        return urljoin(url, quote(raw, safe=string.punctuation))
    except ValueError:
        return ""


def rest_asked(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long a server wants to be left alone; None when it does not say, or says "not at all".

    Retry-After has seconds or an HTTP date (RFC 9110, section 10.2.3).
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return timedelta(seconds=int(value[:9])) or None
    try:
        moment = parsedate_to_datetime(value)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(moment - now, timedelta(0)) or None
    except (ValueError, TypeError, OverflowError):
        return None
