"""Sending messages: text, a photo, a document, an album."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.demo.botapi.access import chat_for, check_may_post
from bot.demo.botapi.attached import media_from
from bot.demo.botapi.call import Action, Call
from bot.demo.botapi.chats import Chat, Json, message_json
from bot.demo.botapi.composing import caption_from, content_from, keyboard_from, manner_from
from bot.demo.botapi.entities import Formatted
from bot.demo.botapi.media import Kind, Media
from bot.demo.botapi.refusal import bad_request

_ALBUM: Final = range(2, 11)
"""How many pictures an album may have."""


def send_message(call: Call) -> Action:
    """`sendMessage`."""
    keyboard, content = keyboard_from(call), content_from(call)
    preview = call.object("link_preview_options") or None
    return _send(call, content, {"keyboard": keyboard, "preview": preview})


def send_photo(call: Call) -> Action:
    """`sendPhoto`."""
    return _send_media(call, "photo")


def send_document(call: Call) -> Action:
    """`sendDocument`."""
    return _send_media(call, "document")


def _send_media(call: Call, kind: Kind) -> Action:
    keyboard, caption = keyboard_from(call), caption_from(call.given)
    media = media_from(call, kind, call.given.get(kind))
    return _send(call, caption, {"keyboard": keyboard, "media": media})


def _send(call: Call, content: Formatted, extra: Mapping[str, Any]) -> Action:
    chat = chat_for(call, "write")
    manner = manner_from(call, chat)
    check_may_post(call, chat, manner["thread"], _named(extra.get("media")))

    def send() -> Json:
        message = call.world.compose(chat, call.account.user, content, **extra, **manner)
        return message_json(chat, call.world.post(chat, message))

    return Action(send, chat)


def _named(media: Media | None) -> str:
    """What the errors about rights call it."""
    return f"{media.kind}s" if media else "text messages"


def send_media_group(call: Call) -> Action:
    """`sendMediaGroup`. Each picture counts as a message for the flood limits."""
    given = call.json("media")
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise bad_request("can't parse media JSON: an Array of objects is expected")
    if len(given) not in _ALBUM:
        raise bad_request("media group must include 2-10 items")
    items = [(_item(call, each), caption_from(each)) for each in given]
    if len({media.kind for media, _ in items}) > 1:
        raise bad_request("document can't be mixed with other media types")
    chat = chat_for(call, "write")
    manner = manner_from(call, chat)
    check_may_post(call, chat, manner["thread"], _named(items[0][0]))
    return Action(lambda: _album(call, chat, items, manner), chat, len(items))


def _item(call: Call, given: Mapping[str, Any]) -> Media:
    """One picture of an album.

    Raises:
        Refusal: It is of a kind that albums do not take, or cannot be read.
    """
    kinds: dict[str, Kind] = {"photo": "photo", "document": "document"}
    kind = kinds.get(str(given.get("type")))
    if kind is None:
        raise bad_request("can't parse InputMedia: invalid type specified")
    return media_from(call, kind, given.get("media"))


def _album(
    call: Call, chat: Chat, items: Sequence[tuple[Media, Formatted]], manner: Mapping[str, Any]
) -> list[Json]:
    sent = []
    album = ""
    for media, caption in items:
        message = call.world.compose(chat, call.account.user, caption, media=media, **manner)
        album = album or f"{13_000_000_000_000_000 + media.number}"
        sent.append(replace(message, album=album))
    return [message_json(chat, call.world.post(chat, each)) for each in sent]
