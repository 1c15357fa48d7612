"""The ten rules that a press officer, an analyst and an NGO write first, on twelve articles.

``tests/golden/rules/*.rules`` holds the rules as people type them, a line each; ``articles/`` holds
the articles, all of them invented. ``python -m tests.quality.test_thirty_rules`` writes anew what
is said of every rule and what it finds; read it before you keep it. Lines that begin with ``#`` in
the answers are remarks for the reader, about what may surprise: they are kept, and a test wants
them gone when their rule is.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from bot.errors import RuleError
from bot.expression import Expression, Not
from bot.i18n import LANGS
from bot.match import Matcher, explain
from bot.model import Entry, Evidence, Explanation, Source
from bot.text.analysis import Analyser
from bot.text.content import content_hash
from bot.text.urls import canonical_url
from bot.watchlist.caret import caret
from bot.watchlist.language import hints, parse
from bot.watchlist.wording import format_rule, wording
from tests.samples import rule as rule_of

GOLDEN = Path(__file__).parents[1] / "golden" / "rules"
CASES = sorted(GOLDEN.glob("*.rules"))
LONGEST_LIST = 6
"""Words that are shown of what a rule has found."""


@dataclass(frozen=True)
class Sample:
    """An article and where it comes from."""

    name: str
    entry: Entry
    source: Source


@cache
def samples() -> tuple[Sample, ...]:
    """The twelve articles, by their numbers."""
    return tuple(map(_sample, sorted((GOLDEN / "articles").glob("*.txt"))))


def _sample(path: Path) -> Sample:
    head, title, text = path.read_text(encoding="utf-8").split("\n\n", 2)
    said = dict(re.findall(r"^(\w+): ?(.*)$", head, re.MULTILINE))
    text = text.strip()
    entry = Entry(
        path.stem,
        said["url"],
        canonical_url(said["url"]),
        title,
        text,
        content_hash(title, text),
        said["lang"],
        said["author"],
    )
    tags = frozenset(said["tags"].split(", "))
    feed = f"{said['url'].partition('.example')[0]}.example/feed"
    return Sample(
        path.stem, entry, Source(said["source"], feed, said["lang"], tags, country=said["country"])
    )


@cache
def analyser() -> Analyser:
    """Of all the languages of the articles, as the bot makes it for these sources."""
    return Analyser(sample.source.lang for sample in samples() if sample.source.lang)


def answer(rule: str, remarks: str = "") -> str:
    """The rule, what is said of it in both languages, and what it finds in the articles."""
    try:
        tree = parse(rule)
    except RuleError as error:
        return "\n".join((caret(error, "en"), *error.told("fr").splitlines())) + remarks
    said = [f"  {wording(tree, lang)}" for lang in LANGS]
    said += [f"  ! {hint.into(lang)}" for _, hint in hints(rule) for lang in LANGS]
    return "\n".join((rule, *said, *verdicts(tree))) + remarks


def verdicts(tree: Expression) -> list[str]:
    """What it finds in each article, what it misses where it finds something, and the others."""
    hits, near, others = [], [], []
    for sample in samples():
        told = explain(tree, sample.entry, sample.source, analyser())
        name = sample.name
        if told.matched:
            hits.append(f"  + {name}: {found(told, sample)}")
        elif told.evidence:
            failed = "; ".join(_failed(clause) for clause in told.failed)
            near.append(f"  - {name}: {found(told, sample)}, but {failed}")
        else:
            others.append(name.partition("-")[0])
    return [*hits, *near, *([f"  - nothing in {', '.join(others)}"] if others else [])]


def found(told: Explanation, sample: Sample) -> str:
    """The words of the article that the rule has found, as they stand there, each once."""
    words = list(dict.fromkeys(_words(place, sample) for place in told.evidence))
    shown = ", ".join(words[:LONGEST_LIST])
    return f"{shown} …" if len(words) > LONGEST_LIST else shown


def _words(place: Evidence, sample: Sample) -> str:
    text = {"title": sample.entry.title, "text": sample.entry.text}.get(place.field)
    return " ".join(text[slice(*place.span)].split()) if text else place.term


def _failed(clause: Expression) -> str:
    if isinstance(clause, Not):
        return f"{format_rule(clause.child)} is there"
    return f"{format_rule(clause)} is not"


def written(case: Path) -> dict[str, str]:
    """The remarks of the answers that are kept, by their rule."""
    answers = case.with_suffix(".txt")
    blocks = answers.read_text(encoding="utf-8").split("\n\n") if answers.exists() else []
    kept = {}
    for block in blocks:
        remarks = [line for line in block.splitlines() if line.startswith("  #")]
        kept[block.partition("\n")[0]] = "".join(f"\n{line}" for line in remarks)
    return kept


def rules(case: Path) -> list[str]:
    """The rules of a file."""
    return case.read_text(encoding="utf-8").splitlines()


def answers(case: Path) -> str:
    """All answers of a file, with the remarks that are kept."""
    remarks = written(case)
    return "\n\n".join(answer(rule, remarks.get(rule, "")) for rule in rules(case)) + "\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_people_write_first(case: Path) -> None:
    """Each rule is told and finds what somebody has read and found good."""
    assert answers(case) == case.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_there_are_ten(case: Path) -> None:
    """Ten rules of everyone, and no remark about a rule that is gone."""
    assert len(rules(case)) == 10
    assert set(written(case)) == set(rules(case))


def test_the_matcher_agrees() -> None:
    """What explain says of every rule and article, the matcher says when it asks them all."""
    trees = {}
    for rule in (rule for case in CASES for rule in rules(case)):
        try:
            trees[rule] = parse(rule)
        except RuleError:
            continue
    matcher = Matcher([rule_of(rule, expression=tree) for rule, tree in trees.items()], analyser())
    for sample in samples():
        hits = {match.rule.name for match in matcher.match(sample.entry, sample.source)}
        for rule, tree in trees.items():
            told = explain(tree, sample.entry, sample.source, analyser())
            assert told.matched == (rule in hits), (rule, sample.name)


if __name__ == "__main__":
    for path in CASES:
        path.with_suffix(".txt").write_text(answers(path), encoding="utf-8")
