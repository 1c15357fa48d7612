"""What a person may decide on a post that is not sent: send it again, or drop it. Pure decisions.

The one who sends takes it up by itself: it looks into the outbox every second.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from bot.i18n import Text
from bot.model import DIGEST, POST, DeliveryState
from bot.store import destinations, unsent
from bot.store.database import Transaction
from bot.store.unsent import Unsent


class Verdict(NamedTuple):
    """Where a post stands from now on; as it did when `state` is None."""

    state: DeliveryState | None
    reason: Text


@dataclass(frozen=True, slots=True)
class Decided:
    """A post, and what was decided on it."""

    post: Unsent
    is_done: bool
    said: Text


Decision = Callable[[Unsent], Verdict]


def may_come_twice(each: Unsent) -> bool:
    """Whether sending it again may show it a second time: nobody knows whether it arrived."""
    is_unsure = each.state in {DeliveryState.HELD, DeliveryState.DROPPED}
    return is_unsure and each.started_at is not None


def retrying(each: Unsent) -> Verdict:
    """Whether a post is sent again, and why not."""
    if each.state in _NOT_AGAIN:
        return Verdict(None, _NOT_AGAIN[each.state])
    if each.part not in {POST, DIGEST} and each.post is not DeliveryState.SENT:
        return Verdict(None, _POST_FIRST)
    return Verdict(DeliveryState.PENDING, _TWICE if may_come_twice(each) else _AGAIN)


def dropping(each: Unsent) -> Verdict:
    """Whether a post is dropped, and why not."""
    if each.state in _NOT_DROPPED:
        return Verdict(None, _NOT_DROPPED[each.state])
    return Verdict(DeliveryState.DROPPED, _DROPPED)


def retry(tx: Transaction, chosen: Sequence[Unsent], now: datetime) -> tuple[Decided, ...]:
    """Have posts sent again as soon as may be; a parked destination of theirs is tried at once."""
    done = tuple(_decided(tx, each, retrying(each), _BY_HAND, now) for each in chosen)
    for name in {each.post.destination for each in done if each.is_done}:
        destinations.hasten(tx, name, now)
    return done


def drop(tx: Transaction, chosen: Sequence[Unsent], now: datetime) -> tuple[Decided, ...]:
    """Send these no more; each can be sent after all."""
    return tuple(_decided(tx, each, dropping(each), _dropped(each, now), now) for each in chosen)


def _decided(tx: Transaction, each: Unsent, verdict: Verdict, kept: Text, now: datetime) -> Decided:
    if verdict.state is None:
        return Decided(each, is_done=False, said=verdict.reason)
    if not unsent.decide(tx, each, verdict.state, kept, now):
        return Decided(each, is_done=False, said=_MOVED_ON)
    return Decided(each, is_done=True, said=verdict.reason)


def _dropped(each: Unsent, now: datetime) -> Text:
    """With what kept it from being sent, for whoever wonders later."""
    before = each.reason
    return Text(
        en=f"dropped by hand on {now:%Y-%m-%d %H:%M} UTC"
        + (f"; before: {before.en}" if before else ""),
        fr=f"abandonné à la main le {now:%Y-%m-%d %H:%M} UTC"
        + (f" ; avant : {before.fr}" if before else ""),
    )


_BY_HAND: Final = Text(en="to be sent, by hand", fr="à envoyer, à la main")
_AGAIN: Final = Text(
    en="goes out as soon as its turn comes, if Vigie runs",
    fr="part dès que vient son tour, si Vigie tourne",
)
_TWICE: Final = Text(
    en="goes out as soon as its turn comes, if Vigie runs; it may come twice, as nothing can tell "
    "whether it had arrived",
    fr="part dès que vient son tour, si Vigie tourne ; il peut arriver deux fois, car rien ne dit "
    "s'il était arrivé",
)
_DROPPED: Final = Text(en="is not sent any more", fr="ne sera plus envoyé")
_MOVED_ON: Final = Text(
    en="has moved on in the meantime: left as it is",
    fr="a changé d'état entre-temps : laissé tel quel",
)
_POST_FIRST: Final = Text(
    en="follows up on a post that is not there: it goes out by itself after that post",
    fr="fait suite à un message qui n'y est pas : il partira de lui-même après ce message",
)
_SENT: Final = Text(en="is sent already", fr="est déjà envoyé")
_GROUPED: Final = Text(en="is told in a digest", fr="est dit dans un récapitulatif")
_GOING: Final = Text(
    en="is being sent: wait for the answer; after a crash, Vigie looks at its start whether it "
    "arrived",
    fr="est en cours d'envoi : attendez la réponse ; après une panne, Vigie regarde à son "
    "démarrage s'il est arrivé",
)
_LOOKING: Final = Text(
    en="perhaps arrived, and Vigie is looking whether it did: it goes out again if it did not, or "
    "is held for you to decide",
    fr="est peut-être arrivé, et Vigie le vérifie : il repart s'il n'est pas arrivé, ou il est "
    "retenu pour que vous décidiez",
)
_NOT_AGAIN: Final = {
    DeliveryState.SENT: _SENT,
    DeliveryState.GATHERED: _GROUPED,
    DeliveryState.GROUPED: _GROUPED,
    DeliveryState.SENDING: _GOING,
    DeliveryState.UNCERTAIN: _LOOKING,
}
_NOT_DROPPED: Final = {
    **_NOT_AGAIN,
    DeliveryState.DROPPED: Text(en="is dropped already", fr="est déjà abandonné"),
}
