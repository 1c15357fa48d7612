"""The table of the Bot API 10.0: what each method that the stand-in serves takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a method, or one field of an object.

    `kind` is string, integer, boolean, chat, file, object, the name of one of `SHAPES`, or any of
    these with ``[]`` for a list.
    """

    kind: str
    required: bool = False


Signature = Mapping[str, Parameter]


def takes(table: str) -> Signature:
    """Read ``name:kind``, with ``!`` after what is required."""
    words = (word.partition(":") for word in table.split())
    return {
        name: Parameter(kind.rstrip("!"), required=kind.endswith("!")) for name, _, kind in words
    }


_TOPIC: Final = " message_thread_id:integer direct_messages_topic_id:integer"
_PAID: Final = " message_effect_id:string allow_paid_broadcast:boolean"
_SILENT: Final = " disable_notification:boolean protect_content:boolean"
_SUGGESTED: Final = " suggested_post_parameters:object"
_SENT: Final = (
    _SILENT + _TOPIC + _PAID + " business_connection_id:string reply_parameters:ReplyParameters"
)
_POSTED: Final = _SENT + _SUGGESTED + " reply_markup:ReplyMarkup"
_EDITED: Final = (
    " business_connection_id:string chat_id:chat message_id:integer inline_message_id:string"
    " reply_markup:InlineKeyboardMarkup"
)
_CAPTION: Final = " caption:string parse_mode:string caption_entities:MessageEntity[]"
_SHOWN: Final = _CAPTION + " show_caption_above_media:boolean"
_TEXT: Final = (
    " text:string! parse_mode:string entities:MessageEntity[]"
    " link_preview_options:LinkPreviewOptions"
)
_ONE: Final = "chat_id:chat! message_id:integer!"
_THREAD: Final = "chat_id:chat! message_thread_id:integer!"
_LANGUAGE: Final = " language_code:string"
_SCOPED: Final = "scope:BotCommandScope language_code:string"

_TABLE: Final = {
    "getMe": "",
    "getUpdates": "offset:integer limit:integer timeout:integer allowed_updates:string[]",
    "setWebhook": (
        "url:string! certificate:file ip_address:string max_connections:integer"
        " allowed_updates:string[] drop_pending_updates:boolean secret_token:string"
    ),
    "deleteWebhook": "drop_pending_updates:boolean",
    "getWebhookInfo": "",
    "sendMessage": "chat_id:chat!" + _TEXT + _POSTED,
    "sendPhoto": "chat_id:chat! photo:file! has_spoiler:boolean" + _SHOWN + _POSTED,
    "sendDocument": (
        "chat_id:chat! document:file! thumbnail:file disable_content_type_detection:boolean"
        + _CAPTION
        + _POSTED
    ),
    "sendMediaGroup": "chat_id:chat! media:InputMedia[]!" + _SENT,
    "editMessageText": _TEXT + _EDITED,
    "editMessageCaption": _SHOWN + _EDITED,
    "editMessageReplyMarkup": _EDITED,
    "deleteMessage": _ONE,
    "deleteMessages": "chat_id:chat! message_ids:integer[]!",
    "forwardMessage": (
        _ONE + " from_chat_id:chat! video_start_timestamp:integer message_effect_id:string"
        + _SILENT + _TOPIC + _SUGGESTED
    ),
    "copyMessage": (
        _ONE + " from_chat_id:chat! video_start_timestamp:integer reply_markup:ReplyMarkup"
        " reply_parameters:ReplyParameters" + _SHOWN + _SILENT + _TOPIC + _PAID + _SUGGESTED
    ),
    "pinChatMessage": _ONE + " disable_notification:boolean business_connection_id:string",
    "unpinChatMessage": "chat_id:chat! message_id:integer business_connection_id:string",
    "setMessageReaction": _ONE + " reaction:ReactionType[] is_big:boolean",
    "answerCallbackQuery": (
        "callback_query_id:string! text:string show_alert:boolean url:string cache_time:integer"
    ),
    "sendChatAction": (
        "chat_id:chat! action:string! message_thread_id:integer business_connection_id:string"
    ),
    "getChat": "chat_id:chat!",
    "getChatMember": "chat_id:chat! user_id:integer!",
    "getChatMemberCount": "chat_id:chat!",
    "getChatAdministrators": "chat_id:chat! return_bots:boolean",
    "leaveChat": "chat_id:chat!",
    "createForumTopic": (
        "chat_id:chat! name:string! icon_color:integer icon_custom_emoji_id:string"
    ),
    "closeForumTopic": _THREAD,
    "reopenForumTopic": _THREAD,
    "deleteForumTopic": _THREAD,
    "setMyCommands": "commands:BotCommand[]! " + _SCOPED,
    "getMyCommands": _SCOPED,
    "deleteMyCommands": _SCOPED,
    "setMyDescription": "description:string" + _LANGUAGE,
    "getMyDescription": _LANGUAGE,
    "setMyShortDescription": "short_description:string" + _LANGUAGE,
    "getMyShortDescription": _LANGUAGE,
    "setMyDefaultAdministratorRights": "rights:ChatAdministratorRights for_channels:boolean",
    "getMyDefaultAdministratorRights": "for_channels:boolean",
    "getFile": "file_id:string!",
}  # fmt: skip
METHODS: Final = {method: takes(table) for method, table in _TABLE.items()}
"""What each method takes, as the documentation spells it."""

