"""Posts updates to where a bot wants them, in order, until each is taken."""

import asyncio
import json
from typing import Any, Final
from urllib.parse import urlsplit

from bot.demo.botapi.chats import timestamp
from bot.demo.botapi.updates import Webhook
from bot.demo.botapi.world import Account, Change
from bot.ports import Clock

PATIENCE: Final = 60.0
"""Seconds that a bot has for its answer."""
LONGEST_PAUSE: Final = 60.0
"""Seconds between two tries at most; they begin with one second and double."""
_MOST_HEAD: Final = 16_384
"""Bytes of an answer that are looked at; only its status counts."""


class Webhooks:
    """One errand for each bot with a webhook."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._errands: dict[str, asyncio.Task[None]] = {}
        self._stirs: dict[str, asyncio.Event] = {}

    def notice(self, change: Change) -> None:
        """Start or end the errand of a bot whose webhook changed; wake it when there is news."""
        account = change.detail
        if not isinstance(account, Account):
            return
        if change.kind == "webhook":
            self._restart(account)
        elif account.token in self._stirs:
            self._stirs[account.token].set()

    def _restart(self, account: Account) -> None:
        if errand := self._errands.pop(account.token, None):
            errand.cancel()
        if account.webhook is not None:
            self._stirs[account.token] = asyncio.Event()
            task = asyncio.create_task(self._deliver(account, account.webhook))
            self._errands[account.token] = task

    async def close(self) -> None:
        """End all errands."""
        errands = list(self._errands.values())
        self._errands.clear()
        for errand in errands:
            errand.cancel()
        await asyncio.gather(*errands, return_exceptions=True)

    async def _deliver(self, account: Account, hook: Webhook) -> None:
        pause, stir = 1.0, self._stirs[account.token]
        while True:
            stir.clear()
            waiting = account.updates.first(1)
            if not waiting:
                await stir.wait()
                continue
            failure = await _posted(hook, waiting[0])
            if not failure:
                account.updates.confirm(waiting[0]["update_id"] + 1)
                pause = 1.0
                continue
            hook.failed, hook.failure = timestamp(self.clock.now()), failure
            await self.clock.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)


async def _posted(hook: Webhook, update: dict[str, Any]) -> str:
    """Post one update; gives the failure in the server's words, empty for none."""
    try:
        async with asyncio.timeout(PATIENCE):
            status = await _post(hook, json.dumps(update).encode())
    except TimeoutError:
        return "Read timeout expired"
    except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
        refused = isinstance(error, ConnectionRefusedError)
        return "Connection refused" if refused else "Connection was reset by peer"
    code = int(status.partition(" ")[0])
    return "" if 200 <= code < 300 else f"Wrong response from the webhook: {status}"


async def _post(hook: Webhook, body: bytes) -> str:
    """The status and its reason, such as ``500 Internal Server Error``."""
    parts = urlsplit(hook.url)
    host, port = parts.hostname or "", parts.port or 80
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    # The name is not looked up: a webhook is on this machine.
    address = "::1" if host == "::1" else "127.0.0.1"
    reader, writer = await asyncio.open_connection(address, port, limit=_MOST_HEAD)
    try:
        secret = f"X-Telegram-Bot-Api-Secret-Token: {hook.secret}\r\n" if hook.secret else ""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n{secret}"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        await writer.drain()
        version, _, status = (await reader.readuntil(b"\n")).decode("latin-1").partition(" ")
        if not version.startswith("HTTP/1.") or not status[:3].isdigit():
            raise ValueError("no HTTP")
        return status.strip()
    finally:
        writer.close()
