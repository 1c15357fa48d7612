"""Reads what a bot wants to say: text with markup, buttons, the answer's target."""

from collections.abc import Mapping
from typing import Any, Final

from bot.demo.botapi.call import Call
from bot.demo.botapi.chats import Chat, Json
from bot.demo.botapi.entities import Entity, Formatted, in_order, utf16_length
from bot.demo.botapi.links import checked_link
from bot.demo.botapi.markup import MarkupError, parse_html
from bot.demo.botapi.refusal import bad_request
from bot.demo.botapi.signatures import decoded
from bot.demo.botapi.tidy import tidied, tidied_caption

MOST_BYTES: Final = 32_768
"""Of a text before parsing (telegram-bot-api, `Client::get_formatted_text`)."""
MOST_DATA: Final = 64
"""Bytes that a button may send back."""
_OTHER_MARKUP: Final = ("keyboard", "remove_keyboard", "force_reply")
_TARGETS: Final = ("url", "callback_data", "copy_text", "switch_inline_query")


def content_from(call: Call) -> Formatted:
    """The text of a message.

    Raises:
        Refusal: It is empty, too long, or its markup cannot be read.
    """
    text = call.text("text")
    if not text:
        raise bad_request("message text is empty")
    return tidied(_parsed(text, call.text("parse_mode"), call.json("entities")))


def caption_from(given: Mapping[str, Any]) -> Formatted:
    """A caption, of a call or of one picture of an album; it may be empty.

    Raises:
        Refusal: It is too long, or its markup cannot be read.
    """
    text, mode = str(given.get("caption", "")), str(given.get("parse_mode", ""))
    return tidied_caption(_parsed(text, mode, decoded(given.get("caption_entities"))))


def _parsed(text: str, mode: str, entities: Any) -> Formatted:
    if len(text.encode()) > MOST_BYTES:
        raise bad_request("text is too long")
    if mode.lower() == "html":
        try:
            return parse_html(text)
        except MarkupError as error:
            raise bad_request(f"can't parse entities: {error}") from error
    if mode.lower() not in ("", "none"):
        # Telegram reads Markdown too; nobody in this house writes it.
        raise bad_request("unsupported parse_mode")
    return Formatted(text, tuple(_given_entities(text, entities)))


def _given_entities(text: str, given: Any) -> list[Entity]:
    """Entities that came ready-made, those that lie within the text."""
    entities = [_entity(each) for each in given] if isinstance(given, list) else []
    end = utf16_length(text)
    return sorted((each for each in entities if each and each.end <= end), key=in_order)


def _entity(given: Any) -> Entity | None:
    if not isinstance(given, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    offset, length = given.get("offset"), given.get("length")
    if not (isinstance(offset, int) and isinstance(length, int)):
        raise bad_request("can't parse MessageEntity: offset and length must be numbers")
    if offset < 0 or length <= 0:
        return None
    url = checked_link(str(given["url"])) if given.get("url") else ""
    return Entity(str(given.get("type", "")), offset, length, url=url)


def keyboard_from(call: Call) -> Json | None:
    """The buttons under a message; None for none.

    Raises:
        Refusal: They cannot be read, or a button is wrong.
    """
    if not call.text("reply_markup"):
        return None
    markup = call.json("reply_markup")
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup and any(name in markup for name in _OTHER_MARKUP):
        return None
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be an Array of Arrays')
    kept = [[_button(button) for button in row] for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    targets = [name for name in _TARGETS if button.get(name)]
    if len(targets) != 1:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    return {"text": text.strip(), targets[0]: _target(targets[0], button[targets[0]])}


def _target(kind: str, value: Any) -> Any:
    if kind == "callback_data" and len(str(value).encode()) > MOST_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if kind == "url":
        url = checked_link(str(value))
        if not url:
            raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
        return url
    return str(value) if kind == "callback_data" else value


def answered_from(call: Call, chat: Chat) -> int:
    """The message that this one answers; 0 for none.

    Raises:
        Refusal: It does not exist, and the bot did not allow for that.
    """
    wish = call.object("reply_parameters")
    answered = wish.get("message_id")
    if not isinstance(answered, int):
        return 0
    if answered in chat.messages:
        return answered
    if wish.get("allow_sending_without_reply"):
        return 0
    raise bad_request("message to be replied not found")


def thread_from(call: Call, chat: Chat) -> int:
    """The topic to post into; 0 for none.

    Raises:
        Refusal: The chat has no such topic. "General" is none: it must not be named.
    """
    thread = call.integer("message_thread_id")
    if thread and thread not in (chat.topics or ()):
        raise bad_request("message thread not found")
    return thread


def manner_from(call: Call, chat: Chat) -> dict[str, Any]:
    """How to post: into which topic, in answer to what, silently, protected.

    Raises:
        Refusal: The topic or the message to answer does not exist.
    """
    thread, answered = thread_from(call, chat), answered_from(call, chat)
    if answered and not thread:
        thread = chat.messages[answered].thread  # an answer stays in the topic of its question
    return {
        "thread": thread,
        "reply_to": answered,
        "silent": call.flag("disable_notification"),
        "protected": call.flag("protect_content"),
    }
