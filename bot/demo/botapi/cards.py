"""Link previews: which page a message previews, and what its card shows."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from bot.demo.botapi.chats import Json, Message


@dataclass(frozen=True, slots=True)
class Card:
    """What Telegram would show of a page."""

    site: str
    title: str
    description: str = ""
    image: str = ""
    """Address of a picture on the loopback interface, or a `data:` one; empty for none."""


def card_of(message: Message, cards: Mapping[str, Card]) -> Json | None:
    """The card under a message; None when it asks for none or its page has none."""
    options = message.preview or {}
    url = str(options.get("url") or "") or _first_link(message)
    card = cards.get(url)
    if card is None or options.get("is_disabled"):
        return None
    return asdict(card) | {
        "url": url,
        "large": bool(options.get("prefer_large_media")),
        "above": bool(options.get("show_above_text")),
    }


def _first_link(message: Message) -> str:
    """The first address in a text; in offsets of UTF-16 units, as entities have them."""
    units = message.content.text.encode("utf-16-le")
    for entity in message.content.entities:
        if entity.type == "text_link":
            return entity.url
        if entity.type == "url":
            return units[2 * entity.offset : 2 * entity.end].decode("utf-16-le")
    return ""