_RIGHTS: Final = (
    "is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members"
    " can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories"
    " can_delete_stories"
)
_MORE_RIGHTS: Final = (
    "can_post_messages can_edit_messages can_pin_messages can_manage_topics"
    " can_manage_direct_messages can_manage_tags"
)
_OBJECTS: Final = {
    "MessageEntity": (
        "type:string! offset:integer! length:integer! url:string user:object language:string"
        " custom_emoji_id:string unix_time:integer date_time_format:string"
    ),
    "LinkPreviewOptions": (
        "is_disabled:boolean url:string prefer_small_media:boolean prefer_large_media:boolean"
        " show_above_text:boolean"
    ),
    "ReplyParameters": (
        "message_id:integer! chat_id:chat allow_sending_without_reply:boolean quote:string"
        " quote_parse_mode:string quote_entities:MessageEntity[] quote_position:integer"
        " checklist_task_id:integer poll_option_id:string"
    ),
    "InlineKeyboardMarkup": "inline_keyboard:InlineKeyboardButton[][]!",
    "ReplyMarkup": (
        "inline_keyboard:InlineKeyboardButton[][] keyboard:object[][] is_persistent:boolean"
        " resize_keyboard:boolean one_time_keyboard:boolean input_field_placeholder:string"
        " selective:boolean remove_keyboard:boolean force_reply:boolean"
    ),
    "InlineKeyboardButton": (
        "text:string! url:string callback_data:string web_app:object login_url:object"
        " switch_inline_query:string switch_inline_query_current_chat:string"
        " switch_inline_query_chosen_chat:object copy_text:object callback_game:object"
        " pay:boolean style:string icon_custom_emoji_id:string"
    ),
    "BotCommand": "command:string! description:string!",
    "BotCommandScope": "type:string! chat_id:chat user_id:integer",
    "ReactionType": "type:string! emoji:string custom_emoji_id:string",
    "InputMedia": (
        "type:string! media:string! thumbnail:string has_spoiler:boolean"
        " disable_content_type_detection:boolean" + _SHOWN
    ),
    "ChatAdministratorRights": " ".join(
        [
            *(f"{right}:boolean!" for right in _RIGHTS.split()),
            *(f"{right}:boolean" for right in _MORE_RIGHTS.split()),
        ]
    ),
}
SHAPES: Final = {name: takes(table) for name, table in _OBJECTS.items()}
"""The fields of the objects that methods take; `ReplyMarkup` stands for all four of its kinds."""
