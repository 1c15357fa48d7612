"""From a story to the posts that are owed for it: one per destination, whatever rules hit it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.message import compose
from bot.model import Destination, Priority, Rule, Story
from bot.pipeline.silence import rest
from bot.pipeline.watch import Watch
from bot.store import outbox, stories
from bot.store.database import Transaction
from bot.store.outbox import Owed
from bot.summary import summarise

_URGENCY = (Priority.BREAKING, Priority.NORMAL, Priority.SILENT)


def owe(
    tx: Transaction, story_id: int, alerting: Sequence[Rule], watch: Watch, now: datetime
) -> int:
    """Owe a post to every destination of the rules that raise the alert.

    Returns:
        How many destinations had none of this story before.
    """
    story = stories.load(tx, story_id, watch.rules)
    if story is None:
        return 0
    awake = tuple(match for match in story.matches if not rest(match.rule, now))
    story = replace(story, matches=awake)
    places = dict.fromkeys(name for rule in alerting for name in rule.to)
    return sum(
        outbox.put(tx, post(story, watch.destinations[name]), now)
        for name in places
        if name in watch.destinations
    )


def post(story: Story, destination: Destination) -> Owed:
    """The post about `story` for one destination, with the hashtags of the rules that go there."""
    here = tuple(match for match in story.matches if destination.name in match.rule.to)
    told = replace(story, matches=here)
    priority = most_urgent(match.rule.priority for match in here)
    summary = summarise(told, destination.summary_length)
    message = compose(told, summary, destination, silent=priority is Priority.SILENT)
    return Owed(story.id, destination.name, priority, message)


def most_urgent(priorities: Iterable[Priority]) -> Priority:
    """The most urgent of `priorities`; normal when there is none."""
    return min(priorities, key=_URGENCY.index, default=Priority.NORMAL)
