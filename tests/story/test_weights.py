"""Weights: the rarer a term was in the last thirty days, the more it tells."""

import pytest

from bot.story import DayCounts, Weights
from bot.story.weights import MOST_A_DAY


def day(*documents: str) -> DayCounts:
    """A day of documents whose terms are their letters."""
    counts = DayCounts()
    for document in documents:
        counts.add(map(ord, document))
    return counts


def test_rare_terms_weigh_more() -> None:
    """A term of every document tells little, one that was never seen the most."""
    weights = Weights([day("ab", "ac", "ad")])
    assert weights.weight(ord("a")) < weights.weight(ord("b")) < weights.weight(ord("x"))
    assert weights.documents == 3


def test_a_term_counts_once_in_a_document() -> None:
    """What is counted is documents, not words."""
    assert day("aaaa").counts == {ord("a"): 1}


def test_days_add_up() -> None:
    """Thirty days weigh what their documents weigh together."""
    apart, together = Weights([day("ab"), day("ac")]), Weights([day("ab", "ac")])
    for letter in "abcx":
        assert apart.weight(ord(letter)) == together.weight(ord(letter))


def test_counting_goes_on() -> None:
    """What comes after the days were added up counts from the next weight on."""
    weights = Weights([day("ab")])
    for _ in range(3):
        weights.add([ord("a")])
    assert (weights.count(ord("a")), weights.count(ord("b")), weights.documents) == (4, 1, 4)


def test_what_processes_counted_is_one_sum() -> None:
    """Two processes that count a day write the sum, in either order."""
    one, other = day("ab", "a"), day("bc")
    assert (one + other).to_bytes() == (day("bc") + day("a", "ab")).to_bytes()
    assert (one + other).documents == 3


def test_bytes_and_back() -> None:
    """A day is kept as bytes: eight for a term."""
    counts = day("ab", "ac")
    packed = counts.to_bytes()
    assert len(packed) == 8 + 8 * 3
    again = DayCounts.from_bytes(packed)
    assert (again.documents, again.counts) == (counts.documents, counts.counts)


@pytest.mark.parametrize("wrong", [b"", b"abc", b"\1\0\0\0", day("ab").to_bytes()[:-4]])
def test_other_bytes_are_refused(wrong: bytes) -> None:
    """Half a row is an error and not a wrong weight."""
    with pytest.raises(ValueError, match=r"counts|multiple"):
        DayCounts.from_bytes(wrong)


def test_vocabulary_is_bounded() -> None:
    """A feed of random words does not fill the memory; what is frequent stays."""
    counts = DayCounts()
    for number in range(40):
        counts.add([1, *range(10 + number * 5_000, 10 + (number + 1) * 5_000)])
    assert len(counts.counts) <= 2 * MOST_A_DAY
    again = DayCounts.from_bytes(counts.to_bytes())
    assert len(again.counts) <= MOST_A_DAY
    assert again.counts[1] == 40


def test_first_day_is_like_any_other() -> None:
    """With few documents no term weighs so little that two articles seem strangers."""
    few, none = Weights([day("ab")]), Weights()
    assert few.weight(ord("a")) == pytest.approx(none.weight(ord("a")), rel=0.1)
