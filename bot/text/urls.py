"""Addresses: which ones are usable, and which ones are the same. Pure, never raises."""

import re
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

LONGEST: Final = 4000
"""Characters; longer ones are no addresses of articles."""

_TRACKING: Final = re.compile(
    r"utm_.*|at_(?:medium|campaign|custom\d|format|link_\w+|ptr_\w+|bbc_team|creation|variant)|"
    r"fbclid|gclid|gclsrc|dclid|yclid|msclkid|igshid|twclid|mc_[ce]id|mkt_tok|xtor|ref_src|_ga|"
    r"cmpid|ns_(?:source|mchannel|campaign|linkname|fee)|s_cid|wt_mc|spm|__twitter_impression|"
    r"share",
    re.IGNORECASE,
)
_DOTS: Final = ".\u3002\uff0e\uff61"
_SUBDOMAIN: Final = re.compile(r"^(?:(?:www\d?|amp|m|mobile)\.)+(?=[^.]+\.)")
_PORTS: Final = {"http": 80, "https": 443}
_SAFE: Final = "/:@!$&'()*+,;=~-._"
_UNUSABLE: Final = re.compile(r"[\s\x00-\x1f\x7f\ud800-\udfff]")
"""Blanks, control characters, and halves of characters, which nothing can store."""
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_LOOPBACK: Final = re.compile(r"127(?:\.\d+){3}")


def is_web_url(text: str) -> bool:
    """Whether this is an absolute http(s) address with a host, without blanks."""
    return _split(text) is not None


def is_this_machine(url: str) -> bool:
    """Whether an address says that it is the operator's own machine: it needs no manners."""
    parts = _split(url)
    host = (parts.hostname or "") if parts else ""
    return host in {"localhost", "::1"} or bool(_LOOPBACK.fullmatch(host))


def absolute(url: str, base: str) -> str:
    """`url` as seen from `base`, blanks escaped; empty when that is no absolute http(s) address."""
    try:
        joined = urljoin(base, _BLANKS.sub("%20", url.strip()))
    except ValueError:
        return ""
    return joined if is_web_url(joined) else ""


def canonical_url(url: str) -> str:
    """The address without what does not tell articles apart; empty when it is none.

    https, the host in lower case and ASCII, no ``www. amp. m.``, no default port, no tracking
    parameters, no fragment unless it is a route (``#!/article/7``), the query sorted, no trailing
    slash, one form of percent-encoding. Only for comparing: never to be opened.
    """
    parts = _split(url)
    host = _host(parts) if parts else ""
    if not parts or not host:
        return ""
    query = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
        if not _TRACKING.fullmatch(name)
    )
    path = _escaped(parts.path).rstrip("/")
    search = f"?{urlencode(query, errors='surrogateescape')}" if query else ""
    route = f"#{_escaped(parts.fragment)}" if parts.fragment.startswith(("!", "/")) else ""
    return f"https://{host}{path}{search}{route}"


def _escaped(text: str) -> str:
    """One form of percent-encoding; bytes that are no UTF-8 stay as they are."""
    return quote(unquote(text, errors="surrogateescape"), _SAFE, errors="surrogateescape")


def _split(text: str) -> SplitResult | None:
    if len(text) > LONGEST or _UNUSABLE.search(text):
        return None
    try:
        parts = urlsplit(text)
        usable = parts.scheme in _PORTS and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if usable else None


def _host(parts: SplitResult) -> str:
    """The host and, where it is not the default, the port; empty for no possible host."""
    try:
        # IDNA knows four dots: of all of them the last is left out.
        host = (parts.hostname or "").rstrip(_DOTS).encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    host = _SUBDOMAIN.sub("", host)
    if ":" in host:
        host = f"[{host}]"
    port = parts.port
    return host if port in {None, _PORTS[parts.scheme], 443} else f"{host}:{port}"
