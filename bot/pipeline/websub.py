"""WebSub, the subscriber's side: hubs push what feeds publish, polls are the back-up.

W3C WebSub, https://www.w3.org/TR/websub/. What hubs say is believed only under an address that
nobody else knows, and what they send only with their signature.
"""

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from bot.cadence import DELTA, Pace
from bot.log import logger
from bot.model import (
    FailureKind,
    Fetched,
    FetchFailure,
    FetchState,
    ParsedFeed,
    PollReport,
    Subscription,
)
from bot.model import SubscriptionState as State
from bot.pipeline import leases
from bot.pipeline.ledger import Ledger
from bot.pipeline.poll import Poll, record_all
from bot.pipeline.watch import Watch
from bot.ports import Clock, FeedParser, HubClient
from bot.store import feeds, subscriptions
from bot.store.database import Database

PATH: Final = "/websub/"
"""Of the callbacks, before their token."""
MOST_ASKED: Final = 200
"""Subscriptions that are asked for at a time; the others have their turn a minute later."""
MOST_WAITING: Final = 100
"""Pushes that wait to be read; a hub that sends more is asked to come again."""
MOST_HELD: Final = 32 * 1024**2
"""Bytes of pushes that wait, or are being read."""
_UNREACHABLE: Final = frozenset(
    {
        FailureKind.DNS,
        FailureKind.CONNECT,
        FailureKind.TLS,
        FailureKind.TIMEOUT,
        FailureKind.BUSY,
    }
)
"""It would be the same for a hub's other topics."""
_DIGESTS: Final = frozenset({"sha1", "sha256", "sha384", "sha512"})

_log = logger("websub")


