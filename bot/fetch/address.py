"""What an address says: whom to ask, and whether to ask at all."""

import re
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from bot.fetch.guard import PORTS
from bot.text.urls import LONGEST, is_this_machine, is_web_url

_USUAL: Final = re.compile(
    r"https?://([a-z0-9.-]*[a-z0-9])(?::([1-9]\d{0,3}|[1-5]\d{4}))?(?:/[!-~]*)?"
)
"""Nearly every feed's; the rest takes a way that is ten times as long."""


class Address(NamedTuple):
    """An http(s) address with a host."""

    url: str
    host: str
    port: int | None
    """None where the address names none."""
    is_here: bool
    """On this machine: it needs no manners."""

    @property
    def has_usual_port(self) -> bool:
        """Whether a web server is to be expected there."""
        return self.port is None or self.port in PORTS


def read(url: str) -> Address | None:
    """The parts of an address; None when it cannot be asked over http(s)."""
    usual = _USUAL.fullmatch(url)
    if usual and len(url) <= LONGEST:
        host, port = usual.groups()
        return Address(url, host, int(port) if port else None, _is_here(host))
    if not is_web_url(url):
        return None
    parts = urlsplit(url)
    return Address(url, parts.hostname or "", parts.port, is_this_machine(url))


@lru_cache(maxsize=4096)
def _is_here(host: str) -> bool:
    return is_this_machine(f"http://{host}")
