"""What `vigie check` says of wrong files: a case is a file and the words it gets."""

from pathlib import Path

import pytest

from bot.errors import Problem, WatchlistError
from bot.i18n import LANGS
from bot.watchlist.load import loads
from bot.watchlist.report import render_problems

CASES = Path(__file__).parents[1] / "golden" / "watchlist"


def problems(content: bytes) -> tuple[Problem, ...]:
    """What is wrong with a file, or else odd."""
    try:
        return loads(content, "feeds.yaml").warnings
    except WatchlistError as error:
        return error.problems


def told(content: bytes) -> str:
    """The same in both languages, as it is printed."""
    found = problems(content)
    return "\n\n".join(f"# {lang}\n{render_problems('feeds.yaml', found, lang)}" for lang in LANGS)


@pytest.mark.parametrize("case", sorted(CASES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_wrong_file_gets_the_words_it_deserves(case: Path) -> None:
    """Every problem is there, at its place, in the order of the file, in both languages."""
    said = told(case.read_bytes())
    assert said + "\n" == case.with_suffix(".txt").read_text(encoding="utf-8")
    places = [(problem.line, problem.column) for problem in problems(case.read_bytes())]
    assert places == sorted(places)
    assert places
