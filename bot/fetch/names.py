"""Looking up hosts, with a limit: the system's own resolver may take minutes when it is cut off."""

import asyncio
import socket

from aiohttp.abc import AbstractResolver, ResolveResult


class HastyResolver(AbstractResolver):
    """Another resolver that gives up in time."""

    def __init__(self, resolver: AbstractResolver, patience: float) -> None:
        """`patience` is in seconds, for one name."""
        self._resolver = resolver
        self._patience = patience

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a host.

        Raises:
            OSError: there are none, or (``EAI_AGAIN``) nobody says so in time.
        """
        try:
            async with asyncio.timeout(self._patience):
                return await self._resolver.resolve(host, port, family)
        except TimeoutError as error:
            raise socket.gaierror(socket.EAI_AGAIN, "no answer in time") from error

    async def close(self) -> None:
        """Close the other one."""
        await self._resolver.close()
