"""A story as it stands: who tells it, how many in their own words, what became of its headline."""

from collections.abc import Mapping
from dataclasses import replace

from bot.model import Rule, Story
from bot.pipeline.development import correction, is_retracted
from bot.store import stories
from bot.store.database import Transaction
from bot.store.stories import Teller
from bot.story import Telling, independent, outlet


def standing(tx: Transaction, story_id: int, rules: Mapping[str, Rule]) -> Story | None:
    """The story as the present rules see it; None when it is unknown."""
    story = stories.load(tx, story_id, rules)
    if story is None:
        return None
    tellers = stories.tellers(tx, story_id)
    number = correction(story)
    return replace(
        story,
        outlets=_outlets(story.lead.source, story.lead.entry.url, tellers),
        independent=_independent(tellers),
        former_title=story.changes[number - 1].before if number else "",
        is_retracted=is_retracted(story.lead.entry),
    )


def _outlets(first: str, url: str, tellers: tuple[Teller, ...]) -> tuple[str, ...]:
    """A name for each publisher, the lead's first: the nine feeds of one count once."""
    named = {outlet(url, first): first}
    for teller in tellers:
        named.setdefault(outlet(teller.url, teller.source), teller.source)
    return tuple(dict.fromkeys(named.values()))


def _independent(tellers: tuple[Teller, ...]) -> int:
    if len(tellers) < 2:
        return 1
    return independent(
        Telling(outlet(each.url, each.source), each.sketch, each.content_hash) for each in tellers
    )
