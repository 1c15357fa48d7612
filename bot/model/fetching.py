"""Feeds between two polls, and what comes when they are asked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from bot.i18n import Text


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
