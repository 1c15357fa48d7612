"""What a check stands on: a chat, what has been sent there, and ways to say what is expected."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from bot.demo.botapi.selftest.talk import Answer, Json, Talk
from bot.i18n import Text

NOWHERE: Final = 2_000_000_000
"""The id of a message that no chat has."""


class Differs(Exception):
    """The server does something else than expected."""


@dataclass(frozen=True, slots=True)
class Check:
    """One assertion about the Bot API."""

    says: Text
    assert_on: Callable[["Ground"], None]


@dataclass(slots=True)
class Ground:
    """The chat, and the ids of what is to be cleared away at the end."""

    talk: Talk
    sent: list[int] = field(default_factory=list)

    def ok(self, method: str, **given: Any) -> Any:
        """The result of a call in the chat.

        Raises:
            Differs: It was refused.
        """
        answer = self.talk.call(method, chat_id=self.talk.chat, **given)
        if answer.body.get("ok") is not True:
            raise Differs(f"{method}: {answer.status} {answer.description}")
        self._remember(answer.result)
        return answer.result

    def send(self, text: str = "Vigie", **extra: Any) -> Json:
        """A message that the chat now has."""
        message: Json = self.ok("sendMessage", text=text, **extra)
        return message

    def html(self, text: str) -> Json:
        """The same with markup."""
        return self.send(text, parse_mode="HTML")

    def refused(self, words: str, method: str, status: int = 400, **given: Any) -> None:
        """Expect a call in the chat to be refused with just these words.

        Raises:
            Differs: It was not, or with others.
        """
        answer = self.talk.call(method, chat_id=self.talk.chat, **given)
        self._remember(answer.result)
        refusal(answer, status, words)

    def _remember(self, result: Any) -> None:
        for each in result if isinstance(result, list) else [result]:
            if isinstance(each, dict) and isinstance(each.get("message_id"), int):
                self.sent.append(each["message_id"])


def same(found: Any, wanted: Any, what: str) -> None:
    """Expect two values to be equal.

    Raises:
        Differs: They are not.
    """
    if found != wanted:
        raise Differs(f"{what}: {found!r:.200}, not {wanted!r:.200}")


def true(found: object, what: str) -> None:
    """Expect just True, as the Bot API says it.

    Raises:
        Differs: It is anything else.
    """
    if found is not True:
        raise Differs(f"{what}: {found!r:.200}, not True")


def refusal(answer: Answer, status: int, words: str) -> None:
    """Expect an error with that status and these words.

    Raises:
        Differs: It is another, or none.
    """
    same((answer.status, answer.description), (status, words), "error")
    same((answer.body.get("ok"), answer.body.get("error_code")), (False, status), "body")


def entities(message: Json) -> list[tuple[str, int, int]]:
    """Kind, offset and length of each entity of a text or caption."""
    found = message.get("entities") or message.get("caption_entities") or []
    return [(each["type"], each["offset"], each["length"]) for each in found]
