"""How much the rules talk, on a real database."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.model import Rule
from bot.pipeline.alert import News, owe
from bot.pipeline.noise import (
    Loudest,
    Noise,
    Week,
    excluding,
    log_likelihood,
    noise,
    weeks_before,
)
from bot.pipeline.replay import Archive
from bot.pipeline.watch import Watch
from bot.store.database import Database
from bot.watchlist.language import parse
from bot.watchlist.wording import format_rule
from tests.fixed_clock import NOON
from tests.migrated import migrate
from tests.past import happened, matched
from tests.samples import SOURCE, entry, later, rule, watchlist


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty one."""
    with Database(f"sqlite:///{tmp_path}/vigie.db") as opened:
        migrate(opened)
        yield opened


def of(text: str) -> Rule:
    """A rule with this expression."""
    return rule("Drones", text=text, expression=parse(text))


def report(database: Database, tried: Rule, weeks: int = 2) -> Noise:
    """On one rule."""
    (told,) = noise(Archive(database, weeks_before(NOON, weeks), (SOURCE,)), [tried])
    return told


def test_weeks_are_whole_days() -> None:
    """Today is the last day of the first week."""
    period = weeks_before(NOON, 2)
    assert (period.since, period.until) == (later(days=-13, hours=-12), NOON)


def test_counts_by_week(database: Database) -> None:
    """Matches and repeated articles in the week in which they came; posts where they were owed."""
    tried = of("drones")
    watch = Watch.of(watchlist(tried))
    for days, name in ((0, "a"), (-1, "b"), (-6, "c"), (-7, "d"), (-13, "e"), (-14, "f")):
        matched(database, later(days=days), entry(name, title=f"Drones {name}"), watch)
    again = entry("again", canonical_url=entry("a").canonical_url)
    matched(database, later(hours=1, days=-7), again, watch)
    matched(database, later(hours=2, days=-7), entry("g", canonical_url=again.canonical_url), watch)
    with database.begin() as tx:
        for story in tx.exec_driver_sql("SELECT id, created_at FROM stories").all():
            when = NOON if story.id == 1 else later(days=-7)
            owe(tx, News(story.id, [tried], when), watch)
    told = report(database, tried)
    assert told.weeks == (
        Week(date(2026, 2, 24), posts=1, matches=3, folded=0),
        Week(date(2026, 2, 17), posts=5, matches=4, folded=2),
    )
    assert told.last == NOON


def test_silent_rule(database: Database) -> None:
    """A rule that never matched says so, with its weeks of nothing."""
    happened(database, NOON, entry("a"))
    told = report(database, of("ballons"))
    assert told.last is None
    assert [week.matches for week in told.weeks] == [0, 0]
    assert told.loudest is None
    assert told.proposal is None


def test_loudest_term(database: Database) -> None:
    """The one that most matches have, if some do without it; what all have brings nothing."""
    tried = of("port + (drones | ballons)")
    watch = Watch.of(watchlist(tried))
    for number in range(3):
        matched(database, NOON, entry(str(number), title="Drones au port", text=""), watch)
    assert report(database, tried).loudest is None
    matched(database, NOON, entry("b", title="Ballons au port", text=""), watch)
    assert report(database, tried).loudest == Loudest("drones", 3, 4)


def noisy(database: Database, tried: Rule, games: int, news: int) -> None:
    """Articles about drones in games, about drones in the news, and about balloons."""
    watch = Watch.of(watchlist(tried))
    moment = timedelta(minutes=1)
    titles = [
        *(f"Un jeu de drones, console {n}" for n in range(games)),
        *(f"Des drones sur la ville {n}" for n in range(news)),
        *(f"Ballons sur la ville {n}" for n in range(12)),
    ]
    for number, title in enumerate(titles):
        fresh = entry(str(number), title=title, text="")
        matched(database, later(days=-1) + number * moment, fresh, watch)


def test_proposal_with_its_replay(database: Database) -> None:
    """The word that marks what only the loudest term brings, and what it would have dropped."""
    tried = of("drones | ballons")
    noisy(database, tried, games=14, news=4)
    proposal = report(database, tried).proposal
    assert proposal
    assert proposal.word in {"jeu", "console"}
    assert format_rule(proposal.expression) == f"(drones | ballons) -{proposal.word}"
    assert (proposal.dropped, proposal.of) == (14, 30)
    assert [hit.stored.entry.title for hit in proposal.shown] == [
        f"Un jeu de drones, console {n}" for n in range(13, 8, -1)
    ]


@pytest.mark.parametrize(("games", "news"), [(2, 1), (3, 20)])
def test_too_little_is_no_proposal(database: Database, games: int, news: int) -> None:
    """From a few matches, or a word that is not clear, nothing is said."""
    tried = of("drones | ballons")
    noisy(database, tried, games, news)
    assert report(database, tried).proposal is None


def test_one_term_is_no_proposal(database: Database) -> None:
    """Where every match has the same reason there is nothing to compare."""
    tried = of("ville")
    noisy(database, tried, 10, 10)
    told = report(database, tried)
    assert told.loudest is None
    assert told.proposal is None


def test_log_likelihood() -> None:
    """As worked out by hand; even shares tell nothing."""
    assert log_likelihood(5, 10, 10, 20) == pytest.approx(0)
    assert log_likelihood(6, 10, 0, 10) == pytest.approx(10.97, abs=0.05)
    assert log_likelihood(10, 10, 0, 10) == pytest.approx(27.73, abs=0.01)


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("drones", "drones -forum"),
        ("drones + Chine -x", "drones + Chine -x -forum"),
        ("drones | Chine", "(drones | Chine) -forum"),
    ],
)
def test_excluding(text: str, without: str) -> None:
    """The exclusion holds for the whole rule."""
    assert format_rule(excluding(parse(text), "forum")) == without
