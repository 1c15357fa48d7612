"""Which addresses may be asked: a feed's URL must not reach into the operator's network (SSRF).

The check is made on the very address that is about to be connected to, at each redirect, so that
neither a name that resolves anew nor an address in disguise (``2130706433``, ``0x7f.1``) passes.
"""

import ipaddress
import socket
from collections.abc import Callable
from typing import Any, Final

PORTS: Final = frozenset({80, 443, 8080, 8443})

# `is_global` alone lets these through (measured against IANA's special-purpose registries).
_ALSO_REFUSED: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "224.0.0.0/3",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/23",
        "fec0::/10",
        "ff00::/8",
    )
)


class ForbiddenAddressError(OSError):
    """The address is not one of the public internet; carries it as text."""


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the public internet."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    if mapped is not None:
        parsed = mapped
    return parsed.is_global and not any(
        parsed in network for network in _ALSO_REFUSED if network.version == parsed.version
    )


def guarded_socket(*, allow_private: bool) -> Callable[[Any], socket.socket]:
    """A socket factory for aiohttp's connector that refuses before anything is sent.

    It receives the resolved address (as `socket.getaddrinfo` gives it) that comes next.
    """

    def make(info: Any) -> socket.socket:
        family, kind, protocol, _, target = info
        if not allow_private and not is_public(str(target[0])):
            raise ForbiddenAddressError(str(target[0]))
        made = socket.socket(family=family, type=kind, proto=protocol)
        made.setblocking(False)  # noqa: FBT003 - the standard library's signature
        return made

    return make
