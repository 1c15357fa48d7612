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

    The name that somebody has registered, as far as the form of the host tells: the list of all
    public suffixes is large, changes daily, and matters here for a comparison only.
    """
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit():
        return host  # an address in numbers
    is_shared = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED
    return ".".join(labels[-3 if is_shared else -2 :])
