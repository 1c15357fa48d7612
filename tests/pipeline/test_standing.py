"""A story as it stands, however many tell it."""

import time

from sqlalchemy import Connection

from bot.i18n import Text
from bot.model import Level, Match, Placement, StoredEntry
from bot.pipeline.standing import ENOUGH, standing
from bot.store import entries, matches, sketches, stories
from bot.story import Weights, sketch
from tests.fixed_clock import NOON
from tests.newsroom import Newsroom
from tests.samples import SOURCE, entry, rule, watchlist
from tests.story.articles import DISPATCH, reworded

MANY = 300
WHY = Text(en="About the same.", fr="Même sujet.")


def _join(tx: Connection, stored: StoredEntry) -> None:
    stories.attach(tx, stored, Placement(Level.SAME_STORY, 1, 1, 1.0, WHY), NOON)
    matches.add(tx, stored.id, [Match(rule(), ())], NOON)
    sketches.keep(tx, stored, sketch(stored.entry, Weights()), NOON)


async def test_a_story_of_hundreds_is_seen_in_bounded_time(newsroom: Newsroom) -> None:
    """It is looked at with each of its articles: outlets are counted as far as it matters."""
    newsroom.watch(watchlist(rule()))
    await newsroom.read(entry("first"))
    written = [
        entry(f"e{number}", url=f"https://s{number}.example", text=reworded(DISPATCH, 0.6, number))
        for number in range(MANY)
    ]
    with newsroom.database.begin() as tx:
        for fresh in entries.remember(tx, 1, SOURCE.name, written, NOON):
            _join(tx, fresh.stored)
    with newsroom.database.reading() as tx:
        began = time.process_time()
        story = standing(tx, 1, newsroom.watched)
        took = time.process_time() - began
    assert story
    assert story.independent == ENOUGH
    assert [match.rule.name for match in story.matches] == [rule().name]
    assert story.matches[0].evidence
    assert took < 0.3
