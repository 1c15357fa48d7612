"""How well stories are found, on articles that people have labelled; floors nobody lowers silently.

The bar is in each test. Other data of the same kinds are held to the same bar: see
docs/decisions/018 for how the thresholds were chosen, and what happens around them.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from bot.model import Level, Placement, StoredEntry
from bot.story import sketch
from bot.story.sketch import short
from bot.story.terms import terms
from tests.archive import Archive
from tests.quality.clustering import Pair, agreement, b_cubed, mean, pairs, pairwise
from tests.quality.story_data import (
    Article,
    arriving,
    between,
    ecb,
    labelled,
    resembling,
    stream,
    versions,
    wire,
)
from tests.shared_data import needs_shared_data

pytestmark = needs_shared_data
FOLDED = (Level.SAME_TEXT, Level.NEAR_DUPLICATE)
WEEKS = ("2020-05-29", "2020-06-09")
"""The part of the stream that everyday runs replay; the labelled days lie in it."""


class Replay:
    """Articles placed one after the other."""

    def __init__(self, archive: Archive, arrived: Iterable[StoredEntry]) -> None:
        self.archive = archive
        self.placements: dict[int, Placement] = {}
        for stored in arrived:
            self.placements[stored.id] = archive.tell(stored)

    @property
    def stories(self) -> dict[int, int]:
        """The story of each article."""
        return {number: each.story_id for number, each in self.archive.placed.items()}


def counted(articles: Iterable[Article], *, with_body: bool = True) -> Archive:
    """An archive that has counted the words of these articles and placed none of them."""
    archive = Archive()
    for each in articles:
        archive.count(each.entry(with_body=with_body), each.day)
    return archive


@cache
def weeks(*, with_body: bool) -> Replay:
    """Twelve days of the stream, after three weeks whose words were counted."""
    archive = counted(between("2020-05-08", "2020-05-28"), with_body=with_body)
    return Replay(archive, arriving(between(*WEEKS), with_body=with_body))


@cache
def whole(*, with_body: bool) -> Replay:
    """All of the stream."""
    return Replay(Archive(), arriving(stream(), with_body=with_body))


def found(replay: Replay) -> float:
    """The share of version pairs that ended in one story."""
    stories = replay.stories
    known = [pair for pair in versions() if pair[0] in stories and pair[1] in stories]
    assert len(known) > 200
    return mean(stories[one] == stories[other] for one, other in known)


def false_folds(replay: Replay) -> float:
    """The share of articles folded into one that they have no passage in common with."""
    wrong = [
        number
        for number, each in replay.placements.items()
        if each.level in FOLDED and frozenset((number, each.duplicate_of)) not in resembling()
    ]
    return len(wrong) / len(replay.placements)


def test_versions_are_found_with_body() -> None:
    """Of pairs of one dispatch, 97 % at least; measured: 100 %."""
    assert found(weeks(with_body=True)) >= 0.99


def test_versions_are_found_by_title_and_description() -> None:
    """Without the article's page still 92 %; measured: 99 %."""
    assert found(weeks(with_body=False)) >= 0.97


def test_unrelated_articles_are_not_folded() -> None:
    """At most 0.3 % of the articles; measured: 0.2 %, and those few are not unrelated."""
    assert false_folds(weeks(with_body=True)) <= 0.003


@pytest.mark.slow
def test_versions_in_three_months() -> None:
    """The same on all of the stream."""
    assert found(whole(with_body=True)) >= 0.99
    assert found(whole(with_body=False)) >= 0.97
    assert false_folds(whole(with_body=True)) <= 0.003


@cache
def edits() -> dict[str, list[Placement]]:
    """Where each edit of 150 dispatches is placed after days of other articles, by kind."""
    archive = Replay(Archive(), arriving(between("2020-06-05", "2020-06-09"))).archive
    numbers: dict[int, int] = {}
    placed: dict[str, list[Placement]] = {}
    for at, stored in enumerate(arriving(wire())):
        each = wire()[at]
        if each.edit == "original":
            numbers[each.id] = 10**6 + at
            archive.tell(replace(stored, id=numbers[each.id]))
    for at, stored in enumerate(arriving(wire())):
        each = wire()[at]
        if each.edit != "original":
            drawn = sketch(stored.entry, archive.weights)
            placement = archive.ask(replace(stored, id=2 * 10**6 + at), drawn)
            right = placement.duplicate_of == numbers[each.id]
            placed.setdefault(each.edit, []).append(
                placement if right else replace(placement, level=Level.NEW)
            )
    return placed


