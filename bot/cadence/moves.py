"""Permanent redirects: believed when they last, undone when they lead nowhere."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.cadence.backoff import HARD, severity
from bot.model import FailureKind, Fetched, FetchFailure, FetchState, Move, NotModified

STABLE_ANSWERS: Final = 3
STABLE_FOR: Final = timedelta(days=2)
"""A captive portal, a hotel's network or a slip of the publisher is over by then."""
LOST_AFTER: Final = 3
"""Failures at the new address, in a row, until the old one is asked again."""


def followed(state: FetchState, outcome: Fetched | NotModified, now: datetime) -> FetchState:
    """`state` with what is believed of the feed's address after an answer."""
    to = outcome.moved_to
    if to is None or to == state.address or _is_downgrade(state.address, to):
        return state if state.move is None else replace(state, move=None)
    known = state.move if state.move and state.move.to == to else Move(to, now, 0)
    move = replace(known, times=known.times + 1)
    stable = move.times >= STABLE_ANSWERS and now - move.since >= STABLE_FOR
    if stable or _is_upgrade(state.address, to):
        return _asked_at(state, None if to == state.url else to)
    return replace(state, move=move)


def failed(state: FetchState, failure: FetchFailure) -> FetchState:
    """`state`, back at the feed's own address when the one it moved to is lost."""
    if state.moved_to is None or not _is_lost(state.failures + 1, failure.kind):
        return state
    return _asked_at(state, None)


def _is_lost(failures: int, kind: FailureKind) -> bool:
    """Gone is said only once: the next word is the old address's."""
    if kind is FailureKind.GONE:
        return True
    is_hard = severity(kind) is HARD or kind is FailureKind.DNS
    return is_hard and failures >= LOST_AFTER


def _asked_at(state: FetchState, moved_to: str | None) -> FetchState:
    """Validators and hashes go with the address, unless the new one is where they come from."""
    moved = replace(state, moved_to=moved_to, move=None)
    if state.validated_url == moved.address:
        return moved
    return replace(
        moved, etag=None, last_modified=None, validated_url=None, body_hash=None, seen=b""
    )


def _is_upgrade(address: str, to: str) -> bool:
    """The same place, by TLS: nobody else can send us there, and nothing can be wrong with it."""
    return address.startswith("http://") and to == f"https://{address.removeprefix('http://')}"


def _is_downgrade(address: str, to: str) -> bool:
    """To where anybody on the way can write the answers: followed, never remembered."""
    return address.startswith("https://") and not to.startswith("https://")
