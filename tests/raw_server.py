"""A server that answers with the very bytes a test gives, and keeps those it was sent."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Talk = Callable[[asyncio.StreamWriter], Awaitable[None]]
"""An answer that takes its time or breaks off."""


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer; an underscore in a header's name stands for a hyphen."""
    fields = {"Content-Length": str(len(body)), "Connection": "close"}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def silence(_: asyncio.StreamWriter) -> None:
    """Never answer."""
    await asyncio.Event().wait()


@dataclass
class RawServer:
    """Answers by path, at ``url/path``; a path that nobody set gets 404."""

    url: str = ""
    answers: dict[str, bytes | Talk] = field(default_factory=dict)
    requests: list[bytes] = field(default_factory=list)
    connections: set[asyncio.Task[None]] = field(default_factory=set)

    def at(self, path: str, reply: bytes | Talk) -> str:
        """Answer so at a path; returns its address."""
        self.answers[path] = reply
        return self.url + path

    def sent(self, name: str, request: int = -1) -> str | None:
        """The value of a header of a request (the last one), as it came."""
        lines = self.requests[request].decode("latin-1").split("\r\n")
        pairs = (line.partition(": ") for line in lines[1:])
        return next((value for key, _, value in pairs if key.lower() == name.lower()), None)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        task = asyncio.current_task()
        assert task is not None
        self.connections.add(task)
        try:
            await self._reply(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the fetcher went away, or the test is over
        finally:
            writer.close()

    async def _reply(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        self.requests.append(request)
        reply = self.answers.get(request.split()[1].decode(), answer(status="404 Not Found"))
        if isinstance(reply, bytes):
            writer.write(reply)
            await writer.drain()
        else:
            await reply(writer)


@asynccontextmanager
async def raw_server() -> AsyncIterator[RawServer]:
    """Serve on loopback until the end of the block."""
    served = RawServer()
    listening = await asyncio.start_server(served.talk, "127.0.0.1", 0)
    served.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield served
    finally:
        listening.close()
        for task in served.connections:
            task.cancel()
        await asyncio.gather(*served.connections, return_exceptions=True)
        await listening.wait_closed()
