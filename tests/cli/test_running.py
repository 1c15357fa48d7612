"""`run`, `once`, `status` and `migrate` on a directory of their own."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.i18n import Lang
from bot.store.lock import sole_instance
from tests.command_line import Vigie
from tests.house.source import ROOT

BOTH = pytest.mark.parametrize("lang", ["en", "fr"])


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        yield server


@pytest.fixture
def closed() -> Iterator[int]:
    """A port that refuses connections: it is taken, and nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def watch(directory: Path, port: int) -> None:
    """Write a feeds.yaml with one feed on this machine."""
    (directory / "feeds.yaml").write_text(
        f"sources:\n  - {{name: Le Phare, url: 'http://127.0.0.1:{port}/rss'}}\n"
        "channels: {veille: {telegram: '@veille'}}\n"
        "rules:\n  - {name: R, match: drones, to: veille}\n"
    )


def test_once_and_again(
    vigie: Vigie, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: int
) -> None:
    """Without a token `once` is a dry run, tells what fails, and leaves what is not due alone."""
    watch(tmp_path, closed)
    monkeypatch.setenv("VIGIE_ALLOW_PRIVATE_HOSTS", "yes")
    monkeypatch.setenv("VIGIE_LANG", "fr")
    first, second = vigie("once"), vigie("once")
    assert (first.code, second.code) == (0, 0)
    assert "@BotFather" in first.err
    assert "✗ Le Phare  " in first.err
    assert "1 flux relevé, 1 en échec" in first.err
    assert "Aucun flux n'est dû" in second.err
    status = vigie("status")
    assert status.code == 0
    assert "Flux : 1, dont 1 en échec" in status.out
    assert "✗ Le Phare · il y a " in status.out
    assert "Marche à blanc" in status.err


def test_refused_feeds_yaml(vigie: Vigie, tmp_path: Path) -> None:
    """Nothing starts on a feeds.yaml that is wrong or missing."""
    said = vigie("once", "--lang", "fr")
    assert said.code == 78
    assert "n'existe pas" in said.err
    assert not (tmp_path / "data").exists()


@BOTH
def test_status_before_anything(vigie: Vigie, tmp_path: Path, lang: Lang) -> None:
    """Before the first start there is nothing to tell, and looking leaves no trace."""
    said = vigie("status", "--lang", lang)
    assert (said.code, said.out) == (0, "")
    assert "`vigie run`" in said.err
    assert list(tmp_path.iterdir()) == []


@BOTH
def test_migrate_twice(vigie: Vigie, tmp_path: Path, lang: Lang) -> None:
    """The second time there is nothing to do."""
    first, second = (vigie("migrate", "--lang", lang) for _ in range(2))
    assert (first.code, second.code) == (0, 0)
    assert {"en": "Nothing to do", "fr": "Rien à faire"}[lang] in second.out
    assert first.out != second.out
    assert (tmp_path / "data" / "vigie.db").exists()


@BOTH
def test_two_at_once(
    vigie: Vigie, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: Lang
) -> None:
    """While one works on the database another is EX_TEMPFAIL; asking how it goes is fine."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1234567:abcdefghijklmnopqrstuvwxyz123456789")
    vigie("migrate")
    with sole_instance(tmp_path / "data" / "vigie.db"):
        second = vigie("migrate", "--lang", lang)
        status = vigie("status", "--lang", lang)
    assert second.code == 75
    assert "VIGIE_DATA_DIR" in second.err
    assert status.code == 0
    assert {"en": "Vigie is running.", "fr": "Vigie est en marche."}[lang] in status.out


@BOTH
@pytest.mark.parametrize("command", ["migrate", "status"])
def test_damaged_database(
    vigie: Vigie, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: Lang, command: str
) -> None:
    """What is no database is EX_IOERR, and not touched."""
    file = tmp_path / "vigie.db"
    file.write_bytes(b"not a database " * 100)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1234567:abcdefghijklmnopqrstuvwxyz123456789")
    said = vigie(command, "--lang", lang)
    assert said.code == 74
    assert {"en": "Check", "fr": "Vérifiez"}[lang] in said.err
    assert file.read_bytes() == b"not a database " * 100


def test_database_of_another_version(
    vigie: Vigie, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`status` on a database of another version says what to do about it."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1234567:abcdefghijklmnopqrstuvwxyz123456789")
    vigie("migrate")
    with closing(sqlite3.connect(tmp_path / "data" / "vigie.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'other'")
    said = vigie("status")
    assert said.code == 74
    assert "`vigie migrate`" in said.err


def test_data_that_cannot_be_written(vigie: Vigie, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data directory that cannot be made is told, with the reason."""
    monkeypatch.setenv("VIGIE_DATA_DIR", "/dev/null/vigie")
    said = vigie("migrate")
    assert said.code == 74
    assert "/dev/null/vigie" in said.err


@pytest.mark.parametrize(
    ("command", "number", "code"),
    [("run", signal.SIGTERM, 0), ("run", signal.SIGINT, 0), ("once", signal.SIGINT, 130)],
)
def test_interrupted(
    tmp_path: Path, silent: socket.socket, command: str, number: signal.Signals, code: int
) -> None:
    """Ctrl-C and SIGTERM end it within seconds and without a traceback, even amid a poll."""
    watch(tmp_path, silent.getsockname()[1])
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "VIGIE_ALLOW_PRIVATE_HOSTS": "yes",
        "VIGIE_FETCH_TIMEOUT": "1s",
        "VIGIE_LOG_LEVEL": "debug",
    }
    with (
        subprocess.Popen(
            [sys.executable, "-m", "bot", command],
            cwd=tmp_path,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        ) as running,
        silent.accept()[0],
    ):
        running.send_signal(number)
        _, said = running.communicate(timeout=60)
    assert running.returncode == code
    assert "Traceback" not in said


def test_log_is_for_machines_where_nobody_watches(
    vigie: Vigie, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: int
) -> None:
    """Away from a terminal the log is JSON, a line an event."""
    watch(tmp_path, closed)
    monkeypatch.setenv("VIGIE_ALLOW_PRIVATE_HOSTS", "yes")
    monkeypatch.setenv("VIGIE_LOG_LEVEL", "info")
    said = vigie("once")
    events = [json.loads(line) for line in said.err.splitlines() if line.startswith("{")]
    assert "poll failed" in {event["event"] for event in events}
