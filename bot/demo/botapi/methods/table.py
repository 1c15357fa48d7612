"""Every method by its name. `getUpdates` is not here: it waits, so the server does it itself."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.demo.botapi.call import Action, Call
from bot.demo.botapi.documented import METHODS as DOCUMENTED
from bot.demo.botapi.methods import (
    account,
    chats,
    copies,
    files,
    messages,
    posting,
    profile,
    topics,
    webhook,
)

METHODS: Final[Mapping[str, Callable[[Call], Action]]] = {
    "getMe": account.get_me,
    "answerCallbackQuery": account.answer_callback_query,
    "setWebhook": webhook.set_webhook,
    "deleteWebhook": webhook.delete_webhook,
    "getWebhookInfo": webhook.get_webhook_info,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyDescription": profile.set_description("description"),
    "getMyDescription": profile.get_description("description"),
    "setMyShortDescription": profile.set_description("short_description"),
    "getMyShortDescription": profile.get_description("short_description"),
    "setMyDefaultAdministratorRights": profile.set_default_rights,
    "getMyDefaultAdministratorRights": profile.get_default_rights,
    "sendMessage": posting.send_message,
    "sendPhoto": posting.send_photo,
    "sendDocument": posting.send_document,
    "sendMediaGroup": posting.send_media_group,
    "forwardMessage": copies.forward_message,
    "copyMessage": copies.copy_message,
    "editMessageText": messages.edit_message_text,
    "editMessageCaption": messages.edit_message_caption,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "deleteMessage": messages.delete_message,
    "deleteMessages": messages.delete_messages,
    "pinChatMessage": messages.pin_chat_message,
    "unpinChatMessage": messages.unpin_chat_message,
    "setMessageReaction": messages.set_message_reaction,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatAdministrators": chats.get_chat_administrators,
    "getChatMemberCount": chats.get_chat_member_count,
    "leaveChat": chats.leave_chat,
    "sendChatAction": chats.send_chat_action,
    "createForumTopic": topics.create_forum_topic,
    "closeForumTopic": topics.close_forum_topic,
    "reopenForumTopic": topics.reopen_forum_topic,
    "deleteForumTopic": topics.delete_forum_topic,
    "getFile": files.get_file,
}
_NAMES: Final = {name.lower(): name for name in DOCUMENTED}


def method_named(name: str) -> str | None:
    """The method as the documentation spells it, whatever the case; None for an unknown one."""
    return _NAMES.get(name.lower())
