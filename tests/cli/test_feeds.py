"""`vigie feeds list, show, poll, pause, resume, remove`."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_mock import MockerFixture
from sqlalchemy import Connection

from bot.cadence import NEVER
from bot.cli.feeds import FEEDS
from bot.cli.feeds.list import per_day
from bot.clock import SystemClock
from bot.i18n import Lang, Text
from bot.model import FailureKind, FetchFailure, FetchState, PollOutcome, PollReport, Source
from bot.store import feeds, polls
from bot.store.database import Database
from bot.store.feeds import Change
from bot.watchlist.load import load
from tests.command_line import Vigie
from tests.migrated import migrate
from tests.past import happened
from tests.samples import entry

BOTH = pytest.mark.parametrize("lang", ["en", "fr"])
FILE = Path("feeds.yaml")
FEEDS_YAML = """sources:
  # along the coast
  - {name: Well, url: "https://well.example/rss", tags: [mer]}   # reliable
  - {name: Silent, url: "https://silent.example/rss"}
  - name: Failing
    url: https://failing.example/rss
  - {name: Gone, url: "https://gone.example/rss"}
  - {name: Paused, url: "https://paused.example/rss", paused: yes}
  - {name: New, url: "https://new.example/rss"}
channels: {veille: {telegram: "@veille"}}
rules:
  - {name: Drones, match: drones, to: veille, sources: [Well]}
