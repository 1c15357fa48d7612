"""Web pages of articles: what may be one, where it leads on by itself, what comes instead. Pure.

A page is told by harder marks here than where a feed should be: articles have forms of login in
their corners, and speak of cookies and subscriptions themselves.
"""

import re
from collections.abc import Mapping
from html import unescape
from typing import Final
from urllib.parse import urljoin

from bot.fetch.marks import PARKED, Wanted, instead_of
from bot.i18n import Text
from bot.model import FetchFailure

ACCEPTED: Final = "text/html, application/xhtml+xml, application/xml;q=0.8, */*;q=0.1"
SHORT: Final = 16 * 1024
"""Bytes of a page that does nothing but lead on."""
LONGEST_WAIT: Final = 5
"""Seconds after which a page that leads on is still no article: those that reload wait longer."""
_TYPES: Final = frozenset({"", "text/html", "application/xhtml+xml", "application/xml", "text/xml"})
_REFRESH: Final = re.compile(
    r"<meta\s[^>]{0,200}?http-equiv\s{0,9}=\s{0,9}[\"']?refresh[\"']?[^>]{0,2000}>", re.IGNORECASE
)
_TARGET: Final = re.compile(
    r"content\s{0,9}=\s{0,9}[\"']\s{0,9}(\d{1,4})[.\d]{0,9}\s{0,9}[;,]\s{0,9}(?:url\s{0,9}=\s{0,9})?"
    r"[\"']?([^\"'>\s]{1,2000})",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(
    r"<!--.{0,5000}?-->|<noscript\b.{0,5000}?</noscript", re.DOTALL | re.IGNORECASE
)
"""What a browser with programs does not follow."""
_ARTICLE: Final = Wanted(
    instead=Text(en="instead of the article", fr="à la place de l'article"),
    login=re.compile(
        r"\A\s*(?:log ?in|sign ?in|connexion|connectez-vous|se connecter|"
        r"identifi(?:ez-vous|cation)|anmelden|einloggen|iniciar sesi[oó]n|accedi|inloggen)"
        r"\s*(?:$|[-–—|:·•])",
        re.IGNORECASE,
    ),
    consent=re.compile(
        r"\A\s*(?:cookie (?:consent|wall)|before you continue|avant d['’]acc[eé]der|"
        r"(?:votre |gestion du )?consentement|privacy gate|(?:gestion|politique) des cookies)",
        re.IGNORECASE,
    ),
    paywall=re.compile(
        r"\A\s*(?:subscribe to (?:continue|read)|subscribers? only|r[eé]serv[eé]e? aux abonn[eé]s|"
        r"abonnez-vous)",
        re.IGNORECASE,
    ),
    for_sale=PARKED,
)


def may_be_page(headers: Mapping[str, str]) -> bool:
    """Whether the headers, by their names in lower case, let one expect a web page."""
    return headers.get("content-type", "").partition(";")[0].strip().lower() in _TYPES


def leads_on(url: str, body: bytes) -> str:
    """Where a page sends its readers by itself (``<meta http-equiv=refresh>``); empty for nowhere.

    Only short pages do: those of counters of clicks and of addresses that have moved.
    """
    if len(body) > SHORT:
        return ""
    found = _REFRESH.search(_COMMENT.sub("", body.decode("utf-8", "replace")))
    target = _TARGET.search(found[0]) if found else None
    if not target or int(target[1]) > LONGEST_WAIT:
        return ""
    try:
        return urljoin(url, unescape(target[2]))
    except ValueError:
        return ""


def instead_of_an_article(url: str, headers: Mapping[str, str], body: bytes) -> FetchFailure | None:
    """What keeps the article from its readers; None for what may be the article.

    Args:
        url: The final address.
        headers: Names in lower case.
        body: The whole of it.
    """
    return instead_of(_ARTICLE, url, headers, body)
