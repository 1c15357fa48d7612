"""The client: one question, one bounded answer, never an exception and never the key in words.

Source of the form: OpenAI, API reference, "Create chat completion"; Mistral, Ollama, vLLM
and others answer in the same form.
"""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, Self

import aiohttp

from bot.i18n import Text
from bot.model import Asked, Unwritten

LONGEST_WAIT: Final = 20.0
"""Seconds for a whole answer."""
MOST_BYTES: Final = 64 * 1024
"""Of an answer: a summary has a few hundred characters."""
MOST_TOKENS: Final = 600
AT_ONCE: Final = 4
"""Questions under way; the deadline counts for those that wait as well."""


@dataclass(frozen=True, slots=True)
class Access:
    """Where the model is, and what opens it."""

    url: str
    """With the version, as in ``https://api.openai.com/v1``."""
    key: str = field(repr=False)
    model: str


class ModelClient:
    """Asks a model; an async context manager. Implements `bot.ports.Writer`.

    The address is the operator's own word, and may be on this machine: it passes no guard, and no
    redirect leads away from it.
    """

    def __init__(self, access: Access, longest_wait: float = LONGEST_WAIT) -> None:
        """Nothing is asked yet."""
        self._access = access
        self._longest_wait = longest_wait
        self._free = asyncio.Semaphore(AT_ONCE)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open the connection pool."""
        self._session = aiohttp.ClientSession(
            headers={"Authorization": f"Bearer {self._access.key}", "Accept": "application/json"},
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=None),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close it."""
        if self._session:
            await self._session.close()

    async def write(self, asked: Asked, deadline: timedelta) -> str | Unwritten:
        """One question, with temperature 0."""
        seconds = min(deadline.total_seconds(), self._longest_wait)
        try:
            async with asyncio.timeout(seconds), self._free:
                return await self._ask(asked)
        except TimeoutError:
            return Unwritten(Text(en="no answer in time", fr="pas de réponse à temps"))
        except (aiohttp.ClientError, OSError, ValueError) as error:
            # Only the kind: its words could hold the address with a password, or a header.
            kind = type(error).__name__
            return Unwritten(
                Text(en=f"it cannot be reached ({kind})", fr=f"il est injoignable ({kind})")
            )

    async def _ask(self, asked: Asked) -> str | Unwritten:
        assert self._session is not None, "use the client as a context manager"
        async with self._session.post(
            f"{self._access.url}/chat/completions",
            json=_question(self._access.model, asked),
            allow_redirects=False,
        ) as response:
            if response.status != 200:
                status = response.status
                return Unwritten(Text(en=f"it answers {status}", fr=f"il répond {status}"))
            body = await _read(response)
        return _words(body) or Unwritten(
            Text(en="its answer holds no words", fr="sa réponse ne contient pas de texte")
        )


def _question(model: str, asked: Asked) -> dict[str, Any]:
    return {
        "model": model,
        "temperature": 0,
        "max_tokens": MOST_TOKENS,
        "messages": [
            {"role": "system", "content": asked.instruction},
            {"role": "user", "content": asked.article},
        ],
    }


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """The body; empty when it is too long."""
    body = bytearray()
    async for piece in response.content.iter_chunked(8192):
        body += piece
        if len(body) > MOST_BYTES:
            return b""
    return bytes(body)


def _words(body: bytes) -> str | None:
    """What the model said, on one line; None when the answer has another form."""
    try:
        said = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return " ".join(said.split()) if isinstance(said, str) else None
