"""Where a call departs from the documentation of the Bot API 10.0, in names and in types.

Telegram ignores what it does not know and reads what it can. The stand-in does the same, but
notes every departure, and the tests assert that there is none. The table itself is checked
against the signatures of python-telegram-bot by a test.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from bot.demo.botapi.documented import METHODS, SHAPES, Parameter, Signature
from bot.demo.botapi.media import Upload
from bot.demo.botapi.strict_json import read_json

_CHAT: Final = re.compile(r"-?\d{1,19}|@\w{3,32}", re.ASCII)
_INTEGER: Final = re.compile(r"-?\d{1,19}", re.ASCII)
_DEEPEST: Final = 8
"""Levels of objects within objects that are looked at; the documentation has fewer."""


def departures(method: str, given: Mapping[str, Any]) -> list[str]:
    """Where `given` departs from the documentation of `method`, in words."""
    attached = {name for name, value in given.items() if isinstance(value, Upload)}
    texts = [value for value in given.values() if isinstance(value, str)]
    used = {name for name in attached if any(f"attach://{name}" in text for text in texts)}
    named = {name: value for name, value in given.items() if name not in used}
    return [f"{method}: {what}" for what in _compared(named, METHODS[method], _DEEPEST)]


def _compared(given: Mapping[str, Any], signature: Signature, depth: int) -> Iterator[str]:
    for name, each in signature.items():
        if each.required and name not in given:
            yield f"{name} is missing"
    for name in given:
        if name not in signature:
            yield f"{name} is unknown"
    for name, value in given.items():
        if name in signature:
            yield from _mistaken(name, value, signature[name], depth)


def _mistaken(name: str, value: Any, wanted: Parameter, depth: int) -> Iterator[str]:
    """What is wrong with one value; objects and lists are looked into."""
    kind = wanted.kind
    if depth == 0:
        return
    if kind.endswith("[]"):
        yield from _in_list(name, value, Parameter(kind.removesuffix("[]")), depth)
    elif kind in SHAPES:
        yield from _in_object(name, value, SHAPES[kind], depth)
    elif not _SIMPLE[kind](value):
        yield f"{name} should be of type {kind}, not {_short(value)}"


def _in_list(name: str, value: Any, each: Parameter, depth: int) -> Iterator[str]:
    items = decoded(value)
    if not isinstance(items, list):
        yield f"{name} should be of type array, not {_short(value)}"
        return
    for number, item in enumerate(items):
        yield from _mistaken(f"{name}[{number}]", item, each, depth - 1)


def _in_object(name: str, value: Any, shape: Signature, depth: int) -> Iterator[str]:
    fields = decoded(value)
    if not isinstance(fields, dict):
        yield f"{name} should be of type object, not {_short(value)}"
        return
    for what in _compared(fields, shape, depth - 1):
        yield f"{name}.{what}"


def _short(value: Any) -> str:
    return repr(value)[:80]


def _is_integer(value: Any, pattern: re.Pattern[str] = _INTEGER) -> bool:
    return not isinstance(value, bool | float) and bool(pattern.fullmatch(str(value)))


_SIMPLE: Final[Mapping[str, Callable[[Any], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool) or value in ("true", "false"),
    "integer": _is_integer,
    "chat": lambda value: _is_integer(value, _CHAT),
    "file": lambda value: isinstance(value, str | Upload),
    "object": lambda value: isinstance(decoded(value), dict),
}


def decoded(value: Any) -> Any:
    """A JSON value that came as text, or as it is; None when it cannot be read."""
    if not isinstance(value, str):
        return value
    try:
        return read_json(value)
    except ValueError:
        return None
