"""Addresses: which ones are usable, and which ones are the same. Pure, never raises."""

import re
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

LONGEST: Final = 4000
"""Characters; longer ones are no addresses of articles."""

_TRACKING: Final = re.compile(
    r"utm_.*|at_.*|fbclid|gclid|gclsrc|dclid|yclid|msclkid|igshid|twclid|mc_[ce]id|mkt_tok|xtor|"
    r"ref_src|_ga|cmpid|ns_[a-z]+|s_cid|wt_mc|spm|__twitter_impression|share",
    re.IGNORECASE,
)
_SUBDOMAIN: Final = re.compile(r"^(?:(?:www\d?|amp|m|mobile)\.)+(?=[^.]+\.)")
_PORTS: Final = {"http": 80, "https": 443}
_SAFE: Final = "/:@!$&'()*+,;=~-._"


def is_web_url(text: str) -> bool:
    """Whether this is an absolute http(s) address with a host, without blanks."""
    return _split(text) is not None


def is_this_machine(url: str) -> bool:
    """Whether an address says that it is the operator's own machine: it needs no manners."""
    parts = _split(url)
    host = (parts.hostname or "") if parts else ""
    return host in {"localhost", "::1"} or host.startswith("127.")


def absolute(url: str, base: str) -> str:
    """`url` as seen from `base`; empty when that is no absolute http(s) address."""
    try:
        joined = urljoin(base, url.strip())
    except ValueError:
        return ""
    return joined if is_web_url(joined) else ""


def canonical_url(url: str) -> str:
    """The address without what does not tell articles apart; empty when it is none.

    https, the host in lower case and ASCII, no ``www. amp. m.``, no default port, no tracking
    parameters, no fragment, the query sorted, no trailing slash, one form of percent-encoding.
    Only for comparing: never to be opened.
    """
    parts = _split(url)
    if parts is None:
        return ""
    host = _host(parts)
    if not host:
        return ""
    path = quote(unquote(parts.path), safe=_SAFE).rstrip("/")
    query = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.fullmatch(name)
    )
    return f"https://{host}{path}" + (f"?{urlencode(query)}" if query else "")


def _split(text: str) -> SplitResult | None:
    if len(text) > LONGEST or any(character.isspace() for character in text):
        return None
    try:
        parts = urlsplit(text)
        usable = parts.scheme in _PORTS and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if usable else None


def _host(parts: SplitResult) -> str:
    """The host and, where it is not the default, the port."""
    host = (parts.hostname or "").rstrip(".")
    try:
        host = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        host = quote(host.lower())
    host = _SUBDOMAIN.sub("", host)
    if ":" in host:
        host = f"[{host}]"
    port = parts.port
    return host if port in {None, _PORTS[parts.scheme], 443} else f"{host}:{port}"
