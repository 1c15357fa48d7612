"""Asking for a feed, in one line."""

import socket
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.fetch import HttpFetcher, Manners
from bot.model import Fetched, FetchFailure, FetchState, NotModified, Postponed, Source

MANNERS: Final = Manners(
    user_agent="Vigie/1 (+https://phare.example/)",
    timeout=timedelta(seconds=0.5),
    max_bytes=1_000_000,
    allow_private_hosts=True,
)


async def ask(
    fetcher: HttpFetcher, url: str, etag: str | None = None, last_modified: str | None = None
) -> Fetched | NotModified | FetchFailure:
    """Fetch a feed of which only the validators are remembered."""
    state = FetchState(1, url, etag=etag, last_modified=last_modified)
    answer = await fetcher.fetch(Source("Le Phare", url), state)
    assert not isinstance(answer, Postponed)
    return answer


async def refused(fetcher: HttpFetcher, url: str) -> FetchFailure:
    """Fetch a feed that cannot be had."""
    outcome = await ask(fetcher, url)
    assert isinstance(outcome, FetchFailure)
    return outcome


class FakeResolver(AbstractResolver):
    """Knows only the names that a test gives; asks nobody."""

    def __init__(self, hosts: Mapping[str, list[str]]) -> None:
        self.hosts = hosts

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a host, or the error of a name that does not exist."""
        if host not in self.hosts:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [_result(host, address, port) for address in self.hosts[host]]

    async def close(self) -> None:
        """Nothing to do."""


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(
        hostname=host,
        host=address,
        port=port,
        family=family,
        proto=0,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )
