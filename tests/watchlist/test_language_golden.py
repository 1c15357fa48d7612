"""What an editor reads about a rule: its echo, or its refusal, in both languages.

``python -m tests.watchlist.test_language_golden`` writes the answers anew; read them before you
keep them.
"""

import re
from pathlib import Path

import pytest

from bot.errors import RuleError
from bot.expression import Expression
from bot.i18n import LANGS, Lang
from bot.watchlist.caret import caret
from bot.watchlist.language import hints, parse
from bot.watchlist.wording import format_rule, wording
from tests.concept_book import BOOK

CASES = sorted((Path(__file__).parents[1] / "golden" / "language").glob("*.rules"))


def answer(rule: str) -> str:
    """The rule, then what is said about it."""
    try:
        tree = parse(rule, BOOK)
    except RuleError as error:
        return "\n".join((caret(error, "en"), error.told("fr")))
    return "\n".join((rule, *(echo(rule, tree, lang) for lang in LANGS)))


def echo(rule: str, tree: Expression, lang: Lang) -> str:
    """The rule as Vigie writes it, in words, and what may be meant otherwise."""
    pointed = (f"  {rule[span.start : span.end]} → {hint.into(lang)}" for span, hint in hints(rule))
    return "\n".join((f"  {format_rule(tree, lang)}", f"  {wording(tree, lang)}", *pointed))


def answers(case: Path) -> str:
    """All answers of a file."""
    rules = case.read_text(encoding="utf-8").splitlines()
    return "\n\n".join(map(answer, rules)) + "\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_an_editor_reads_what_was_meant_for_him(case: Path) -> None:
    """Every rule of the file gets the answer that somebody has read and found good."""
    assert answers(case) == case.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_is_proposed_is_a_rule(case: Path) -> None:
    """Whoever writes what the refusal says to write is not refused a second time."""
    proposed = re.findall(r"^(?:Write|Écrivez) : ?(.+)|^Write: (.+)", answers(case), re.MULTILINE)
    for french, english in proposed:
        for rule in re.split("  (?:or|ou)  ", (french or english).partition(" (")[0]):
            parse(f"a ({rule})", BOOK)
    assert proposed


if __name__ == "__main__":
    for path in CASES:
        path.with_suffix(".txt").write_text(answers(path), encoding="utf-8")
