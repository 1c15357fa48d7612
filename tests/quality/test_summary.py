"""How good summaries are, on articles and headings that people wrote.

The bar is ROUGE-1/2/L of 30/11/19.6 for two sentences and 29/10/19.5 for 300 characters, on all
1,500 articles. Measured: 30.28/11.01/19.79 and 29.64/10.26/19.57; the first two sentences of each
article reach 28.1/9.7/18.4. The weights were chosen on the articles with even numbers
(30.16/11.05/19.74 and 29.70/10.42/19.67); the others, which nothing was chosen on, have
30.41/10.97/19.84 and 29.58/10.10/19.47. Nobody lowers the floors silently.
"""

import gzip
import json
import re
import time
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from statistics import median

import pytest

from bot.expression import And, Word
from bot.match import Matcher
from bot.model import Story, Summary
from bot.summary import summarise
from bot.summary.ranking import Candidate, choose
from bot.text.folding import fold
from tests.quality.careful_reader import flaws
from tests.quality.orangesum import Sample, samples, story, watched
from tests.quality.rouge import Rouge, mean, rouge
from tests.samples import SOURCE, rule, stored
from tests.shared_data import SHARED_DATA, needs_shared_data

BUDGET = 300
pytestmark = needs_shared_data


def shown(summary: Summary) -> str:
    """The sentences as one text."""
    return " ".join(passage.text for passage in summary.sentences)


@cache
def thousand() -> tuple[tuple[Sample, Story, Summary], ...]:
    """The first thousand articles, summarised."""
    told = [(sample, watched(sample)) for sample in samples()[:1000]]
    return tuple((sample, each, summarise(each, BUDGET)) for sample, each in told)


def test_a_thousand_articles_without_a_broken_sentence() -> None:
    """No unbalanced quotation, no fragment, no furniture."""
    broken = [
        (flaw, passage.text)
        for sample, _, summary in thousand()
        for passage in summary.sentences
        for flaw in flaws(passage.text, sample.text)
    ]
    assert broken == []


def test_english_articles_without_a_broken_sentence() -> None:
    """The 486 of ECB+; how quotation marks stand beside spaces is that corpus's own."""
    with gzip.open(SHARED_DATA / "stories" / "ecbplus_even_topics_en.jsonl.gz", "rt") as lines:
        texts = ["\n\n".join(json.loads(line)["sentences"]) for line in lines]
    summaries = [
        (text, summarise(Story(1, lead, (lead.source,), ()), BUDGET))
        for text in texts
        for lead in [stored(title="", text=text, lang="en")]
    ]
    broken = [
        (flaw, passage.text)
        for text, summary in summaries
        for passage in summary.sentences
        for flaw in flaws(passage.text, text)
        if "faces" not in flaw
    ]
    assert broken == []


def test_nothing_is_invented_and_nothing_too_long() -> None:
    """Each sentence stands in its article, in order; all fit the budget."""
    for sample, _, summary in thousand():
        assert len(shown(summary)) <= BUDGET
        assert len(summary.sentences) <= 3
        position = 0
        for passage in summary.sentences:
            position = sample.text.index(passage.text.rstrip("…"), position)


def test_nearly_every_article_gets_a_summary() -> None:
    """The filter is strict, but leaves something to show."""
    empty = [sample.title for sample, _, summary in thousand() if not summary.sentences]
    assert len(empty) <= 3, empty


def test_the_terms_are_highlighted() -> None:
    """A term that stands in the title or the summary is underlined, once in each passage."""
    for sample, told, summary in thousand():
        names = {place.term for match in told.matches for place in match.evidence}
        for passage in (summary.title, *summary.sentences):
            if re.search(rf"\w{re.escape(passage.text)}", sample.text):
                continue  # glued to a heading: the matcher does not see the first word
            marked = [fold(passage.text[start:end]) for start, end in passage.highlights]
            for name in names:
                if re.search(rf"(?<![\w'’-]){re.escape(name)}(?![\w'’-])", passage.text):
                    assert marked.count(fold(name)) == 1, (name, passage)


def test_it_takes_less_than_ten_milliseconds() -> None:
    """The median of processor time, for articles of 2,500 characters."""
    took = []
    for told in [watched(sample) for sample in samples()[:150]]:
        begin = time.process_time()
        summarise(told)
        took.append(time.process_time() - begin)
    assert median(took) < 0.010


def test_the_article_that_started_it_all() -> None:
    """Title and summary name all terms of the rule; no fragment, no furniture."""
    text = (SHARED_DATA / "seed-article-fr.txt").read_text()
    seed = stored(title=text.partition("\n")[0], text=text)
    terms = ("Chine", "drones", "Russie")
    hits = Matcher([rule(expression=And(tuple(map(Word, terms))))]).match(seed.entry, SOURCE)
    summary = summarise(Story(1, seed, (seed.source,), hits), BUDGET)
    told = f"{summary.title.text} {shown(summary)}"
    assert [term for term in terms if term not in told] == []
    assert summary.sentences
    assert len(shown(summary)) <= BUDGET
    assert [flaw for passage in summary.sentences for flaw in flaws(passage.text, text)] == []
    assert len(summary.title.highlights) == 3


def scored(most: int, budget: int, monkeypatch: pytest.MonkeyPatch) -> Rouge:
    """The mean over all articles."""

    def limited(candidates: Sequence[Candidate], worth: Sequence[float], **_: int) -> list[int]:
        return choose(candidates, worth, most=most, budget=budget)

    monkeypatch.setattr(import_module("bot.summary.summarise"), "choose", limited)
    return mean([rouge(s.heading, shown(summarise(story(s), budget))) for s in samples()])


def below(figures: Rouge, floors: Rouge) -> list[tuple[float, float]]:
    """The figures that are under their floors."""
    return [pair for pair in zip(figures, floors, strict=True) if pair[0] < pair[1]]


def test_two_sentences_resemble_the_editors_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sentences of any length."""
    assert below(scored(2, 10**6, monkeypatch), Rouge(30.0, 11.0, 19.6)) == []


def test_300_characters_resemble_the_editors_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is really posted."""
    assert below(scored(3, BUDGET, monkeypatch), Rouge(29.0, 10.0, 19.5)) == []
