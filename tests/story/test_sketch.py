"""What is kept of an article: few keys, few bytes, and all that is compared."""

import pytest

from bot.expression import Span
from bot.model import Evidence, Level
from bot.story import sketch, weighed
from bot.story.likeness import Measure, overlap
from bot.story.own import own_terms
from bot.story.sketch import NEAR, TOPICS, Outline, short
from bot.story.terms import pairs, terms
from tests.samples import entry
from tests.story.articles import (
    DISPATCH,
    OTHER,
    RETITLED,
    RETOLD,
    TITLE,
    WEIGHTS,
    article,
    known,
    placed,
)


def test_keys_fit_the_database() -> None:
    """At most 32 and 24, each once, signed and of 64 bits."""
    drawn = sketch(entry(title=TITLE, text=DISPATCH), WEIGHTS)
    assert (len(drawn.near), len(drawn.topics)) == (NEAR, TOPICS)
    for keys in (drawn.near, drawn.topics):
        assert len(set(keys)) == len(keys)
        assert all(-(2**63) <= key < 2**63 for key in keys)


def test_bytes_and_back() -> None:
    """The outline has every pair, the title, and how often the beginning says what."""
    outline = Outline.of(sketch(entry(title=TITLE, text=DISPATCH), WEIGHTS).packed)
    assert outline.shingles == set(map(short, pairs(terms(DISPATCH, "fr"))))
    assert outline.title == tuple(map(short, terms(TITLE, "fr")))
    drone = short(terms("drone", "fr")[0])
    assert outline.lead[drone] == 2 + terms(DISPATCH, "fr")[:60].count(terms("drone", "fr")[0])


@pytest.mark.parametrize("text", ["", "…", "La", " \n\n "])
def test_nothing_gives_nothing(text: str) -> None:
    """An empty article has no keys, and its outline is like no other."""
    drawn = sketch(entry(title="", text=text), WEIGHTS)
    assert (drawn.near, drawn.topics) == ((), ())
    empty, full = Outline.of(drawn.packed), Outline.of(known(article()).sketch)
    assert overlap(empty, full).jaccard == overlap(empty, full).containment == 0
    assert Measure(empty, WEIGHTS).likeness(full).score == 0
    assert Measure(full, WEIGHTS).likeness(empty).score == 0
    assert Outline.of(b"") == Outline()


@pytest.mark.parametrize("wrong", [b"abc", b"\1\0\0\0" * 3, b"\1\0\0\0" * 9])
def test_other_bytes_are_refused(wrong: bytes) -> None:
    """A sketch of another make is an error and not a wrong answer."""
    with pytest.raises(ValueError, match=r"sketch|multiple"):
        Outline.of(wrong)


def test_a_book_stays_small() -> None:
    """What is kept of the longest text is bounded."""
    endless = " ".join(f"mot{number}" for number in range(200_000))
    assert len(sketch(entry(text=endless), WEIGHTS).packed) < 64_000


def test_topics_are_the_rare_terms() -> None:
    """What every article says is no key to a subject."""
    common = [short(term) for term in terms("halle poissons marine", "fr")]
    weights = type(WEIGHTS)()
    for _ in range(50_000):
        weights.add(common)
    topics = sketch(entry(title=TITLE, text=DISPATCH + OTHER), weights).topics
    assert not {short(key) for key in topics} & set(common)


def test_what_is_counted() -> None:
    """The terms of the title and the beginning, as sketches have them."""
    found = weighed(entry(title=TITLE, text=DISPATCH))
    outline = Outline.of(sketch(entry(title=TITLE, text=DISPATCH), WEIGHTS).packed)
    assert found == outline.lead.keys()


def test_likeness_is_symmetric() -> None:
    """Whichever of two articles comes first."""
    one, other = (
        Outline.of(sketch(entry(title=title, text=text), WEIGHTS).packed)
        for title, text in ((TITLE, DISPATCH), (RETITLED, RETOLD))
    )
    there = Measure(one, WEIGHTS).likeness(other)
    back = Measure(other, WEIGHTS).likeness(one)
    assert there.score == pytest.approx(back.score)
    assert there.overlap.jaccard == back.overlap.jaccard
    assert Measure(one, WEIGHTS).likeness(one).cosine == pytest.approx(1)


def test_what_the_rule_looked_for_does_not_count() -> None:
    """Two articles of a rule that have but its terms in common are two stories."""
    one = article(1, "Chine, drones, Russie : une amende à Dakar", "")
    other = article(2, "Drones : Chine et Russie exposent à Lima", "")
    places = tuple(
        Evidence(name, "title", Span(start, start + len(name)))
        for name in ("Drones", "Chine", "Russie")
        for start in [other.entry.title.index(name)]
    )
    own = own_terms(other.entry, places)
    assert own == {short(term) for term in terms("drones Chine Russie", "fr")}
    same_rule = known(one, rules=frozenset({"Veille", "Autre"}))
    assert placed(other, same_rule).level is Level.SAME_STORY
    assert placed(other, same_rule, own={"Veille": own}).level is Level.NEW
    assert placed(other, known(one), own={"Veille": own}).level is Level.SAME_STORY


def test_the_rest_still_tells() -> None:
    """Two tellings of one event stay together without the terms of their rule."""
    own = own_terms(
        entry(title=RETITLED), [Evidence("drone", "title", Span(*_place(RETITLED, "drone")))]
    )
    first = known(article(), rules=frozenset({"Drones"}))
    placement = placed(article(2, RETITLED, RETOLD), first, own={"Drones": own})
    assert placement.level is Level.SAME_STORY


def _place(text: str, word: str) -> tuple[int, int]:
    return text.index(word), text.index(word) + len(word)


def test_evidence_elsewhere_is_no_term() -> None:
    """A rule may look at the source or the address."""
    assert own_terms(entry(), [Evidence("phare", "source", Span(0, 5))]) == frozenset()
