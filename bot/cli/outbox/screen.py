"""How a post is shown, to people and to programs."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from rich.text import Text as Line

from bot.cli.outbox.reasons import Scene, why, why_kept
from bot.cli.status import ago
from bot.cli.stories import PARTS, REPLIED
from bot.cli.terminal import STATES, tame
from bot.errors import WatchlistError
from bot.i18n import Lang, Text
from bot.model import DIGEST, DeliveryState
from bot.settings import Settings
from bot.store import destinations
from bot.store.database import Transaction
from bot.store.missed import Kept
from bot.store.unsent import Unsent
from bot.watchlist.load import load

LONGEST: Final = 100
"""Characters of a post's first line."""

KEPT = Text(en="kept back for a digest", fr="gardé pour un récapitulatif")
PARKED = Text(
    en="waiting for a channel that cannot be reached", fr="en attente d'un canal injoignable"
)
SIGNS: Final = {
    DeliveryState.HELD: ("?", "bold yellow"),
    DeliveryState.DEAD: ("✗", "red"),
    DeliveryState.DROPPED: ("–", "dim"),
    DeliveryState.SENT: ("✓", "green"),
    DeliveryState.GROUPED: ("✓", "green"),
}
_WAITS: Final = ("…", "")
_DIGEST: Final = Text(en="digest", fr="récapitulatif")


def scene(tx: Transaction, settings: Settings, now: datetime) -> Scene:
    """What is round the posts; a feeds.yaml that is wrong keeps nobody from seeing them."""
    try:
        places = {place.name for place in load(settings.watchlist).destinations}
    except WatchlistError:
        places = None
    return Scene(now, destinations.parked(tx), places)


def lines(each: Unsent, round_it: Scene, lang: Lang) -> Iterator[Line]:
    """A post in three lines: where it stands, what it says, why it is not sent."""
    sign, style = SIGNS.get(each.state, _WAITS)
    waited = ago(round_it.now - each.created_at, lang)
    facts = f" · {part(each, lang)} · {state(each, round_it, lang)} · {waited}"
    yield Line.assemble(
        (f"{each.id:>6} ", "bold"), (f"{sign} ", style), (tame(each.destination), "bold"), facts
    )
    yield Line(f"         {tame(first_line(each.text))}", "dim")
    yield Line(f"         {tame(why(each, round_it).into(lang))}")


def kept_lines(kept: Kept, now: datetime, lang: Lang) -> Iterator[Line]:
    """A story that is kept back, in two lines."""
    story = Text(en=f"story {kept.story_id}", fr=f"sujet {kept.story_id}").into(lang)
    yield Line.assemble(
        f"{'':>6} … ", (tame(kept.destination), "bold"), f" · {story} · {KEPT.into(lang)}"
    )
    yield Line(f"         {tame(why_kept(kept, now).into(lang))}")


def part(each: Unsent, lang: Lang) -> str:
    """Whether it is a post, an edit, a reply or a digest, in a word."""
    return (_DIGEST if each.part == DIGEST else PARTS.get(each.part, REPLIED)).into(lang)


def state(each: Unsent, round_it: Scene, lang: Lang) -> str:
    """Where it stands, in a word or two."""
    is_parked = each.state is DeliveryState.PENDING and each.destination in round_it.parked
    return (PARKED if is_parked else STATES[each.state]).into(lang)


def first_line(text: str) -> str:
    """The first line of a post, cut."""
    line = text.strip().partition("\n")[0]
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def as_data(each: Unsent, round_it: Scene, lang: Lang) -> dict[str, Any]:
    """A post for programs; the keys stay, moments are in ISO 8601."""
    return {
        "id": each.id,
        "story": each.story_id,
        "channel": each.destination,
        "part": each.part,
        "state": str(each.state),
        "parked": each.destination in round_it.parked,
        "priority": str(each.priority),
        "text": each.text,
        "created_at": each.created_at.isoformat(),
        "due_at": each.due_at.isoformat(),
        "attempts": each.attempt,
        "sent_at": each.sent_at.isoformat() if each.sent_at else None,
        "reason": each.reason.into(lang) if each.reason else None,
        "why": why(each, round_it).into(lang),
    }


def kept_data(kept: Kept, now: datetime, lang: Lang) -> dict[str, Any]:
    """A story that is kept back, for programs."""
    return {
        "id": None,
        "story": kept.story_id,
        "channel": kept.destination,
        "state": "kept",
        "due_at": kept.due_at.isoformat() if kept.due_at else None,
        "reason": kept.reason.into(lang) if kept.reason else None,
        "why": why_kept(kept, now).into(lang),
    }
