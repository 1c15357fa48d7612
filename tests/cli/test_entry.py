"""The command line as a whole: languages, mistakes, exit codes."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.entry import COMMANDS, language
from bot.i18n import Lang
from tests.command_line import Said, Vigie
from tests.house.source import ROOT

WATCHLIST = """sources: [{name: Le Phare, url: "https://phare.example/rss"}]
channels: {veille: {telegram: "@veille"}}
rules: [{name: Drones, match: drones, to: veille}]
"""

BOTH = pytest.mark.parametrize("lang", ["en", "fr"])


@pytest.mark.parametrize("words", [[], ["--lang", "en"], ["--lang", "fr"], ["--help"]])
def test_alone_it_lists_every_command(vigie: Vigie, words: list[str]) -> None:
    """`vigie` alone is the help, and no mistake."""
    said = vigie(*words)
    assert (said.code, said.err) == (0, "")
    listed = re.findall(r"^  (\w+)  ", said.out.partition("  --help")[2], re.MULTILINE)
    assert listed == list(COMMANDS)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_has_one_structure(vigie: Vigie, command: str) -> None:
    """In each language the help has the same options in the same order, and as many parts."""
    words = [command] if command else []
    english, french = (vigie(*words, "--help", "--lang", lang).out for lang in ("en", "fr"))
    assert english != french
    assert _skeleton(english) == _skeleton(french)


def _skeleton(text: str) -> list[str]:
    """Options, and blank lines between the parts."""
    lines = text.strip().split("\n")
    return [line.split()[0] if line else "" for line in lines if re.match(r"  --|$", line)]


@BOTH
@pytest.mark.parametrize(
    "words",
    [
        ["chek"],
        ["check", "--nope"],
        ["run", "surplus"],
        ["explain"],
        ["demo", "--port", "abc"],
        ["demo", "--port", "65536"],
    ],
    ids=" ".join,
)
def test_mistakes_are_answered(vigie: Vigie, lang: Lang, words: list[str]) -> None:
    """A slip of the pen is EX_USAGE, told in the language asked for."""
    said = vigie(f"--lang={lang}", *words)
    assert said.code == 64
    assert said.out == ""
    assert {"en": "Error: ", "fr": "Erreur : "}[lang] in said.err


@pytest.mark.parametrize("words", [["--lang"], ["--lang", "de", "check"], ["check", "--lang=de"]])
def test_unknown_language(vigie: Vigie, words: list[str]) -> None:
    """A language that Vigie does not speak is a mistake, told in the one it would have spoken."""
    said = vigie(*words)
    assert said.code == 64
    assert "Error: " in said.err
    assert "--lang" in said.err


def test_misspelt_command_gets_a_question(vigie: Vigie) -> None:
    """The nearest command is offered."""
    assert "Did you mean 'check'?" in vigie("chek").err
    assert "Vouliez-vous dire 'check' ?" in vigie("--lang", "fr", "chek").err


@pytest.mark.parametrize(
    ("words", "environ", "spoken"),
    [
        ([], {}, "en"),
        ([], {"LANG": "fr_CA.UTF-8"}, "fr"),
        ([], {"LC_ALL": "C", "LANG": "fr_FR"}, "en"),
        ([], {"LANG": "fr_FR", "VIGIE_LANG": "en"}, "en"),
        (["check", "--lang", "fr"], {"VIGIE_LANG": "en"}, "fr"),
        (["--lang=FR"], {}, "fr"),
        (["--lang", "de"], {"VIGIE_LANG": "fr"}, "fr"),
    ],
)
def test_language(words: list[str], environ: dict[str, str], spoken: Lang) -> None:
    """What was asked for comes first, then the setting, then the locale."""
    assert language(words, environ) == spoken


@pytest.mark.parametrize(
    ("line", "spoken"),
    [("VIGIE_LANG=fr", "fr"), (' export VIGIE_LANG = "fr"', "fr"), ("# VIGIE_LANG=fr", "en")],
)
def test_language_of_dot_env(tmp_path: Path, line: str, spoken: Lang) -> None:
    """The file .env chooses the language too; the environment outdoes it."""
    (tmp_path / ".env").write_text(f"# mine\n{line}\n")
    assert language([], {"LANG": "C"}) == spoken
    assert language([], {"VIGIE_LANG": "en"}) == "en"


def test_wrong_dot_env_still_speaks_its_language(vigie: Vigie, tmp_path: Path) -> None:
    """A mistake in another setting is told in the language that the same file asks for."""
    (tmp_path / ".env").write_text("VIGIE_LANG=fr\nVIGIE_FETCH_TIMOUT=3m\n")
    said = vigie("status")
    assert said.code == 78
    assert "Vouliez-vous dire « VIGIE_FETCH_TIMEOUT » ?" in said.err


@BOTH
@pytest.mark.parametrize(
    ("name", "value"),
    [("TELEGRAM_BOT_TOKEN", "secret-in-the-wrong-place"), ("VIGIE_FETCH_TIMEOUT", "soon")],
)
def test_bad_settings(
    vigie: Vigie, monkeypatch: pytest.MonkeyPatch, lang: Lang, name: str, value: str
) -> None:
    """A setting that cannot be read is EX_CONFIG and named; a token is never repeated."""
    monkeypatch.setenv(name, value)
    said = vigie("once", "--lang", lang)
    assert said.code == 78
    assert name in said.err
    assert "secret" not in said.err


def test_reader_who_leaves(vigie_into: Callable[[int], Said]) -> None:
    """`vigie … | true` ends without a word about the broken pipe."""
    reader, writer = os.pipe()
    os.close(reader)
    said = vigie_into(writer)
    assert (said.code, said.err) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_full_disk_is_told(vigie_into: Callable[[int], Said]) -> None:
    """What cannot be written is EX_IOERR and one sentence."""
    said = vigie_into(os.open("/dev/full", os.O_WRONLY))
    assert (said.code, said.err) == (74, "no room left on the disk.\n")


@pytest.fixture
def vigie_into() -> Callable[[int], Said]:
    """Run `vigie --help`, its output going into a descriptor."""

    def run(descriptor: int) -> Said:
        command = [sys.executable, "-m", "bot", "--help"]
        with os.fdopen(descriptor, "wb", 0) as into:
            done = subprocess.run(
                command, cwd=ROOT, stdout=into, stderr=subprocess.PIPE, timeout=60, check=False
            )
        return Said(done.returncode, "", done.stderr.decode())

    return run


@BOTH
def test_what_is_wrong_comes_first(vigie: Vigie, lang: Lang) -> None:
    """The first line is the answer; how the command is called stands below."""
    said = vigie("feeds", "lst", "--lang", lang)
    first, usage, _ = said.err.splitlines()
    assert "lst" in first
    assert usage.startswith({"en": "Usage: ", "fr": "Usage : "}[lang])


@BOTH
def test_a_name_that_is_unknown_is_no_matter_of_usage(
    vigie: Vigie, tmp_path: Path, lang: Lang
) -> None:
    """One sentence, and nothing about how the command is called."""
    (tmp_path / "feeds.yaml").write_text(WATCHLIST)
    said = vigie("rules", "show", "Nobody", "--lang", lang)
    assert said.code == 64
    assert len(said.err.splitlines()) == 1
    assert "Usage" not in said.err


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("feeds", "add", "a.example", "--every", "abc"), "--every"),
        (("feeds", "add", "a.example", "--country", "Nowhere"), "--country"),
        (("rules", "mute", "Drones", "--until", "yesterday"), "--until"),
        (("rules", "mute", "Drones", "--for", "ever"), "--for"),
    ],
)
def test_the_option_that_is_wrong_is_named(
    vigie: Vigie, tmp_path: Path, words: tuple[str, ...], option: str
) -> None:
    """Whoever gave several need not guess."""
    (tmp_path / "feeds.yaml").write_text(WATCHLIST)
    said = vigie(*words)
    assert said.code == 64
    assert f"'{option}'" in said.err.splitlines()[0]
