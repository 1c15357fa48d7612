"""What the operator is told of channels and posts in trouble, and of what is well again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final

from bot.i18n import Lang, Text, counted
from bot.message.nodes import Writer
from bot.model import Button, Mark, Message

RESEND: Final = "resend"
DROP: Final = "drop"
"""What the data of the two buttons begins with; the number of a post follows."""
MOST: Final = 6
"""Channels that are named of each kind of trouble; the others are counted."""
LONGEST_NAME: Final = 40
LONGEST: Final = 80
"""Characters of a reason: with every kind of trouble at once a message is not full."""


@dataclass(frozen=True, slots=True)
class Concerned:
    """A channel, how many of its posts, and why."""

    channel: str
    posts: int = 0
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Troubles:
    """What has begun and ended since the operators were told last."""

    unreachable: Sequence[Concerned] = ()
    held: Sequence[Concerned] = ()
    """Nothing can tell whether they arrived."""
    newest_held: int = 0
    """The highest number of these posts: what a button under the message decides goes so far."""
    refused: Sequence[Concerned] = ()
    """For good."""
    rival: Text | None = None
    """Another program reads the bot's updates: what Telegram says."""
    reachable: Sequence[Concerned] = ()
    """Again."""
    sent: Sequence[Concerned] = ()
    """After all: they were held or refused."""
    is_rival_gone: bool = False

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))


def compose_troubles(troubles: Troubles, lang: Lang) -> Message:
    """One message that lists them, with the command that shows more.

    Held posts bring two buttons, for who has looked into the chat: send them again, drop them.
    """
    writer = Writer()
    _list(writer, troubles.unreachable, _UNREACHABLE, "vigie outbox list --state parked", lang)
    _list(writer, troubles.held, _HELD, "vigie outbox list --state held", lang)
    if troubles.held:
        _line(writer, _LOOK_FIRST.into(lang))
    _list(writer, troubles.refused, _REFUSED, "vigie outbox list --state dead", lang)
    if troubles.rival:
        _head(writer, _RIVAL, lang)
        _line(writer, f"✗ {troubles.rival.into(lang)[:LONGEST]}")
    _well(writer, troubles, lang)
    return writer.message(buttons=tuple(_decisions(troubles, lang)), silent=False)


def _decisions(troubles: Troubles, lang: Lang) -> Iterator[Button]:
    if troubles.newest_held:
        yield Button(_RESEND.into(lang), data=f"{RESEND}:{troubles.newest_held}")
        yield Button(_DROP.into(lang), data=f"{DROP}:{troubles.newest_held}")


def _list(
    writer: Writer, concerned: Sequence[Concerned], heading: Text, command: str, lang: Lang
) -> None:
    if not concerned:
        return
    _head(writer, heading, lang)
    for each in concerned[:MOST]:
        writer.lines(1)
        writer.text("✗ ")
        with writer.marked(Mark.BOLD):
            writer.text(each.channel[:LONGEST_NAME])
        if each.posts:
            writer.text(f" · {counted(each.posts, *_POSTS[lang], lang)}")
        if each.reason:
            writer.text(f" · {each.reason.into(lang)[:LONGEST]}")
    _rest(writer, len(concerned), lang)
    _line(writer, f"→ {command}")


def _well(writer: Writer, troubles: Troubles, lang: Lang) -> None:
    if not (troubles.reachable or troubles.sent or troubles.is_rival_gone):
        return
    _head(writer, _WELL, lang)
    for each in troubles.reachable[:MOST]:
        _line(writer, f"✓ {each.channel[:LONGEST_NAME]} · {_REACHABLE.into(lang)}")
    _rest(writer, len(troubles.reachable), lang)
    for each in troubles.sent[:MOST]:
        number = counted(each.posts, *_SENT[lang], lang)
        _line(writer, f"✓ {each.channel[:LONGEST_NAME]} · {number}")
    _rest(writer, len(troubles.sent), lang)
    if troubles.is_rival_gone:
        _line(writer, f"✓ {_ANSWERED.into(lang)}")


def _head(writer: Writer, words: Text, lang: Lang) -> None:
    if writer.plain:
        writer.lines(2)
    with writer.marked(Mark.BOLD):
        writer.text(words.into(lang))


def _line(writer: Writer, words: str) -> None:
    writer.lines(1)
    writer.text(words)


def _rest(writer: Writer, count: int, lang: Lang) -> None:
    if count > MOST:
        more = count - MOST
        _line(writer, Text(en=f"… and {more} more", fr=f"… et {more} de plus").into(lang))


_UNREACHABLE: Final = Text(
    en="Channels that cannot be reached: their posts wait",
    fr="Canaux injoignables : leurs messages attendent",
)
_HELD: Final = Text(
    en="Posts that may have arrived: you decide",
    fr="Messages peut-être arrivés : à vous de décider",
)
_LOOK_FIRST: Final = Text(
    en="Look into the channel first: what is sent again may be there twice.",
    fr="Regardez d'abord dans le canal : ce qui est renvoyé peut y être deux fois.",
)
_RESEND: Final = Text(en="Send again", fr="Renvoyer")
_DROP: Final = Text(en="Drop", fr="Abandonner")
_REFUSED: Final = Text(
    en="Posts that Telegram refuses for good", fr="Messages que Telegram refuse définitivement"
)
_RIVAL: Final = Text(
    en="Another program reads this bot's updates: posts go out, buttons are not answered",
    fr="Un autre programme lit les mises à jour de ce bot : les messages partent, les boutons ne "
    "répondent plus",
)
_WELL: Final = Text(en="Well again", fr="Rétabli")
_REACHABLE: Final = Text(en="can be reached", fr="de nouveau joignable")
_ANSWERED: Final = Text(
    en="Buttons are answered: the other program has gone.",
    fr="Les boutons répondent : l'autre programme est parti.",
)
_POSTS: Final = {"en": ("post", "posts"), "fr": ("message", "messages")}
_SENT: Final = {
    "en": ("post that was stuck is there", "posts that were stuck are there"),
    "fr": ("message bloqué est arrivé", "messages bloqués sont arrivés"),
}
