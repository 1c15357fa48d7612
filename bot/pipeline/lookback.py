"""Which articles of the stored past a new rule is to tell of."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.model import Backlog, Rule, StoredEntry
from bot.pipeline.backlog import LAST
from bot.pipeline.replay import Archive, Progress, awake, matches
from bot.pipeline.silence import silence
from bot.store.history import Period

DAYS: Final = 7
"""How far back the last articles are looked for."""
MOST: Final = 100
"""Articles that a rule may be asked to tell of."""
_DAY: Final = timedelta(days=1)


def look_back(
    archive: Archive, rule: Rule, backlog: Backlog, progress: Progress = lambda _: None
) -> tuple[int, ...]:
    """Ids of entries that `rule` would have caught before the end of the period, newest first.

    The last three of a week; or those of a day that are young enough for the rule. None for
    ``none``. Nothing is read that is not needed: a day at a time, the last day first.
    """
    found: list[int] = []
    most, days = {"none": (0, 0), "last": (LAST, DAYS)}.get(backlog, (MOST, 1))
    now = archive.period.until
    for day in range(days):
        until = now - day * _DAY
        hits = list(_hits(replace(archive, period=Period(until - _DAY, until)), rule, progress))
        if backlog != "last":
            hits = [stored for stored in hits if not silence(awake(rule, ""), stored.entry, now)]
        found += [stored.id for stored in reversed(hits)]
        if len(found) >= most:
            break
    return tuple(found[:most])


def _hits(archive: Archive, rule: Rule, progress: Progress) -> Iterator[StoredEntry]:
    for page, found in matches(archive, [awake(rule, rule.name)]):
        yield from (past.stored for past, _ in found)
        progress(page)
