"""Values the way people write them: durations, sizes, yes and no, Telegram chats.

Shared by the settings and by feeds.yaml, so that ``15m`` means one thing in the whole house.
Each reader gives None for what it cannot read; the caller knows what to say about it.
"""

import re
from datetime import timedelta
from typing import Final

_DURATION: Final = re.compile(r"([0-9]{1,6}) ?(s|m|min|h|d|j)", re.IGNORECASE)
_UNITS: Final = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "j": timedelta(days=1),
}
_SIZE: Final = re.compile(r"([0-9]{1,12}) ?([kmg]?)(?:i?[bo])?", re.IGNORECASE)
_FACTORS: Final = {"": 1, "k": 1024, "m": 1024**2, "g": 1024**3}
_YES_NO: Final = dict.fromkeys(("yes", "true", "oui"), True) | dict.fromkeys(
    ("no", "false", "non"), False
)
_CHAT_NAME: Final = re.compile(
    r"(?:@|(?:https?://)?(?:www\.)?(?:t|telegram)\.me/)([A-Za-z][A-Za-z0-9_]{4,31})/?"
)
_CHAT_ID: Final = re.compile(r"-?[1-9][0-9]{0,15}")


def read_duration(text: str) -> timedelta | None:
    """A whole number and its unit: ``30s 15m 2h 1d``; in French also ``15min`` and ``1j``."""
    if not (found := _DURATION.fullmatch(text.strip())):
        return None
    number, unit = found.groups()
    return int(number) * _UNITS[unit.lower()]


def write_duration(length: timedelta) -> str:
    """A length of whole seconds as `read_duration` reads it, in the largest unit that fits."""
    seconds = round(length.total_seconds())
    sizes = ((86400, "d"), (3600, "h"), (60, "m"), (1, "s"))
    size, unit = next(each for each in sizes if seconds % each[0] == 0)
    return f"{seconds // size}{unit}"


def read_size(text: str) -> int | None:
    """A number of bytes: ``10MB``, ``10 Mo``, ``512kB``, ``65536``; a kB is 1,024 bytes."""
    if not (found := _SIZE.fullmatch(text.strip())):
        return None
    number, unit = found.groups()
    return int(number) * _FACTORS[unit.lower()]


def read_yes_no(text: str) -> bool | None:
    """``yes no true false oui non``, blind to case."""
    return _YES_NO.get(text.strip().lower())


def read_chat(text: str) -> str | None:
    """A Telegram chat: ``@name``, or the numeric id as text; the link ``t.me/name`` is a name.

    A public name has 5 to 32 letters, digits and underscores (core.telegram.org/method/
    account.checkUsername); an id has at most 52 significant bits, 16 digits (Bot API, "Chat").
    """
    if found := _CHAT_NAME.fullmatch(text.strip()):
        return f"@{found[1]}"
    return text.strip() if _CHAT_ID.fullmatch(text.strip()) else None
