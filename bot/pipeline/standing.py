"""A story as it stands: who tells it, how many in their own words, what became of its headline."""

from dataclasses import replace
from typing import Final

from bot.model import StoredEntry, Story
from bot.pipeline.development import correction, is_retracted
from bot.pipeline.watch import Watch
from bot.store import stories
from bot.store.database import Transaction
from bot.store.stories import Teller
from bot.story import Telling, independent, outlet

ENOUGH: Final = 32
"""Outlets that are counted: the last development that they make is the twentieth, and a story of
hundreds is looked at with each of its articles."""


def standing(tx: Transaction, story_id: int, watch: Watch) -> Story | None:
    """The story as the present rules see it; None when it is unknown."""
    story = stories.load(tx, story_id, watch.rules)
    if story is None:
        return None
    tellers = _tellers(tx, story_id, watch)
    number = correction(story)
    outlets = _outlets(story.lead, tellers, watch)
    return replace(
        story,
        outlets=tuple(outlets),
        pages=tuple(outlets.values()),
        independent=_independent(tellers),
        former_title=story.changes[number - 1].before if number else "",
        is_retracted=is_retracted(story.lead.entry),
    )


def _tellers(tx: Transaction, story_id: int, watch: Watch) -> tuple[tuple[str, Teller], ...]:
    """Each with its publisher."""
    tellers = stories.tellers(tx, story_id)
    return tuple((outlet(each.url, each.source, watch.families), each) for each in tellers)


def _outlets(
    lead: StoredEntry, tellers: tuple[tuple[str, Teller], ...], watch: Watch
) -> dict[str, str]:
    """A name for each publisher and its first article, the lead's first.

    The nine feeds of one publisher count once.
    """
    publisher = outlet(lead.entry.url, lead.source, watch.families)
    named = {publisher: (lead.source, lead.entry.url)}
    for publisher, teller in tellers:
        named.setdefault(publisher, (teller.source, teller.url))
    pages: dict[str, str] = {}
    for name, page in named.values():
        pages.setdefault(name, page)
    return pages


def _independent(tellers: tuple[tuple[str, Teller], ...]) -> int:
    if len(tellers) < 2:
        return 1
    return independent(
        (Telling(publisher, each.sketch, each.content_hash) for publisher, each in tellers),
        ENOUGH,
    )
