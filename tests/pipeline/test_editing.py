"""Changing rules: what is written, recorded, refused, and taken back."""

import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_mock import MockerFixture

from bot.errors import DatabaseUnusable, EditRefused, WatchlistError
from bot.pipeline import editing
from bot.pipeline.editing import Desk
from bot.store import rule_changes
from bot.store.database import Database
from bot.store.rule_changes import ChangeKind
from bot.watchlist.edit import Draft
from bot.watchlist.load import load
from tests.fixed_clock import NOON
from tests.migrated import migrate

FEEDS = """sources: [{name: A, url: "https://a.example/feed"}]
channels: {veille: {telegram: "@veille"}}
rules:
  - name: One   # the first
    match: a
    to: veille

  - name: Two
    match: b
    to: veille
"""
DRAFT = Draft("Three", "c", ("veille",))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A file with two rules, and a database."""
    path = tmp_path / "feeds.yaml"
    path.write_text(FEEDS)
    with Database(f"sqlite:///{tmp_path}/data/vigie.db") as database:
        migrate(database)
        yield Desk(path, database, "Ana", NOON)


def history(desk: Desk) -> list[tuple[str, str | None, str | None]]:
    """Kinds, and the names before and after; the newest first."""
    with desk.database.reading() as tx:
        return [
            (
                change.kind.value,
                change.old.name if change.old else None,
                change.new.name if change.new else None,
            )
            for change in rule_changes.latest(tx, 100)
        ]


def names_in(folder: Path) -> list[str]:
    """What lies there."""
    return sorted(path.name for path in folder.iterdir())


def test_every_kind_of_change_is_recorded(desk: Desk) -> None:
    """Each change is in the file and in the history, with who, when, before and after."""
    editing.add(desk, DRAFT)
    editing.change(desk, "Three", {"name": "Four"})
    done = editing.change(desk, "One", {"muted_until": "2030-01-01"}, ChangeKind.MUTE)
    editing.remove(desk, "Two")
    assert done
    assert (done.change.who, done.change.at) == ("Ana", NOON)
    assert done.change.old
    assert done.change.old.text == "name: One   # the first\nmatch: a\nto: veille"
    assert history(desk) == [
        ("remove", "Two", None),
        ("mute", "One", "One"),
        ("edit", "Three", "Four"),
        ("add", None, "Three"),
    ]
    assert [rule.name for rule in load(desk.path).rules] == ["One", "Four"]


def test_each_change_is_undone(desk: Desk) -> None:
    """Undoing each change gives the file back to the byte; an undone undo is the change again."""
    works: tuple[Callable[[], object], ...] = (
        lambda: editing.add(desk, DRAFT),
        lambda: editing.remove(desk, "One"),
        lambda: editing.remove(desk, "Two"),
        lambda: editing.change(desk, "Two", {"name": "Deux", "match": "x y", "cap": "3"}),
        lambda: editing.rewrite(desk, "One", "{name: Uno, match: z, to: veille}"),
    )
    for work in works:
        work()
        after = desk.path.read_text()
        assert after != FEEDS
        editing.undo(desk)
        assert desk.path.read_text() == FEEDS
        editing.undo(desk)
        assert load(desk.path).rules != ()
        assert sorted(desk.path.read_text()) == sorted(after)
        editing.undo(desk)
        assert desk.path.read_text() == FEEDS


def test_undo_of_one_rule(desk: Desk) -> None:
    """With a name, the last change of that rule is undone, not the last one of all."""
    editing.change(desk, "One", {"cap": "5"})
    editing.change(desk, "Two", {"cap": "6"})
    editing.undo(desk, "One")
    assert [rule.cap_per_hour for rule in load(desk.path).rules] == [None, 6]


def test_undo_never_overwrites(desk: Desk) -> None:
    """A rule that was edited by hand since, or is gone, is left alone."""
    editing.change(desk, "One", {"cap": "5"})
    by_hand = desk.path.read_text().replace("cap: 5", "cap: 6")
    desk.path.write_text(by_hand)
    with pytest.raises(EditRefused, match="since"):
        editing.undo(desk)
    assert desk.path.read_text() == by_hand
    desk.path.write_text(by_hand.replace("name: One", "name: Eins"))
    with pytest.raises(EditRefused, match="since"):
        editing.undo(desk)
    assert len(history(desk)) == 1


def test_undo_of_nothing(desk: Desk) -> None:
    """Where nothing is recorded there is nothing to undo."""
    with pytest.raises(EditRefused, match="nothing to undo"):
        editing.undo(desk)


def test_a_change_of_nothing_is_none(desk: Desk) -> None:
    """What changes nothing is neither written nor recorded."""
    assert editing.change(desk, "One", {"cap": None}) is None
    assert history(desk) == []


def test_refusals_leave_no_trace(desk: Desk) -> None:
    """What would make the file invalid, or an invalid file, is neither written nor recorded."""
    with pytest.raises(WatchlistError):
        editing.change(desk, "One", {"to": "nowhere"})
    assert desk.path.read_text() == FEEDS
    desk.path.write_text(FEEDS + "nonsense: 1\n")
    with pytest.raises(WatchlistError):
        editing.add(desk, DRAFT)
    desk.path.unlink()
    with pytest.raises(WatchlistError):
        editing.remove(desk, "One")
    assert history(desk) == []
    assert names_in(desk.path.parent) == ["data"]


def test_the_file_keeps_its_mode_and_its_link(desk: Desk, tmp_path: Path) -> None:
    """A symbolic link stays one; the file behind it keeps its permissions; nothing lies about."""
    real = tmp_path / "real" / "rules.yaml"
    real.parent.mkdir()
    desk.path.rename(real)
    desk.path.symlink_to(real)
    real.chmod(0o640)
    editing.add(desk, DRAFT)
    assert desk.path.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert "Three" in real.read_text()
    assert names_in(real.parent) == ["rules.yaml"]


def test_changed_at_the_same_time(desk: Desk, mocker: MockerFixture) -> None:
    """What somebody saves between the reading and the writing is not overwritten."""
    add = rule_changes.add

    def meanwhile(*arguments: object) -> None:
        desk.path.write_text(FEEDS + "# saved\n")
        add(*arguments)  # type: ignore[arg-type]  # passed on as they came

    mocker.patch("bot.store.rule_changes.add", meanwhile)
    with pytest.raises(EditRefused, match="same time"):
        editing.add(desk, DRAFT)
    assert desk.path.read_text() == FEEDS + "# saved\n"
    assert history(desk) == []


@pytest.mark.parametrize("call", ["tempfile.mkstemp", "os.fsync", "pathlib.Path.replace"])
def test_a_file_that_cannot_be_written(desk: Desk, mocker: MockerFixture, call: str) -> None:
    """A read-only folder or a full disk is told; file, history and folder are as before."""
    mocker.patch(call, side_effect=OSError(28, "No space left on device"))
    with pytest.raises(EditRefused, match="No space"):
        editing.add(desk, DRAFT)
    mocker.stopall()
    assert desk.path.read_text() == FEEDS
    assert history(desk) == []
    assert names_in(desk.path.parent) == ["data", "feeds.yaml"]


def test_a_history_that_cannot_be_written(desk: Desk, tmp_path: Path) -> None:
    """Without a place to record the change, the file is not touched."""
    with Database(f"sqlite:///{tmp_path}/empty.db") as empty, pytest.raises(DatabaseUnusable):
        editing.add(replace(desk, database=empty), DRAFT)
    assert desk.path.read_text() == FEEDS
