"""Which addresses Telegram takes for links, and what it finds in a text by itself."""

import re
from collections.abc import Iterable
from typing import Final

from bot.demo.botapi.entities import Entity, utf16_length

_ADDRESS: Final = re.compile(
    r"(?:(?P<scheme>https?|ton)://)?(?P<login>[^\s/?#@]*@)?"
    r"(?P<host>[^\s/?#@:\[\]\"'<>&]+|\[[0-9a-f:.]+\])(?P<port>:\d{1,5})?(?P<rest>[/?#]\S*)?",
    re.IGNORECASE,
)
_USER: Final = re.compile(r"tg://user\?id=(\d{1,15})")

_DOMAINS: Final = "com|org|net|info|io|eu|fr|de|uk|es|it|ch|be|ca|ru|ua|cn|int|gov|edu|me"
_FOUND: Final = {
    "url": re.compile(
        r"(?<![\w@./-])(?:https?://[^\s<>\"«»]+"
        rf"|(?:[\w-]+\.)+(?:{_DOMAINS})(?![\w@-])(?:/[^\s<>\"«»]*)?)",
        re.IGNORECASE,
    ),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE),
    "mention": re.compile(r"(?<![\w@./])@[a-z]\w{2,31}\b(?!@)", re.ASCII | re.IGNORECASE),
    "hashtag": re.compile(r"(?<![\w/#&])#(?=\w*[^\W\d_])\w{1,255}(?![\w#])"),
    "bot_command": re.compile(r"(?<![\w/<>.])/\w{1,64}(?:@\w{3,32})?(?![\w/<>])", re.ASCII),
}
_CLOSERS: Final = ".,;:!?…'\"”’"


def checked_link(link: str) -> str:
    """`link` as Telegram keeps it (with a scheme and a path), or empty when it is none.

    As td's LinkManager::get_checked_link: http, https, tg and ton; the host needs a dot.
    """
    if link.lower().startswith("tg://"):
        return link
    found = _ADDRESS.fullmatch(link.strip())
    if found is None or not ("." in found["host"] or found["host"].startswith("[")):
        return ""
    if len(found["host"].strip(".")) < 1:
        return ""
    rest = found["rest"] or ""
    path = rest if rest.startswith("/") else f"/{rest}"
    scheme = (found["scheme"] or "http").lower()
    login, port = found["login"] or "", found["port"] or ""
    return f"{scheme}://{login}{found['host'].lower()}{port}{path}"


def linked_user(link: str) -> int:
    """The user that a link such as ``tg://user?id=42`` mentions; 0 for none."""
    found = _USER.fullmatch(link)
    return int(found[1]) if found else 0


def _closed(text: str) -> str:
    """A found address without the punctuation that ends the sentence around it."""
    while text and (text[-1] in _CLOSERS or (text[-1] == ")" and "(" not in text)):
        text = text[:-1]
    return text


def found_entities(text: str, taken: Iterable[Entity]) -> list[Entity]:
    """Addresses, mentions, hashtags and commands that stand in `text` outside of `taken`.

    A close approximation of what Telegram's servers do; bare domains only of well-known ends.
    """
    taken = list(taken)
    entities: list[Entity] = []
    for kind, pattern in _FOUND.items():
        for found in pattern.finditer(text):
            stretch = _closed(found[0])
            start = utf16_length(text[: found.start()])
            entity = Entity(kind, start, utf16_length(stretch))
            if stretch and not any(_overlap(entity, other) for other in taken):
                taken.append(entity)
                entities.append(entity)
    return entities


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end
