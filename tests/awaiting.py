"""Waiting for what happens on the other side of a connection."""

import asyncio
from collections.abc import Callable


async def until(happened: Callable[[], object], seconds: float = 5) -> None:
    """Return as soon as it has happened; fail when it has not by then."""
    async with asyncio.timeout(seconds):
        while not happened():  # noqa: ASYNC110 - a test looks from outside
            await asyncio.sleep(0.005)
