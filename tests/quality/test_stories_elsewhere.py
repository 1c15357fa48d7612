"""Stories in data that no threshold was chosen on: English headlines, and plagiarised articles."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.model import Entry, Level, StoredEntry
from bot.story import Telling, independent
from tests.archive import Archive
from tests.quality.clustering import b_cubed, pairs, pairwise
from tests.quality.story_data import lines, rows
from tests.shared_data import needs_shared_data

pytestmark = needs_shared_data
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)


def test_every_plagiarised_article_is_found() -> None:
    """McCormick's thousand articles: ten pairs, all of them, and nothing else."""
    archive = Archive()
    folded, names = set(), {}
    written = (line.partition(" ") for line in lines("mccormick_articles_1000.train.gz") if line)
    for number, (name, _, text) in enumerate(written):
        names[number] = name
        entry = Entry(name, "", "", "", text, "", "en")
        placement = archive.tell(
            StoredEntry(number, 1, "source", BEGIN + timedelta(seconds=number), entry)
        )
        if placement.level is Level.NEAR_DUPLICATE and placement.duplicate_of is not None:
            folded.add(frozenset((name, names[placement.duplicate_of])))
    true = {frozenset(line.split()) for line in lines("mccormick_articles_1000.truth.gz") if line}
    assert folded == true


@pytest.mark.slow
def test_headlines_of_one_event() -> None:
    """6,366 English headlines without any text, of 1,300 outlets, labelled by coarse subjects.

    Measured: of the pairs that were put together 93 % have one label.
    """
    archive = Archive()
    labels: dict[int, str] = {}
    listed = sorted(rows("uci_headlines_en.jsonl.gz"), key=lambda row: int(row["ts"]))
    for number, row in enumerate(listed):
        at = datetime.fromtimestamp(row["ts"] / 1000, UTC)
        entry = Entry(str(number), row["url"], "", row["title"], "", "", "en", published_at=at)
        archive.tell(StoredEntry(number, 1, row["publisher"] or "", at, entry))
        labels[number] = row["story"]
    made = {number: each.story_id for number, each in archive.placed.items()}
    assert pairwise(pairs(made), pairs(labels)).precision >= 0.88
    assert b_cubed(made, labels).precision >= 0.90


def test_copies_of_a_dispatch_are_one_telling() -> None:
    """The plagiarised pairs count as one text each."""
    archive = Archive()
    written = (line.partition(" ") for line in lines("mccormick_articles_1000.train.gz") if line)
    tellings: dict[str, Telling] = {}
    for number, (name, _, text) in enumerate(written):
        entry = Entry(name, "", "", "", text, "", "en")
        archive.tell(StoredEntry(number, 1, "source", BEGIN + timedelta(seconds=number), entry))
        tellings[name] = Telling(f"outlet {number}", archive.placed[number].sketch)
    for line in filter(None, lines("mccormick_articles_1000.truth.gz")):
        assert independent(tellings[name] for name in line.split()) == 1
    assert independent(list(tellings.values())[:100]) >= 95
