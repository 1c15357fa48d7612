"""The local Telegram in a process of its own, with its flood limits on.

`python -m benchmarks.telegram_server CHANNELS`: says where it is as a line of JSON; each line that
it is sent is answered with what it has refused and held since the one before; it ends with its
input.
"""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Callable

from bot.demo.botapi import StandIn
from bot.demo.botapi.chats import Chat
from bot.demo.botapi.flood import Limits
from bot.demo.botapi.refusal import Refusal

Admit = Callable[[int, Chat, float, int], float]


def counted(admit: Admit, counts: Counter[str]) -> Admit:
    """The flood limits, and what they did."""

    def admitted(bot_id: int, chat: Chat, now: float, count: int = 1) -> float:
        try:
            wait = admit(bot_id, chat, now, count)
        except Refusal:
            counts["refused"] += 1
            raise
        counts["held"] += wait > 0
        counts["taken"] += count
        return wait

    return admitted


async def _serve(channels: int) -> None:
    counts: Counter[str] = Counter()
    async with StandIn.serve(limits=Limits()) as standin:
        flood = standin.service.flood
        vars(flood)["admit"] = counted(flood.admit, counts)
        chats = [standin.add_channel(f"C{n}", f"channel_{n:05}") for n in range(channels)]
        _say({"url": standin.url, "token": standin.token, "chats": chats})
        while await asyncio.to_thread(sys.stdin.readline):
            _say(dict(counts))
            counts.clear()


def _say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
