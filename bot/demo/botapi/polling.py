"""Long polling: `getUpdates` waits until there is something, or until another one takes over."""

import asyncio
from typing import Any, Final

from bot.demo.botapi.call import Call
from bot.demo.botapi.refusal import conflict
from bot.demo.botapi.world import Account, Change

LONGEST_POLL: Final = 50
"""Seconds."""
_MOST_AT_ONCE: Final = 100
_OTHER_POLL: Final = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
_WEBHOOK_SET: Final = "terminated by setWebhook request"
_WEBHOOK: Final = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class _Poll:
    def __init__(self) -> None:
        self.stir = asyncio.Event()
        self.ended = ""
        """Why it was, by somebody else."""

    def end(self, why: str) -> None:
        self.ended = why
        self.stir.set()


class Polling:
    """One poll at a time for each bot: a new one ends the earlier with 409.

    Waits in real time, whatever clock the rest of the stand-in goes by.
    """

    def __init__(self) -> None:
        self._polls: dict[str, _Poll] = {}
        self._closed = False

    def notice(self, change: Change) -> None:
        """Wake the poll of a bot for which there is news; a webhook ends it."""
        if isinstance(change.detail, Account) and (poll := self._polls.get(change.detail.token)):
            if change.kind == "webhook" and change.detail.webhook is not None:
                poll.end(_WEBHOOK_SET)
            poll.stir.set()

    def close(self) -> None:
        """End all polls, with what there is."""
        self._closed = True
        for poll in self._polls.values():
            poll.stir.set()

    async def get_updates(self, call: Call) -> list[dict[str, Any]]:
        """`getUpdates`.

        Raises:
            Refusal: Another poll of the same bot has come, or there is a webhook (409).
        """
        if call.account.webhook is not None:
            raise conflict(_WEBHOOK)
        updates, token = call.account.updates, call.account.token
        kinds = call.json("allowed_updates")
        if isinstance(kinds, list):
            updates.want([str(kind) for kind in kinds])
        if offset := call.integer("offset"):
            updates.confirm(offset)
        poll = self._take_over(token)
        try:
            async with asyncio.timeout(min(max(call.integer("timeout"), 0), LONGEST_POLL)):
                await self._news(poll, call.account)
        except TimeoutError:
            pass
        finally:
            if self._polls.get(token) is poll:
                del self._polls[token]
        if poll.ended:
            raise conflict(poll.ended)
        limit = call.integer("limit", _MOST_AT_ONCE)
        return updates.first(min(max(limit, 1), _MOST_AT_ONCE))

    def _take_over(self, token: str) -> _Poll:
        if earlier := self._polls.get(token):
            earlier.end(_OTHER_POLL)
        poll = self._polls[token] = _Poll()
        return poll

    async def _news(self, poll: _Poll, account: Account) -> None:
        while not (len(account.updates) or poll.ended or self._closed):
            poll.stir.clear()
            await poll.stir.wait()
