"""Which rules an article fulfils, which story it belongs to, and what is said of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from bot.expression import Expression, Span
from bot.i18n import Text
from bot.model.entries import Retitled, StoredEntry
from bot.model.watchlist import Rule

Field = Literal["title", "text", "author", "source", "url", "tag", "lang", "country"]
"""Where a place is. What a reader is shown comes from the first two."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in the article that made a rule match."""

    term: str
    """As the rule writes it."""
    field: Field
    span: Span


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that an entry fulfils, and every place that shows it, in reading order."""

    rule: Rule
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a rule matches a text, or why not.

    `failed` is empty when it matches; otherwise the smallest set of clauses to mend: a positive
    clause that was not found, or a `Not` whose child was.
    """

    matched: bool
    evidence: tuple[Evidence, ...]
    failed: tuple[Expression, ...] = ()


class Level(StrEnum):
    """How an entry relates to what is known; see `bot.story`."""

    NEW = "new"
    SAME_URL = "same-url"
    SAME_TEXT = "same-text"
    NEAR_DUPLICATE = "near-duplicate"  # most of one text stands in the other
    SAME_STORY = "same-story"  # another article about it


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of an article to compare it with others: `bot.story` makes and reads it."""

    near: tuple[int, ...] = ()
    """At most 32 signed 64-bit keys: articles that share three may be the same text."""
    topics: tuple[int, ...] = ()
    """At most 24 signed 64-bit keys: articles that share three may be the same story."""
    packed: bytes = b""
    """The rest, for `Candidate.sketch`: a few kilobytes that only `bot.story` reads."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored entry of an existing story that may be the same article."""

    entry_id: int
    story_id: int
    source: str
    first_seen_at: datetime
    canonical_url: str
    content_hash: str
    title: str = ""
    lang: str | None = None
    published_at: datetime | None = None
    sketch: bytes = b""
    """`Sketch.packed`; without it only address and whole text are compared."""
    rules: frozenset[str] = frozenset()
    """Names of the rules that hit it."""
    is_lead: bool = False
    """Whether its story began with it."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an entry belongs: a new story, or an existing one; always with the reason."""

    level: Level
    story_id: int | None
    """None for a new story."""
    duplicate_of: int | None
    """The entry it repeats."""
    score: float
    """1.0 for certain."""
    reason: Text


@dataclass(frozen=True, slots=True)
class Story:
    """What one post is about: the entry that leads it, who else tells it, which rules hit it."""

    id: int
    lead: StoredEntry
    outlets: tuple[str, ...]
    """Names of the sources, the lead's first, without repeats."""
    matches: tuple[Match, ...]
    """Of the lead entry."""
    independent: int = 1
    """How many outlets tell it in words of their own."""
    changes: tuple[Retitled, ...] = ()
    """Of the lead's headline since the story began, in their order."""
    former_title: str = ""
    """What the lead's headline said before it was corrected."""
    is_retracted: bool = False
    """Whether the lead's outlet has taken the article back."""
    latest: StoredEntry | None = None
    """An article that has just gone on with it; None when nothing has."""
    pages: tuple[str, ...] = ()
    """The address of an article of each outlet, in their order; empty where there is none."""
    words: str = ""
    """A summary that a model wrote and that was checked; else the lead's own sentences serve."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text and the places in it to highlight, sorted and without overlap."""

    text: str
    highlights: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """What a reader sees of an article: its title and two or three sentences."""

    title: Passage
    sentences: tuple[Passage, ...]
    extract: tuple[Passage, ...] = ()
    """The article's own below a model's words, for a layout that has room."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a language model is asked about an article."""

    instruction: str
    article: str


@dataclass(frozen=True, slots=True)
class Unwritten:
    """Why a language model gave no words; without any secret."""

    reason: Text
