"""The dictionary of the house: every value that one room hands to the next.

All are frozen; times are aware datetimes in UTC; offsets count Python characters (code points)
of the text they point into. Read from top to bottom, the file follows an alert on its way:

    Source → FetchState → Fetched → Entry → StoredEntry → Match → Placement → Story
           → Summary → Message → Delivery → Receipt
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final, Literal

from bot.expression import Expression, Span, Term
from bot.i18n import Lang, Text

# ── What a person writes in feeds.yaml ───────────────────────────────────────────────────────


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
class Destination:
    """Where alerts go: the entry of `channels:` in feeds.yaml, known by its name."""

    name: str
    telegram: str
    """``@channel_name`` or a numeric chat id, as text."""
    lang: Lang = "en"
    """The language of the words that Vigie adds around the articles."""
    summary_length: int = 300
    """Characters of summary at most."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A part of every day, in the local time of the readers; it may run over midnight."""

    start: time
    end: time


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


# ── Polling ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Hints:
    """What a document itself says of how often it wants to be read; empty for nothing."""

    ttl: timedelta | None = None
    """RSS ``ttl``."""
    update_period: timedelta | None = None
    """``sy:updatePeriod`` divided by ``sy:updateFrequency``."""
    skip_hours: frozenset[int] = frozenset()
    """Of the day, 0 to 23, in UTC: RSS ``skipHours``."""
    skip_days: frozenset[int] = frozenset()
    """Of the week, Monday 0 to Sunday 6, in UTC: RSS ``skipDays``."""


@dataclass(frozen=True, slots=True)
class Move:
    """A permanent redirect that has been seen, and is not yet trusted."""

    to: str
    """Where it leads."""
    since: datetime
    times: int
    """Answers in a row that said the same."""


@dataclass(frozen=True, slots=True)
class FetchState:
    """What is remembered of a feed between two polls."""

    feed_id: int
    url: str
    """As feeds.yaml has it: the feed's identity."""
    moved_to: str | None = None
    """Asked instead of `url`, once a permanent redirect has proved to last."""
    move: Move | None = None
    etag: str | None = None
    """Sent back byte for byte, never read."""
    last_modified: str | None = None
    validated_url: str | None = None
    """The final address that gave the validators: they are sent to no other. None: `address`."""
    body_hash: str | None = None
    """SHA-256 of the last body, in hexadecimal: an equal body need not be parsed."""
    hints: Hints = Hints()
    """Of the last document."""
    rate: float | None = None
    """New entries a day, lately; None until the feed has been read once."""
    next_poll_at: datetime | None = None
    """None: never polled, so due now."""
    not_before: datetime | None = None
    """What the server asked for: nobody polls earlier, whoever wants to."""
    last_polled_at: datetime | None = None
    last_ok_at: datetime | None = None
    last_new_at: datetime | None = None
    """When new entries came last."""
    unmodified_since: datetime | None = None
    """When the present streak of 304 began; None when the last answer was another."""
    refreshed_at: datetime | None = None
    """When the feed was last asked without conditions because of an implausible streak of 304."""
    failures: int = 0
    """In a row."""
    successes: int = 0
    """In a row, since a failure that was told; else 0."""
    failing_since: datetime | None = None
    failure: FailureKind | None = None
    told_at: datetime | None = None
    """When the present trouble was told to the operator; None while all is well."""
    hub: str | None = None
    """WebSub: the hub that the feed advertises."""
    topic: str | None = None
    """WebSub: the feed's own address, as it advertises it."""
    pushed_until: datetime | None = None
    """The hub has promised to push until then; polls are a back-up meanwhile."""
    seen: bytes = b""
    """Hashes of the items of the last document (see `bot.parse.splice`): those need no parsing."""

    @property
    def address(self) -> str:
        """Where to ask."""
        return self.moved_to or self.url


@dataclass(frozen=True)  # no slots: a hash that is asked for twice is made once
class Fetched:
    """The body of a feed, decoded (decompressed) but not parsed, and how it came."""

    url: str
    """The final address, after redirects."""
    status: int
    """200, or 226 for the new entries only (RFC 3229)."""
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    fetched_at: datetime
    moved_to: str | None = None
    """Where the permanent redirects lead that came before any other; None without one."""

    @cached_property
    def body_hash(self) -> str:
        """SHA-256 of the body, in hexadecimal: an equal one need not be read again."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says (304) that nothing has changed."""

    url: str
    headers: Mapping[str, str]
    fetched_at: datetime
    moved_to: str | None = None
    """As `Fetched.moved_to`."""


@dataclass(frozen=True, slots=True)
class Postponed:
    """Nothing was asked: the feed's host has too much waiting, or wants to be left alone."""

    until: datetime


class SubscriptionState(StrEnum):
    """Where a WebSub subscription stands."""

    ASKED = "asked"  # the hub has not confirmed yet
    VERIFIED = "verified"
    DENIED = "denied"
    LEAVING = "leaving"  # the hub was asked to end it


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed's WebSub subscription: at a hub, to a topic (W3C WebSub, section 5)."""

    feed_id: int
    hub: str
    topic: str
    token: str
    """The last part of the callback's address: unguessable, so that only the hub knows it."""
    secret: str
    """With which the hub signs what it sends."""
    state: SubscriptionState
    due_at: datetime
    """When to ask (again)."""
    attempts: int = 0
    """Requests since the hub has last confirmed."""
    lease_until: datetime | None = None


