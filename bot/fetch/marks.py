"""What a page is that comes with status 200 instead of what was asked for: its marks. Pure.

Which words are a mark depends on what was asked for; where they are looked for does not.
"""

import re
from html import unescape
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from bot.model import FailureKind

START: Final = 64 * 1024
"""Bytes of a page that are looked at."""
PARKED: Final = (b"sedoparking.com", b"parkingcrew.net", b"hugedomains.com", b"bodis.com",
                 b"parklogic.com")  # fmt: skip
"""Who sells the domains that nobody uses."""
_TITLE: Final = re.compile(rb"<title[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)
_PASSWORD: Final = re.compile(rb"<input[^>]{1,300}type\s*=\s*[\"']?password", re.IGNORECASE)
_LOGIN_PATH: Final = re.compile(
    r"/(?:wp-login\.php|log-?in|sign-?in|sso|auth|connexion|identification)(?:/|$|\.)",
    re.IGNORECASE,
)
_CONSENT_HOST: Final = re.compile(r"(?:consent|guce|myprivacy|privacy-gate)\.", re.IGNORECASE)


class Marks(NamedTuple):
    """What tells a page that stands in the way; the patterns are searched in its title."""

    login: re.Pattern[str]
    consent: re.Pattern[str]
    paywall: re.Pattern[str]
    for_sale: tuple[bytes, ...]
    """Anywhere at its start, in small letters."""


def kind_by(marks: Marks, url: str, start: bytes) -> FailureKind | None:
    """What the page is; None for what may be what was asked for.

    Args:
        marks: For what was asked for.
        url: The final address.
        start: The first bytes of the page.
    """
    host, path, title = urlsplit(url).hostname or "", urlsplit(url).path, _title(start)
    if _CONSENT_HOST.match(host) or marks.consent.search(title):
        return FailureKind.CONSENT
    if _PASSWORD.search(start) and (marks.login.search(title) or _LOGIN_PATH.search(path)):
        return FailureKind.LOGIN
    if marks.paywall.search(title):
        return FailureKind.PAYWALL
    lower = start.lower()
    return FailureKind.HTML if any(mark in lower for mark in marks.for_sale) else None


def _title(start: bytes) -> str:
    said = _TITLE.search(start)
    return unescape(said[1].decode("utf-8", "replace")) if said else ""
