"""The verbs of the control interface: what can be asked for over HTTP."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.demo.botapi.arguments import Misunderstood
from bot.demo.botapi.cards import Card
from bot.demo.botapi.chats import Chat, Json
from bot.demo.botapi.director import POSTING, Director
from bot.demo.botapi.documented import Signature, takes
from bot.demo.botapi.faults import Failing, Fault
from bot.demo.botapi.flood import Limits
from bot.demo.botapi.refusal import Refusal
from bot.demo.botapi.world import Query


@dataclass(frozen=True, slots=True)
class Verb:
    """Something that can be asked for; what it takes is of the kinds of `arguments.READ`."""

    do: Callable[..., Any]
    takes: Signature
    gives: str = ""
    """The name of what comes back, when it is a bare number, text or list."""


def _promote(director: Director, rights: list[str], **where: Any) -> None:
    """Make the bot (or `user`) an administrator with just these rights."""
    director.promote(where["chat_id"], *rights, user=where.get("user"))


def _read(director: Director, chat_id: Chat, message_id: int) -> None:
    """The person in front of the page has read up to this message."""
    director.world.read(chat_id, message_id)


def _plan(director: Director, failing: Failing, **how: Any) -> None:
    """Let calls fail that fit; `after` that many, `times` often, 0 for always."""
    refusal = Refusal(
        how.pop("code", 500),
        how.pop("description", "Internal Server Error: restart"),
        how.pop("parameters", None),
    )
    times = how.pop("times", 1) or None
    director.plan(Fault(failing, refusal=refusal, times=times, **how))


def _heal(director: Director) -> None:
    """Nothing goes wrong any more."""
    director.service.faults.clear()


def _limit(director: Director, on: bool = True) -> None:  # noqa: FBT001, FBT002 - called by name, from JSON
    """Hold Telegram's flood limits, or none."""
    director.service.flood.limits = Limits() if on else None


def _answer(director: Director, id: str) -> Query:  # noqa: A002 - the name in JSON
    """What the bot has answered to a press on a button; null until it has."""
    if id not in director.world.queries:
        raise Misunderstood("no such press")
    return director.world.queries[id]


def _violations(director: Director) -> list[str]:
    """Every departure from the documentation of the Bot API so far."""
    return director.violations


def _chats(director: Director) -> list[Json]:
    """Every chat."""
    return [chat.to_json() for chat in director.world.every_chat()]


def _users(director: Director) -> list[Json]:
    """Everybody, bots too."""
    return [user.to_json() for user in director.world.users.values()]


def _calls(director: Director) -> list[Json]:
    """The last ten thousand calls, the oldest first; files and long texts are cut."""
    return [{"method": call.method, "at": call.at, "given": call.given} for call in director.calls]


def _card(director: Director, url: str, site: str, title: str, **more: str) -> None:
    """What the preview of a page shows; pages without a card have no preview."""
    director.add_card(url, Card(site, title, **more))


def _channel(
    director: Director, title: str, username: str = "", rights: list[str] | None = None
) -> int:
    """A channel of the viewer's, with the bot as an administrator."""
    return director.add_channel(title, username, POSTING if rights is None else rights)


_IN: Final = "chat_id:chat! "
_ONE: Final = _IN + "message_id:number! "
_WHO: Final = _IN + "user:user"
_TOPIC: Final = _IN + "thread:number! "

VERBS: Final[Mapping[str, Verb]] = {
    "add_user": Verb(Director.add_user, takes("first_name:text! username:text")),
    "add_bot": Verb(Director.add_bot, takes("first_name:text! username:text!")),
    "add_channel": Verb(_channel, takes("title:text! username:text rights:texts"), "chat_id"),
    "add_group": Verb(Director.add_group, takes("title:text!"), "chat_id"),
    "add_supergroup": Verb(
        Director.add_supergroup, takes("title:text! username:text topics:numbers"), "chat_id"
    ),
    "add_picture": Verb(Director.add_picture, takes("url:text! data:bytes!")),
    "add_card": Verb(_card, takes("url:text! site:text! title:text! description:text image:text")),
    "start": Verb(Director.start, takes("user:user payload:text"), "chat_id"),
    "follow": Verb(Director.follow, takes("link:text! user:user chat_id:chat"), "chat_id"),
    "say": Verb(Director.say, takes(_WHO + " text:text! thread:number"), "message_id"),
    "press": Verb(Director.press, takes(_ONE + "data:text! user:user")),
    "answer": Verb(_answer, takes("id:text!")),
    "read": Verb(_read, takes(_ONE)),
    "react": Verb(Director.react, takes(_ONE + "emoji:text! user:user")),
    "edit": Verb(Director.edit, takes(_ONE + "text:text!")),
    "erase": Verb(Director.erase, takes(_ONE)),
    "pin": Verb(Director.pin, takes(_ONE)),
    "skip_ids": Verb(Director.skip_ids, takes(_IN + "count:number")),
    "promote": Verb(_promote, takes(_WHO + " rights:texts!")),
    "demote": Verb(Director.demote, takes(_WHO)),
    "restrict": Verb(Director.restrict, takes(_WHO)),
    "kick": Verb(Director.kick, takes(_WHO)),
    "remove": Verb(Director.remove, takes(_WHO)),
    "block": Verb(Director.block, takes("user:user")),
    "unblock": Verb(Director.unblock, takes("user:user")),
    "protect": Verb(Director.protect, takes(_IN + "on:switch")),
    "vanish": Verb(Director.vanish, takes(_IN)),
    "migrate": Verb(Director.migrate, takes(_IN), "chat_id"),
    "open_topic": Verb(Director.open_topic, takes(_IN + "name:text!"), "thread"),
    "close_topic": Verb(Director.close_topic, takes(_TOPIC + "closed:switch")),
    "delete_topic": Verb(Director.delete_topic, takes(_TOPIC)),
    "plan": Verb(
        _plan,
        takes(
            "failing:failing! method:text chat_id:place after:number times:number code:number"
            " description:text parameters:object seconds:seconds"
        ),
    ),
    "heal": Verb(_heal, takes("")),
    "limit": Verb(_limit, takes("on:switch")),
    "transcript": Verb(Director.transcript, takes(_IN), "messages"),
    "chats": Verb(_chats, takes(""), "chats"),
    "users": Verb(_users, takes(""), "users"),
    "calls": Verb(_calls, takes(""), "calls"),
    "violations": Verb(_violations, takes(""), "violations"),
}
"""Everything that can be asked for, by its name."""
