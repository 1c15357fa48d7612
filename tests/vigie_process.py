"""`vigie` as people run it: in a process of its own."""

import asyncio
import os
import signal
import sys

from tests.house_of import House

PATIENCE = 20
"""Seconds for anything that takes one or two on a quiet machine."""


class Process:
    """`vigie` in a process of its own, and all that it says."""

    def __init__(self, running: asyncio.subprocess.Process) -> None:
        self._running = running
        self.said = ""

    @classmethod
    async def start(cls, house: House, command: str, **more: str) -> "Process":
        """Start it with the house's settings and further ones."""
        started = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", command, "--lang", "en"),
            env=os.environ | house.environment(VIGIE_LOG_FORMAT="json", **more),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=house.directory.parents[0],
        )
        return cls(started)

    def terminate(self) -> None:
        """SIGTERM."""
        self._running.send_signal(signal.SIGTERM)

    async def ended(self, within: float = PATIENCE) -> int:
        """Its exit code, at the end."""
        try:
            async with asyncio.timeout(within):
                out, _ = await self._running.communicate()
        except TimeoutError:
            self._running.kill()
            raise
        self.said = out.decode()
        return self._running.returncode or 0
