"""A server that keeps its connections, and counts them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.raw_server import answer


@dataclass
class LastingServer:
    """Answers every request of a connection, by path; 304 where a test says nothing."""

    port: int = 0
    connections: int = 0
    in_flight: int = 0
    most_in_flight: int = 0
    requests: list[str] = field(default_factory=list)
    """Paths, in the order in which they came."""
    answers: dict[str, bytes] = field(default_factory=dict)
    slowness: float = 0
    """Seconds before each answer."""

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until the other side has had enough."""
        self.connections += 1
        try:
            while True:
                request = await reader.readuntil(b"\r\n\r\n")
                writer.write(await self._reply(request.split()[1].decode()))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the fetcher went away, or the test is over
        finally:
            writer.close()

    async def _reply(self, path: str) -> bytes:
        self.requests.append(path)
        self.in_flight += 1
        self.most_in_flight = max(self.in_flight, self.most_in_flight)
        await asyncio.sleep(self.slowness)
        self.in_flight -= 1
        unchanged = answer(status="304 Not Modified", Connection="keep-alive")
        return self.answers.get(path, unchanged)


@asynccontextmanager
async def lasting_server() -> AsyncIterator[LastingServer]:
    """Serve on loopback until the end of the block."""
    served = LastingServer()
    listening = await asyncio.start_server(served.talk, "127.0.0.1", 0)
    served.port = listening.sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        listening.close()
        await asyncio.sleep(0)
        await listening.wait_closed()
