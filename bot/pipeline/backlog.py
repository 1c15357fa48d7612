"""What is told of articles that were there before anybody watched for them: no flood."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from bot.model import Backlog, Match, StoredEntry
from bot.pipeline.silence import rest, silence
from bot.pipeline.watch import Watch
from bot.store import backlogs, findings, matches
from bot.store.database import Transaction

LAST: Final = 3
"""How many the choice ``last`` tells."""
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


class Hit(NamedTuple):
    """An entry, and what rules found in it."""

    stored: StoredEntry
    found: Sequence[Match]


def of_first_document(
    hits: Sequence[Hit], backlog: Backlog, now: datetime
) -> Mapping[int, tuple[str, ...]]:
    """Which entries of a feed's first document raise alerts: by id, the names of the rules.

    A feed gives the newest first; where it has dates, they tell better.
    """
    if backlog == "none":
        return {}
    if backlog == "last":
        newest = sorted(hits, key=_published, reverse=True)
        awake = [(hit, _awake(hit, now)) for hit in newest]
        return {hit.stored.id: names for hit, names in [each for each in awake if each[1]][:LAST]}
    return {hit.stored.id: names for hit in hits if (names := _young(hit, now))}


def _published(hit: Hit) -> datetime:
    return hit.stored.entry.published_at or _LONG_AGO


def _awake(hit: Hit, now: datetime) -> tuple[str, ...]:
    return tuple(match.rule.name for match in hit.found if not rest(match.rule, now))


def _young(hit: Hit, now: datetime) -> tuple[str, ...]:
    entry = hit.stored.entry
    return tuple(
        match.rule.name
        for match in hit.found
        if not silence(match.rule, entry, now, is_first_poll=True)
    )


def take_up(tx: Transaction, watch: Watch, now: datetime) -> int:
    """Let new rules tell what was asked of them when they were added; says of how many articles.

    What a rule does not find any more, or may not tell just now, is let go.
    """
    taken = 0
    for rule, stored, together in backlogs.take(tx, watch.rules.keys()):
        source = watch.named.get(stored.source)
        found = watch.matcher.match(stored.entry, source) if source else ()
        mine = [match for match in found if match.rule.name == rule and not rest(match.rule, now)]
        if mine:
            matches.add(tx, stored.id, mine, now)
            findings.add(tx, stored.id, [rule], now, missed=together)
            taken += 1
    return taken
