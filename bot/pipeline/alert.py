"""From a story to the posts that are owed for it: one per destination, whatever rules hit it.

What comes later never makes a second post: it changes the first, and is told below it when it
changes the news.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.message import compose, compose_reply, room
from bot.model import REPLY, Destination, Priority, Rule, StoredEntry, Story, Summary
from bot.pipeline.development import developments
from bot.pipeline.restraint import HOUR, restraint
from bot.pipeline.silence import rest
from bot.pipeline.standing import standing
from bot.pipeline.watch import Watch
from bot.store import follow_ups, missed, outbox, pace
from bot.store.database import Transaction
from bot.store.missed import Kept
from bot.store.outbox import Owed
from bot.summary import retold, summarise

_URGENCY = (Priority.BREAKING, Priority.NORMAL, Priority.SILENT)


@dataclass(frozen=True, slots=True)
class News:
    """An entry that was placed in a story, and what raises the alert about it."""

    story_id: int
    alerting: Sequence[Rule]
    at: datetime
    latest: StoredEntry | None = None
    """The entry, where it tells in other words what the story told before."""
    missed: bool = False
    """Whether it came while nobody looked: told later, with the rest of it."""

    def rules(self, place: Destination) -> list[Rule]:
        """Those that raise the alert there."""
        return [rule for rule in self.alerting if place.name in rule.to]


def owe(tx: Transaction, news: News, watch: Watch) -> int:
    """Owe a post to every destination of the rules that raise the alert; follow up on the others.

    What was missed, and what all its rules hold back, is told later with the rest of it: see
    `bot.pipeline.catch_up`.

    Returns:
        How many posts, edits and replies are owed that were not before.
    """
    known = follow_ups.places(tx, news.story_id)
    named = dict.fromkeys(name for rule in news.alerting for name in rule.to)
    concerned = [name for name in dict.fromkeys((*known, *named)) if name in watch.destinations]
    if not concerned:
        return 0
    story = standing(tx, news.story_id, watch)
    if story is None:
        return 0
    awake = replace(
        story, matches=tuple(match for match in story.matches if not rest(match.rule, news.at))
    )
    owed = 0
    for name in concerned:
        place = watch.destinations[name]
        if name in known and not follow_ups.is_untried(tx, story.id, name):
            # What a rule has told stays told while it rests: its hashtag and its highlights.
            owed += _follow_up(tx, story, place, news, urgency=post(awake, place).priority)
            continue
        kept = None if name in known else _kept(tx, story, place, news)
        if kept:
            missed.add(tx, kept)
        else:
            owed += outbox.put(tx, post(awake, place), news.at)
    return owed


def _kept(tx: Transaction, story: Story, place: Destination, news: News) -> Kept | None:
    """How the story waits to be told there with others; None when it is posted."""
    now, held = news.at, []
    for rule in news.rules(place):
        recent = pace.posts(tx, rule.name, place.name, now - HOUR) if rule.cap_per_hour else 0
        held.append(restraint(rule, place, recent, now))
    waits = [each for each in held if each]
    if waits and len(waits) == len(held):
        first = min(waits, key=lambda each: each.until)
        return Kept(story.id, place.name, first.until, first.reason)
    return Kept(story.id, place.name, None, None) if news.missed else None


def post(story: Story, destination: Destination) -> Owed:
    """The post about `story` for one destination, with the hashtags of the rules that go there."""
    here = tuple(match for match in story.matches if destination.name in match.rule.to)
    told = replace(story, matches=here)
    priority = most_urgent(match.rule.priority for match in here)
    summary = _summary(told, destination)
    message = compose(told, summary, destination, silent=priority is Priority.SILENT)
    return Owed(story.id, destination.name, priority, message)


def _summary(story: Story, destination: Destination) -> Summary:
    """A model's words where they fit, with or without the article's own."""
    own = summarise(story, *room(destination))
    if not 0 < len(story.words) <= destination.summary_length:
        return own
    extract = own.sentences if destination.layout == "dossier" else ()
    return replace(retold(story, story.words), extract=extract)


def most_urgent(priorities: Iterable[Priority]) -> Priority:
    """The most urgent of `priorities`; normal when there is none."""
    return min(priorities, key=_URGENCY.index, default=Priority.NORMAL)


def _follow_up(
    tx: Transaction, story: Story, place: Destination, news: News, *, urgency: Priority
) -> int:
    """Let the post show the story as it stands, and tell below it what happened."""
    former = follow_ups.shown(tx, story.id, place.name)
    if former is None:
        return 0
    owed = 0
    present = post(story, place)
    # How it arrives cannot be changed any more.
    message = replace(present.message, silent=former.message.silent)
    if message != former.message:
        follow_ups.edit(tx, replace(present, message=message), news.at)
        owed += 1
    here = news.rules(place)
    story = replace(story, latest=news.latest if here else None)
    told = follow_ups.replies(tx, story.id, place.name)
    for each in developments(story, told, former.priority, urgency):
        is_heard = each.kind == "urgent" or (each.kind == "further" and _is_urgent(here))
        reply = compose_reply(story, each.kind, place, silent=not is_heard)
        priority = Priority.BREAKING if is_heard else Priority.SILENT
        below = replace(present, message=reply, priority=priority)
        owed += outbox.put_part(tx, below, f"{REPLY}{each.what}", news.at)
    return owed


def _is_urgent(rules: Iterable[Rule]) -> bool:
    return any(rule.priority is Priority.BREAKING for rule in rules)