class FailureKind(StrEnum):
    """Why a feed could not be read."""

    ADDRESS = "address"  # refused: not http(s), a private address, a strange port
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    REDIRECTS = "redirects"
    BROKEN_TRANSFER = "broken-transfer"
    FORBIDDEN = "forbidden"  # 403, 451
    WALL = "wall"  # a gatekeeper in front of the site keeps programs out
    LOGIN = "login"  # 401, or the page that asks for it
    PAYWALL = "paywall"  # 402, or the page for subscribers
    CONSENT = "consent"  # a page that asks for cookies or the like
    NOT_FOUND = "not-found"
    GONE = "gone"
    BUSY = "busy"  # 429, 503
    SERVER = "server"  # other 5xx
    STATUS = "status"  # any other status
    HTML = "html"  # a web page where a feed should be
    NOT_A_FEED = "not-a-feed"
    BROKEN_FEED = "broken-feed"  # nothing could be saved of it
    PARSE_TIMEOUT = "parse-timeout"


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """An expected failure of one feed: a value, because the other feeds go on."""

    kind: FailureKind
    text: Text
    """What happened, in words."""
    hint: Text
    """What to do about it."""
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """Of the answer, names in lower case; none when there was no answer."""


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
    hints: Hints = Hints()
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


# ── Matching and stories ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry that the database knows, with what it adds."""

    id: int
    feed_id: int
    source: str
    """The source's name."""
    first_seen_at: datetime
    entry: Entry


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


@dataclass(frozen=True, slots=True)
class Asked:
    """What a language model is asked about an article."""

    instruction: str
    article: str


@dataclass(frozen=True, slots=True)
class Unwritten:
    """Why a language model gave no words; without any secret."""

    reason: Text


# ── Delivery ─────────────────────────────────────────────────────────────────────────────────


class Mark(StrEnum):
    """A way to show a piece of text."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Style:
    """A marked range of a message's plain text."""

    mark: Mark
    span: Span
    url: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a post: it opens `url`, or sends `data` (at most 64 bytes) to the bot."""

    label: str
    url: str = ""
    data: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A post, rendered once: what is stored in the outbox is what is sent, to the letter."""

    html: str
    """In Telegram's HTML subset."""
    plain: str
    """The same without markup: the fall-back, and what a terminal shows."""
    styles: tuple[Style, ...] = ()
    """Of `plain`."""
    buttons: tuple[Button, ...] = ()
    """One row."""
    preview_url: str = ""
    """The page to preview under the post; empty for none."""
    silent: bool = False


POST: Final = "post"
"""The part of a story that is told first, once for each destination."""
EDIT: Final = "edit"
"""The post as it should read now; coalesced, the newest counts."""
DIGEST: Final = "digest"
"""A message about several stories that were missed; it hangs on the first of them."""
REPLY: Final = "reply:"
"""Before what has happened: a message below the post, once for each thing that happens."""


class DeliveryState(StrEnum):
    """Where a delivery stands; see `docs/architecture.md` for the drawing."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"  # the request went out, the answer never came
    HELD = "held"  # uncertain, and nothing can tell: a person decides
    DEAD = "dead"  # refused for good
    GROUPED = "grouped"  # told in a digest instead


Backlog = Literal["none", "last", "digest", "all"]
"""What is told of articles that were there before anybody watched for them.

Nothing; the last three; those that are young, together; or those, each in a post of its own.
"""
OnUncertain = Literal["hold", "resend", "skip"]
"""What to do with a post of which nothing can tell whether it arrived."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the outbox. Unique on (story, destination, part)."""

    id: int
    story_id: int
    destination: str
    state: DeliveryState
    priority: Priority
    message: Message
    due_at: datetime
    attempt: int = 0
    started_at: datetime | None = None
    """When the last request went out."""
    floor_message_id: int = 0
    """The highest message id known in that chat when the request went out."""
    part: str = POST
    """`POST`, `EDIT`, or `REPLY` with what has happened."""
    version: int = 0
    """Counts the contents that an edit had."""
    target: int | None = None
    """The message id of the story's post there, for an edit or a reply."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of a delivery."""

    chat_id: int
    message_id: int
    sent_at: datetime
    notice: Text | None = None
    """Something the operator should know, such as markup that had to be dropped."""


class SendProblem(StrEnum):
    """Why a message was not sent, by what has to be done."""

    NOT_SENT = "not-sent"  # surely not: back off, try again
    UNCERTAIN = "uncertain"  # perhaps: look before trying again
    FLOOD = "flood"  # 429: pause the chat
    MIGRATED = "migrated"  # the chat has another id now
    BAD_MARKUP = "bad-markup"  # can't parse entities: plain text once
    TOO_LONG = "too-long"
    BAD_EXTRA = "bad-extra"  # a button or the preview is refused: without them once
    REPLY_GONE = "reply-gone"  # the topic or the message replied to is gone
    UNREACHABLE = "unreachable"  # chat not found, kicked, no rights: park the destination
    EDIT_GONE = "edit-gone"  # the post to edit is gone
    TOKEN = "token"  # noqa: S105 - a kind of failure, not a secret
    REFUSED = "refused"  # any other refusal: dead


@dataclass(frozen=True, slots=True)
class SendFailure:
    """An expected failure of one message: a value, because the others go on."""

    problem: SendProblem
    text: Text
    """What happened, in words, without any secret."""
    hint: Text | None = None
    retry_after: timedelta | None = None
    new_chat_id: int | None = None
