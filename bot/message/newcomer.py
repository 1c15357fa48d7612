"""A chat that the bot was added to and that feeds.yaml does not name: what to write there."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from bot.i18n import Lang, Text
from bot.message.nodes import Writer
from bot.message.parts import shortened
from bot.model import Mark, Message, Passage

MOST: Final = 5
"""Chats that are told in one message: whoever knows the bot's name can add it anywhere."""
LONGEST_TITLE: Final = 60
LONGEST_NAME: Final = 30
_GAP: Final = re.compile(r"[^a-z0-9]+")
_RESERVED: Final = {"true", "false", "null"}
"""They are no text in YAML."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A chat, and what stands in the way of posting there."""

    chat_id: int
    title: str
    taken: Collection[str]
    """The names that feeds.yaml has for others."""
    lang: Lang
    """Of the person who added the bot."""
    obstacle: Text | None = None

    @property
    def line(self) -> str:
        """To be put into feeds.yaml, under ``channels:``."""
        name = name_for(self.title, self.taken)
        return f"  {name}: {{telegram: {self.chat_id}, lang: {self.lang}}}"


def name_for(title: str, taken: Collection[str]) -> str:
    """A name made from a chat's title, in letters that need no quotes; none that is `taken`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = _GAP.sub("-", plain)[:LONGEST_NAME].strip("-")
    if not name or name in _RESERVED or not name[0].isalpha():
        name = f"chat-{name}".rstrip("-")
    free = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(each for each in free if each not in taken)


def compose_newcomers(newcomers: Sequence[Newcomer], lang: Lang) -> Message:
    """One message for the operators about all of them."""
    writer = Writer()
    for each in newcomers[:MOST]:
        _describe(writer, each, lang)
    if len(newcomers) > MOST:
        writer.lines(2)
        more = len(newcomers) - MOST
        writer.text(Text(en=f"… and {more} more", fr=f"… et {more} de plus").into(lang))
    return writer.message()


def _describe(writer: Writer, newcomer: Newcomer, lang: Lang) -> None:
    if writer.plain:
        writer.lines(2)
    writer.text("+ ")
    with writer.marked(Mark.BOLD):
        writer.passage(Passage(shortened(newcomer.title, LONGEST_TITLE)))
    writer.text(f" · {_ADDED.into(lang)}")
    if newcomer.obstacle:
        writer.lines(1)
        writer.text(f"✗ {newcomer.obstacle.into(lang)}")
    writer.lines(1)
    writer.text(newcomer.line)


_ADDED: Final = Text(
    en="the bot was added there. To post there, put into feeds.yaml under “channels:”",
    fr="le bot y a été ajouté. Pour y publier, mettez dans feeds.yaml sous « channels: »",
)
