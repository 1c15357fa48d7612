"""Web pages that come where a feed should be, though the server says that all is well. Pure.

Only those are told here whose cause is known: a gatekeeper, a login, a consent, a subscription, a
domain for sale. Of any other page the parser says that it is one.
"""

import re
from collections.abc import Mapping
from typing import Final

from bot.fetch.marks import PARKED, Wanted, instead_of
from bot.i18n import Text
from bot.model import FetchFailure

_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,200}(?:<!--.{0,500}?-->\s{0,200})?<(?:!doctype\s+html|html|head)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_FEED: Final = Wanted(
    instead=Text(en="instead of the feed", fr="au lieu du flux"),
    login=re.compile(
        r"\b(?:log ?in|sign ?in|connexion|connectez-vous|se connecter|identifi(?:ez-vous|cation)|"
        r"anmelden|einloggen|iniciar sesi[oó]n|accedi|inloggen)\b",
        re.IGNORECASE,
    ),
    consent=re.compile(
        r"\b(?:cookie consent|before you continue|avant d['’]acc[eé]der|votre consentement|"
        r"privacy gate)\b",
        re.IGNORECASE,
    ),
    paywall=re.compile(
        r"\b(?:subscribe to (?:continue|read)|subscribers? only|r[eé]serv[eé]e? aux abonn[eé]s|"
        r"abonnez-vous pour)\b",
        re.IGNORECASE,
    ),
    for_sale=(*PARKED, b"domain is for sale", b"domain may be for sale"),
)


def instead_of_a_feed(url: str, headers: Mapping[str, str], body: bytes) -> FetchFailure | None:
    """Why a page came instead of a feed; None for a feed, or for a page of another kind.

    Args:
        url: The final address.
        headers: Names in lower case.
        body: The whole of it.
    """
    if not _HTML.match(body[:1000]):
        return None
    return instead_of(_FEED, url, headers, body)