class WebSub:
    """Subscribes at the hubs that feeds name, answers them, and takes what they push."""

    def __init__(
        self, database: Database, hubs: HubClient, parser: FeedParser, clock: Clock, public: str
    ) -> None:
        """`public` is the address under which hubs reach this Vigie, without a slash at the end."""
        self._database = database
        self._hubs = hubs
        self._parser = parser
        self._clock = clock
        self._public = public
        self._ledger = Ledger(database, record_all)
        self._waiting: asyncio.Queue[tuple[Subscription, Fetched]] = asyncio.Queue(MOST_WAITING)
        self._held = 0
        self.watch: Watch | None = None
        self.on_pushed: Callable[[PollReport], None] = lambda _: None

    # ── hubs are asked ───────────────────────────────────────────────────────────────────────

    async def tick(self) -> None:
        """Ask the hubs that are due: to begin, to go on, to end."""
        now = self._clock.now()
        wanted = await self._database.read(subscriptions.wanted)
        known = await self._database.read(subscriptions.every)
        plan = leases.plan(wanted, known, _keys, now)
        if not plan.ask and not plan.forget:
            return
        ask = plan.ask[:MOST_ASKED]
        # Before they are asked: a hub may verify while it still answers.
        await self._database.write(lambda tx: subscriptions.keep(tx, ask))
        await self._database.write(lambda tx: subscriptions.forget(tx, plan.forget))
        by_hub: dict[str, list[Subscription]] = {}
        for subscription in ask:
            by_hub.setdefault(subscription.hub, []).append(subscription)
        await asyncio.gather(*map(self._ask_hub, by_hub.values()))

    async def _ask_hub(self, due: Iterable[Subscription]) -> None:
        """One request after the other: thousands of feeds may have the same hub."""
        for subscription in due:
            failure = await self._ask(subscription)
            if failure and failure.kind in _UNREACHABLE:
                return

    async def _ask(self, subscription: Subscription) -> FetchFailure | None:
        mode = "unsubscribe" if subscription.state is State.LEAVING else "subscribe"
        form = {
            "hub.mode": mode,
            "hub.topic": subscription.topic,
            "hub.callback": f"{self._public}{PATH}{subscription.token}",
            "hub.lease_seconds": str(int(leases.LEASE.total_seconds())),
            "hub.secret": subscription.secret,
        }
        failure = await self._hubs.post(subscription.hub, form)
        if failure:
            reason = str(failure.text)
            _log.info("hub not reached", hub=subscription.hub, mode=mode, reason=reason)
        return failure

    # ── hubs ask ─────────────────────────────────────────────────────────────────────────────

    async def verify(self, token: str, query: Mapping[str, str]) -> str | None:
        """The challenge to send back; None when this Vigie wants nothing of the kind.

        A denial is taken note of, and answered with nothing to repeat.
        """
        found = await self._database.read(lambda tx: subscriptions.by_token(tx, token))
        mode, topic = query.get("hub.mode", ""), query.get("hub.topic", "")
        if found is None:
            return None
        if mode in {"unsubscribe", "denied"} and leases.has_left(found, topic):
            await self._database.write(lambda tx: subscriptions.forget(tx, [found.feed_id]))
            return "" if mode == "denied" else query.get("hub.challenge")
        changed = self._decided(found, mode, topic, query.get("hub.lease_seconds", ""))
        if changed is None:
            return None
        await self._database.write(lambda tx: subscriptions.keep(tx, [changed]))
        _log.info("hub has answered", hub=found.hub, topic=topic, state=str(changed.state))
        return "" if mode == "denied" else query.get("hub.challenge")

    def _decided(
        self, found: Subscription, mode: str, topic: str, lease: str
    ) -> Subscription | None:
        now = self._clock.now()
        if mode == "subscribe":
            return leases.verified(found, topic, lease, now)
        return leases.denied(found, topic, now) if mode == "denied" else None

    # ── hubs push ────────────────────────────────────────────────────────────────────────────

    async def addressee(self, token: str) -> Subscription | int:
        """Whom a push to this callback is for; else the HTTP status to answer with, unread."""
        found = await self._database.read(lambda tx: subscriptions.by_token(tx, token))
        if found is None:
            return 404
        # 410: the end of a subscription that we no longer know of
        return found if found.state is State.VERIFIED else 410

    def push(self, found: Subscription, headers: Mapping[str, str], body: bytes) -> int:
        """Take what a hub sends; the HTTP status to answer with. It is read afterwards.

        Args:
            found: The addressee.
            headers: Names in lower case.
            body: As it came.
        """
        if not is_signed(body, headers.get("x-hub-signature", ""), found.secret):
            # Who guesses learns nothing (section 8): accepted, and not read.
            _log.warning("push without a valid signature", topic=found.topic)
            return 202
        if self._waiting.full() or self._held + len(body) > MOST_HELD:
            return 503
        # A push holds what is new, as such an answer: the rest of the feed stays as it is.
        fetched = Fetched(found.topic, DELTA, dict(headers), body, self._clock.now())
        self._held += len(body)
        self._waiting.put_nowait((found, fetched))
        return 202

    async def run(self) -> None:
        """Read what was pushed, one after the other, until cancelled."""
        while True:
            subscription, fetched = await self._waiting.get()
            try:
                await self._read(subscription, fetched)
            except Exception:  # a job's boundary: the back-up poll finds what this push had
                _log.exception("push not read", topic=subscription.topic)
            finally:
                self._held -= len(fetched.body)

    async def _read(self, subscription: Subscription, fetched: Fetched) -> None:
        watch, feed_id = self.watch, subscription.feed_id
        state = await self._database.read(lambda tx: feeds.by_id(tx, feed_id))
        source = watch.sources.get(state.url) if watch and state else None
        if watch is None or state is None or source is None or source.paused:
            return
        seen = await self._database.read(lambda tx: feeds.seen(tx, feed_id))
        parsed = await self._parser.parse(fetched, source, seen)
        if isinstance(parsed, FetchFailure):
            _log.info("push not readable", topic=subscription.topic, reason=str(parsed.text))
            return
        poll = _pushed(replace(state, seen=seen), parsed, fetched, watch)
        self.on_pushed(await self._ledger.write((poll, watch)))


def _pushed(state: FetchState, parsed: ParsedFeed, fetched: Fetched, watch: Watch) -> Poll:
    return Poll(
        source=watch.sources[state.url],
        stored=state,
        before=state,
        outcome=fetched,
        parsed=parsed,
        pace=Pace(),
        jitter=0.0,
        began=fetched.fetched_at,
        ended=fetched.fetched_at,
        is_push=True,
    )


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether a hub that knows the secret has sent this (WebSub, section 7.1).

    Args:
        body: As it came.
        signature: The X-Hub-Signature header: ``method=hexadecimal``.
        secret: Of the subscription.
    """
    method, _, given = signature.strip().partition("=")
    if method.lower() not in _DIGESTS:
        return False
    expected = hmac.new(secret.encode(), body, getattr(hashlib, method.lower())).hexdigest()
    return hmac.compare_digest(expected.encode(), given.strip().lower().encode())


def _keys() -> leases.Keys:
    return leases.Keys(secrets.token_urlsafe(24), secrets.token_hex(32))
