"""Who may decide for a chat: below a channel's post, anybody who reads it can press a button."""

from typing import Final

from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.model.incoming import Person, Place

_IN_CHARGE: Final = {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR}


async def is_in_charge(person: Person, place: Place, bot: Bot) -> bool:
    """Whether they administer the chat, or it is theirs; no when Telegram does not say."""
    if place.is_private:
        return place.id == person.id
    try:
        member = await bot.get_chat_member(place.id, person.id)
    except TelegramError:
        return False
    return member.status in _IN_CHARGE
