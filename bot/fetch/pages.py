"""Web pages that come where a feed should be, though the server says that all is well. Pure.

Only those are told here whose cause is known: a gatekeeper, a login, a consent, a subscription, a
domain for sale. Of any other page the parser says that it is one.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from bot.fetch import advice
from bot.fetch.walls import wall_of
from bot.i18n import Text
from bot.model import FailureKind, FetchFailure

START: Final = 64 * 1024
"""Bytes of a page that are looked at."""
_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,200}(?:<!--.{0,500}?-->\s{0,200})?<(?:!doctype\s+html|html|head)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_TITLE: Final = re.compile(rb"<title[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)
_LOGIN: Final = re.compile(
    r"\b(?:log ?in|sign ?in|connexion|connectez-vous|se connecter|identifi(?:ez-vous|cation)|"
    r"anmelden|einloggen|iniciar sesi[oó]n|accedi|inloggen)\b",
    re.IGNORECASE,
)
_LOGIN_PATH: Final = re.compile(
    r"/(?:wp-login\.php|log-?in|sign-?in|sso|auth|connexion|identification)(?:/|$|\.)",
    re.IGNORECASE,
)
_PASSWORD: Final = re.compile(rb"<input[^>]{1,300}type\s*=\s*[\"']?password", re.IGNORECASE)
_CONSENT_HOST: Final = re.compile(r"(?:consent|guce|myprivacy|privacy-gate)\.", re.IGNORECASE)
_CONSENT: Final = re.compile(
    r"\b(?:cookie consent|before you continue|avant d['’]acc[eé]der|votre consentement|"
    r"privacy gate)\b",
    re.IGNORECASE,
)
_PAYWALL: Final = re.compile(
    r"\b(?:subscribe to (?:continue|read)|subscribers? only|r[eé]serv[eé]e? aux abonn[eé]s|"
    r"abonnez-vous pour)\b",
    re.IGNORECASE,
)
_FOR_SALE: Final = (b"sedoparking.com", b"parkingcrew.net", b"hugedomains.com", b"bodis.com",
                    b"parklogic.com", b"domain is for sale", b"domain may be for sale")  # fmt: skip


def instead_of_a_feed(url: str, headers: Mapping[str, str], body: bytes) -> FetchFailure | None:
    """Why a page came instead of a feed; None for a feed, or for a page of another kind.

    Args:
        url: The final address.
        headers: Names in lower case.
        body: The whole of it.
    """
    if not _HTML.match(body[:1000]):
        return None
    start = body[:START]
    wall = wall_of(headers, start, is_refusal=False)
    if wall:
        return _walled(wall)
    said = _TITLE.search(start)
    title = said[1].decode("utf-8", "replace") if said else ""
    return _by_title(urlsplit(url).hostname or "", urlsplit(url).path, title, start)


def _by_title(host: str, path: str, title: str, start: bytes) -> FetchFailure | None:
    if _CONSENT_HOST.match(host) or _CONSENT.search(title):
        return _CONSENT_PAGE
    if _PASSWORD.search(start) and (_LOGIN.search(title) or _LOGIN_PATH.search(path)):
        return _LOGIN_PAGE
    if _PAYWALL.search(title):
        return _PAYWALL_PAGE
    lower = start.lower()
    return _SALE_PAGE if any(mark in lower for mark in _FOR_SALE) else None


def _walled(wall: str) -> FetchFailure:
    return FetchFailure(
        FailureKind.WALL,
        Text(
            en=f"{wall} keeps programs out: a test for people comes instead of the feed.",
            fr=f"{wall} tient les robots à l'écart : un test pour humains vient au lieu du flux.",
        ),
        advice.LET_IN,
    )


# Their status says 200, which explains nothing: it is left out.
_LOGIN_PAGE: Final = FetchFailure(
    FailureKind.LOGIN,
    Text(
        en="A login page comes instead of the feed.",
        fr="Une page de connexion vient au lieu du flux.",
    ),
    advice.OPEN_FEED,
)
_CONSENT_PAGE: Final = FetchFailure(
    FailureKind.CONSENT,
    Text(
        en="A page that asks for consent (cookies, privacy) comes instead of the feed.",
        fr="Une page qui demande un consentement (cookies, vie privée) vient au lieu du flux.",
    ),
    advice.LET_IN,
)
_PAYWALL_PAGE: Final = FetchFailure(
    FailureKind.PAYWALL,
    Text(
        en="A page for subscribers comes instead of the feed.",
        fr="Une page réservée aux abonnés vient au lieu du flux.",
    ),
    advice.OPEN_FEED,
)
_SALE_PAGE: Final = FetchFailure(
    FailureKind.HTML,
    Text(
        en="The domain is for sale: the site is no longer there.",
        fr="Le nom de domaine est à vendre : le site n'est plus là.",
    ),
    advice.SUCCESSOR,
)
