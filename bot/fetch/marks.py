"""What a page is that comes with status 200 instead of what was asked for: its marks. Pure.

Which words are a mark depends on what was asked for; where they are looked for does not.
"""

import re
from collections.abc import Mapping
from html import unescape
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from bot.fetch import advice
from bot.fetch.walls import wall_of
from bot.i18n import Text
from bot.model import FailureKind, FetchFailure

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


class Wanted(NamedTuple):
    """What was asked for, and what tells a page that stands in its way."""

    instead: Text
    """As in ``instead of the feed``."""
    login: re.Pattern[str]
    """This and the next two are searched in the page's title."""
    consent: re.Pattern[str]
    paywall: re.Pattern[str]
    for_sale: tuple[bytes, ...]
    """Anywhere at its start, in small letters."""


def instead_of(
    wanted: Wanted, url: str, headers: Mapping[str, str], body: bytes
) -> FetchFailure | None:
    """What came instead; None for what may be what was asked for.

    Args:
        wanted: What was asked for.
        url: The final address.
        headers: Names in lower case.
        body: The whole of it.
    """
    start = body[:START]
    wall = wall_of(headers, start, is_refusal=False)
    if wall:
        return _walled(wall, wanted.instead)
    kind = _kind(wanted, url, start)
    if kind is FailureKind.HTML:
        return _SOLD
    return _stands_in_the_way(kind, wanted.instead) if kind else None


def _kind(wanted: Wanted, url: str, start: bytes) -> FailureKind | None:
    host, path, title = urlsplit(url).hostname or "", urlsplit(url).path, _title(start)
    if _CONSENT_HOST.match(host) or wanted.consent.search(title):
        return FailureKind.CONSENT
    if _PASSWORD.search(start) and (wanted.login.search(title) or _LOGIN_PATH.search(path)):
        return FailureKind.LOGIN
    if wanted.paywall.search(title):
        return FailureKind.PAYWALL
    lower = start.lower()
    return FailureKind.HTML if any(mark in lower for mark in wanted.for_sale) else None


def _title(start: bytes) -> str:
    said = _TITLE.search(start)
    return unescape(said[1].decode("utf-8", "replace")) if said else ""


# ── in words: their status says 200, which explains nothing, and is left out ─────────────────


def _walled(wall: str, instead: Text) -> FetchFailure:
    return FetchFailure(
        FailureKind.WALL,
        Text(
            en=f"{wall} keeps programs out: a test for people comes {instead.en}.",
            fr=f"{wall} tient les robots à l'écart : un test pour humains vient {instead.fr}.",
        ),
        advice.LET_IN,
    )


def _stands_in_the_way(kind: FailureKind, instead: Text) -> FetchFailure:
    page, hint = _PAGES[kind]
    text = Text(en=f"{page.en} comes {instead.en}.", fr=f"{page.fr} vient {instead.fr}.")
    return FetchFailure(kind, text, hint)


_PAGES: Final = {
    FailureKind.CONSENT: (
        Text(
            en="A page that asks for consent (cookies, privacy)",
            fr="Une page qui demande un consentement (cookies, vie privée)",
        ),
        advice.LET_IN,
    ),
    FailureKind.LOGIN: (
        Text(en="A login page", fr="Une page de connexion"),
        advice.OPEN_FEED,
    ),
    FailureKind.PAYWALL: (
        Text(en="A page for subscribers", fr="Une page réservée aux abonnés"),
        advice.OPEN_FEED,
    ),
}
_SOLD: Final = FetchFailure(
    FailureKind.HTML,
    Text(
        en="The domain is for sale: the site is no longer there.",
        fr="Le nom de domaine est à vendre : le site n'est plus là.",
    ),
    advice.SUCCESSOR,
)
