"""Whether a post arrived whose request was never answered.

The Bot API has no key to repeat a request safely and no way to read a chat. But the ids of a
channel's or supergroup's messages grow by one, so the post can only be at one of the ids after
the highest that was known when the request went out. There are two ways to look at an id:

* Forward it to the operations chat, compare the text, delete the copy. Nothing changes in the
  chat itself.
* Edit it with the very same content: "not modified" means that it is ours. Only where the bot
  cannot edit posts of others; and never on a settled post of ours, which it would overwrite: so
  the tables are asked for all of them, and nothing is edited where the search has no known
  beginning, as in a chat where an earlier Vigie may have posted. (An edit that succeeds has hit a
  post of ours that is uncertain as well: that id now carries this post, and the other one will be
  found missing and sent again.)

Known remainder: a post that arrived and that a person deleted before the look is sent again.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from telegram import Bot, Message
from telegram.error import TelegramError

from bot.channels.telegram.chats import Chat, Marks, chat_id
from bot.channels.telegram.draft import Draft, essence, first_draft, simplified
from bot.channels.telegram.outcomes import Sight, of_reading, sight
from bot.i18n import Text
from bot.model import Delivery, Receipt, SendFailure, SendProblem
from bot.ports import Clock

FARTHEST: Final = 50
"""Ids to look at."""
REACH: Final = 1000
"""Ids in which a look goes on, with those of our other posts, which need none."""
GAP: Final = 3
"""Ids in a row without a message that mean the end of the chat."""
PACE: Final = 1.05
"""Seconds between two looks: they count as messages of their chat."""
LONGEST_WAIT: Final = timedelta(seconds=60)
"""The longest 429 that is waited for within a look."""

Look = Callable[[int], Awaitable[Sight]]
"""Shows what is at an id.

Raises:
    TelegramError: that tells nothing about that id.
"""

OUT_OF_REACH: Final = Text(
    en="Nothing can tell whether the post arrived.",
    fr="Rien ne permet de savoir si le message est arrivé.",
)
WAYS_TO_TELL: Final = Text(
    en="Look in the channel. To let Vigie find out by itself next time, set VIGIE_OPERATIONS_CHAT.",
    fr="Regardez dans le canal. Pour que Vigie le découvre elle-même la prochaine fois, définissez "
    "VIGIE_OPERATIONS_CHAT.",
)
UNTOLD: Final = SendFailure(SendProblem.UNCERTAIN, OUT_OF_REACH, WAYS_TO_TELL)


@dataclass(frozen=True, slots=True)
class Search:
    """The ids to look at, and when to give up."""

    chat: Chat
    address: str
    ids: range
    settled: frozenset[int]
    """Of these, our other posts, as far as the tables know."""
    marks: Marks
    """What has happened since the tables were written."""
    clock: Clock

    @property
    def is_bounded(self) -> bool:
        """Whether it is known where the chat ended before."""
        return self.ids.start > 1

    async def run(self, look: Look) -> Receipt | SendFailure | None:
        """Look at one id after the other; as `bot.ports.Channel.find` answers."""
        missing = looks = 0
        for message_id in self.ids:
            if message_id in self.settled or self.marks.is_ours(self.chat.id, message_id):
                missing = 0
                continue
            if looks == FARTHEST:
                break
            looks += 1
            seen = await self._patiently(look, message_id)
            if isinstance(seen, SendFailure):
                return seen
            if seen is Sight.OURS:
                return self._receipt(message_id)
            if seen is Sight.PROTECTED:
                return UNTOLD
            missing = missing + 1 if seen is Sight.NOTHING else 0
            if missing >= GAP and message_id >= self.marks.highest(self.chat.id):
                # Where the chat ended before is unknown, its beginning proves nothing.
                return None if self.is_bounded else UNTOLD
            await self.clock.sleep(PACE)
        return UNTOLD

    async def _patiently(self, look: Look, message_id: int) -> Sight | SendFailure:
        """One look; a flood wait is waited for once, if it is not too long."""
        failure = await self._once(look, message_id)
        if not isinstance(failure, SendFailure) or failure.problem is not SendProblem.FLOOD:
            return failure
        wait = failure.retry_after
        if wait is None or wait > LONGEST_WAIT:
            return failure
        await self.clock.sleep(wait.total_seconds())
        return await self._once(look, message_id)

    async def _once(self, look: Look, message_id: int) -> Sight | SendFailure:
        try:
            return await look(message_id)
        except TelegramError as error:
            return of_reading(error, self.address) or UNTOLD

    def _receipt(self, message_id: int) -> Receipt:
        self.marks.remember([(self.chat.id, message_id)])
        notice = Text(
            en="The answer was lost; the post was found to have arrived.",
            fr="La réponse s'était perdue ; le message était bien arrivé.",
        )
        return Receipt(self.chat.id, message_id, self.clock.now(), notice)


def reach(floor: int) -> range:
    """The ids where a post may be that went out when `floor` was the highest one known."""
    return range(floor + 1, floor + 1 + REACH)


def forwarding(bot: Bot, operations: str, chat: Chat, delivery: Delivery) -> Look:
    """Look by forwarding to the operations chat."""
    wanted = {essence(draft.text) for draft in _plain_forms(delivery)}

    async def look(message_id: int) -> Sight:
        try:
            copy = await bot.forward_message(
                chat_id(operations), chat.id, message_id, disable_notification=True
            )
        except TelegramError as error:
            return _known(error)
        await _delete(bot, copy)
        return Sight.OURS if essence(copy.text or "") in wanted else Sight.OTHER

    return look


def editing(bot: Bot, chat: Chat, delivery: Delivery) -> Look:
    """Look by editing with the same content. Only where nothing of others can be edited."""
    message = delivery.message
    draft = first_draft(message)

    async def look(message_id: int) -> Sight:
        nonlocal draft
        try:
            await bot.edit_message_text(chat_id=chat.id, message_id=message_id, **draft.content())
        except TelegramError as error:
            failure = of_reading(error, "")
            simpler = simplified(draft, message, failure.problem) if failure else None
            if simpler is None:
                return _known(error)
            draft = simpler  # in this form it was sent
            return await look(message_id)
        return Sight.OURS

    return look


def _known(error: TelegramError) -> Sight:
    seen = sight(error)
    if seen is None:
        raise error
    return seen


def _plain_forms(delivery: Delivery) -> list[Draft]:
    """The texts that the post may have in the chat, without markup."""
    message = delivery.message
    forms = [simplified(first_draft(message), message, problem) for problem in _FORMS]
    return [form for form in forms if form]


_FORMS: Final = (SendProblem.BAD_MARKUP, SendProblem.TOO_LONG)


async def _delete(bot: Bot, copy: Message) -> None:
    try:
        await bot.delete_message(copy.chat.id, copy.message_id)
    except TelegramError:
        return  # a copy that stays in the operations chat harms nobody
