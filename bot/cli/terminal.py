"""What the commands print: the two consoles, problems, reports of polls, progress."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.style import Style
from rich.text import Text as Line

from bot.i18n import Lang, Text, counted
from bot.model import DeliveryState, Evidence, Passage, PollReport

OUT = Console(highlight=False, soft_wrap=True)
"""What was asked for."""
ERR = Console(highlight=False, soft_wrap=True, stderr=True)
"""What happens on the way."""

STATES = {
    DeliveryState.SENT: Text(en="sent", fr="envoyé"),
    DeliveryState.PENDING: Text(en="waiting", fr="en attente"),
    DeliveryState.SENDING: Text(en="being sent", fr="en cours d'envoi"),
    DeliveryState.UNCERTAIN: Text(en="uncertain", fr="incertain"),
    DeliveryState.HELD: Text(en="held for you to decide", fr="retenu, à vous de décider"),
    DeliveryState.DEAD: Text(en="refused for good", fr="refusé définitivement"),
}


def highlighted(passage: Passage) -> Line:
    """A passage with its highlights bold and underlined."""
    line = Line(passage.text)
    for span in passage.highlights:
        line.stylize(Style(bold=True, underline=True), *span)
    return line


def terms(evidence: tuple[Evidence, ...]) -> str:
    """The terms of some evidence, each once, in their order."""
    return ", ".join(dict.fromkeys(place.term for place in evidence))


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
        f"{counted(report.matches, 'correspond', 'correspondent', 'fr')}",
    )
    return Line("✓ ", style="green") + name + Line(said.into(lang), style="dim")


class Rounds:
    """Progress of a round of polls: a bar on a terminal, and a line for each feed that failed.

    Use as a context manager; `polled` is a listener.
    """

    def __init__(self, total: int, lang: Lang, *, every_feed: bool = False) -> None:
        self._lang = lang
        self._every_feed = every_feed
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn(Text(en="Polling the feeds", fr="Relève des flux").into(lang)),
            BarColumn(),
            MofNCompleteColumn(),
            console=ERR,
            transient=True,
        )
        self._task = self._bar.add_task("", total=total)
        self.reports: list[PollReport] = []

    def __enter__(self) -> Rounds:
        if ERR.is_terminal:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def polled(self, report: PollReport) -> None:
        """Take note of a poll."""
        self.reports.append(report)
        self._bar.advance(self._task)
        if report.failure or self._every_feed:
            ERR.print(polled(report, self._lang))
        if report.failure:
            ERR.print(Line(f"    {report.failure.hint.into(self._lang)}", style="dim"))


def summary(reports: list[PollReport], lang: Lang) -> str:
    """A round in one line."""
    failed = sum(report.failure is not None for report in reports)
    read = sum(report.entries_read for report in reports)
    new = sum(report.entries_new for report in reports)
    hits = sum(report.matches for report in reports)
    return Text(
        en=f"{counted(len(reports), 'feed', 'feeds', 'en')} polled, {failed} failed; "
        f"{counted(read, 'item', 'items', 'en')} read, {new} new, {hits} matching.",
        fr=f"{counted(len(reports), 'flux relevé', 'flux relevés', 'fr')}, {failed} en échec ; "
        f"{counted(read, 'article lu', 'articles lus', 'fr')}, "
        f"{counted(new, 'nouveau', 'nouveaux', 'fr')}, "
        f"{counted(hits, 'correspond', 'correspondent', 'fr')}.",
    ).into(lang)
