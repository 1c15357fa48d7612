"""Which addresses belong to one site. Pure, never raises."""

from typing import Final
from urllib.parse import urlsplit

_SHARED: Final = frozenset({
    "ac", "asso", "co", "com", "edu", "go", "gob", "gouv", "gov", "gv", "mil", "ne", "net", "nom",
    "or", "org", "press", "presse", "tm",
})  # fmt: skip
"""Before the two letters of a country, these are open to all: ``bbc.co.uk``, ``meduse.asso.fr``."""


def site_of(url: str) -> str:
    """The site that an address belongs to, as in ``lemonde.fr``; empty for no address.

    Its domain; where the host has none (an address in numbers, one name alone), the host.
    """
    host = host_of(url)
    return domain_of(host) or host


def host_of(url: str) -> str:
    """The host of an address, in small letters; empty for no address."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def domain_of(host: str) -> str:
    """What somebody has registered: ``bbc.co.uk`` of ``news.bbc.co.uk``; empty for none.

    As far as the form of the host tells: the list of all public suffixes is large, changes daily,
    and matters here for a comparison only. A number is nobody's name: many sites may stand on one
    machine.
    """
    labels = host.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or ":" in host:
        return ""
    is_shared = len(labels[-1]) == 2 and labels[-2] in _SHARED
    return ".".join(labels[-3 if is_shared else -2 :])
