"""With what to ask: conditions make an answer cheap, unless the server answers them wrongly."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.cadence.rate import IMPLAUSIBLE, expected
from bot.model import FetchState

AT_MOST_EVERY: Final = timedelta(days=1)
"""Asking without conditions costs the server a whole document."""


def before(state: FetchState, now: datetime) -> FetchState:
    """`state` as it is to be asked with: without validators when its 304s cannot be true.

    They cannot when, at the rate that the feed had, seven entries should have come since they
    began: some servers compare the validators and forget that the document has changed.
    """
    if state.unmodified_since is None:
        return state
    if state.refreshed_at and now - state.refreshed_at < AT_MOST_EVERY:
        return state
    if expected(state, state.unmodified_since, now) <= IMPLAUSIBLE:
        return state
    return replace(
        state, etag=None, last_modified=None, validated_url=None, body_hash=None, refreshed_at=now
    )
