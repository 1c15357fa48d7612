"""The local Telegram of each crew, in a process that nobody kills.

`python -m benchmarks.chaos.standin SPEED ORIGIN SEED CREW KIND…`: says where it is as a line of
JSON. `calm` lets nothing go wrong, `storm` lets it again; `tell` is answered with what is in the
chats. It ends with its input.
"""

import asyncio
import json
import sys
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Any

from benchmarks.chaos.kinds import CREWS, EACH, KINDS
from benchmarks.chaos.pace import FastClock, loop_of
from benchmarks.chaos.weather import Neighbours, Weather
from bot.demo.botapi import StandIn


@dataclass(frozen=True, slots=True)
class Place:
    """The chats of a crew."""

    standin: StandIn
    chats: dict[str, int]
    """By name, such as ``channel-1``."""
    operations: int
    weather: Weather
    neighbours: Neighbours

    def told(self) -> dict[str, Any]:
        """What a Vigie has to know."""
        operations = str(self.operations) if self.operations else None
        return {
            "url": self.standin.url,
            "token": self.standin.token,
            "chats": self.chats,
            "operations": operations,
        }

    def contents(self) -> dict[str, Any]:
        """What is in the chats."""
        return {
            "chats": {name: self._content(chat) for name, chat in self.chats.items()},
            "struck": dict(self.weather.struck),
            "violations": self.standin.violations,
        }

    def _content(self, chat_id: int) -> dict[str, Any]:
        texts = [
            message.content.text
            for message in self.standin.chat(chat_id).messages.values()
            if message.author == self.standin.bot.id and message.service is None
        ]
        return {
            "posts": Counter(texts),
            "foreign": self.neighbours.foreign(chat_id),
            "touched": self.neighbours.touched(chat_id),
        }


def _place(standin: StandIn, crew: str, kinds: list[str], random: Random) -> Place:
    chats = {
        f"{kind}-{number}": KINDS[kind].make(standin, number)
        for kind in kinds
        for number in range(EACH)
    }
    operations = standin.add_supergroup("Operations") if CREWS[crew].operations else 0
    neighbours = Neighbours(random, standin, list(chats.values()))
    weather = Weather(random, neighbours)
    standin.service.faults = weather
    return Place(standin, chats, operations, weather, neighbours)


async def _serve(clock: FastClock, seed: int, crew: str, kinds: list[str]) -> None:
    async with StandIn.serve(clock=clock) as standin:
        place = _place(standin, crew, kinds, Random(seed))
        _say(place.told())
        while wish := (await asyncio.to_thread(sys.stdin.readline)).strip():
            if wish in {"calm", "storm"}:
                place.weather.calm = wish == "calm"
            _say(place.contents() if wish == "tell" else {})


def _say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main(speed: str, origin: str, seed: str, crew: str, *kinds: str) -> None:
    """Serve until the input ends."""
    clock = FastClock(float(speed), float(origin))
    with asyncio.Runner(loop_factory=loop_of(clock)) as runner:
        runner.run(_serve(clock, int(seed), crew, list(kinds)))


if __name__ == "__main__":
    main(*sys.argv[1:])
