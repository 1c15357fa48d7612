"""Text with entities, as the Bot API carries it: offsets and lengths in UTF-16 code units."""

from dataclasses import dataclass, replace
from typing import Any, Final

STYLES: Final = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
"""May hold anything and be in anything, and join with their neighbours."""
QUOTES: Final = frozenset({"blockquote", "expandable_blockquote"})
CODE: Final = frozenset({"code", "pre"})

_ORDER: Final = (*sorted(QUOTES), "pre", "code", "text_link", "bold", "italic", "underline")


def utf16_length(text: str) -> int:
    """How many UTF-16 code units `text` takes; half of a surrogate pair counts as one."""
    return len(text) + sum(character > "\uffff" for character in text)


@dataclass(frozen=True, slots=True)
class Entity:
    """A marked stretch of a message's text."""

    type: str
    offset: int
    length: int
    url: str = ""
    language: str = ""
    custom_emoji_id: str = ""
    unix_time: int = 0
    date_time_format: str = ""
    user_id: int = 0

    @property
    def end(self) -> int:
        """Where it stops, exclusive."""
        return self.offset + self.length

    def between(self, start: int, end: int) -> "Entity":
        """The same from `start` to `end`."""
        return replace(self, offset=start, length=end - start)

    def to_json(self) -> dict[str, Any]:
        """As `MessageEntity` of the Bot API."""
        body: dict[str, Any] = {"type": self.type, "offset": self.offset, "length": self.length}
        for name in ("url", "language", "custom_emoji_id", "unix_time", "date_time_format"):
            if value := getattr(self, name):
                body[name] = value
        if self.user_id:
            body["user"] = {"id": self.user_id, "is_bot": False, "first_name": "?"}
        return body


def in_order(entity: Entity) -> tuple[int, int, int]:
    """The key that sorts entities: where they start, the longest first."""
    rank = _ORDER.index(entity.type) if entity.type in _ORDER else len(_ORDER)
    return entity.offset, -entity.length, rank


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and its entities, sorted."""

    text: str
    entities: tuple[Entity, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The fields `text` and `entities` of a message."""
        body: dict[str, Any] = {"text": self.text}
        if self.entities:
            body["entities"] = [entity.to_json() for entity in self.entities]
        return body
