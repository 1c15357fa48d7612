"""A round of polls on the terminal: a bar while it goes on, a line where a person should know."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from types import TracebackType

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text as Line

from bot.cli.terminal import ERR
from bot.i18n import Lang, Text, counted
from bot.model import FailureKind, PollReport

PATIENCE = 10.0
"""Seconds without any answer after which the bar goes: the feeds that are left are not due."""


@dataclass
class Tally:
    """What polls have brought."""

    polled: int = 0
    failed: int = 0
    read: int = 0
    new: int = 0
    hits: int = 0

    def add(self, report: PollReport) -> None:
        """Count a poll."""
        self.polled += 1
        self.failed += report.failure is not None
        self.read += report.entries_read
        self.new += report.entries_new
        self.hits += report.matches


class Rounds:
    """Tells of polls: each trouble when it begins and ends, and a bar during the first round.

    With `every_feed`, the first poll of each feed gets its line too. Where posts are printed at
    the same time there must be no `bar`: two consoles cannot share it. Use as a context manager
    in an event loop; `polled` is a listener.
    """

    def __init__(
        self, total: int, lang: Lang, *, every_feed: bool = False, bar: bool = True
    ) -> None:
        self.tally = Tally()
        self._total = total
        self._lang = lang
        self._every_feed = every_feed
        self._has_bar = bar and ERR.is_terminal
        self._state: dict[str, FailureKind | None] = {}
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn(Text(en="Polling the feeds", fr="Relève des flux").into(lang)),
            BarColumn(),
            MofNCompleteColumn(),
            console=ERR,
            transient=True,
        )
        self._task = self._bar.add_task("", total=total)
        self._quiet: asyncio.TimerHandle | None = None

    def __enter__(self) -> Rounds:
        if self._has_bar:
            self._bar.start()
            self._be_patient()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._has_bar:
            self._end()

    def polled(self, report: PollReport) -> None:
        """Take note of a poll."""
        self.tally.add(report)
        for line in self._news(report):
            ERR.print(line)
        if not self._has_bar:
            return
        self._bar.update(self._task, completed=len(self._state))
        self._be_patient()
        if len(self._state) >= self._total:
            self._end()

    def _be_patient(self) -> None:
        if self._quiet:
            self._quiet.cancel()
        self._quiet = asyncio.get_running_loop().call_later(PATIENCE, self._end)

    def _end(self) -> None:
        self._has_bar = False
        if self._quiet:
            self._quiet.cancel()
        self._bar.stop()

    def _news(self, report: PollReport) -> list[Line]:
        name = report.source.name
        first = name not in self._state
        before = self._state.get(name)
        kind = report.failure.kind if report.failure else None
        self._state[name] = kind
        if report.failure and kind is not before:
            hint = Line(f"    {report.failure.hint.into(self._lang)}", style="dim")
            return [polled(report, self._lang), hint]
        if kind is not before or (first and self._every_feed):
            return [polled(report, self._lang)]
        return []


def polled(report: PollReport, lang: Lang) -> Line:
    """One line about a poll."""
    name = Line(f"{report.source.name}  ", style="bold")
    if report.failure:
        return Line("✗ ", style="red") + name + Line(report.failure.text.into(lang))
    read = counted(report.entries_read, "item", "items", "en")
    lu = counted(report.entries_read, "article", "articles", "fr")
    said = Text(
        en=f"{read}, {report.entries_new} new, {report.matches} matching",
        fr=f"{lu}, {counted(report.entries_new, 'nouveau', 'nouveaux', 'fr')}, "
        f"{counted(report.matches, 'retenu', 'retenus', 'fr')}",
    )
    return Line("✓ ", style="green") + name + Line(said.into(lang), style="dim")


def summary(tally: Tally, lang: Lang) -> str:
    """The polls in one line."""
    if not tally.polled:
        return Text(
            en="No feed is due: all were polled a short while ago.",
            fr="Aucun flux n'est dû : tous ont été relevés il y a peu.",
        ).into(lang)
    return Text(
        en=f"{counted(tally.polled, 'feed', 'feeds', 'en')} polled, {tally.failed} failed; "
        f"{counted(tally.read, 'item', 'items', 'en')} read, {tally.new} new, "
        f"{tally.hits} matching.",
        fr=f"{counted(tally.polled, 'flux relevé', 'flux relevés', 'fr')}, "
        f"{tally.failed} en échec ; "
        f"{counted(tally.read, 'article lu', 'articles lus', 'fr')}, "
        f"{counted(tally.new, 'nouveau', 'nouveaux', 'fr')}, "
        f"{counted(tally.hits, 'retenu', 'retenus', 'fr')}.",
    ).into(lang)
