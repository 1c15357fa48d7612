"""Every method by its name. `getUpdates` is not here: it waits, so the server does it itself."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.demo.botapi.call import Action, Call
from bot.demo.botapi.methods import account, chats, messages
from bot.demo.botapi.signatures import SIGNATURES

METHODS: Final[Mapping[str, Callable[[Call], Action]]] = {
    "getMe": account.get_me,
    "deleteWebhook": account.delete_webhook,
    "getWebhookInfo": account.get_webhook_info,
    "answerCallbackQuery": account.answer_callback_query,
    "setMyCommands": account.set_my_commands,
    "getMyCommands": account.get_my_commands,
    "deleteMyCommands": account.delete_my_commands,
    "sendMessage": messages.send_message,
    "editMessageText": messages.edit_message_text,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "deleteMessage": messages.delete_message,
    "forwardMessage": messages.forward_message,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatAdministrators": chats.get_chat_administrators,
    "getChatMemberCount": chats.get_chat_member_count,
    "sendChatAction": chats.send_chat_action,
}
_NAMES: Final = {name.lower(): name for name in SIGNATURES}


def method_named(name: str) -> str | None:
    """The method as the documentation spells it, whatever the case; None for an unknown one."""
    return _NAMES.get(name.lower())
