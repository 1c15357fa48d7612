"""What a person writes in feeds.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Literal

from bot.expression import Expression, Term
from bot.i18n import Lang


@dataclass(frozen=True, slots=True)
class Source:
    """A feed to watch. Its URL is its identity: renaming a source keeps its history."""

    name: str
    url: str
    lang: str | None = None
    tags: frozenset[str] = frozenset()
    every: timedelta | None = None
    """How often to look, when the person wants to say; else the house decides."""
    country: str | None = None
    """Where it is published: two letters of ISO 3166-1, in capitals."""
    paused: bool = False
    """Kept with all that is known of it, and not polled."""
    full_text: bool = True
    """Whether the pages of its articles are read once a rule has hit them."""


class Priority(StrEnum):
    """How a rule's alerts travel: breaking ones first, silent ones without a sound."""

    BREAKING = "breaking"
    NORMAL = "normal"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A part of every day, in the local time of the readers; it may run over midnight."""

    start: time
    end: time


Layout = Literal["flash", "dossier"]
Preview = Literal["page", "picture", "none"]
"""How much a post shows: title and summary, or a longer extract, all sources and the rules."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where alerts go: the entry of `channels:` in feeds.yaml, known by its name."""

    name: str
    telegram: str
    """``@channel_name`` or a numeric chat id, as text."""
    lang: Lang = "en"
    """The language of the words that Vigie adds around the articles."""
    summary_length: int = 300
    """Characters of summary at most."""
    timezone: str = "UTC"
    """Where its readers are, such as ``Europe/Paris``."""
    quiet_hours: QuietHours | None = None
    """In which only breaking news are posted."""
    digest_at: tuple[time, ...] = (time(8),)
    """When what waits for a digest is told, in local time."""
    layout: Layout = "flash"
    """How a post looks."""
    preview: Preview = "page"
    """What stands under a post: the article's page as Telegram shows it, or the picture that the
    feed gives with the article (else its page), or nothing."""
    topic: int | None = None
    """The topic of a forum group that everything goes to; None for the chat itself."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A watch rule: what to look for, where to look, and whom to tell."""

    name: str
    text: str
    """The expression as the person typed it."""
    expression: Expression
    to: tuple[str, ...]
    """Names of destinations."""
    hashtag: str
    """With its ``#``."""
    priority: Priority = Priority.NORMAL
    sources: frozenset[str] = frozenset()
    """Names of the sources it listens to; empty means every source."""
    tags: frozenset[str] = frozenset()
    """Tags of the sources it listens to; empty means every source."""
    max_age: timedelta = timedelta(days=2)
    """Entries published longer ago than this are stored but raise no alert."""
    enabled: bool = True
    languages: frozenset[str] = frozenset()
    """Of the articles it listens to, as in ``fr``; empty means every language."""
    expires_at: datetime | None = None
    """From then on it raises no alert."""
    muted_until: datetime | None = None
    """Until then it raises no alert."""
    dry_run_until: datetime | None = None
    """Until then its matches are recorded and raise no alert."""
    cap_per_hour: int | None = None
    quiet_hours: QuietHours | None = None
    digest: bool = False
    """Whether its alerts wait for the digest; else they go at once."""
    story_window: timedelta | None = None
    """How long a story goes on; None for the usual time."""
    story_quiet: timedelta | None = None
    """A story that nobody has told for so long is over; None for the usual time."""
    owner: str = ""
    note: str = ""

    def listens_to(self, source: Source) -> bool:
        """Whether entries of `source` concern this rule (named, or tagged, or no limit at all)."""
        if not self.sources and not self.tags:
            return True
        return source.name in self.sources or not self.tags.isdisjoint(source.tags)


@dataclass(frozen=True, slots=True)
class OwnConcept:
    """An entry of `concepts:` in feeds.yaml: a list of terms that a rule calls ``@name``."""

    name: str
    terms: tuple[Term, ...]
    adds: bool = False
    """To what the name stands for already (``+Chine``); else it takes its place."""


@dataclass(frozen=True, slots=True)
class Family:
    """An entry of `families:` in feeds.yaml: outlets of one newsroom, which count once."""

    name: str
    hosts: tuple[str, ...]
    """Of their pages; each stands for its subdomains."""


@dataclass(frozen=True, slots=True)
class Watchlist:
    """The whole of feeds.yaml, valid. Names are unique in each of the three lists."""

    path: str
    sources: tuple[Source, ...]
    destinations: tuple[Destination, ...]
    rules: tuple[Rule, ...]
    digest: str
    """SHA-256 of the file's bytes, in hexadecimal: tells whether the file has changed."""
    concepts: tuple[OwnConcept, ...] = ()
    families: tuple[Family, ...] = ()


Backlog = Literal["none", "last", "digest", "all"]
"""What is told of articles that were there before anybody watched for them.

Nothing; the last three; those that are young, together; or those, each in a post of its own.
"""