@pytest.mark.parametrize(
    ("edit", "floor"),
    [
        ("typo", 0.99),
        ("boiler", 0.99),
        ("lede4", 0.97),
        ("trunc60", 0.99),
        ("sent20", 0.99),
        ("word5", 0.99),
        ("word15", 0.98),
        ("word30", 0.80),
        ("update33", 0.98),
    ],
)
def test_edited_dispatches_are_folded(edit: str, floor: float) -> None:
    """The bar is 95 %, and 70 % where every third word is another; measured: 99 % and 89 %."""
    assert mean(each.level in FOLDED for each in edits()[edit]) >= floor


def test_edited_dispatches_altogether() -> None:
    """98 % of the edits but the heaviest are folded into their original; measured: 99.9 %."""
    light = [each for edit, placed in edits().items() if edit != "word30" for each in placed]
    assert mean(each.level in FOLDED for each in light) >= 0.98


def too_close() -> set[Pair]:
    """Pairs of labelled articles of which nobody can say whether they are one story."""
    every = {each.id: each.related for each in labelled()}
    return {
        pair
        for pair in pairs(dict.fromkeys(every, "all"))
        if len(pair) == 2 and frozenset.intersection(*(every[number] for number in pair))
    }


def french(stories: dict[int, int]) -> tuple[float, float, float]:
    """B³ F1, pair precision and pair recall."""
    true = {each.id: each.story for each in labelled()}
    made = {number: stories[number] for number in true}
    scored = pairwise(pairs(made, too_close()), pairs(true, too_close()))
    return b_cubed(made, true).f1, scored.precision, scored.recall


@cache
def before_two_days() -> Archive:
    """The words of the month before the labelled days."""
    return counted(between("2020-05-05", "2020-06-03"))


@cache
def two_days(seed: int = 0) -> dict[int, int]:
    """The stories of the two labelled days, in any order of arrival."""
    articles = list(labelled())
    archive = Archive(days=dict(before_two_days().days))
    arrived = list(arriving(articles))
    if seed:
        moments = [stored.first_seen_at for stored in arrived]
        Random(seed).shuffle(arrived)
        arrived = [
            replace(stored, first_seen_at=moment)
            for stored, moment in zip(arrived, moments, strict=True)
        ]
    return Replay(archive, arrived).stories


def test_french_stories() -> None:
    """B³ ≥ .97, pairs ≥ .97 precise and ≥ .75 recalled; measured: .98, .97, .95."""
    b3, precision, recall = french(two_days())
    assert b3 >= 0.97
    assert precision >= 0.97
    assert recall >= 0.85


def test_french_stories_amid_the_news_of_weeks() -> None:
    """When stories that began days before go on, they draw few others in; measured: .98, .90, .95.

    The wrong pairs are three articles on the police that one on a demonstration holds together.
    """
    b3, precision, recall = french(weeks(with_body=True).stories)
    assert b3 >= 0.97
    assert precision >= 0.85
    assert recall >= 0.85


WATCHED = (
    "coronavirus covid libye police floyd macron maddie meghan justice traoré france municipales"
)


def test_french_stories_of_watched_words() -> None:
    """Leaving out what rules looked for takes no story apart and throws none together."""
    archive = Archive(days=dict(before_two_days().days))
    for stored in arriving(labelled()):
        said = set(terms(f"{stored.entry.title} {stored.entry.text}", "fr"))
        looked_for = {word: set(terms(word, "fr")) for word in WATCHED.split()}
        hit = {word: set(map(short, own)) for word, own in looked_for.items() if own <= said}
        archive.tell(stored, hit)
    b3, precision, recall = french({n: each.story_id for n, each in archive.placed.items()})
    assert b3 >= 0.97
    assert precision >= 0.97
    assert recall >= 0.85


def test_arrival_does_not_matter() -> None:
    """Whichever article comes first, 95 % of the pairs stay; measured in eight orders: 97 %."""
    before = pairs(two_days(), too_close())
    orders = [pairs(two_days(seed), too_close()) for seed in range(1, 9)]
    assert mean(agreement(before, after) for after in orders) >= 0.95


def test_events_that_resemble_each_other() -> None:
    """ECB+: B³ ≥ .86 with the words of these articles alone; measured: .87."""
    replay = Replay(Archive(), arriving(ecb()))
    true = {each.id: each.story for each in ecb()}
    assert b_cubed(replay.stories, true).f1 >= 0.86


def test_a_restart_changes_nothing() -> None:
    """What is kept as bytes is all there is."""
    articles = list(arriving(between("2020-06-04", "2020-06-06")))
    half = len(articles) // 2
    straight = Replay(Archive(), articles)
    first = Replay(Archive(), articles[:half])
    second = Replay(first.archive.restarted(), articles[half:])
    assert {**first.placements, **second.placements} == straight.placements
