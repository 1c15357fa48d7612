"""The link by which a person adds the bot to a channel in one tap."""

from telegram import Bot
from telegram.error import TelegramError


async def invitation(bot: Bot) -> str:
    """It asks for the right to post and for no other; empty when Telegram cannot be asked.

    core.telegram.org/api/links, "Bot channel links".
    """
    try:
        name = bot.username
    except RuntimeError:  # it was not asked yet who it is
        try:
            name = (await bot.get_me()).username or ""
        except TelegramError:
            return ""
    return f"https://t.me/{name}?startchannel&admin=post_messages" if name else ""
