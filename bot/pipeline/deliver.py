"""Empty the outbox: what is due goes out at the messenger's pace, and every answer is settled."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.channels.telegram.dispatcher import Dispatcher
from bot.errors import StoreError, TokenRejected
from bot.i18n import Text
from bot.log import logger
from bot.model import (
    Delivery,
    DeliveryState,
    Destination,
    OnUncertain,
    Receipt,
    SendFailure,
    SendProblem,
)
from bot.pipeline import saturation, settling
from bot.pipeline.sender_lease import SenderLease
from bot.pipeline.settlement import after_looking, after_sending
from bot.ports import Channel, Clock
from bot.store import destinations, outbox
from bot.store.database import Database, Transaction
from bot.store.destinations import Parked
from bot.store.outbox import Settlement

SWEEP = timedelta(seconds=1)
"""Between two looks into the outbox when nobody says that something was added."""
EACH = 20
"""Posts of a destination that are held ready; more than can go out between two sweeps."""

Work = Callable[[Delivery], Awaitable[None]]

_log = logger("deliver")


class _Withdrawn(Exception):
    """By now the post waits no more: somebody dropped it, or its destination is parked."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A post and what became of it, told."""

    delivery: Delivery
    settlement: Settlement


class Deliverer:
    """Sends what the outbox owes. One per bot token.

    The tables are the truth: what is held here (the dispatcher's queues, what is in flight) can
    be lost at any moment.
    """

    def __init__(
        self,
        database: Database,
        channel: Channel,
        dispatcher: Dispatcher,
        clock: Clock,
        on_uncertain: OnUncertain,
    ) -> None:
        self._database = database
        self._channel = channel
        self._dispatcher = dispatcher
        self._clock = clock
        self._on_uncertain = on_uncertain
        self._lease = SenderLease(database, clock)
        self._places: Mapping[str, Destination] = {}
        self._taken: set[int] = set()
        self._released: set[int] = set()
        """Since the tables were last read: what a sweep says of these is of a moment ago."""
        self._stale = True
        self._steady_from = clock.now() - timedelta(seconds=clock.monotonic())
        self._next_sweep = self._next_relief = self._steady()
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Event()
        self._token_refused: SendFailure | None = None
        self.on_delivered: Callable[[Delivered], None] = lambda _: None

    def wake(self) -> None:
        """Something was added to the outbox."""
        self._stale = True
        self._turn.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop`, then let what is in flight end.

        Raises:
            TokenRejected: nothing can be sent any more.
        """
        await self.recover()
        stopping = asyncio.create_task(self._stop_waiting(stop))
        try:
            while not stop.is_set():
                await self._wait(await self.step())
        except asyncio.CancelledError:
            self._stop_tasks()
            raise
        finally:
            stopping.cancel()
            await self.drain()
            await self._lease.give_up()

    async def _stop_waiting(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._turn.set()

    async def recover(self) -> None:
        """What a crash interrupted, or was held, is looked for before anything is sent again."""
        await self._lease.take()

    async def step(self) -> timedelta:
        """Start everything that may go out now; says how long until more may."""
        if not await self._lease.hold():
            self._stop_tasks()
            return SWEEP
        now = self._steady()
        if self._stale or now >= self._next_sweep:
            self._stale, self._next_sweep = False, now + SWEEP
            await self._relieve(now)
            await self._take(self._clock.now())
        now = self._steady()
        while isinstance(turn := self._dispatcher.next(now), Delivery):
            self._launch(self._send, turn)
        if self._token_refused:
            raise TokenRejected(self._token_refused.text, self._token_refused.hint)
        return min(turn - now, SWEEP) if turn else SWEEP

    def _stop_tasks(self) -> None:
        """Their rows tell of them, to the next start or to the process that sends now."""
        for task in self._tasks:
            task.cancel()

    async def drain(self) -> None:
        """Wait for what is in flight; cancelled, it stops that too, and the rows tell of it."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def places(self) -> Mapping[str, Destination]:
        """The destinations that are delivered to, by name."""
        return self._places

    @property
    def idle(self) -> bool:
        """Whether nothing is queued or in flight here."""
        return not self._taken

    async def _wait(self, longest: timedelta) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(longest.total_seconds()):
                await self._turn.wait()
        self._turn.clear()

    def use(self, places: Mapping[str, Destination]) -> None:
        """Deliver to these destinations, by name, at the addresses where they are now."""
        self._places = places

    def _steady(self) -> datetime:
        """The time of a clock that nobody sets: for the pace, not for the tables."""
        return self._steady_from + timedelta(seconds=self._clock.monotonic())

    # ── taking ───────────────────────────────────────────────────────────────────────────────

    async def _take(self, now: datetime) -> None:
        places = self._places  # another watchlist may come while the database is read
        self._released.clear()
        known = frozenset(self._taken)
        try:
            ready, unsure = await self._database.read(lambda tx: _open(tx, now, places, known))
        except StoreError as error:
            _log.error("cannot look into the outbox", reason=str(error))
            return
        for delivery in self._new(ready):
            self._taken.add(delivery.id)
            self._dispatcher.offer(delivery, places[delivery.destination].telegram)
        for delivery in self._new(unsure):
            address = places[delivery.destination].telegram
            # A look and a request never meet in a chat: one of them would mistake the other's post.
            if self._dispatcher.occupy(address, self._steady()):
                self._taken.add(delivery.id)
                self._launch(partial(self._look_in, address), delivery)

    async def _relieve(self, steady: datetime) -> None:
        """Withdraw what waited too long where more waits than can go out."""
        if steady < self._next_relief:
            return
        self._next_relief = steady + saturation.LOOKED_AT
        names, now = tuple(self._places), self._clock.now()
        try:
            if await self._database.read(lambda tx: saturation.is_needed(tx, names, now)):
                await self._database.write(lambda tx: saturation.relieve(tx, names, now))
        except StoreError as error:
            _log.error("cannot look for saturated destinations", reason=str(error))

    def _new(self, found: tuple[Delivery, ...]) -> tuple[Delivery, ...]:
        known = self._taken | self._released
        return tuple(delivery for delivery in found if delivery.id not in known)

    def _launch(self, work: Work, delivery: Delivery) -> None:
        task = asyncio.create_task(self._see_through(work, delivery))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _see_through(self, work: Work, delivery: Delivery) -> None:
        try:
            await work(delivery)
        except Exception:  # a job's boundary: a chat must not stay busy for ever
            _log.exception("delivery given back", delivery=delivery.id)
        finally:
            self._release(delivery)

    # ── sending and looking ──────────────────────────────────────────────────────────────────

    async def _send(self, queued: Delivery) -> None:
        """One attempt, from the dispatcher's turn to the settled row."""
        place = self._places.get(queued.destination)
        if place is None:
            return
        delivery: Delivery | None = None

        async def started(floor_message_id: int) -> Delivery:
            nonlocal delivery
            now = self._clock.now()
            delivery = await self._database.write(
                lambda tx: self._start(tx, queued.id, now, floor_message_id)
            )
            if delivery is None:
                raise _Withdrawn
            return delivery

        try:
            outcome = await self._channel.send(place, started)
        except _Withdrawn:
            _log.debug("delivery withdrawn", delivery=queued.id)
            return
        except Exception as error:  # a job's boundary: one bad post must not stop the others
            _log.exception("delivery failed unexpectedly", delivery=queued.id)
            outcome = _unexpected(error, begun=delivery is not None)
        delivery = delivery or await self._still(queued, DeliveryState.PENDING)
        if delivery:
            settlement = after_sending(delivery, outcome, self._clock.now())
            await self._settle(delivery, settlement, outcome)

    def _start(
        self, tx: Transaction, delivery_id: int, now: datetime, floor_message_id: int
    ) -> Delivery | None:
        """What may go out now, as it reads; not when another process is the one that sends."""
        if not self._lease.is_held(tx):
            return None
        return outbox.start(tx, delivery_id, now, floor_message_id)

    async def _look_in(self, address: str, queued: Delivery) -> None:
        """Look, and let the chat's posts have their turns again."""
        try:
            await self._look(queued)
        finally:
            self._dispatcher.vacate(address, self._steady())

    async def _look(self, queued: Delivery) -> None:
        """Find out whether an uncertain post arrived."""
        delivery = await self._still(queued, DeliveryState.UNCERTAIN)
        place = self._places.get(queued.destination)
        if delivery is None or place is None:
            return
        try:
            found = await self._channel.find(delivery, place, self._settled)
        except Exception as error:  # a job's boundary: one bad post must not stop the others
            _log.exception("look failed unexpectedly", delivery=delivery.id)
            found = _unexpected(error, begun=False)
        settlement = after_looking(delivery, found, self._on_uncertain, self._clock.now())
        await self._settle(delivery, settlement, found)

    async def _settled(self, chat_id: int, ids: range) -> Collection[int]:
        return await self._database.read(lambda tx: outbox.posts_among(tx, chat_id, ids))

    async def _still(self, queued: Delivery, state: DeliveryState) -> Delivery | None:
        """The post as it stands now, if it still waits in this state.

        The sweep saw the tables of a moment ago: meanwhile the post may have been sent, put off
        or rendered anew, or its destination parked.
        """
        delivery, parked = await self._database.read(lambda tx: _freshest(tx, queued))
        now = self._clock.now()
        if delivery is None or delivery.state is not state or delivery.due_at > now:
            return None
        return None if parked and parked.until > now else delivery

    # ── settling ─────────────────────────────────────────────────────────────────────────────

    async def _settle(
        self, delivery: Delivery, settlement: Settlement, outcome: Receipt | SendFailure | None
    ) -> None:
        while True:
            try:
                written = await self._database.write(
                    lambda tx: self._write(tx, delivery, settlement, outcome)
                )
                break
            except StoreError as error:
                # The mark is tried for ever, the send never again: the post is out there.
                reason = str(error)
                _log.error("cannot settle a delivery", delivery=delivery.id, reason=reason)
                await self._clock.sleep(SWEEP.total_seconds())
        if not written:
            _log.warning("settled by the process that sends now", delivery=delivery.id)
            return
        if isinstance(outcome, SendFailure):
            self._heed(delivery, outcome)
        _say(delivery, settlement)
        self.on_delivered(Delivered(delivery, settlement))

    def _write(
        self,
        tx: Transaction,
        delivery: Delivery,
        settlement: Settlement,
        outcome: Receipt | SendFailure | None,
    ) -> bool:
        """Says whether it is written: not when another process is the one that sends."""
        if not self._lease.is_held(tx):
            return False
        settling.settle(tx, delivery, settlement, outcome, self._clock.now())
        return True

    def _heed(self, delivery: Delivery, failure: SendFailure) -> None:
        """Let a failure change the way of the posts that follow."""
        name = delivery.destination
        place = self._places.get(name)
        if place is None:
            return
        if failure.problem is SendProblem.TOKEN:
            self._token_refused = failure
        elif failure.problem is SendProblem.FLOOD:
            pause = failure.retry_after or SWEEP
            self._dispatcher.pause(place.telegram, self._steady(), pause)
        elif failure.new_chat_id is not None:
            self._move(place.telegram, str(failure.new_chat_id))

    def _move(self, address: str, new: str) -> None:
        self._places = {
            name: replace(place, telegram=new) if place.telegram == address else place
            for name, place in self._places.items()
        }

    def _release(self, delivery: Delivery) -> None:
        self._dispatcher.finish(delivery.id, self._steady())
        self._taken.discard(delivery.id)
        self._released.add(delivery.id)
        self._turn.set()


def _open(
    tx: Transaction, now: datetime, places: Iterable[str], known: Collection[int]
) -> tuple[tuple[Delivery, ...], tuple[Delivery, ...]]:
    """Posts to send that are not known yet, and posts to look for."""
    parked = destinations.parked(tx)
    reachable = {name for name in places if name not in parked or parked[name].until <= now}
    return outbox.due(tx, now, reachable, EACH, known), outbox.uncertain(tx, now, reachable)


def _freshest(tx: Transaction, queued: Delivery) -> tuple[Delivery | None, Parked | None]:
    """The post as it stands now, and whether its destination is parked."""
    return outbox.current(tx, queued.id), destinations.parked(tx).get(queued.destination)


def _unexpected(error: Exception, *, begun: bool) -> SendFailure:
    problem = SendProblem.UNCERTAIN if begun else SendProblem.NOT_SENT
    kind = type(error).__name__
    return SendFailure(
        problem,
        Text(en=f"Unexpected error ({kind}).", fr=f"Erreur inattendue ({kind})."),
    )


_LOUD = {DeliveryState.HELD, DeliveryState.DEAD, DeliveryState.UNCERTAIN}


def _say(delivery: Delivery, settlement: Settlement) -> None:
    level = logging.WARNING if settlement.state in _LOUD else logging.INFO
    _log.log(
        level,
        "delivery settled",
        delivery=delivery.id,
        story=delivery.story_id,
        destination=delivery.destination,
        state=str(settlement.state),
        reason=str(settlement.reason or ""),
    )
