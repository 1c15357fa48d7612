"""What a person writes to the bot in their private chat, and what it answers. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from bot.i18n import Text
from bot.message.newcomer import Newcomer
from bot.model.incoming import Said

MOST_RULES: Final = 20
"""That are named."""


class Wish(StrEnum):
    """What follows for the alerts of this chat."""

    NOTHING = "nothing"
    RESUME = "resume"
    PAUSE = "pause"


class Response(NamedTuple):
    """What is answered, and what follows."""

    text: str
    wish: Wish = Wish.NOTHING
    is_chatter: bool = False
    """Whether nothing was asked for: such an answer is given seldom."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the bot has to do with this chat."""

    is_subscribed: bool
    """Whether feeds.yaml names it."""
    rules: tuple[str, ...] = ()
    """Names of those whose alerts go there."""
    taken: tuple[str, ...] = ()
    """Names of all channels."""
    invitation: str = ""
    """A link that adds the bot to a channel."""


def start(said: Said, standing: Standing) -> Response:
    """``/start``: who the bot is, and what this chat gets or what is missing for that."""
    lang = said.person.lang
    if not standing.is_subscribed:
        return Response(f"{_WHO.into(lang)}\n\n{_missing(said, standing)}")
    if not standing.rules:
        return Response(f"{_WHO.into(lang)}\n\n{_NO_RULE.into(lang)}", Wish.RESUME)
    named = [f"• {name}" for name in standing.rules[:MOST_RULES]]
    if (more := len(standing.rules) - MOST_RULES) > 0:
        named.append(Text(en=f"… and {more} more", fr=f"… et {more} de plus").into(lang))
    lines = (_WHO.into(lang), "", _SUBSCRIBED.into(lang), *named, "", _HOW_TO_STOP.into(lang))
    return Response("\n".join(lines), Wish.RESUME)


def stop(said: Said, standing: Standing) -> Response:
    """``/stop``: no more alerts here until ``/start``."""
    lang = said.person.lang
    if not standing.is_subscribed:
        return Response(_NOTHING_TO_STOP.into(lang))
    return Response(_STOPPED.into(lang), Wish.PAUSE)


def other(said: Said, _standing: Standing) -> Response:
    """Anything else."""
    return Response(_WHAT_IT_KNOWS.into(said.person.lang), is_chatter=True)


COMMANDS: Final[Mapping[str, Callable[[Said, Standing], Response]]] = {
    "/start": start,
    "/stop": stop,
    "/help": start,
}
"""What may be written, and who answers it."""


def respond(said: Said, standing: Standing) -> Response:
    """The answer; a command may name the bot, and bring words that nobody asked for."""
    first = said.text.split(maxsplit=1)[:1]
    command = first[0].partition("@")[0].lower() if first else ""
    return COMMANDS.get(command, other)(said, standing)


def _missing(said: Said, standing: Standing) -> str:
    """What an operator has to write, and how to have alerts in a channel instead."""
    lang = said.person.lang
    here = Newcomer(said.place.id, said.place.title, standing.taken, lang)
    lines = [_NOTHING_HERE.into(lang), "", here.line]
    if standing.invitation:
        lines += ["", _INVITE.into(lang), standing.invitation]
    return "\n".join(lines)


_WHO: Final = Text(
    en="I am Vigie. I watch news feeds and post what matches the rules of those who run me.",
    fr="Je suis Vigie. Je surveille des flux d'actualité et je publie ce qui répond aux règles de "
    "ceux qui me font tourner.",
)
_SUBSCRIBED: Final = Text(en="You get the alerts of:", fr="Vous recevez les alertes de :")
_HOW_TO_STOP: Final = Text(
    en="/stop ends the alerts here, /start brings them back.",
    fr="/stop arrête les alertes ici, /start les rétablit.",
)
_NO_RULE: Final = Text(
    en="This chat is known in feeds.yaml, but no rule sends anything here yet: its name belongs "
    "under “to:” of a rule.",
    fr="Ce salon est connu dans feeds.yaml, mais aucune règle n'y envoie encore rien : son nom va "
    "sous « to: » d'une règle.",
)
_NOTHING_HERE: Final = Text(
    en="Nothing is sent here so far. For alerts in this chat, whoever runs me puts this line into "
    "feeds.yaml under “channels:”, and its name under “to:” of a rule:",
    fr="Rien n'arrive ici pour l'instant. Pour des alertes dans ce salon, la personne qui me fait "
    "tourner met cette ligne dans feeds.yaml sous « channels: », et son nom sous « to: » d'une "
    "règle :",
)
_INVITE: Final = Text(
    en="To add me to a channel of yours instead:", fr="Pour m'ajouter plutôt à l'un de vos canaux :"
)
_STOPPED: Final = Text(
    en="Done: nothing more comes here. /start brings the alerts back, with what came in the "
    "meantime.",
    fr="C'est fait : plus rien n'arrive ici. /start rétablit les alertes, avec ce qui est venu "
    "entre-temps.",
)
_NOTHING_TO_STOP: Final = Text(
    en="Nothing is sent here, so there is nothing to stop.",
    fr="Rien n'est envoyé ici : il n'y a rien à arrêter.",
)
_WHAT_IT_KNOWS: Final = Text(
    en="I cannot talk; alerts come by themselves. I understand /start and /stop.",
    fr="Je ne sais pas converser ; les alertes viennent d'elles-mêmes. Je comprends /start et "
    "/stop.",
)
