"""Why a post is not sent, and what a person can do, in words. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.cli.rules import dates
from bot.cli.status import ago
from bot.i18n import Text
from bot.model import DIGEST, EDIT, POST, DeliveryState
from bot.pipeline.reach import FOR_GOOD
from bot.store.destinations import Parked
from bot.store.missed import Kept
from bot.store.unsent import Unsent


@dataclass(frozen=True, slots=True)
class Scene:
    """What is round a post."""

    now: datetime
    parked: Mapping[str, Parked]
    """Destinations that cannot be reached."""
    places: Collection[str] | None
    """The channels of feeds.yaml; None when it cannot be read."""


def why(each: Unsent, scene: Scene) -> Text:
    """Why it is not sent, until when, and what to do when a person has to decide."""
    if each.state is DeliveryState.PENDING:
        return _waiting(each, scene)
    if each.state is DeliveryState.HELD:
        return _held(each)
    if each.state is DeliveryState.DEAD:
        return _dead(each)
    if each.state is DeliveryState.DROPPED:
        return _dropped(each)
    if each.state is DeliveryState.UNCERTAIN:
        return _uncertain(each, scene.now)
    return _PLAIN[each.state]


def why_kept(kept: Kept, now: datetime) -> Text:
    """Until when a story is kept back, and why."""
    if kept.due_at is None:
        return _MISSED
    moment = _until(kept.due_at, now)
    reason = kept.reason or Text(en="to be told with others", fr="à dire avec d'autres")
    return Text(
        en=f"told with others {moment.en}: {reason.en}",
        fr=f"dit avec d'autres {moment.fr} : {reason.fr}",
    )


def _waiting(each: Unsent, scene: Scene) -> Text:
    if each.part not in {POST, DIGEST} and each.post is not DeliveryState.SENT:
        return _POST_FIRST
    if scene.places is not None and each.destination not in scene.places:
        return _NO_PLACE
    parked = scene.parked.get(each.destination)
    if parked:
        return _parked(parked, scene.now)
    if each.due_at <= scene.now:
        return _with(_ITS_TURN, each.reason)
    moment = _until(each.due_at, scene.now)
    if each.part == EDIT and not each.attempt:
        return Text(
            en=f"changes of a post are made together: {moment.en}",
            fr=f"les modifications d'un message se font ensemble : {moment.fr}",
        )
    return _with(Text(en=f"tried again {moment.en}", fr=f"nouvel essai {moment.fr}"), each.reason)


def _parked(parked: Parked, now: datetime) -> Text:
    since, moment = parked.since, _until(parked.until, now)
    if parked.until - since >= FOR_GOOD:
        begun = Text(
            en=f"nothing goes there since {dates.moment(since, 'en')} UTC",
            fr=f"rien n'y va plus depuis le {dates.moment(since, 'fr')} UTC",
        )
        return _with(begun, parked.reason)
    head = Text(
        en=f"its channel has been out of reach since {dates.moment(since, 'en')} UTC, and is tried "
        f"again {moment.en}",
        fr=f"son canal est injoignable depuis le {dates.moment(since, 'fr')} UTC ; nouvel essai "
        f"{moment.fr}",
    )
    return _with(head, parked.reason)


def _held(each: Unsent) -> Text:
    head = _with(
        Text(
            en="nothing can tell whether it arrived",
            fr="rien ne permet de savoir s'il est arrivé",
        ),
        each.reason,
    )
    return Text(
        en=f"{head.en} Look in the channel; if it is not there: vigie outbox retry {each.id}; "
        f"if it is: vigie outbox drop {each.id}",
        fr=f"{head.fr} Regardez dans le canal ; s'il n'y est pas : vigie outbox retry {each.id} ; "
        f"s'il y est : vigie outbox drop {each.id}",
    )


def _dead(each: Unsent) -> Text:
    reason = each.reason or Text(en="Telegram refuses it.", fr="Telegram le refuse.")
    return Text(
        en=f"{_sentence(reason.en)} Once that is mended: vigie outbox retry {each.id}",
        fr=f"{_sentence(reason.fr)} Une fois corrigé : vigie outbox retry {each.id}",
    )


def _dropped(each: Unsent) -> Text:
    reason = each.reason or Text(en="given up", fr="abandonné")
    return Text(
        en=f"{_sentence(reason.en)} To send it after all: vigie outbox retry {each.id}",
        fr=f"{_sentence(reason.fr)} Pour l'envoyer malgré tout : vigie outbox retry {each.id}",
    )


def _uncertain(each: Unsent, now: datetime) -> Text:
    moment = _until(each.due_at, now)
    head = Text(
        en=f"perhaps arrived: Vigie looks {moment.en}, if it runs, and goes on by itself",
        fr=f"peut-être arrivé : Vigie le vérifie {moment.fr}, si elle tourne, et continue "
        "d'elle-même",
    )
    return _with(head, each.reason)


def _with(head: Text, reason: Text | None) -> Text:
    """With what came of the last attempt, as a sentence."""
    if reason is None:
        return Text(en=_sentence(head.en), fr=_sentence(head.fr))
    return Text(en=_sentence(f"{head.en}: {reason.en}"), fr=_sentence(f"{head.fr} : {reason.fr}"))


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def _until(moment: datetime, now: datetime) -> Text:
    if moment <= now:
        return Text(en="now", fr="maintenant")
    wait = now - moment
    return Text(
        en=f"{ago(wait, 'en')} ({dates.moment(moment, 'en')} UTC)",
        fr=f"{ago(wait, 'fr')} ({dates.moment(moment, 'fr')} UTC)",
    )


_POST_FIRST: Final = Text(
    en="It follows up on a post that is not there yet, and goes out after it.",
    fr="Il fait suite à un message qui n'y est pas encore, et partira après lui.",
)
_NO_PLACE: Final = Text(
    en="feeds.yaml has no channel of this name any more: it waits until there is one.",
    fr="feeds.yaml n'a plus de canal de ce nom : il attend qu'il y en ait un.",
)
_ITS_TURN: Final = Text(
    en="goes out as soon as its turn comes, if Vigie runs",
    fr="part dès que vient son tour, si Vigie tourne",
)
_MISSED: Final = Text(
    en="It came while nobody looked, or was there before: told with the others when all feeds are "
    "read.",
    fr="Il est arrivé pendant que personne ne regardait, ou était là avant : il sera dit avec les "
    "autres quand tous les flux auront été lus.",
)
_PLAIN: Final = {
    DeliveryState.SENDING: Text(
        en="On its way: Telegram has not answered yet.",
        fr="En route : Telegram n'a pas encore répondu.",
    ),
    DeliveryState.SENT: Text(en="It is there.", fr="Il y est."),
    DeliveryState.GATHERED: Text(
        en="Told in a digest in a moment, with others that waited long.",
        fr="Dit dans un instant dans un récapitulatif, avec d'autres qui ont longtemps attendu.",
    ),
    DeliveryState.GROUPED: Text(
        en="Told in a digest instead.", fr="Dit dans un récapitulatif à la place."
    ),
}
