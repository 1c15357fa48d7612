"""What a person decides, and what the one who sends makes of it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from bot.model import (
    DIGEST,
    EDIT,
    POST,
    Delivery,
    DeliveryState,
    Destination,
    Priority,
    Receipt,
    SendFailure,
)
from bot.pipeline.verdict import drop, dropping, may_come_twice, retry, retrying
from bot.store import unsent
from bot.store.unsent import Unsent
from tests.fixed_clock import NOON
from tests.post_office import PostOffice
from tests.samples import ANYTHING

STUCK = {DeliveryState.HELD, DeliveryState.DEAD, DeliveryState.DROPPED, DeliveryState.PENDING}


def a_post(state: DeliveryState, part: str = POST, **changes: object) -> Unsent:
    """A post that stands so."""
    sample = Unsent(
        *(1, 1, "veille", part, state, Priority.NORMAL, "a", NOON, NOON, 1, NOON, None, ANYTHING),
        post=DeliveryState.SENT,
    )
    return replace(sample, **changes)  # type: ignore[arg-type]  # by field


@pytest.mark.parametrize(("state", "part"), list(product(DeliveryState, (POST, EDIT, DIGEST))))
def test_only_what_is_stuck_or_waits_can_be_decided_on(state: DeliveryState, part: str) -> None:
    """All else settles itself; there is a reason for either, in both languages."""
    again, no_more = retrying(a_post(state, part)), dropping(a_post(state, part))
    assert (again.state is DeliveryState.PENDING) == (state in STUCK)
    droppable = STUCK - {DeliveryState.DROPPED}
    assert (no_more.state is DeliveryState.DROPPED) == (state in droppable)
    assert all((again.reason.en, again.reason.fr, no_more.reason.en, no_more.reason.fr))


def test_twice_is_said_of_what_may_have_arrived_and_of_nothing_else() -> None:
    """What was refused did not arrive; what was dropped may have, if it was held before."""
    assert may_come_twice(a_post(DeliveryState.HELD))
    assert may_come_twice(a_post(DeliveryState.DROPPED))
    assert not may_come_twice(a_post(DeliveryState.DROPPED, started_at=None))
    assert not may_come_twice(a_post(DeliveryState.DEAD))
    assert not may_come_twice(a_post(DeliveryState.PENDING))
    assert "twice" in retrying(a_post(DeliveryState.HELD)).reason.en


def test_what_follows_up_waits_for_its_post() -> None:
    """Without the post there is nothing to edit, and nothing to reply to."""
    verdict = retrying(a_post(DeliveryState.DEAD, EDIT, post=DeliveryState.HELD))
    assert verdict.state is None


async def test_a_drop_at_the_last_moment_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the row and the request it is dropped: nothing goes out."""
    office = PostOffice(tmp_path)
    real = office.channel.send

    async def send(
        place: Destination, started: Callable[[int], Awaitable[Delivery]]
    ) -> Receipt | SendFailure:
        with office.database.begin() as tx:
            drop(tx, [unsent.by_id(tx, [1])[1]], NOON)
        return await real(place, started)

    office.owe("a")
    with monkeypatch.context() as quick:
        quick.setattr(office.channel, "send", send)
        await office.work(3600)
    assert (office.channel.attempts, office.state("a")) == ([], DeliveryState.DROPPED)
    with office.database.begin() as tx:
        (decided,) = retry(tx, [unsent.by_id(tx, [1])[1]], office.clock.now())
    assert decided.is_done
    await office.work(5)
    assert office.channel.texts() == ["a"]
