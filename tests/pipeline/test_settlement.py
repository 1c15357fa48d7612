"""Settling: what becomes of a post, for every answer."""

from datetime import timedelta

import pytest

from bot.model import (
    Delivery,
    DeliveryState,
    Priority,
    Receipt,
    SendFailure,
    SendProblem,
)
from bot.pipeline.settlement import (
    LOOK_AFTER,
    after_looking,
    after_sending,
    parking,
    retry_delay,
)
from tests.fixed_clock import NOON
from tests.samples import ANYTHING, message

RECEIPT = Receipt(chat_id=-100, message_id=5, sent_at=NOON)


def delivery(attempt: int = 0) -> Delivery:
    """A delivery before its `attempt`-th retry."""
    state = DeliveryState.PENDING
    return Delivery(1, 1, "veille", state, Priority.NORMAL, message(), NOON, attempt)


def failure(problem: SendProblem, retry_after: timedelta | None = None) -> SendFailure:
    """A failure of the given kind."""
    return SendFailure(problem, ANYTHING, retry_after=retry_after)


def test_receipt_means_sent() -> None:
    """An answer with a message id ends the delivery."""
    settled = after_sending(delivery(), RECEIPT, NOON)
    assert (settled.state, settled.receipt) == (DeliveryState.SENT, RECEIPT)


@pytest.mark.parametrize("problem", list(SendProblem))
def test_no_problem_loses_a_post(problem: SendProblem) -> None:
    """Whatever goes wrong, the post is still owed, looked for, or buried with its reason."""
    settled = after_sending(delivery(), failure(problem), NOON)
    buried = {
        SendProblem.REFUSED,
        SendProblem.BAD_MARKUP,
        SendProblem.TOO_LONG,
        SendProblem.BAD_EXTRA,
        SendProblem.REPLY_GONE,
        SendProblem.EDIT_GONE,
    }
    open_states = {DeliveryState.PENDING, DeliveryState.UNCERTAIN}
    assert settled.state in ({DeliveryState.DEAD} if problem in buried else open_states)
    assert settled.reason == ANYTHING


def test_uncertain_is_never_sent_again_blindly() -> None:
    """A lost answer leads to a look, late enough for a held request to have arrived."""
    settled = after_sending(delivery(), failure(SendProblem.UNCERTAIN), NOON)
    assert (settled.state, settled.due_at) == (DeliveryState.UNCERTAIN, NOON + LOOK_AFTER)


def test_flood_waits_as_long_as_asked() -> None:
    """A 429 is tried again exactly when Telegram allows it."""
    settled = after_sending(delivery(), failure(SendProblem.FLOOD, timedelta(seconds=17)), NOON)
    assert settled.due_at == NOON + timedelta(seconds=17)


def test_backoff_doubles_to_five_minutes() -> None:
    """Refused connections are retried after 1, 2, 4 … seconds, five minutes at most."""
    waits = [
        retry_delay(attempt, failure(SendProblem.NOT_SENT)).total_seconds()
        for attempt in (0, 1, 2, 30)
    ]
    assert waits == [1, 2, 4, 300]


def test_look_that_finds_nothing_sends_again() -> None:
    """When the post is surely not there it is owed again."""
    assert after_looking(delivery(1), None, "hold", NOON).state is DeliveryState.PENDING


def test_look_that_finds_it_settles() -> None:
    """A post that arrived after all is sent, once."""
    assert after_looking(delivery(1), RECEIPT, "hold", NOON).state is DeliveryState.SENT


@pytest.mark.parametrize(
    ("wish", "attempt", "state"),
    [
        ("hold", 1, DeliveryState.HELD),
        ("skip", 1, DeliveryState.DROPPED),
        ("resend", 1, DeliveryState.PENDING),
        ("resend", 2, DeliveryState.HELD),
    ],
)
def test_when_nothing_can_tell(wish: str, attempt: int, state: DeliveryState) -> None:
    """Without any way to look, the operator's wish decides; at most one resend by itself."""
    unsure = failure(SendProblem.UNCERTAIN)
    assert after_looking(delivery(attempt), unsure, wish, NOON).state is state  # type: ignore[arg-type]  # parametrised


def test_look_that_fails_is_repeated() -> None:
    """A look that meets a closed door says nothing: it is repeated later."""
    settled = after_looking(delivery(1), failure(SendProblem.NOT_SENT), "hold", NOON)
    assert settled.state is DeliveryState.UNCERTAIN
    assert settled.due_at > NOON


def test_parking_grows_to_six_hours() -> None:
    """A destination that stays out of reach is tried after 5, 10, 20 … minutes, then 6 hours."""
    assert [parking(times).total_seconds() / 60 for times in (0, 1, 2, 40)] == [5, 10, 20, 360]
