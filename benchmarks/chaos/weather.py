"""What goes wrong at Telegram, and what other people do in the chats meanwhile, by chance."""

from collections import Counter
from collections.abc import Collection
from random import Random
from typing import Final, NamedTuple

from bot.demo.botapi import Failing, Fault, StandIn
from bot.demo.botapi.chats import Chat
from bot.demo.botapi.faults import Faults
from bot.demo.botapi.refusal import Refusal, too_many_requests

MOST_HOLES: Final = 2
"""Ids in a row without a message: three mean the end of the chat to those who look."""
STIRRING: Final = 0.2
"""Of the calls, are met by somebody who does something in the chat."""
LONGEST_HOLD: Final = 8.0
"""Seconds that Telegram holds a request rather than refuse it."""
LONGEST_FLOOD: Final = 10
"""Seconds that a 429 asks for."""
USUAL_DELAY: Final = 1.5
"""Seconds until a send is answered, at most, when all is well: so that kills hit some half-way."""

_WRITES: Final = {"sendMessage", "editMessageText", "forwardMessage", "deleteMessage"}
_TROUBLES: Final = {
    "none": 82,
    "hold": 6,
    "drop": 2,
    "lost": 2,
    "hung": 1,
    "flood": 3,
    "gateway": 1,
    "gateway after": 2,
    "internal": 1,
}
"""Of 100 calls that write."""
_FAULTS: Final = {
    "drop": Fault(Failing.DROP),
    "lost": Fault(Failing.HANDLE_THEN_DROP),
    "hung": Fault(Failing.HANDLE_THEN_HANG),
    "gateway": Fault(Failing.BAD_GATEWAY),
    "gateway after": Fault(Failing.HANDLE_THEN_BAD_GATEWAY),
    "internal": Fault(Failing.REFUSE, refusal=Refusal(500, "Internal Server Error")),
}


class Weather(Faults):
    """Chooses for each call whether and how it fails; `calm` ends that."""

    def __init__(self, random: Random, neighbours: "Neighbours") -> None:
        super().__init__()
        self._random = random
        self._neighbours = neighbours
        self.calm = False
        self.struck: Counter[str] = Counter()

    def strike(self, method: str, chat_id: str) -> Fault | None:
        """The failure of this call, if any."""
        if method not in _WRITES or self.calm:
            return None
        if self._random.random() < STIRRING:
            self._neighbours.stir(chat_id)
        (trouble,) = self._random.choices(list(_TROUBLES), list(_TROUBLES.values()))
        self.struck[trouble] += 1
        if trouble == "none" and method != "sendMessage":
            return None
        return self._fault(trouble)

    def _fault(self, trouble: str) -> Fault:
        if trouble == "flood":
            wait = too_many_requests(self._random.randint(1, LONGEST_FLOOD))
            return Fault(Failing.REFUSE, refusal=wait)
        if trouble in _FAULTS:
            return _FAULTS[trouble]
        longest = LONGEST_HOLD if trouble == "hold" else USUAL_DELAY
        return Fault(Failing.SLOW, seconds=self._random.uniform(0.0, longest))


class Note(NamedTuple):
    """What somebody else wrote, and when it was changed last by themselves."""

    text: str
    edited: int


class Neighbours:
    """Other people in the chats: they write, pin, correct and delete what is theirs."""

    def __init__(self, random: Random, standin: StandIn, chats: Collection[int]) -> None:
        self._random = random
        self._standin = standin
        self._notes: dict[int, dict[int, Note]] = {chat: {} for chat in chats}
        self._written = 0

    def stir(self, address: str) -> None:
        """Somebody does something in that chat; in any chat when it is none of those."""
        found = [chat for chat in self._notes if str(chat) == address]
        (chat_id,) = found or self._random.sample(list(self._notes), 1)
        act = self._random.choices(
            [self._write, self._skip, self._erase, self._pin, self._correct], [10, 3, 3, 2, 1]
        )[0]
        act(chat_id)

    def foreign(self, chat_id: int) -> int:
        """Messages of others that are in a chat."""
        return len(self._notes[chat_id])

    def touched(self, chat_id: int) -> int:
        """Of these, how many somebody else has changed or taken away."""
        there = self._standin.chat(chat_id).messages
        return sum(
            number not in there or Note(there[number].content.text, there[number].edited) != note
            for number, note in self._notes[chat_id].items()
        )

    def _write(self, chat_id: int) -> None:
        self._written += 1
        chat = self._standin.chat(chat_id)
        writer = self._standin.world.users[chat_id] if chat.type == "private" else None
        message = self._standin.say(chat_id, f"Somebody else's word {self._written}", writer)
        self._note(chat_id, message)

    def _note(self, chat_id: int, message_id: int) -> None:
        message = self._standin.chat(chat_id).messages[message_id]
        self._notes[chat_id][message_id] = Note(message.content.text, message.edited)

    def _skip(self, chat_id: int) -> None:
        chat = self._standin.chat(chat_id)
        if chat.last_id in chat.messages:
            self._standin.skip_ids(chat_id, self._random.randint(1, MOST_HOLES))

    def _erase(self, chat_id: int) -> None:
        message = self._one_of(chat_id)
        if message and _hole_with(self._standin.chat(chat_id), message) <= MOST_HOLES:
            del self._notes[chat_id][message]
            self._standin.erase(chat_id, message)

    def _pin(self, chat_id: int) -> None:
        message = self._one_of(chat_id)
        if message:
            self._standin.pin(chat_id, message)

    def _correct(self, chat_id: int) -> None:
        message = self._one_of(chat_id)
        if message:
            self._standin.edit(chat_id, message, f"Corrected {self._written}")
            self._note(chat_id, message)

    def _one_of(self, chat_id: int) -> int:
        """One of their latest messages; 0 when there is none."""
        latest = list(self._notes[chat_id])[-10:]
        return self._random.choice(latest) if latest else 0


def _hole_with(chat: Chat, message_id: int) -> int:
    """Ids in a row without a message if this one were gone as well."""
    low = high = message_id
    while low > 1 and low - 1 not in chat.messages:
        low -= 1
    while high < chat.last_id and high + 1 not in chat.messages:
        high += 1
    return high - low + 1
