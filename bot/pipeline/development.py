"""What happens to a story after its post went out, and whether it is worth a word of its own. Pure.

Another outlet is a matter of an edit. A reply below the post is for what changes the news itself.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.model import Entry, Priority, Retitled, Story
from bot.text.numbers import numbers
from bot.text.words import read

MANY: Final = (5, 20)
"""Independent outlets that make a story bigger than it was."""
GONE_ON: Final = 1 / 4
"""A headline with so many words that the first one had not goes on with the story."""
NEXT_DAY: Final = timedelta(hours=24)
"""So long after the post another telling with another headline is the next part of the story."""
MOST_REPLIES: Final = 4
"""Below one post: more would be a channel of its own. What is `_GRAVE` comes all the same, once."""
_GRAVE: Final = frozenset({"retracted", "urgent"})
LOST: Final = 1 / 3
ADDED: Final = 1 / 2
"""A headline that loses so many of its words, while so many of the next are new, says other things:
one that is only polished, shortened or continued does not do both."""

_RETRACTED: Final = re.compile(
    r"\W*(?:"
    r"(?:retracted|retraction|withdrawn)(?: article| paper| report| story)?\s*(?:[]:]|[–—-]\s)"
    r"|(?:mandatory|story|advisory) kill\b|(?-i:KILL)\s*[]:]"
    r"|(?:article|report|story) (?:has been )?(?:retracted|withdrawn)\b(?! from\b)"
    r"|(?:article|d[ée]p[êe]che) (?:annul|retir)[ée]e?\b(?! d[eu]s?\b)|annule et remplace"
    r"|(?:annulation|retrait|r[ée]tractation) d(?:e |['’])(?:l['’]|la |une? |cet(?:te)? )?"
    r"(?:article|d[ée]p[êe]che)\b"
    r")",
    re.IGNORECASE,
)
"""The words alone tell nothing: « Retrait-gonflement des argiles », "Withdrawn troops regroup"."""


@dataclass(frozen=True, slots=True)
class Development:
    """Something that is worth a reply."""

    what: str
    """Told once for each story and destination under this name."""
    kind: str
    """``outlets``, ``title``, ``further``, ``urgent`` or ``retracted``."""


def developments(
    story: Story, told: Collection[str], posted: Priority, urgency: Priority
) -> tuple[Development, ...]:
    """What is new enough for a reply, the gravest first.

    Args:
        story: As it stands now.
        told: What was replied before.
        posted: The priority that the post had.
        urgency: The one that it would have now.
    """
    found = [
        *_retraction(story),
        *_urgency(posted, urgency),
        *_title(story),
        *_further(story),
        *_outlets(story),
    ]
    fresh = [each for each in found if each.what not in told]
    room = max(MOST_REPLIES - len(told), 0)
    return tuple(each for at, each in enumerate(fresh) if at < room or each.kind in _GRAVE)


def _retraction(story: Story) -> Sequence[Development]:
    return [Development("retracted", "retracted")] if is_retracted(story.lead.entry) else []


def _urgency(posted: Priority, urgency: Priority) -> Sequence[Development]:
    if urgency is Priority.BREAKING and posted is not Priority.BREAKING:
        return [Development("urgent", "urgent")]
    return []


def _title(story: Story) -> Sequence[Development]:
    number = correction(story)
    return [Development(f"title-{number}", "title")] if number else []


def _further(story: Story) -> Sequence[Development]:
    """What came a day later, or two, is told once a day: the first that says something else."""
    lead, latest = story.lead, story.latest
    if latest is None or not _goes_on(lead.entry.title, latest.entry.title):
        return []
    days = (latest.first_seen_at - lead.first_seen_at) // NEXT_DAY
    return [Development(f"further-{days}", "further")] if days >= 1 else []


def _goes_on(before: str, after: str) -> bool:
    """Whether the next headline has words, or figures, that the first had not."""
    words = _words(after)
    has_new_words = len(words - _words(before)) > GONE_ON * len(words)
    return has_new_words or sorted(numbers(before)) != sorted(numbers(after))


def _outlets(story: Story) -> Sequence[Development]:
    reached = [many for many in MANY if story.independent >= many]
    return [Development(f"outlets-{reached[-1]}", "outlets")] if reached else []


def is_retracted(entry: Entry) -> bool:
    """Whether its outlet takes the article back: it says so first thing, in headline or text."""
    return bool(_RETRACTED.match(entry.title) or _RETRACTED.match(entry.text[:200]))


def correction(story: Story) -> int:
    """The latest change of the lead's headline that changes what it says, counted from 1; else 0.

    Another figure, or other words for the most part; not a comma, a spelling, "LIVE" before it.
    """
    latest_first = range(len(story.changes), 0, -1)
    return next((n for n in latest_first if is_correction(story.changes[n - 1])), 0)


def is_correction(change: Retitled) -> bool:
    """Whether the two headlines say different things."""
    if sorted(numbers(change.before)) != sorted(numbers(change.after)):
        return True
    before, after = _words(change.before), _words(change.after)
    lost, added = len(before - after), len(after - before)
    return bool(before) and lost >= LOST * len(before) and added > ADDED * len(after)


def _words(title: str) -> frozenset[str]:
    return frozenset(key for key in read(title).keys if len(key) > 2 or not key.isascii())
