"""What the stored past says of the rules, and the rules of each other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.model import Rule
from bot.pipeline import lint
from bot.pipeline.replay import Archive
from bot.pipeline.watch import Watch
from bot.store.database import Database
from bot.store.history import Period
from bot.watchlist.language import parse
from bot.watchlist.lint import Finding, Kind
from tests.fixed_clock import NOON
from tests.migrated import migrate
from tests.past import happened, matched
from tests.samples import OTHER_SOURCE, SOURCE, entry, later, rule, watchlist
from tests.word_forms import ANALYSER

MONTH = Period(NOON - lint.SILENT_AFTER, NOON)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty one."""
    with Database(f"sqlite:///{tmp_path}/vigie.db") as opened:
        migrate(opened)
        yield opened


def of(name: str, text: str, **options: Any) -> Rule:
    """A rule with this expression."""
    return rule(name, text=text, expression=parse(text), **options)


# ── trees ────────────────────────────────────────────────────────────────────────────────────


def of_trees(*rules: Rule, **changes: Any) -> list[tuple[Kind, str]]:
    """What is told of rules among two sources."""
    listed = watchlist(*rules, **changes)
    return [(each.kind, each.subject) for each in lint.of_trees(listed, ANALYSER, NOON)]


def test_good_rules() -> None:
    """Nothing is told."""
    assert of_trees(of("A", "Chine + drones"), of("B", "ballons -enfants")) == []


def test_expired_rule_and_unheard_sources() -> None:
    """A rule that is over listens to nothing."""
    over = of("Over", "drones", expires_at=later(days=-3))
    assert of_trees(over) == [
        (Kind.EXPIRED, "Over"),
        (Kind.UNHEARD, SOURCE.name),
        (Kind.UNHEARD, OTHER_SOURCE.name),
    ]
    assert of_trees(of("Awake", "drones", expires_at=later(days=3))) == []


def test_source_without_rule() -> None:
    """No rule that is switched on listens to it."""
    one = of("A", "drones", sources=frozenset({SOURCE.name}))
    off = of("B", "ballons", enabled=False)
    assert of_trees(one, off) == [(Kind.UNHEARD, OTHER_SOURCE.name)]


@pytest.mark.parametrize(
    ("text", "options", "is_dead"),
    [
        ("drones + tag:mer", {}, False),
        ("drones + tag:air", {}, True),
        ("drones + tag:mer", {"sources": frozenset({OTHER_SOURCE.name})}, True),
        ("drones + source:phare", {}, False),
        ("drones + source:figaro", {}, True),
        ("drones + country:FR", {}, False),
        ("drones + country:DE", {}, True),
        ("drones + lang:fr", {}, False),
        ("drones + lang:fr", {"languages": frozenset({"fr", "en"})}, False),
        ("drones + lang:fr", {"languages": frozenset({"en"})}, True),
        ("drones -tag:air", {}, False),
    ],
)
def test_values_that_no_source_has(text: str, options: dict[str, Any], is_dead: bool) -> None:
    """Tags, names, countries and languages are those of the sources the rule listens to."""
    sources = (replace(SOURCE, tags=frozenset({"mer"}), country="FR"), OTHER_SOURCE)
    told = of_trees(of("A", text, **options), of("All", "ballons"), sources=sources)
    assert told == ([(Kind.NEVER, "A")] if is_dead else [])


# ── frequent terms ───────────────────────────────────────────────────────────────────────────


def everywhere(database: Database, *rules: Rule) -> list[Finding]:
    """What is told of too frequent terms."""
    return list(lint.everywhere(Archive(database, MONTH, (SOURCE,), ANALYSER), rules))


def fill(database: Database, number: int) -> None:
    """Articles of which half are about drones, a tenth about balloons."""
    happened(
        database,
        later(hours=-1),
        *(
            entry(
                str(n),
                title="Drones" if n % 2 else "Avions",
                text="Ballons." if n % 10 == 0 else "Rien.",
            )
            for n in range(number)
        ),
    )


def test_term_of_half_of_the_articles(database: Database) -> None:
    """Counted in the past, with its share, and by what it does in the rule."""
    fill(database, 200)
    wanted, narrowing, excluded = (
        everywhere(database, of("A", text)) for text in ("drones | x", "x + drones", "x -drones")
    )
    assert ["50%" in each.text.en for each in (*wanted, *narrowing, *excluded)] == [True] * 3
    assert "brings nearly everything" in wanted[0].text.en
    assert "hardly narrows" in narrowing[0].text.en
    assert "takes nearly everything away" in excluded[0].text.en
    assert [each.span for each in wanted] == [(0, 6)]


@pytest.mark.parametrize("text", ["ballons", "drones NEAR/3 x", '"les drones"', "tag:mer + x"])
def test_terms_that_are_rare_enough(database: Database, text: str) -> None:
    """A tenth of the articles is news; in a phrase or beside another a word may be frequent."""
    fill(database, 200)
    assert everywhere(database, of("A", text)) == []


def test_without_history_function_words_are_known(database: Database) -> None:
    """« le » and “the” are everywhere, whatever was read; drones are not for want of proof."""
    fill(database, 20)
    told = everywhere(database, of("A", "le | drones"), of("B", "the + x"), of("C", "=US + x"))
    assert [(each.subject, each.kind) for each in told] == [
        ("A", Kind.EVERYWHERE),
        ("B", Kind.EVERYWHERE),
    ]


# ── silent rules ─────────────────────────────────────────────────────────────────────────────


def silent(database: Database, *rules: Rule) -> list[str]:
    """Names of the rules that find nothing in thirty days."""
    found = lint.silent(Archive(database, MONTH, (SOURCE,), ANALYSER), rules)
    return [each.subject for each in found]


def test_rule_that_finds_nothing(database: Database) -> None:
    """In all of the past thirty days; one that is off or over has a reason."""
    happened(database, later(days=-31), entry("old", title="Ballons"))
    happened(database, later(days=-3), entry("a"))
    rules = (
        of("Drones", "drones"),
        of("Ballons", "ballons"),
        of("Off", "ballons", enabled=False),
        of("Over", "ballons", expires_at=NOON),
    )
    assert silent(database, *rules) == ["Ballons"]


def test_new_rule_is_tried_on_the_past(database: Database) -> None:
    """That nothing is recorded of it does not make it silent."""
    happened(database, later(days=-31), entry("old", title="Rien", text=""))
    happened(database, later(days=-3), entry("a"))
    assert silent(database, of("New", "drones")) == []


def test_recorded_matches_are_enough(database: Database) -> None:
    """Of a rule that matched lately the past is not read again."""
    tried = of("Drones", "drones")
    happened(database, later(days=-31), entry("old", title="Rien", text=""))
    matched(database, later(days=-3), entry("a"), Watch.of(watchlist(tried)))
    read: list[int] = []
    archive = Archive(database, MONTH, (SOURCE,), ANALYSER)
    assert list(lint.silent(archive, [tried], read.append)) == []
    assert read == []


def test_short_history_says_nothing(database: Database) -> None:
    """After a week nobody has been silent for a month."""
    assert silent(database, of("Ballons", "ballons")) == []
    happened(database, NOON - timedelta(days=7), entry("a"))
    assert silent(database, of("Ballons", "ballons")) == []
