"""What the arguments of the control interface mean, each by its kind."""

import base64
import binascii
from collections.abc import Callable, Mapping
from types import UnionType
from typing import Any, Final

from bot.demo.botapi.chats import Chat
from bot.demo.botapi.director import Director
from bot.demo.botapi.faults import Failing
from bot.demo.botapi.people import User


class Misunderstood(Exception):
    """A wish makes no sense; the text says why."""


def _exactly(kind: type | UnionType, word: str) -> Callable[[Director, str, Any], Any]:
    def read(_director: Director, name: str, value: Any) -> Any:
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise Misunderstood(f"{name} must be {word}")
        return value

    return read


def _list_of(kind: type, word: str) -> Callable[[Director, str, Any], Any]:
    def read(_director: Director, name: str, value: Any) -> Any:
        if not isinstance(value, list) or not all(isinstance(each, kind) for each in value):
            raise Misunderstood(f"{name} must be a list of {word}s")
        return value

    return read


def _chat(director: Director, _name: str, value: Any) -> Chat:
    """By id, by ``@name``, or a private one by ``bot/person``."""
    wanted = str(value)
    for chat in director.world.every_chat():
        owner = director.world.owner(chat)
        names = (str(chat.id), f"@{chat.username}", f"{owner.user.id}/{chat.id}" if owner else "")
        if wanted in names:
            return chat
    raise Misunderstood("no such chat")


def _user(director: Director, _name: str, value: Any) -> User:
    for user in director.world.users.values():
        if str(value) in (str(user.id), f"@{user.username}"):
            return user
    raise Misunderstood("no such user")


def _bytes(_director: Director, name: str, value: Any) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError) as error:
        raise Misunderstood(f"{name} must be in base 64") from error


def _failing(_director: Director, name: str, value: Any) -> Failing:
    try:
        return Failing(value)
    except ValueError as error:
        raise Misunderstood(f"{name} must be one of {', '.join(Failing)}") from error


READ: Final[Mapping[str, Callable[[Director, str, Any], Any]]] = {
    "text": _exactly(str, "a text"),
    "number": _exactly(int, "a number"),
    "seconds": _exactly(int | float, "a number"),
    "place": _exactly(int | str, "a number or a name"),
    "switch": _exactly(bool, "true or false"),
    "object": _exactly(dict, "an object"),
    "texts": _list_of(str, "text"),
    "numbers": _list_of(int, "number"),
    "chat": _chat,
    "user": _user,
    "bytes": _bytes,
    "failing": _failing,
}
