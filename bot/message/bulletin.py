"""What the operator is told of feeds in trouble, in one message for all that happened together."""

from collections.abc import Sequence
from typing import Final

from bot.i18n import Lang, Text, counted
from bot.message.nodes import Writer
from bot.message.parts import shortened
from bot.model import Mark, Message, Passage, PollReport

MOST: Final = 10
"""Feeds that are named; when the operator's own connection is down, all are in trouble."""
LONGEST_NAME: Final = 60
LONGEST: Final = 100
"""Characters of a reason, a hint: with ten in trouble and ten well again a message is not full."""


def compose_bulletin(reports: Sequence[PollReport], lang: Lang) -> Message:
    """Which feeds have failed for long, why, and what to do; and which are well again."""
    failing = [report for report in reports if report.failure]
    recovered = [report for report in reports if not report.failure]
    writer = Writer()
    if failing:
        _head(writer, _failing(len(failing)).into(lang))
        for report in failing[:MOST]:
            _trouble(writer, report, lang)
        _rest(writer, len(failing), lang)
    if failing and recovered:
        writer.lines(2)
    if recovered:
        _head(writer, _recovered(len(recovered)).into(lang))
        for report in recovered[:MOST]:
            writer.lines(1)
            writer.text("✓ ")
            writer.passage(Passage(shortened(report.source.name, LONGEST_NAME)))
        _rest(writer, len(recovered), lang)
    return writer.message()


def _head(writer: Writer, words: str) -> None:
    with writer.marked(Mark.BOLD):
        writer.text(words)


def _trouble(writer: Writer, report: PollReport, lang: Lang) -> None:
    assert report.failure is not None
    writer.lines(1)
    writer.text("✗ ")
    with writer.marked(Mark.BOLD):
        writer.passage(Passage(shortened(report.source.name, LONGEST_NAME)))
    writer.text(f" · {report.failure.text.into(lang)[:LONGEST]} ")
    with writer.marked(Mark.ITALIC):
        writer.text(report.failure.hint.into(lang)[:LONGEST])


def _rest(writer: Writer, count: int, lang: Lang) -> None:
    if count > MOST:
        writer.lines(1)
        more = count - MOST
        text = Text(
            en=f"… and {more} more: see `vigie feeds list --failing`",
            fr=f"… et {more} de plus : voir `vigie feeds list --failing`",
        )
        writer.text(text.into(lang))


def _failing(count: int) -> Text:
    return Text(
        en=f"{counted(count, 'feed', 'feeds', 'en')} in trouble",
        fr=f"{counted(count, 'flux', 'flux', 'fr')} en difficulté",
    )


def _recovered(count: int) -> Text:
    return Text(
        en=f"{counted(count, 'feed', 'feeds', 'en')} well again",
        fr=f"{counted(count, 'flux rétabli', 'flux rétablis', 'fr')}",
    )
