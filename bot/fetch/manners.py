"""How feeds and pages are asked for, as the operator wants it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot import __version__
from bot.fetch.lanes import PATIENCE
from bot.settings import Settings

PAUSE: Final = 0.5
"""Seconds between the beginnings of two requests to a host."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How to ask, and how much to take."""

    user_agent: str
    """Who asks: with an address where the operator can be reached."""
    timeout: timedelta = timedelta(seconds=30)
    """For the whole of a fetch, redirects and body included."""
    max_bytes: int = 10 * 1024**2
    """Of the decoded body."""
    allow_private_hosts: bool = False
    """Opens the guard, for feeds of the operator's own network."""
    pause: float = PAUSE
    """Seconds between the beginnings of two requests to a host."""
    patience: float = PATIENCE
    """Seconds that a feed waits for its host's turn; when it would be more, it is postponed."""
    page_timeout: timedelta = timedelta(seconds=5)
    """For an article's page, redirects and body included: an alert waits for it."""


def manners_of(settings: Settings) -> Manners:
    """Those that are set."""
    return Manners(
        user_agent=user_agent(settings.contact),
        timeout=settings.fetch_timeout,
        max_bytes=settings.fetch_max_bytes,
        allow_private_hosts=settings.allow_private_hosts,
    )


def user_agent(contact: str) -> str:
    """Who asks, for the server's log: name, version, and whom to write to."""
    return f"Vigie/{__version__} (news feed reader{f'; {contact}' if contact else ''})"
