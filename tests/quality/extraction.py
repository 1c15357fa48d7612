"""The measure of article-extraction-benchmark, written anew, and the pages that it is taken on.

Precision and recall of a page are those of the bag of its runs of four words; F1 is made from the
means of both over all pages, so that long articles do not count for more than short ones.
"""

import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from bot.text.html import plain_text
from tests.shared_data import SHARED_DATA

BENCHMARK = SHARED_DATA / "stories" / "article_extraction_benchmark"
READABILITY = SHARED_DATA / "stories" / "mozilla_readability_pages"
RUN = 4
"""Words."""


class Sample(NamedTuple):
    """A page, and the text that people say is its article."""

    name: str
    page: bytes
    wanted: str


class Score(NamedTuple):
    """Of one page, or the mean of several."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def benchmark() -> Iterator[Sample]:
    """The 60 pages of article-extraction-benchmark."""
    truth = json.loads((BENCHMARK / "ground-truth.json").read_text("utf-8"))
    for name in sorted(truth):
        page = gzip.decompress((BENCHMARK / "html" / f"{name}.html.gz").read_bytes())
        yield Sample(name, page, truth[name]["articleBody"])


def readability() -> Iterator[Sample]:
    """The 20 news pages of Mozilla's Readability; what is wanted is what that program gives."""
    for folder in sorted(path for path in READABILITY.iterdir() if path.is_dir()):
        wanted = plain_text((folder / "expected.html").read_text("utf-8"))
        yield Sample(folder.name, (folder / "source.html").read_bytes(), wanted)


def digest(*folders: Path) -> str:
    """SHA-256 of the files below, by their names and contents; the first 16 digits."""
    found = hashlib.sha256()
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


def score(wanted: str, given: str) -> Score:
    """How much of what is given is wanted, and how much of what is wanted is given."""
    right, found = _runs(wanted), _runs(given)
    if right == found:
        return Score(1.0, 1.0)
    common = (right & found).total()
    return Score(common / found.total() if found else 0.0, common / right.total() if right else 0.0)


def average(scores: Sequence[Score]) -> Score:
    """The means of both."""
    return Score(mean(each.precision for each in scores), mean(each.recall for each in scores))


def _runs(text: str) -> Counter[tuple[str, ...]]:
    """Of four words each, as often as they stand there; a shorter text is one run."""
    words = re.findall(r"\w+", text)
    starts = range(max(1, len(words) - RUN + 1)) if words else ()
    return Counter(tuple(words[start : start + RUN]) for start in starts)
