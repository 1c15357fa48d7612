"""Web pages that come where a feed should be, though the server says that all is well. Pure.

Only those are told here whose cause is known: a gatekeeper, a login, a consent, a subscription, a
domain for sale. Of any other page the parser says that it is one.
"""

import re
from collections.abc import Mapping
from typing import Final

from bot.fetch import advice
from bot.fetch.marks import PARKED, START, Marks, kind_by
from bot.fetch.walls import wall_of
from bot.i18n import Text
from bot.model import FailureKind, FetchFailure

_HTML: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,200}(?:<!--.{0,500}?-->\s{0,200})?<(?:!doctype\s+html|html|head)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_MARKS: Final = Marks(
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
    start = body[:START]
    wall = wall_of(headers, start, is_refusal=False)
    if wall:
        return _walled(wall)
    kind = kind_by(_MARKS, url, start)
    return _INSTEAD[kind] if kind else None


def _walled(wall: str) -> FetchFailure:
    return FetchFailure(
        FailureKind.WALL,
        Text(
            en=f"{wall} keeps programs out: a test for people comes instead of the feed.",
            fr=f"{wall} tient les robots à l'écart : un test pour humains vient au lieu du flux.",
        ),
        advice.LET_IN,
    )


_INSTEAD: Final = {
    # Their status says 200, which explains nothing: it is left out.
    FailureKind.LOGIN: FetchFailure(
        FailureKind.LOGIN,
        Text(
            en="A login page comes instead of the feed.",
            fr="Une page de connexion vient au lieu du flux.",
        ),
        advice.OPEN_FEED,
    ),
    FailureKind.CONSENT: FetchFailure(
        FailureKind.CONSENT,
        Text(
            en="A page that asks for consent (cookies, privacy) comes instead of the feed.",
            fr="Une page qui demande un consentement (cookies, vie privée) vient au lieu du flux.",
        ),
        advice.LET_IN,
    ),
    FailureKind.PAYWALL: FetchFailure(
        FailureKind.PAYWALL,
        Text(
            en="A page for subscribers comes instead of the feed.",
            fr="Une page réservée aux abonnés vient au lieu du flux.",
        ),
        advice.OPEN_FEED,
    ),
    FailureKind.HTML: FetchFailure(
        FailureKind.HTML,
        Text(
            en="The domain is for sale: the site is no longer there.",
            fr="Le nom de domaine est à vendre : le site n'est plus là.",
        ),
        advice.SUCCESSOR,
    ),
}
