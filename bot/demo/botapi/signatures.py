"""Which parameters each method takes, and of which kind: the table of the Bot API 10.0.

Telegram ignores what it does not know and reads what it can. The stand-in does the same, but
notes every departure from this table, and the tests assert that there is none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from bot.demo.botapi.strict_json import read_json

Kind = Literal["string", "integer", "boolean", "chat", "object", "array"]

_CHAT: Final = re.compile(r"-?\d{1,19}|@\w{3,32}", re.ASCII)
_INTEGER: Final = re.compile(r"-?\d{1,19}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a method."""

    kind: Kind
    required: bool = False


Signature = Mapping[str, Parameter]


def _takes(table: str) -> Signature:
    """Read ``name:kind``, with ``!`` after what is required."""
    signature: dict[str, Parameter] = {}
    for word in table.split():
        name, _, kind = word.partition(":")
        known = {each: each for each in get_args(Kind)}
        signature[name] = Parameter(known[kind.rstrip("!")], required=kind.endswith("!"))
    return signature


_SENT: Final = (
    " disable_notification:boolean protect_content:boolean message_effect_id:string"
    " message_thread_id:integer direct_messages_topic_id:integer"
    " suggested_post_parameters:object"
)
_POSTED: Final = (
    _SENT + " business_connection_id:string allow_paid_broadcast:boolean"
    " reply_parameters:object reply_markup:object"
)
_EDITED: Final = (
    " business_connection_id:string chat_id:chat message_id:integer inline_message_id:string"
    " reply_markup:object"
)

SIGNATURES: Final[Mapping[str, Signature]] = {
    "getMe": _takes(""),
    "getUpdates": _takes("offset:integer limit:integer timeout:integer allowed_updates:array"),
    "deleteWebhook": _takes("drop_pending_updates:boolean"),
    "getWebhookInfo": _takes(""),
    "sendMessage": _takes(
        "chat_id:chat! text:string! parse_mode:string entities:array"
        " link_preview_options:object" + _POSTED
    ),
    "editMessageText": _takes(
        "text:string! parse_mode:string entities:array link_preview_options:object" + _EDITED
    ),
    "editMessageReplyMarkup": _takes(_EDITED),
    "deleteMessage": _takes("chat_id:chat! message_id:integer!"),
    "forwardMessage": _takes(
        "chat_id:chat! from_chat_id:chat! message_id:integer! video_start_timestamp:integer" + _SENT
    ),
    "answerCallbackQuery": _takes(
        "callback_query_id:string! text:string show_alert:boolean url:string cache_time:integer"
    ),
    "getChat": _takes("chat_id:chat!"),
    "getChatMember": _takes("chat_id:chat! user_id:integer!"),
    "getChatMemberCount": _takes("chat_id:chat!"),
    "getChatAdministrators": _takes("chat_id:chat! return_bots:boolean"),
    "setMyCommands": _takes("commands:array! scope:object language_code:string"),
    "getMyCommands": _takes("scope:object language_code:string"),
    "deleteMyCommands": _takes("scope:object language_code:string"),
    "sendChatAction": _takes(
        "chat_id:chat! action:string! message_thread_id:integer business_connection_id:string"
    ),
}
"""Methods that the stand-in serves, as the documentation spells them."""


def departures(method: str, given: Mapping[str, Any]) -> list[str]:
    """Where `given` departs from the documentation of `method`, in words."""
    signature = SIGNATURES[method]
    missing = [name for name, each in signature.items() if each.required and name not in given]
    unknown = [name for name in given if name not in signature]
    wrong = [
        f"{name} should be of type {signature[name].kind}, not {value!r}"
        for name, value in given.items()
        if name in signature and not _fits(value, signature[name].kind)
    ]
    return [
        *(f"{method}: {name} is missing" for name in missing),
        *(f"{method}: {name} is unknown" for name in unknown),
        *(f"{method}: {what}" for what in wrong),
    ]


def _fits(value: Any, kind: Kind) -> bool:
    if kind == "string":
        return isinstance(value, str)
    if kind == "boolean":
        return isinstance(value, bool) or value in ("true", "false")
    if kind in ("integer", "chat"):
        pattern = _CHAT if kind == "chat" else _INTEGER
        return not isinstance(value, bool) and bool(pattern.fullmatch(str(value)))
    return isinstance(decoded(value), dict if kind == "object" else list)


def decoded(value: Any) -> Any:
    """A JSON value that came as text, or as it is; None when it cannot be read."""
    if not isinstance(value, str):
        return value
    try:
        return read_json(value)
    except ValueError:
        return None
