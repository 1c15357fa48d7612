"""docs/rules.md teaches what the rule language does."""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from bot.errors import RuleError
from bot.match import explain
from bot.text.analysis import Analyser
from bot.watchlist.keywords import FIELDS, KEYWORDS
from bot.watchlist.language import hints, parse
from tests.house.source import ROOT
from tests.samples import entry

DOCUMENT = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
_CELL = re.compile(r"(?<!\\)\|")
_CODE = re.compile(r"`([^`]+)`")
_ASIDE = re.compile(r"\(`[^`]+`\)")
"""The other name of an operator."""


def tables(*heads: str) -> Iterator[list[str]]:
    """The rows of the tables whose first column is called one of `heads`."""
    for head in heads:
        _, found, rest = DOCUMENT.partition(f"\n| {head} |")
        assert found, head
        for line in rest[: rest.index("\n\n")].splitlines()[2:]:
            yield [cell.strip() for cell in _CELL.split(line)[1:-1]]


def codes(cell: str) -> list[str]:
    """What is between backquotes in a cell, but for asides."""
    return [code.replace("\\|", "|") for code in _CODE.findall(_ASIDE.sub("", cell))]


def summary() -> list[str]:
    """The rules of the summaries, without what is said of them."""
    blocks = re.findall(r"```rules\n(.*?)```", DOCUMENT, re.DOTALL)
    return [re.split(r"  +", line)[0] for block in blocks for line in block.splitlines()]


TAUGHT = [
    *(code for row in tables("you need", "il vous faut") for code in codes(row[1])),
    *(code for row in tables("refused", "refusé") for code in codes(row[2])),
    *(code for row in tables("in the rule", "dans la règle") for code in codes(row[0])),
    *re.findall(r"`(@[^`]+)`", DOCUMENT),
    *re.findall(r"vigie (?:explain|rules test) '([^']+)'", DOCUMENT),
    *summary(),
]
REFUSED = [code for row in tables("refused", "refusé") for code in codes(row[0])]
SAME = [
    (codes(row[0])[0], word, column == 1)
    for row in tables("in the rule", "dans la règle")
    for column in (1, 2)
    for word in codes(row[column])
]


@pytest.mark.parametrize("rule", sorted(set(TAUGHT)))
def test_what_is_taught_is_a_rule(rule: str) -> None:
    """Whoever copies an example is not refused, nor warned."""
    parse(rule)
    assert hints(rule) == ()


@pytest.mark.parametrize("rule", sorted(set(REFUSED)))
def test_what_is_said_to_be_refused_is(rule: str) -> None:
    """What the document calls a mistake is one."""
    with pytest.raises(RuleError):
        parse(rule)


@cache
def analyser() -> Analyser:
    """Of French and English, as by default."""
    return Analyser()


@pytest.mark.parametrize(("rule", "word", "found"), sorted(set(SAME)))
def test_what_counts_as_the_same_word(rule: str, word: str, found: bool) -> None:
    """Every word of the table is found, or not, as it says."""
    article = entry(title="", text=f"Voici {word}.", lang=None)
    assert explain(parse(rule), article, analyser=analyser()).matched is found


@pytest.mark.parametrize("word", [*KEYWORDS, *FIELDS, "ATLEAST", "AUMOINS", "TIMES", "FOIS"])
def test_every_word_of_the_language_is_taught(word: str) -> None:
    """An operator or a field that is not in the document does not exist for its readers."""
    spelt = f"{word}:" if word in FIELDS else word
    assert re.search(rf"(?<!\w){re.escape(spelt)}", DOCUMENT)


def test_both_languages_teach_the_same() -> None:
    """What is taught in English is taught in French, row by row."""
    for english, french in [
        ("you need", "il vous faut"),
        ("in the rule", "dans la règle"),
        ("refused", "refusé"),
        ("key", "clé"),
    ]:
        assert len(list(tables(english))) == len(list(tables(french)))


def test_the_document_begins_with_the_simplest_rule() -> None:
    """A newcomer sees the rule that works before anything else, in each language."""
    for part in DOCUMENT.split("\n## ")[1:]:
        first = next(line for line in part.splitlines() if line.startswith("    "))
        assert first.strip() == "Chine + drones + Russie"
