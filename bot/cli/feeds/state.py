"""How a source fares, in a word and a line, and which is worst. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

from bot.cadence import NEVER, silent_for
from bot.i18n import Text, counted
from bot.model import FetchState, Source
from bot.store.feeds import Known


class State(IntEnum):
    """The worst first."""

    STOPPED = 0
    FAILING = 1
    SILENT = 2
    PAUSED = 3
    NEW = 4
    WELL = 5


WORDS: Final = {
    State.STOPPED: Text(en="stopped", fr="arrêtée"),
    State.FAILING: Text(en="failing", fr="en échec"),
    State.SILENT: Text(en="silent", fr="silencieuse"),
    State.PAUSED: Text(en="paused", fr="en pause"),
    State.NEW: Text(en="never polled", fr="jamais relevée"),
    State.WELL: Text(en="well", fr="va bien"),
}
SIGNS: Final = {
    State.STOPPED: ("✗", "red"),
    State.FAILING: ("✗", "red"),
    State.SILENT: ("⚠", "yellow"),
    State.PAUSED: ("⏸", "dim"),
    State.NEW: ("·", "dim"),
    State.WELL: ("✓", "green"),
}
IN_TROUBLE: Final = frozenset({State.STOPPED, State.FAILING, State.SILENT})


@dataclass(frozen=True, slots=True)
class Standing:
    """A source and how it fares."""

    source: Source
    known: Known | None
    """None for one that Vigie has not met yet."""
    state: State
    trouble: Text | None
    """What is wrong, in a line."""

    @property
    def memory(self) -> FetchState | None:
        """What is remembered of the feed."""
        return self.known.state if self.known else None


def standing(source: Source, known: Known | None, now: datetime) -> Standing:
    """How a source fares."""
    if source.paused:
        return Standing(source, known, State.PAUSED, None)
    if known is None or known.state.last_polled_at is None:
        return Standing(source, known, State.NEW, None)
    state = known.state
    if state.failures:
        stopped = state.next_poll_at is not None and state.next_poll_at >= NEVER
        return Standing(source, known, State.STOPPED if stopped else State.FAILING, known.reason)
    if silence := silent_for(state, now):
        return Standing(source, known, State.SILENT, _silent(silence))
    return Standing(source, known, State.WELL, _moved(state.moved_to))


def worst_first(each: Standing) -> tuple[State, datetime, str]:
    """What to sort by: the state, then the longest trouble, then the name."""
    memory = each.memory
    since = (memory.failing_since or memory.last_new_at) if memory else None
    return each.state, since if since and each.state in IN_TROUBLE else NEVER, each.source.name


def _silent(silence: timedelta) -> Text:
    days = silence.days
    return Text(
        en=f"It answers, and has brought nothing new for {counted(days, 'day', 'days', 'en')}, "
        "unlike before.",
        fr=f"Elle répond, sans rien de nouveau depuis {counted(days, 'jour', 'jours', 'fr')}, "
        "contrairement à avant.",
    )


def _moved(address: str | None) -> Text | None:
    if address is None:
        return None
    return Text(
        en=f"It has moved: write {address} into feeds.yaml.",
        fr=f"Elle a déménagé : écrivez {address} dans feeds.yaml.",
    )
