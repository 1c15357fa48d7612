"""The guard that keeps tests on this machine: no connection and no look-up beyond loopback."""

import ipaddress
import socket

import pytest

attempts: list[str] = []
"""What the running test has tried, in words."""


def forbidden(event: str, args: tuple[object, ...]) -> str | None:
    """What is wrong with an event of Python's audit log, in words; None for what may happen."""
    if event in ("socket.connect", "socket.sendto"):
        address = args[1]
        # A path of a Unix socket is no tuple.
        if isinstance(address, tuple) and not _is_here(str(address[0])):
            return f"a connection to {address[0]}"
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0].decode() if isinstance(args[0], bytes) else str(args[0] or "")
        if not (_is_here(host) or _is_literal(host)):
            return f"a look-up of {host}"
    return None


def watch(event: str, args: tuple[object, ...]) -> None:
    """An audit hook: it sees the sockets of asyncio and of every library alike."""
    wrong = forbidden(event, args)
    if wrong:
        attempts.append(wrong)
        # Not an OSError: the code under test would take that for a feed that is down.
        pytest.fail(f"A test asked for {wrong}: tests stay on loopback.")


def _is_here(host: str) -> bool:
    try:
        return host in ("", "localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_literal(host: str) -> bool:
    """Whether `host` is an address in any spelling (``127.1``, ``0x7f.1``): no DNS is asked."""
    try:
        socket.inet_aton(host)
    except OSError:
        return ":" in host
    return True
