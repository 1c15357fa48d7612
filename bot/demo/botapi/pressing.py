"""A person presses a button under a message."""

from bot.demo.botapi.chats import Chat
from bot.demo.botapi.people import User
from bot.demo.botapi.world import Query, World


def press(world: World, chat: Chat, message_id: int, data: str, user: User) -> Query:
    """Send `data` to the bot whose message it is; its answer comes to the query.

    Raises:
        LookupError: There is no such message, or no such button under it.
    """
    message = chat.messages.get(message_id)
    if message is None:
        raise LookupError(f"no message {message_id}")
    rows = (message.keyboard or {}).get("inline_keyboard", [])
    if data not in [button.get("callback_data") for row in rows for button in row]:
        raise LookupError(f"no button sends {data!r}")
    account = next(each for each in world.accounts.values() if each.user.id == message.author)
    return world.ask(account, user, (chat, message), data)
