"""Polls that had something to tell."""

from dataclasses import replace
from datetime import timedelta

from bot.i18n import Text
from bot.model import FailureKind, FetchFailure, PollOutcome, PollReport, Source
from tests.fixed_clock import NOON

NO_ANSWER = FetchFailure(
    FailureKind.CONNECT,
    Text(en="The server does not answer.", fr="Le serveur ne répond pas."),
    Text(en="Nothing to do.", fr="Rien à faire."),
)


def _report(name: str, outcome: PollOutcome) -> PollReport:
    source = Source(name, "https://phare.example/rss")
    return PollReport(source, outcome, at=NOON, took=timedelta(seconds=1))


def failing(name: str, failure: FetchFailure = NO_ANSWER) -> PollReport:
    """A feed that has been failing for long enough to be told."""
    report = _report(name, PollOutcome.FAILED)
    return PollReport(
        report.source, report.outcome, NOON, report.took, failure=failure, news="failing"
    )


def recovered(name: str) -> PollReport:
    """A feed that is well again."""
    return replace(_report(name, PollOutcome.UNCHANGED), news="recovered")
