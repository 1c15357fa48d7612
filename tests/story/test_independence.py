"""How many newsrooms tell a story in their own words."""

import time

from bot.story import Telling, independent
from tests.story.articles import DISPATCH, LEAD, OTHER, RETOLD, article, known, reworded


def telling(outlet: str, text: str, content_hash: str = "") -> Telling:
    """An article of an outlet."""
    return Telling(outlet, known(article(1, "Lorient", text)).sketch, content_hash)


def test_copies_count_once() -> None:
    """Two hundred sites that print a dispatch, cut here and there, are one telling."""
    cuts = [telling(f"site {n}", DISPATCH[: 500 + 2 * n]) for n in range(200)]
    began = time.process_time()
    assert independent(cuts) == 1
    assert time.process_time() - began < 1
    assert independent([*cuts, telling("phare", RETOLD)]) == 2


def test_feeds_of_one_outlet_count_once() -> None:
    """However different their articles."""
    assert independent([telling("EBRA", DISPATCH), telling("EBRA", RETOLD)]) == 1
    assert independent([telling("EBRA", DISPATCH), telling("Phare", RETOLD)]) == 2


def test_who_copied_first_may_still_write() -> None:
    """An outlet's own article counts after it has printed somebody else's."""
    found = [telling("AFP", DISPATCH), telling("Phare", DISPATCH), telling("Phare", RETOLD)]
    assert independent(found) == 2


def test_without_sketches_outlets_and_texts_tell() -> None:
    """Articles of before sketches were kept; nothing at all is nobody."""
    assert independent([Telling("a", b"", "x"), Telling("b", b"", "x"), Telling("c", b"")]) == 2
    assert independent([]) == 0


def test_many_independent_texts_take_bounded_time() -> None:
    """Four hundred newsrooms, long articles of which the half is the same: a story grows so."""
    long = (LEAD + OTHER) * 8
    every = [telling(f"site {n}", reworded(long, 0.4, seed=n)) for n in range(400)]
    began = time.process_time()
    number = independent(every)
    assert time.process_time() - began < 4
    assert number == 400
    began = time.process_time()
    assert independent(every, 32) == 32
    assert time.process_time() - began < 0.5
    assert independent(every[:5], 32) == 5
