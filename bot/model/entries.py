"""Articles: as a feed gives them, as their pages do, and as they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from bot.i18n import Text
from bot.model.fetching import FetchFailure, Hints
from bot.model.watchlist import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, cleaned. Texts are plain (no markup), in Unicode NFC."""

    identity: str
    """Unique in its feed: the GUID, else the canonical link, else a hash of title and text."""
    url: str
    """Absolute http(s) URL for the reader, or empty."""
    canonical_url: str
    """The same without tracking, for comparing; or empty."""
    title: str
    text: str
    """The longest text that the feed gives; paragraphs are separated by a blank line."""
    content_hash: str
    """Of title and text folded; empty when they are under 48 words (too short to tell)."""
    lang: str | None = None
    author: str = ""
    published_at: datetime | None = None
    """As the feed says, within 1995 and ten minutes from now: shown, never used as newness."""
    image_url: str = ""
    """A picture that the feed gives with the entry, absolute http(s); or empty."""


class Missing(StrEnum):
    """Why the page behind an entry gives no article."""

    ADDRESS = "address"  # none, or one that must not be asked
    UNREACHABLE = "unreachable"  # DNS, connection, TLS, a broken answer, a status
    GONE = "gone"  # 404, 410
    BUSY = "busy"  # the host wants rest, or its feeds come first
    SLOW = "slow"
    TOO_LARGE = "too-large"
    WALL = "wall"
    LOGIN = "login"
    CONSENT = "consent"
    PAYWALL = "paywall"
    NOT_HTML = "not-html"
    HOME = "home"  # the site's front page instead
    OTHER = "other"  # another article, or none at all
    SHORT = "short"  # hardly any text
    RESERVED = "reserved"  # the page asks that its text be shown nowhere
    UNREADABLE = "unreadable"  # reading it took too much time or memory


@dataclass(frozen=True, slots=True)
class NoArticle:
    """The page of an entry could not be had or is not its article: the feed's text serves."""

    why: Missing
    reason: Text


@dataclass(frozen=True, slots=True)
class Article:
    """What an entry's own page says. Texts are plain (no markup), in Unicode NFC."""

    title: str
    text: str
    """Without the title, menus, related articles and the like; a blank line after paragraphs."""
    canonical_url: str
    """Of the page, or the one that it names as its original; for comparing, as an entry's."""
    lang: str | None = None
    author: str = ""
    published_at: datetime | None = None
    """As the page says to the second and with a time zone; within 1995 and ten minutes ahead."""
    modified_at: datetime | None = None
    """Likewise."""
    image_url: str = ""
    is_paywalled: bool = False
    """Whether the text is only what those see who do not pay."""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What could be read in a document: entries in its order, and what was odd about it."""

    title: str
    entries: tuple[Entry, ...]
    """Those that are new or changed since the last document, when `seen` was given."""
    warnings: tuple[Text, ...] = ()
    seen: bytes = b""
    """Hashes of all its items, 8 bytes each, for `FetchState.seen`; empty when it has no ranges."""
    hints: Hints = Hints()  # noqa: RUF009 - it is frozen
    hub: str | None = None
    """WebSub: where to subscribe."""
    topic: str | None = None
    """WebSub: to what (``rel=self``)."""


@dataclass(frozen=True, slots=True)
class Retitled:
    """A known entry whose title the publisher has changed."""

    entry_id: int
    before: str
    after: str


class PollOutcome(StrEnum):
    """How one poll of one feed ended."""

    NEW = "new"  # 200 with a body that was read
    UNCHANGED = "unchanged"  # 304, or 200 with the same body
    POSTPONED = "postponed"  # not asked at all
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PollReport:
    """One poll, told: for the log, the terminal and the `poll_events` table."""

    source: Source
    outcome: PollOutcome
    at: datetime
    took: timedelta
    entries_read: int = 0
    entries_new: int = 0
    matches: int = 0
    failure: FetchFailure | None = None
    warnings: tuple[Text, ...] = ()
    news: Literal["failing", "recovered"] | None = None
    """What the operator is to be told, once, of the feed's health."""
    retitled: tuple[Retitled, ...] = ()
    """Entries that had another title before."""


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry that the database knows, with what it adds."""

    id: int
    feed_id: int
    source: str
    """The source's name."""
    first_seen_at: datetime
    entry: Entry
