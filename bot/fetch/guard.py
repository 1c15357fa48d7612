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
        "2001::/23",
        "2002::/16",
    )
)
_UNICAST: Final = ipaddress.ip_network("2000::/3")
"""All that IANA has given out of IPv6; outside lie NAT64, multicast and IPv4 in disguise."""


class ForbiddenAddressError(OSError):
    """The address is not one of the public internet.

    Its words are always the same: of a host's several equal errors aiohappyeyeballs raises the
    first, but of different ones a new `OSError` that does not tell what happened.
    """

    def __init__(self, address: str) -> None:
        super().__init__("not an address of the public internet")
        self.address = address


def is_public(address: str) -> bool:
    """Whether a numeric address belongs to the public internet."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            return _is_open(parsed) and parsed in _UNICAST
        parsed = parsed.ipv4_mapped
    return _is_open(parsed)


def _is_open(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return address.is_global and not any(address in network for network in _ALSO_REFUSED)


def guarded_socket(*, allow_private: bool) -> Callable[[Any], socket.socket]:
    """A socket factory for aiohttp's connector that refuses before anything is sent.

    It receives the resolved address (as `socket.getaddrinfo` gives it) that comes next.
    """

    def make(info: Any) -> socket.socket:
        family, kind, protocol, _, target = info
        if not allow_private and not is_public(str(target[0])):
            raise ForbiddenAddressError(str(target[0]))
        return socket.socket(family=family, type=kind, proto=protocol)

    return make
