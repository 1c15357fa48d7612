"""Links that bring a bot somewhere: ``https://t.me/vigie_bot?startchannel&admin=post_messages``.

After https://core.telegram.org/api/links, sections "Bot links", "Groups" and "Channels".
"""

import re
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import parse_qs, urlsplit

from bot.demo.botapi.chats import Chat
from bot.demo.botapi.entities import Formatted
from bot.demo.botapi.people import RIGHTS, Member, User
from bot.demo.botapi.tidy import tidied
from bot.demo.botapi.world import Account, World

_PAYLOAD: Final = re.compile(r"[A-Za-z0-9_-]{0,64}")
_NAME: Final = re.compile(r"\w{3,32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What following a link does."""

    bot: str
    """Its name."""
    way: Literal["start", "startgroup", "startchannel"]
    payload: str = ""
    rights: frozenset[str] = frozenset()
    """Those of an administrator that the bot would like to have."""


def read_invitation(link: str) -> Invitation | None:
    """The invitation that a link is; None for any other link."""
    parts = urlsplit(link)
    query = {name: values[0] for name, values in parse_qs(parts.query, True).items()}  # noqa: FBT003 - the name of that argument says less: ?startchannel has no value and counts
    if parts.scheme == "tg" and parts.netloc == "resolve":
        name = query.get("domain", "")
    elif parts.netloc.lower() in ("t.me", "telegram.me"):
        name = parts.path.strip("/")
    else:
        return None
    if not _NAME.fullmatch(name):
        return None
    wanted = re.split(r"[ +]", query.get("admin", ""))
    rights = frozenset(f"can_{each}" for each in wanted) & RIGHTS
    if "startchannel" in query:
        return Invitation(name, "startchannel", rights=rights)
    way: Literal["start", "startgroup"] = "startgroup" if "startgroup" in query else "start"
    payload = query.get(way, "")
    return Invitation(name, way, payload if _PAYLOAD.fullmatch(payload) else "", rights)


def accept(world: World, link: str, user: User, chat: Chat | None) -> Chat:
    """Do what a person does who follows a link and says yes; gives the chat where the bot is.

    Raises:
        LookupError: It leads nowhere, or `user` may not add bots to `chat`.
    """
    invitation = read_invitation(link)
    if invitation is None:
        raise LookupError("this link invites no bot")
    account = _named(world, invitation.bot)
    if invitation.way == "start":
        chat = world.open_private(account, user)
        write(world, chat, user, f"/start {invitation.payload}".strip())
        return chat
    kinds = ("channel",) if invitation.way == "startchannel" else ("group", "supergroup")
    if chat is None or chat.type not in kinds:
        raise LookupError(f"choose a chat: {' or '.join(kinds)}")
    if not chat.member(user.id).may("can_promote_members"):
        raise LookupError(f"{user.first_name} may not add bots to {chat.title}")
    _add(world, invitation, account, user, chat)
    return chat


def _add(world: World, invitation: Invitation, account: Account, user: User, chat: Chat) -> None:
    rights = invitation.rights or _asked_for(account, chat)
    member = Member("member")
    if rights or chat.type == "channel":
        member = Member("administrator", rights | {"can_manage_chat"})
    world.set_member(chat, account.user, member, user)
    if invitation.way == "startgroup":
        command = f"/start@{account.user.username} {invitation.payload}".strip()
        write(world, chat, user, command)


def _asked_for(account: Account, chat: Chat) -> frozenset[str]:
    """What the bot asks for by default (`setMyDefaultAdministratorRights`)."""
    wanted = account.default_rights.get(chat.type == "channel", {})
    return frozenset(name for name, held in wanted.items() if held is True) & RIGHTS


def _named(world: World, username: str) -> Account:
    for account in world.accounts.values():
        if account.user.username.lower() == username.lower():
            return account
    raise LookupError(f"no bot @{username}")


def write(world: World, chat: Chat, user: User, text: str, thread: int = 0) -> int:
    """A person writes something, joining a group for it; gives the id of the message.

    Raises:
        Refusal: It is empty or too long.
    """
    content = tidied(Formatted(text))
    if chat.type.endswith("group") and not chat.member(user.id).is_in:
        world.set_member(chat, user, Member("member"), user)
    message = world.compose(chat, user, content, thread=thread)
    return world.post(chat, message).id
