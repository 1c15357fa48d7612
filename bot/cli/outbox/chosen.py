"""Which posts are meant: by their numbers, or all of a channel."""

from collections.abc import Collection, Sequence
from typing import Final

import click

from bot.i18n import Lang, Text, did_you_mean
from bot.model import DeliveryState
from bot.store import destinations, unsent
from bot.store.database import Transaction
from bot.store.unsent import Unsent

CHANNEL: Final = Text(
    en="All of this channel that are not sent.", fr="Tous ceux de ce canal qui ne sont pas partis."
)
OPEN: Final = (DeliveryState.HELD, DeliveryState.DEAD, DeliveryState.PENDING)
"""What is meant by all of a channel: what is on its way settles itself."""
EX_UNCHANGED: Final = 1
_ONE_OF_THEM: Final = Text(
    en="Give numbers (vigie outbox list shows them), or --channel.",
    fr="Donnez des numéros (vigie outbox list les montre), ou --channel.",
)


def chosen_parameters(lang: Lang) -> list[click.Parameter]:
    """``[ID]…`` and ``--channel``."""
    numbers = Text(en="[ID]…", fr="[N°]…").into(lang)
    return [
        click.Argument(["ids"], type=click.IntRange(1), nargs=-1, metavar=numbers),
        click.Option(["--channel"], metavar=channel_metavar(lang), help=CHANNEL.into(lang)),
    ]


def channel_metavar(lang: Lang) -> str:
    """What stands for a channel's name."""
    return Text(en="NAME", fr="NOM").into(lang)


def require_choice(ids: Sequence[int], channel: str | None, lang: Lang) -> None:
    """Raises: click.UsageError: neither numbers nor a channel, or both."""
    if bool(ids) == bool(channel):
        raise click.UsageError(_ONE_OF_THEM.into(lang))


def chosen(
    tx: Transaction, ids: Sequence[int], channel: str | None, lang: Lang
) -> tuple[Unsent, ...]:
    """The posts that are meant, each once.

    Raises:
        click.BadParameter: a number or a channel that does not exist.
    """
    if channel is not None:
        return unsent.found(tx, OPEN, require_places(tx, [channel], lang))
    found = unsent.by_id(tx, ids)
    unknown = [str(each) for each in ids if each not in found]
    if unknown:
        numbers = ", ".join(unknown)
        text = Text(
            en=f"There is no post {numbers}: nothing was changed.",
            fr=f"Il n'y a pas de message {numbers} : rien n'a été modifié.",
        )
        raise click.BadParameter(text.into(lang))
    return tuple(found[each] for each in dict.fromkeys(ids))


def require_places(tx: Transaction, names: Collection[str], lang: Lang) -> tuple[str, ...]:
    """The channels of these names, in any case.

    Raises:
        click.BadParameter: there is none; with the one that may be meant.
    """
    known = {name.casefold(): name for name in destinations.names(tx)}
    for name in names:
        if name.strip().casefold() not in known:
            said = Text(
                en=f"No channel is called “{name}”.", fr=f"Aucun canal ne s'appelle « {name} »."
            )
            hint = did_you_mean(name, known.values())
            raise click.BadParameter(" ".join(each.into(lang) for each in (said, hint) if each))
    return tuple(known[name.strip().casefold()] for name in names)
