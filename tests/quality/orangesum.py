"""Articles of OrangeSum (validation part), and rules made from their titles."""

import gzip
import json
import re
from functools import cache
from typing import NamedTuple

from bot.expression import Expression, Or, Word
from bot.match import Matcher
from bot.model import Match, Story
from tests.samples import SOURCE, rule, stored
from tests.shared_data import SHARED_DATA

FILE = SHARED_DATA / "stories" / "orangesum_abstract_valid_fr.jsonl.gz"


class Sample(NamedTuple):
    """An article and the summary that its editors wrote."""

    title: str
    text: str
    heading: str


@cache
def samples() -> tuple[Sample, ...]:
    """All 1,500, in the file's order."""
    with gzip.open(FILE, "rt") as lines:
        rows = [json.loads(line) for line in lines]
    return tuple(Sample(row["title"], row["article"], row["heading"]) for row in rows)


def story(sample: Sample, matches: tuple[Match, ...] = ()) -> Story:
    """A story led by the article."""
    lead = stored(title=sample.title, text=sample.text)
    return Story(1, lead, (lead.source,), matches)


def watched(sample: Sample) -> Story:
    """A story hit by a rule: the three longest capitalised words of its title."""
    names = sorted(set(re.findall(r"\b[A-ZÉÈ][\w-]{3,}", sample.title)), key=len)[-3:]
    words: list[Expression] = [Word(name) for name in names]
    if not words:
        return story(sample)
    hit = rule(expression=Or(tuple(words)) if len(words) > 1 else words[0])
    return story(sample, Matcher([hit]).match(story(sample).lead.entry, SOURCE))
