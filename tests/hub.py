"""A WebSub hub that does as a test wants: it verifies, denies, keeps silent, pushes and lies."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
from starlette.types import ASGIApp

from bot.model import FetchFailure


@dataclass
class Hub:
    """`bot.ports.HubClient` on one side, a client of the callbacks on the other."""

    lease: str = "864000"
    verifies: bool = True
    refuses: FetchFailure | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    """The forms that came, the oldest first."""
    answers: list[httpx.Response] = field(default_factory=list)
    """To its verifications."""
    callbacks: ASGIApp | None = None
    most_at_once: int = 0
    """Forms that it was busy with."""
    _at_once: int = 0

    async def post(self, url: str, fields: Mapping[str, str]) -> FetchFailure | None:
        """Take a form, and verify what it asks for."""
        self.asked.append({"url": url, **fields})
        if self.refuses:
            return self.refuses
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        if self.verifies:
            await self.verify(fields["hub.mode"], fields["hub.topic"])
        self._at_once -= 1
        return None

    async def verify(self, mode: str, topic: str, **more: str) -> httpx.Response:
        """Ask whether it is meant."""
        query = {
            "hub.mode": mode,
            "hub.topic": topic,
            "hub.challenge": "a<b>&c",
            "hub.lease_seconds": self.lease,
            **more,
        }
        async with self._client() as client:
            answer = await client.get(self.path, params=query)
        self.answers.append(answer)
        return answer

    async def push(
        self, body: bytes, method: str = "sha256", secret: str | None = None
    ) -> httpx.Response:
        """Send what is new, signed with what was agreed on, unless a test knows better."""
        key = (self.asked[-1]["hub.secret"] if secret is None else secret).encode()
        signature = hmac.new(key, body, getattr(hashlib, method)).hexdigest()
        headers = {
            "X-Hub-Signature": f"{method}={signature}",
            "Content-Type": "application/rss+xml",
        }
        return await self.send(body, headers)

    async def send(self, body: bytes, headers: dict[str, str]) -> httpx.Response:
        """The same, in any form."""
        async with self._client() as client:
            return await client.post(self.path, content=body, headers=headers)

    @property
    def path(self) -> str:
        """Of the callback that was given last."""
        return urlsplit(self.asked[-1]["hub.callback"]).path

    def _client(self) -> httpx.AsyncClient:
        assert self.callbacks is not None
        transport = httpx.ASGITransport(self.callbacks)
        return httpx.AsyncClient(transport=transport, base_url="https://vigie.example")
