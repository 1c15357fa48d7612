"""The command line as a test sees it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


Vigie = Callable[..., Said]
"""Runs a command: its words, and where it has a process of its own, its environment."""