"""
NOW = datetime.now(UTC)
TOLD = Text(en="There is nothing here.", fr="Il n'y a rien ici.")
ADVICE = Text(en="Look it up.", fr="Allez voir.")
TROUBLE = FetchFailure(FailureKind.NOT_FOUND, TOLD, ADVICE)


@pytest.fixture(autouse=True)
def _file(_alone: None, mocker: MockerFixture) -> None:
    mocker.patch.object(SystemClock, "now", return_value=NOW)  # it may be long since
    FILE.write_text(FEEDS_YAML)


@pytest.fixture
def database(tmp_path: Path, _file: None) -> Iterator[Database]:
    """What a running Vigie has stored of these sources."""
    with Database(f"sqlite:///{tmp_path}/data/vigie-dry-run.db") as opened:
        migrate(opened)
        sources = {source.name.lower(): source for source in load(FILE).sources}
        happened(opened, NOW, entry("a", title="Des drones"), source=sources["well"])
        with opened.begin() as tx:
            feeds.sync(tx, tuple(sources.values()), NOW)
            for name, (changes, failure) in _states().items():
                _polled(tx, sources[name], changes, failure)
        yield opened


def _polled(
    tx: Connection, source: Source, changes: dict[str, object], failure: FetchFailure | None
) -> None:
    state = feeds.known(tx, source.url)[source.url].state
    feeds.save(tx, [Change(state, replace(state, **changes), failure)])  # type: ignore[arg-type]  # by field
    outcome = PollOutcome.FAILED if failure else PollOutcome.NEW
    report = PollReport(
        source, outcome, NOW, timedelta(0), entries_new=2, matches=1, failure=failure
    )
    polls.add(tx, [(state.feed_id, report)])


def _states() -> dict[str, tuple[dict[str, object], FetchFailure | None]]:
    polled = {"last_polled_at": NOW - timedelta(minutes=3), "rate": 12.0}
    good = {**polled, "next_poll_at": NOW + timedelta(minutes=30), "last_ok_at": NOW, "etag": '"e"'}
    bad = {
        **polled,
        "failures": 3,
        "failing_since": NOW - timedelta(days=2),
        "failure": FailureKind.NOT_FOUND,
    }
    return {
        "well": ({**good, "last_new_at": NOW, "moved_to": "https://moved.example/"}, None),
        "silent": ({**good, "last_new_at": NOW - timedelta(days=9)}, None),
        "failing": ({**bad, "next_poll_at": NOW + timedelta(hours=4)}, TROUBLE),
        "gone": (
            {**bad, "next_poll_at": NEVER, "failure": FailureKind.GONE, "failures": 9},
            TROUBLE,
        ),
    }


def state_of(database: Database, name: str) -> FetchState:
    """What is remembered of a source."""
    url = f"https://{name}.example/rss"
    with database.reading() as tx:
        return feeds.known(tx, url)[url].state


@BOTH
@pytest.mark.parametrize("name", FEEDS)
def test_help_teaches(vigie: Vigie, name: str, lang: Lang) -> None:
    """Each command explains itself with an example, in both languages."""
    said = vigie("feeds", name, "--help", "--lang", lang)
    assert said.code == 0
    assert f"  vigie feeds {name}" in said.out
    assert ("Exemple :" if lang == "fr" else "Example:") in said.out


def test_the_worst_come_first(vigie: Vigie, database: Database) -> None:
    """Stopped, failing, silent, paused, never polled, and those that are well."""
    found = json.loads(vigie("feeds", "list", "--json").out)
    assert [(each["name"], each["state"]) for each in found] == [
        ("Gone", "stopped"),
        ("Failing", "failing"),
        ("Silent", "silent"),
        ("Paused", "paused"),
        ("New", "new"),
        ("Well", "well"),
    ]
    assert found[1]["trouble"] == TOLD.en
    assert found[5]["entries_per_day"] == 12
    assert found[0]["next_poll_at"] is None
    assert datetime.fromisoformat(found[5]["next_poll_at"]) > NOW


@BOTH
def test_the_list_for_people(vigie: Vigie, database: Database, lang: Lang) -> None:
    """A line per source with times and rate, one more on what is wrong; as many as asked for."""
    said = vigie("feeds", "list", "--lang", lang, "--limit", "3")
    lines = said.out.splitlines()
    assert lines[0].startswith({"en": "✗ Gone · stopped", "fr": "✗ Gone · arrêtée"}[lang])
    assert TOLD.into(lang) in lines[1]
    assert {"en": "12 a day", "fr": "12 par jour"}[lang] in lines[2]
    assert {"en": "next in 4 h", "fr": "prochaine dans 4 h"}[lang] in lines[2]
    assert {"en": "… and 3 more", "fr": "… et 3 autres"}[lang] in said.err
    failing = vigie("feeds", "list", "--failing", "--lang", lang).out
    assert "Silent" in failing
    assert "Well" not in failing
    assert vigie("feeds", "list", "--tag", "Mer").out.count("Well") == 1


def test_a_list_before_vigie_ever_ran(vigie: Vigie) -> None:
    """Without a database the sources are there, never polled."""
    found = json.loads(vigie("feeds", "list", "--json").out)
    assert {each["state"] for each in found} == {"new", "paused"}


@BOTH
def test_show(vigie: Vigie, database: Database, lang: Lang) -> None:
    """Address and move, validators, next poll and why, polls, items; a trouble with its remedy."""
    well = vigie("feeds", "show", "well", "--lang", lang).out
    assert "https://well.example/rss" in well
    assert "https://moved.example/" in well
    assert '"e"' in well
    assert "Des drones" in well
    assert {"en": "2 new, 1 matching", "fr": "2 nouveaux, 1 retenu"}[lang] in well
    assert {"en": "by what it brings", "fr": "d'après ce qu'elle apporte"}[lang] in well
    failing = vigie("feeds", "show", "https://failing.example/rss/", "--lang", lang).out
    assert ADVICE.into(lang) in failing
    assert {"en": "after 3 failures", "fr": "après 3 échecs"}[lang] in failing


@BOTH
def test_a_poll_is_brought_forward_within_what_is_allowed(
    vigie: Vigie, database: Database, lang: Lang
) -> None:
    """Not within five minutes of the last; one that is gone is tried again."""
    for name in ("Well", "Gone"):
        said = vigie("feeds", "poll", name, "--lang", lang)
        assert {"en": "not sooner", "fr": "pas plus tôt"}[lang] in said.err
        assert state_of(database, name.lower()).next_poll_at == NOW + timedelta(minutes=2)
    new = vigie("feeds", "poll", "New", "--lang", lang)
    assert {"en": "is polled now", "fr": "relevée maintenant"}[lang] in new.err


def test_the_servers_wish_holds_for_everybody(vigie: Vigie, database: Database) -> None:
    """A person who asks for a poll does not get it before the server wants it."""
    later = NOW + timedelta(minutes=20)
    with database.begin() as tx:
        state = state_of(database, "well")
        feeds.save(tx, [Change(state, replace(state, not_before=later))])
    assert vigie("feeds", "poll", "Well").code == 0
    assert state_of(database, "well").next_poll_at == later


def test_all_are_brought_forward_but_the_paused(vigie: Vigie, database: Database) -> None:
    """One command for all; a paused source is left alone, and says so when it is named."""
    before = state_of(database, "paused")
    said = vigie("feeds", "poll", "--all")
    assert "5 sources" in said.err
    assert state_of(database, "failing").next_poll_at == NOW + timedelta(minutes=2)
    assert state_of(database, "paused") == before
    named = vigie("feeds", "poll", "Paused")
    assert named.code == 73
    assert "vigie feeds resume" in named.err
    assert vigie("feeds", "poll").code == vigie("feeds", "poll", "Well", "--all").code == 64


@BOTH
def test_pause_and_resume_leave_no_trace(vigie: Vigie, lang: Lang) -> None:
    """A pause is a key in the file; after it the file is what it was, comments and all."""
    for name in ("Well", "Failing"):
        assert vigie("feeds", "pause", name, "--lang", lang).code == 0
        assert vigie("feeds", "pause", name).code == 0  # it is already
        paused = [source.name for source in load(FILE).sources if source.paused]
        assert sorted(paused) == sorted([name, "Paused"])
        assert name in vigie("feeds", "resume", name.lower(), "--lang", lang).err
        assert FILE.read_text() == FEEDS_YAML


@BOTH
def test_remove(vigie: Vigie, lang: Lang) -> None:
    """Asks first; a source that a rule names stays, and the rule is told."""
    unasked = vigie("feeds", "remove", "New", "--lang", lang)
    assert unasked.code == 73
    assert "--yes" in unasked.err
    needed = vigie("feeds", "remove", "Well", "--yes", "--lang", lang)
    assert needed.code == 73
    assert "Drones" in needed.err
    assert FILE.read_text() == FEEDS_YAML
    assert vigie("feeds", "remove", "New", "--yes", "--lang", lang).code == 0
    gone = '  - {name: New, url: "https://new.example/rss"}\n'
    assert FILE.read_text() == FEEDS_YAML.replace(gone, "")


@BOTH
@pytest.mark.parametrize("name", ["show", "pause", "resume", "poll", "remove"])
def test_unknown_names_get_a_suggestion(vigie: Vigie, name: str, lang: Lang) -> None:
    """A slip in a source's name is answered with the one that was meant."""
    said = vigie("feeds", name, "Fayling", "--lang", lang)
    assert said.code == 64
    assert {"en": "“Failing”", "fr": "« Failing »"}[lang] in said.err


@BOTH
def test_nothing_to_poll_is_told(vigie: Vigie, lang: Lang) -> None:
    """Where every source is paused, --all has nothing to do and says so."""
    FILE.write_text(FEEDS_YAML.replace('rss"}', 'rss", paused: yes}'))
    for name in ("Well", "Failing"):
        assert vigie("feeds", "pause", name).code == 0
    said = vigie("feeds", "poll", "--all", "--lang", lang)
    assert said.code == 0
    assert {"en": "every source is paused", "fr": "toutes les sources sont en pause"}[
        lang
    ] in said.err


@BOTH
def test_a_rate_near_nothing_is_no_nought(lang: Lang) -> None:
    """Somebody who reads “0 a day” takes the feed for dead."""
    assert (
        per_day(0.04, lang) == {"en": "less than one a week", "fr": "moins d'un par semaine"}[lang]
    )
    assert per_day(0.06, lang) == {"en": "0.1 a day", "fr": "0,1 par jour"}[lang]
