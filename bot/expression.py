"""The parsed form of a watch rule: a tree of frozen values, from words up to `And` and `Or`.

The language that people write is read in `bot/watchlist`, documents are tried against the tree in
`bot/match`. Every `span` is the node's place in the rule's text, for carets; it is not compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple


class Span(NamedTuple):
    """A half-open range of characters, as in ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """A whole word, blind to case, accents, plural and inflection; `exact` (``=OTAN``): to it."""

    text: str
    exact: bool = False
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that starts with `text` (at least 3 letters), written ``text*``."""

    text: str
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Adjacent words in order, written between quotation marks.

    With a `slop` (``"a b c"~2``): all the words, in any order, in a window that holds at most so
    many other words. `exact` (``="drone armé"``): this very form; never with a slop.
    """

    text: str
    slop: int = 0
    exact: bool = False
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Concept:
    """Any name of a thing in any language, written ``@Chine``."""

    name: str
    """As the list of concepts writes it, without the ``@``."""
    terms: tuple[Word | Prefix | Phrase, ...] = field(default=(), compare=False)
    """What the name stands for; looked up when the rule is parsed."""
    span: Span = field(default=Span(0, 0), compare=False)


Scope = Literal["title", "lead", "body", "author", "source", "url", "tag", "lang", "country"]
"""A part of an entry, or of its source, in which a rule may look. `lead` is the title and the
first 60 words of the body; `source` its name, `tag` and `country` what feeds.yaml says of it."""


@dataclass(frozen=True, slots=True)
class In:
    """`child`, looked for in one field only, written ``title:drones``; never inside another."""

    scope: Scope
    child: Expression
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Gap:
    """What may lie between two neighbours of a `Near`."""

    words: int | None = 10
    """At most so many words between; None: as many as the sentence holds (``NEAR/s``)."""
    ordered: bool = False
    """Whether the left one has to come first (``ONEAR``)."""


@dataclass(frozen=True, slots=True)
class Near:
    """Places of `children` (two or more), each near its neighbour in the chain.

    True when there is one place for each child, all in one field, such that every two neighbours
    fulfil their gap and do not overlap. A child is a term, a concept, an `In` of a text field, or
    an `Or` of these.
    """

    children: tuple[Expression, ...]
    gaps: tuple[Gap, ...]
    """One fewer than children."""
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`count` or more distinct ones of `children` hold, written ``ATLEAST/2(a, b, c)``."""

    count: int
    children: tuple[Expression, ...]
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Times:
    """`count` or more places of `child`, overlapping ones counted once; ``TIMES/3(a)``.

    The child is what a `Near` may have as a child; places in title and body are added up.
    """

    count: int
    child: Expression
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """True where `child` is not found; only ever a child of `And`."""

    child: Expression
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of `children` (two or more)."""

    children: tuple[Expression, ...]
    span: Span = field(default=Span(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of `children` (two or more)."""

    children: tuple[Expression, ...]
    span: Span = field(default=Span(0, 0), compare=False)


Term = Word | Prefix | Phrase
Expression = Term | Concept | In | Near | AtLeast | Times | Not | And | Or
"""A parsed watch rule, or a part of one."""
