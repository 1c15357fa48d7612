"""Random rules of every form, as trees that the language can express."""

from collections.abc import Callable, Iterator
from typing import Final

from hypothesis import strategies as st

from bot.model import (
    And,
    AtLeast,
    Expression,
    Gap,
    In,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Times,
    Word,
)
from tests.concept_book import CHINA, DRONES, SOUTH_KOREA

Trees = st.SearchStrategy[Expression]


def _named_shortly(parts: Trees) -> Trees:
    """The same, with a name that hypothesis can print."""

    @st.composite
    def part(draw: st.DrawFn) -> Expression:
        return draw(parts)

    return part()


WORDS: Final = st.sampled_from(
    ["Chine", "sol-air", "l’Inde", "C++", "or", "’Ndrangheta", "中国", "24/7", "U.S.", "title"]
)
TERMS: Final[Trees] = _named_shortly(
    st.one_of(
        st.builds(Word, WORDS, exact=st.booleans()),
        st.sampled_from(["ET", "NEAR", "TIMES"]).map(lambda text: Word(text, exact=True)),
        st.sampled_from(["chin", "sous-mar", "été"]).map(Prefix),
        st.sampled_from(["drone armé", "ET", "a, b (c) | -d", "l'Inde + d’ici"]).map(Phrase),
        st.builds(Phrase, st.just("title: @b c"), slop=st.integers(1, 100)),
        st.builds(Phrase, st.sampled_from(["drone armé", "OTAN"]), exact=st.just(value=True)),
    )
)
NAMED: Final[Trees] = _named_shortly(TERMS | st.sampled_from([CHINA, SOUTH_KOREA, DRONES]))


def _several(parts: Trees, kind: type[And | Or]) -> st.SearchStrategy[list[Expression]]:
    return st.lists(parts.filter(lambda part: not isinstance(part, kind)), min_size=2, max_size=4)


def choices(parts: Trees) -> Trees:
    """Two or more alternatives."""
    return _several(parts, Or).map(lambda made: Or(tuple(made)))


def conjunctions(parts: Trees) -> Trees:
    """Two or more clauses, of which at least the first or the last says what to look for."""
    plain = parts.filter(lambda part: not isinstance(part, And))
    clauses = st.lists(plain | parts.map(Not) | WIDE, min_size=1, max_size=4)
    return st.tuples(plain, clauses, st.booleans()).map(
        lambda made: And((made[0], *made[1]) if made[2] else (*made[1], made[0]))
    )


def _codes(codes: list[str]) -> Trees:
    words = st.sampled_from(codes).map(Word)
    return words | st.lists(words, min_size=2, max_size=3).map(lambda made: Or(tuple(made)))


_TAGS: Final[Trees] = TERMS | choices(TERMS)
WIDE: Final[Trees] = _named_shortly(
    st.one_of(
        st.builds(In, st.just("lang"), _codes(["fr", "en", "haw"])),
        st.builds(In, st.just("country"), _codes(["FR", "be"])),
        st.builds(In, st.just("tag"), _TAGS),
    )
)
"""Fields that no rule can do with alone."""
_TITLES: Final = st.sampled_from(["title", "lead", "body"])
_PLACED: Final[Trees] = _named_shortly(NAMED | st.builds(In, _TITLES, NAMED | choices(NAMED)))
_GAPS: Final = st.builds(Gap, st.none() | st.integers(0, 100), st.booleans())


def distances(parts: Trees) -> Trees:
    """Two to four parts, each near the one before."""
    children = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return children.flatmap(
        lambda made: st.builds(
            Near,
            st.just(made),
            st.lists(_GAPS, min_size=len(made) - 1, max_size=len(made) - 1).map(tuple),
        )
    )


def counts(parts: Trees) -> Trees:
    """One part, several times."""
    return st.builds(Times, st.integers(1, 100), parts)


def lists(parts: Trees) -> Trees:
    """Some of two to four parts, all different."""
    children = st.lists(parts, min_size=2, max_size=4, unique=True).map(tuple)
    return children.flatmap(
        lambda made: st.builds(AtLeast, st.integers(1, len(made)), st.just(made))
    )


def _grown(leaves: Trees, most: int) -> Trees:
    grow: Callable[[Trees], Trees] = lambda parts: (  # noqa: E731 - it has a type
        conjunctions(parts) | choices(parts) | lists(parts)
    )
    return st.recursive(leaves, grow, max_leaves=most)


_FIELDLESS: Final = _named_shortly(NAMED | choices(NAMED))
_ADDRESSES: Final = st.sampled_from(["lemonde.fr/x", "a.fr/2024/b-", "bbc.com"]).map(Word)
LEAVES: Final[Trees] = _named_shortly(
    st.one_of(
        NAMED,
        distances(_PLACED | choices(_PLACED)),
        counts(_PLACED | choices(_PLACED)),
        st.builds(In, st.sampled_from(["author", "source"]), NAMED | choices(TERMS)),
        st.builds(In, st.just("url"), _ADDRESSES | choices(_ADDRESSES)),
        st.builds(In, _TITLES, distances(_FIELDLESS) | counts(_FIELDLESS) | lists(_FIELDLESS)),
        st.builds(
            In, _TITLES, st.lists(TERMS, min_size=2, max_size=3).map(lambda a: And((*a, Not(a[0]))))
        ),
    )
)
_TREES: Final = _grown(LEAVES, 10)


@st.composite
def trees(draw: st.DrawFn) -> Expression:
    """Every node, in every place where it may stand."""
    return draw(_TREES)


def nodes(tree: Expression) -> Iterator[Expression]:
    """The tree and all that is in it; of what is looked for outside the text, the field only."""
    yield tree
    if isinstance(tree, Not | Times):
        yield from nodes(tree.child)
    elif isinstance(tree, In):
        if tree.scope in {"title", "lead", "body"}:
            yield from nodes(tree.child)
    elif isinstance(tree, And | Or | Near | AtLeast):
        for child in tree.children:
            yield from nodes(child)
