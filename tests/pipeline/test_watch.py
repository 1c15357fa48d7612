"""A watchlist made ready for work: its languages, and dictionaries that are made once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_mock import MockerFixture

from bot.expression import Word
from bot.model import Source
from bot.pipeline.watch import compiled
from bot.store import dictionaries
from bot.store.database import Database
from bot.text import dictionary
from bot.text.analysis import languages_of
from tests.migrated import migrate
from tests.samples import SOURCE, entry, rule, watchlist

ARRESTED = rule(text="arrêter", expression=Word("arrêter"))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty one."""
    with Database(f"sqlite:///{tmp_path}/vigie.db") as opened:
        migrate(opened)
        yield opened


async def test_dictionaries_are_made_once(database: Database, mocker: MockerFixture) -> None:
    """The second start finds them in the database, and finds the same."""
    watched = watchlist(ARRESTED)
    await compiled(database, watched)
    with database.reading() as tx:
        assert sorted(dictionaries.kept(tx, ("fr", "en"))) == [*languages_of(watched)]
    mocker.patch.object(dictionary, "read", side_effect=AssertionError("made again"))
    second = await compiled(database, watched)
    article = entry(title="Deux journalistes arrêtées", lang="fr")
    assert [match.rule.name for match in second.matcher.match(article, SOURCE)] == ["Drones"]


async def test_what_is_kept_and_of_no_use_is_made_again(database: Database) -> None:
    """Damaged, or of another version: the start takes longer, and that is all."""
    await database.write(lambda tx: dictionaries.keep(tx, {"fr": b"nonsense"}))
    watch = await compiled(database, watchlist(ARRESTED))
    article = entry(title="Deux journalistes arrêtées", lang="fr")
    assert watch.matcher.match(article, SOURCE)
    with database.reading() as tx:
        assert dictionaries.kept(tx, ("fr",))["fr"] != b"nonsense"


async def test_words_stay_known_over_a_change(database: Database) -> None:
    """What was found out about words is not lost with an edit of a rule, but with a language."""
    first = await compiled(database, watchlist(ARRESTED))
    edited = await compiled(database, watchlist(ARRESTED, rule("Two")), first)
    assert edited.analyser is first.analyser
    further = watchlist(ARRESTED, rule("German", languages=frozenset({"de"})))
    assert (await compiled(database, further, first)).analyser.langs == (
        *sorted({*first.analyser.langs, "de"}),
    )


@pytest.mark.parametrize(
    ("told", "langs"),
    [
        (["fr", "fr-CA"], ("fr",)),
        (["ru", "en"], ("en", "ru")),
        ([None, "de"], ("de", "en", "fr")),
        ([], ("en", "fr")),
    ],
)
def test_the_languages_of_a_watchlist(told: list[str | None], langs: tuple[str, ...]) -> None:
    """Those of the sources; French and English where one of them says nothing."""
    sources = tuple(
        Source(f"Source {number}", f"https://phare.example/{number}", lang=lang)
        for number, lang in enumerate(told)
    )
    assert languages_of(watchlist(sources=sources)) == langs
