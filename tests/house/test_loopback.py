"""The guard that keeps tests on this machine."""

import socket

import pytest

from tests import loopback


@pytest.mark.parametrize(
    ("event", "args"),
    [
        ("socket.connect", (None, ("192.0.2.1", 80))),
        ("socket.connect", (None, ("2001:db8::1", 80, 0, 0))),
        ("socket.sendto", (None, ("192.0.2.1", 53))),
        ("socket.getaddrinfo", ("example.org", 80, 0, 0, 0)),
        ("socket.getaddrinfo", (b"example.org", 80, 0, 0, 0)),
    ],
)
def test_outside_is_forbidden(event: str, args: tuple[object, ...]) -> None:
    """Whatever would send a packet beyond this machine is named."""
    assert loopback.forbidden(event, args)


@pytest.mark.parametrize(
    ("event", "args"),
    [
        ("socket.connect", (None, ("127.0.0.1", 80))),
        ("socket.connect", (None, ("::1", 80, 0, 0))),
        ("socket.connect", (None, "/run/a.socket")),
        ("socket.getaddrinfo", (None, 80, 0, 0, 0)),
        ("socket.getaddrinfo", ("localhost", 80, 0, 0, 0)),
        ("socket.getaddrinfo", ("0x7f.1", 80, 0, 0, 0)),
        ("socket.getaddrinfo", ("192.0.2.1", 80, 0, 0, 0)),
        ("open", ("file", "r", 0)),
    ],
)
def test_this_machine_is_allowed(event: str, args: tuple[object, ...]) -> None:
    """Loopback, Unix sockets and the reading of a written address ask nobody."""
    assert loopback.forbidden(event, args) is None


def test_guard_is_on() -> None:
    """A real connection to the outside ends the test that tries it."""
    with socket.socket() as outside, pytest.raises(pytest.fail.Exception, match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))
    assert loopback.attempts
    loopback.attempts.clear()  # forgiven: this one was on purpose
