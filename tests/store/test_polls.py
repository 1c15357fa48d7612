"""Polls: what is told of a feed's last ones."""

from datetime import timedelta

from sqlalchemy import Connection

from bot.model import FailureKind, FetchFailure, PollOutcome, PollReport
from bot.store import polls
from tests.samples import ANYTHING, SOURCE, later

TOOK = timedelta(milliseconds=120)


def test_the_last_polls_of_a_feed_come_newest_first(tx: Connection) -> None:
    """Those that told something, of this feed only, with the reason of a failure."""
    failure = FetchFailure(FailureKind.DNS, ANYTHING, ANYTHING)
    reports = [
        PollReport(SOURCE, PollOutcome.NEW, later(minutes=1), TOOK, entries_read=9, entries_new=2),
        PollReport(SOURCE, PollOutcome.UNCHANGED, later(minutes=2), TOOK),
        PollReport(SOURCE, PollOutcome.FAILED, later(minutes=3), TOOK, failure=failure),
    ]
    other = PollReport(SOURCE, PollOutcome.NEW, later(minutes=4), TOOK, entries_new=1)
    polls.add(tx, [*((1, report) for report in reports), (2, other)])
    failed, new = polls.latest(tx, 1, 5)
    assert (failed.at, failed.reason) == (later(minutes=3), ANYTHING)
    assert (new.outcome, new.took, new.entries_read, new.entries_new) == ("new", TOOK, 9, 2)
    assert polls.latest(tx, 1, 1) == (failed,)
